/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * menu check and menu draw: the menus the engine has loaded, measured and drawn.
 */
#include "tools/family.h"

#include <stddef.h>

#include "menus/menu.h"
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
	const struct menu_row *menu = row;
	g_autofree char *file = g_path_get_basename(menu->screen->file);

	cell_words(cell, file, menu->screen->file, TONE_FAINT);
}

enum command_status
menu_draw_run(struct command_call *call)
{
	g_autofree char *graph = menu_draw(call->menu);

	g_string_append(call->out, graph);
	return COMMAND_DONE;
}
