/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * menu check, menu draw and menu words: the menus the engine has loaded, measured and
 * drawn, and the table of words by which texts are known.
 */
#include "tools/family.h"

#include <stddef.h>

#include "menus/word.h"
#include "tools/catalog.h"
#include "tools/report.h"

#define PARTS_READ	3	/* more texts than this are not read to the end */

struct menu_row {
	const struct screen *screen;
	int	 units, parts, options, line;
};

static void	menu_take(const struct screen *screen, int units, int parts,
		    int options, void *user);
static void	screen_cell(const void *row, struct cell *cell);
static void	units_cell(const void *row, struct cell *cell);
static void	parts_cell(const void *row, struct cell *cell);
static void	file_cell(const void *row, struct cell *cell);
static void	place_cell(const char *path, struct cell *cell);

static const struct report_column columns[] = {
	{ "screen", N_("SCREEN"), .cell = screen_cell, .least = 10 },
	{ "units", N_("LENGTH"), .cell = units_cell, .right = TRUE },
	{ "parts", N_("TEXTS"), .cell = parts_cell, .right = TRUE },
	{ "options", N_("OPTIONS"), REPORT_INT, offsetof(struct menu_row, options) },
	{ "file", N_("FILE"), .cell = file_cell, .least = 8, .spare = 1 },
	{ "line", N_("LINE NO."), REPORT_INT, offsetof(struct menu_row, line),
	  .tone = TONE_FAINT, .spare = 1 },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("There are no screens."),
};

static void	words_take(const struct word_entry *entry, void *user);
static void	role_cell(const void *row, struct cell *cell);
static void	open_cell(const void *row, struct cell *cell);
static void	behind_cell(const void *row, struct cell *cell);
static void	meaning_cell(const void *row, struct cell *cell);
static void	service_cell(const void *row, struct cell *cell);
static void	list_cell(const void *row, struct cell *cell);
static void	word_file_cell(const void *row, struct cell *cell);

static const struct report_column words_columns[] = {
	{ "role", N_("FROM"), .cell = role_cell, .least = 10 },
	{ "open", N_("WHILE OPEN"), .cell = open_cell, .least = 6 },
	{ "word", N_("WORD"), REPORT_TEXT, offsetof(struct word_entry, word),
	  .least = 8 },
	{ "behind", N_("FOLLOWED BY"), .cell = behind_cell, .least = 6, .spare = 5 },
	{ "meaning", N_("MEANS"), .cell = meaning_cell, .least = 8 },
	{ "service", N_("SERVICE"), .cell = service_cell, .spare = 4 },
	{ "list", N_("LIST"), .cell = list_cell, .least = 15, .spare = 2 },
	{ "file", N_("FILE"), .cell = word_file_cell, .least = 14, .spare = 1 },
	{ "line", N_("LINE NO."), REPORT_INT, offsetof(struct word_entry, line),
	  .tone = TONE_FAINT, .spare = 3 },
};

static const struct report_rows words_rows = {
	.columns = words_columns, .count = G_N_ELEMENTS(words_columns),
	.none = N_("There are no words."),
};

enum command_status
menu_check_run(struct command_call *call)
{
	struct report *report = report_new(call, REPORT_ARRAY);
	g_autofree char *said = NULL;
	int screens;

	report_begin(report, &rows);
	menu_check(call->menu, menu_take, report);
	report_end(report);
	screens = report_count(report);
	said = g_strdup_printf(
	    P_("%d screen. Lengths are the longest there can be, in UCS-2 units; "
	    "70 fit one text, 67 each of several.",
	    "%d screens. Lengths are the longest there can be, in UCS-2 units; "
	    "70 fit one text, 67 each of several.", screens), screens);
	report_say(report, TONE_PLAIN, said);
	report_free(report);
	return COMMAND_DONE;
}

static void
menu_take(const struct screen *screen, int units, int parts, int options, void *user)
{
	const struct menu_row row = { screen, units, parts, options, screen->line };

	report_row(user, &row);
}

static enum tone
parts_tone(int parts)
{
	return parts <= 1 ? TONE_PLAIN : parts <= PARTS_READ ? TONE_CARE : TONE_BAD;
}

static void
screen_cell(const void *row, struct cell *cell)
{
	const struct menu_row *menu = row;

	cell_text(cell, menu->screen->name, TONE_PLAIN);
}

static void
units_cell(const void *row, struct cell *cell)
{
	const struct menu_row *menu = row;

	cell_number(cell, menu->units, parts_tone(menu->parts));
}

static void
parts_cell(const void *row, struct cell *cell)
{
	const struct menu_row *menu = row;

	cell_number(cell, menu->parts, parts_tone(menu->parts));
}

static void
file_cell(const void *row, struct cell *cell)
{
	place_cell(((const struct menu_row *)row)->screen->file, cell);
}

enum command_status
menu_draw_run(struct command_call *call)
{
	g_autofree char *graph = menu_draw(call->menu);

	g_string_append(call->out, graph);
	return COMMAND_DONE;
}

enum command_status
menu_words_run(struct command_call *call)
{
	struct report *report = report_new(call, REPORT_ARRAY);

	report_begin(report, &words_rows);
	word_each(call->menu, words_take, report);
	report_end(report);
	report_free(report);
	return COMMAND_DONE;
}

static void
words_take(const struct word_entry *entry, void *user)
{
	report_row(user, entry);
}

/* "villager, cadre", or everybody. */
static void
role_cell(const void *row, struct cell *cell)
{
	const struct word_entry *entry = row;
	g_autoptr(GString) shown = g_string_new(NULL), machine = g_string_new(NULL);

	for (int i = 0; word_role_name(i) != NULL; i++) {
		if ((entry->row->roles & 1u << i) == 0)
			continue;
		g_string_append_printf(shown, "%s%s", shown->len > 0 ? "/" : "",
		    _(word_role_name(i)));
		g_string_append_printf(machine, "%s%s", machine->len > 0 ? " " : "",
		    word_role_name(i));
	}
	cell_words(cell, entry->row->roles == ROLE_ANYBODY ? _("anybody") : shown->str,
	    entry->row->roles == ROLE_ANYBODY ? "anybody" : machine->str, TONE_PLAIN);
}

static void
open_cell(const void *row, struct cell *cell)
{
	const struct word_entry *entry = row;
	const struct word_open *open = entry->row->open;

	cell_words(cell, open != NULL ? _(open->name) : "",
	    open != NULL ? open->name : "", TONE_PLAIN);
}

static void
behind_cell(const void *row, struct cell *cell)
{
	static const struct {
		guint	 shape;
		const char *words;
	} shapes[] = {
		{ SHAPE_ALONE, N_("nothing") },
		{ SHAPE_NUMBER, N_("a number") },
		{ SHAPE_TAIL, N_("something") },
		{ SHAPE_ALONE | SHAPE_APART, N_("nothing, or a blank") },
		{ SHAPE_ALONE | SHAPE_TAIL, N_("anything") },
		{ SHAPE_READ, N_("courtesy") },
		{ SHAPE_ANYWHERE, N_("anywhere in it") },
	};
	const struct word_entry *entry = row;

	cell_text(cell, "", TONE_PLAIN);
	for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
		if (shapes[i].shape != entry->row->shape)
			continue;
		cell_clear(cell);
		cell_words(cell, _(shapes[i].words), shapes[i].words, TONE_FAINT);
	}
}

static void
meaning_cell(const void *row, struct cell *cell)
{
	const struct word_entry *entry = row;

	cell_words(cell, _(entry->row->meaning), entry->row->meaning, TONE_PLAIN);
}

static void
service_cell(const void *row, struct cell *cell)
{
	cell_text(cell, ((const struct word_entry *)row)->service->name, TONE_PLAIN);
}

static void
list_cell(const void *row, struct cell *cell)
{
	cell_text(cell, ((const struct word_entry *)row)->row->list, TONE_FAINT);
}

static void
word_file_cell(const void *row, struct cell *cell)
{
	place_cell(((const struct word_entry *)row)->file, cell);
}

/* People read its name, programs where it is. */
static void
place_cell(const char *path, struct cell *cell)
{
	g_autofree char *file = g_path_get_basename(path);

	cell_words(cell, file, path, TONE_FAINT);
}
