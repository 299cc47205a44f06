/*
 * menu check and menu draw: the menus the engine has loaded, measured and drawn.
 */
#include "tools/family.h"

#include "menus/menu.h"
#include "tools/catalog.h"

#define PARTS_READ	3	/* more texts than this are not read to the end */

static const struct column columns[] = {
	{ "screen", N_("SCREEN"), FALSE, 10 },
	{ "units", N_("LENGTH"), TRUE },
	{ "parts", N_("TEXTS"), TRUE },
	{ "options", N_("OPTIONS"), TRUE },
	{ "file", N_("FILE"), FALSE, 8, 1 },
	{ "line", N_("LINE NO."), TRUE, 0, 1 },
};

static void	menu_row(const struct screen *screen, int units, int parts,
		    int options, void *user);

enum command_status
menu_check_run(struct command_call *call)
{
	struct table_look look = command_look(call);
	struct table *table = table_new(columns, G_N_ELEMENTS(columns), &look);
	g_autofree char *said = NULL;
	int screens;

	menu_check(call->menu, menu_row, table);
	screens = table_rows(table);
	command_print(call, table, _("There are no screens."));
	said = g_strdup_printf(
	    P_("%d screen. Lengths are the longest there can be, in UCS-2 units; "
	    "70 fit one text, 67 each of several.",
	    "%d screens. Lengths are the longest there can be, in UCS-2 units; "
	    "70 fit one text, 67 each of several.", screens), screens);
	if (!call->line.json)
		command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

enum command_status
menu_draw_run(struct command_call *call)
{
	g_autofree char *graph = menu_draw(call->menu);

	g_string_append(call->out, graph);
	return COMMAND_DONE;
}

static void
menu_row(const struct screen *screen, int units, int parts, int options,
    void *user)
{
	g_autofree char *file = g_path_get_basename(screen->file);
	struct table *table = user;
	enum tone tone = parts <= 1 ? TONE_PLAIN :
	    parts <= PARTS_READ ? TONE_CARE : TONE_BAD;

	table_text(table, screen->name, TONE_PLAIN);
	table_number(table, units, tone);
	table_number(table, parts, tone);
	table_number(table, options, TONE_PLAIN);
	table_words(table, file, screen->file, TONE_FAINT);
	table_number(table, screen->line, TONE_FAINT);
}
