/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a loaded menu has.
 */
#include "menus/menu_table.h"

#include <string.h>

static const GPtrArray *menu_list_of(const struct menu *menu, const char *list);

gboolean
screen_asks(const struct screen *screen)
{
	return screen->count > 0 || screen->expect.free_text ||
	    screen->expect.number || screen->expect.code;
}

const struct lexicon *
menu_lexicon(const struct menu *menu)
{
	return menu->lexicon;
}

const struct screen *
menu_screen(const struct menu *menu, const char *name)
{
	return g_hash_table_lookup(menu->by_name, name);
}

const struct screen *const *
menu_screens(const struct menu *menu, int *count)
{
	*count = (int)menu->screens->len;
	return (const struct screen *const *)menu->screens->pdata;
}

const char *
menu_service(const struct menu *menu)
{
	return menu->service;
}

const char *
menu_word(const struct menu *menu, const char *name)
{
	const char *word = g_hash_table_lookup(menu->words, name);

	return word != NULL ? word : name;
}

const struct menu_topic *
menu_topics(const struct menu *menu, int *count)
{
	*count = (int)menu->topics->len;
	return (const struct menu_topic *)(gpointer)menu->topics->data;
}

const struct service *const *
menu_services(const struct menu *menu)
{
	return menu->services;
}

const struct action *
menu_action(const struct menu *menu, const char *name)
{
	return g_hash_table_lookup(menu->actions, name);
}

const struct saying *
menu_saying(const struct menu *menu, const char *screen)
{
	return g_hash_table_lookup(menu->sayings, screen);
}

const char *const *
menu_list(const struct menu *menu, const char *list, int *count)
{
	const GPtrArray *words = menu_list_of(menu, list);

	*count = (int)words->len;
	return (const char *const *)words->pdata;
}

gsize
menu_list_begins(const struct menu *menu, const char *list, const char *text)
{
	const GPtrArray *words = menu_list_of(menu, list);
	gsize longest = 0;

	for (guint i = 0; i < words->len; i++)
		if (g_str_has_prefix(text, words->pdata[i]))
			longest = MAX(longest, strlen(words->pdata[i]));
	return longest;
}

gboolean
menu_list_in(const struct menu *menu, const char *list, const char *text)
{
	const GPtrArray *words = menu_list_of(menu, list);

	for (guint i = 0; i < words->len; i++)
		if (strstr(text, words->pdata[i]) != NULL)
			return TRUE;
	return FALSE;
}

/* A list that no service has named is a mistake of ours. */
static const GPtrArray *
menu_list_of(const struct menu *menu, const char *list)
{
	const struct menu_list *listed = g_hash_table_lookup(menu->lists, list);

	g_assert(listed != NULL);
	return listed->words;
}

void
menu_each_saying(const struct menu *menu, void (*each)(const char *who,
    const struct saying *saying, void *user), void *user)
{
	for (int i = 0; menu->services[i] != NULL; i++) {
		const struct service *service = menu->services[i];
		g_autofree char *who = g_strdup_printf("service %s", service->name);

		for (const struct saying *s = service->says;
		    s != NULL && s->screen != NULL; s++)
			each(who, s, user);
		for (const struct action *a = service->actions;
		    a != NULL && a->name != NULL; a++) {
			g_autofree char *action = g_strdup_printf("action %s",
			    a->name);

			for (const struct saying *s = a->says; s->screen != NULL; s++)
				each(action, s, user);
		}
	}
}
