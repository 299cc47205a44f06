/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A menu as a picture: Graphviz on standard output, for `dot -Tsvg`.
 */
#include "menus/menu_table.h"

#include <string.h>

static void menu_draw_screen(GString *out, const struct screen *screen);
static void menu_draw_action(GString *out, const struct action *action);
static void menu_draw_edge(GString *out, const char *from, const char *go,
		    const char *action, const char *label);
static void menu_draw_quoted(GString *out, const char *text);

char *
menu_draw(const struct menu *menu)
{
	GString *out = g_string_new("digraph menus {\n"
	    "\trankdir = LR;\n"
	    "\tnode [shape = box, style = rounded];\n");
	for (guint i = 0; i < menu->screens->len; i++)
		menu_draw_screen(out, menu->screens->pdata[i]);
	for (int i = 0; menu->services[i] != NULL; i++)
		for (const struct action *a = menu->services[i]->actions;
		    a != NULL && a->name != NULL; a++)
			menu_draw_action(out, a);
	g_string_append(out, "}\n");
	return g_string_free(out, FALSE);
}

static void
menu_draw_screen(GString *out, const struct screen *screen)
{
	g_autofree char *body = g_strdup_printf("%s\n%s", screen->name,
	    screen->text);

	g_string_append_printf(out, "\t\"%s\" [label = ", screen->name);
	menu_draw_quoted(out, body);
	g_string_append(out, screen_asks(screen) ? "];\n" : ", peripheries = 0];\n");
	for (int i = 0; i < screen->count; i++) {
		const struct screen_option *o = &screen->options[i];
		g_autofree char *label = g_strconcat(o->answer.digit,
		    o->answer.label, NULL);

		menu_draw_edge(out, screen->name, o->go, o->action, label);
	}
	menu_draw_edge(out, screen->name, screen->go, screen->action, "…");
	menu_draw_edge(out, screen->name, screen->wrong, NULL, "?");
	menu_draw_edge(out, screen->name, screen->simple, NULL, "好");
}

static void
menu_draw_action(GString *out, const struct action *action)
{
	g_string_append_printf(out, "\t\"()%s\" [shape = ellipse, label = \"%s\"];\n",
	    action->name, action->name);
	for (const struct saying *s = action->says; s->screen != NULL; s++)
		g_string_append_printf(out, "\t\"()%s\" -> \"%s\";\n",
		    action->name, s->screen);
}

static void
menu_draw_edge(GString *out, const char *from, const char *go,
    const char *action, const char *label)
{
	if (go == NULL && action == NULL)
		return;
	g_string_append_printf(out, "\t\"%s\" -> \"%s%s\" [label = ", from,
	    action != NULL ? "()" : "", action != NULL ? action : go);
	menu_draw_quoted(out, label);
	g_string_append(out, "];\n");
}

static void
menu_draw_quoted(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			g_string_append(out, "\\n");
		else if (*text == '"' || *text == '\\')
			g_string_append_printf(out, "\\%c", *text);
		else
			g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}
