/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Menus, loaded.
 *
 * Invariant: a menu that was loaded fits together; every name in it, and every
 * name C says, exists (menu_check.c).
 */
#include "menus/menu_table.h"

#include <string.h>

#include "menus/word.h"
#include "understand/choice.h"
#include "understand/lexicon.h"

static void menu_put_services(struct menu *menu,
		    const struct service *const *services);
static void menu_need_lists(struct menu *menu, const struct service *service);
static void menu_need_list(struct menu *menu, const char *list);
static void menu_list_free(gpointer list);
static void menu_put_service(struct menu *menu);
static void menu_put_choices(struct menu *menu);

struct menu *
menu_load(const char *dir, const struct service *const *services,
    GError **error)
{
	struct menu *menu = g_new0(struct menu, 1);
	struct faults faults = { 0 };
	g_autofree char *lexicon = g_build_filename(dir, "lexicon.conf", NULL);

	menu->strings = g_string_chunk_new(4096);
	menu->dir = g_string_chunk_insert(menu->strings, dir);
	menu->screens = g_ptr_array_new();
	menu->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	menu->words = g_hash_table_new(g_str_hash, g_str_equal);
	menu->topics = g_array_new(FALSE, FALSE, sizeof(struct menu_topic));
	menu_put_services(menu, services);
	menu->lexicon_file = g_string_chunk_insert(menu->strings, lexicon);
	menu->lexicon = lexicon_load(lexicon, error);
	if (menu->lexicon == NULL) {
		menu_free(menu);
		return NULL;
	}
	if (!menu_read_dir(menu, dir, &faults, error)) {
		menu_free(menu);
		return NULL;
	}
	menu_put_service(menu);
	menu_put_choices(menu);
	word_table_make(menu);
	if (faults.count == 0)
		menu_check_all(menu, &faults);
	if (faults_end(&faults, error))
		return menu;
	menu_free(menu);
	return NULL;
}

void
menu_free(struct menu *menu)
{
	if (menu == NULL)
		return;
	for (guint i = 0; i < menu->screens->len; i++) {
		struct screen *screen = menu->screens->pdata[i];

		choices_free((struct choices *)screen->expect.choices);
		for (int o = 0; o < screen->count; o++)
			g_free((gpointer)screen->options[o].answer.words);
		g_free((gpointer)screen->expect.answers);
		g_free(screen->options);
		g_free(screen);
	}
	g_ptr_array_free(menu->screens, TRUE);
	g_hash_table_destroy(menu->by_name);
	g_hash_table_destroy(menu->words);
	g_array_free(menu->topics, TRUE);
	word_table_free(menu);
	g_hash_table_destroy(menu->lists);
	g_hash_table_destroy(menu->actions);
	g_hash_table_destroy(menu->sayings);
	g_free(menu->services);
	g_string_chunk_free(menu->strings);
	lexicon_free(menu->lexicon);
	g_free(menu);
}

static void
menu_put_services(struct menu *menu, const struct service *const *services)
{
	GPtrArray *rows = g_ptr_array_new();

	menu->actions = g_hash_table_new(g_str_hash, g_str_equal);
	menu->sayings = g_hash_table_new(g_str_hash, g_str_equal);
	menu->lists = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
	    menu_list_free);
	for (int i = 0; services[i] != NULL; i++) {
		g_ptr_array_add(rows, (gpointer)services[i]);
		menu_need_lists(menu, services[i]);
		for (const struct action *a = services[i]->actions;
		    a != NULL && a->name != NULL; a++)
			g_hash_table_insert(menu->actions, (gpointer)a->name,
			    (gpointer)a);
		for (const struct saying *say = services[i]->says;
		    say != NULL && say->screen != NULL; say++)
			if (say->kind != SAY_REPLY)
				g_hash_table_insert(menu->sayings,
				    (gpointer)say->screen, (gpointer)say);
	}
	g_ptr_array_add(rows, NULL);
	menu->services = (const struct service **)g_ptr_array_free(rows, FALSE);
}

/* Those it names, and those of its words that are none of the lexicon's. */
static void
menu_need_lists(struct menu *menu, const struct service *service)
{
	const struct service_word *row = service->heard;

	for (int i = 0; service->lists != NULL && service->lists[i] != NULL; i++)
		menu_need_list(menu, service->lists[i]);
	for (; row != NULL && row->list != NULL; row++)
		if ((row->shape & SHAPE_READ) == 0)
			menu_need_list(menu, row->list);
}

static void
menu_need_list(struct menu *menu, const char *name)
{
	struct menu_list *list;

	if (g_hash_table_contains(menu->lists, name))
		return;
	list = g_new(struct menu_list, 1);
	list->words = g_ptr_array_new();
	list->places = g_array_new(FALSE, FALSE, sizeof(struct menu_place));
	g_hash_table_insert(menu->lists, (gpointer)name, list);
}

static void
menu_list_free(gpointer data)
{
	struct menu_list *list = data;

	g_ptr_array_free(list->words, TRUE);
	g_array_free(list->places, TRUE);
	g_free(list);
}

/* The one constant placeholder is put in for good. */
static void
menu_put_service(struct menu *menu)
{
	for (guint i = 0; i < menu->screens->len; i++) {
		struct screen *screen = menu->screens->pdata[i];
		g_autoptr(GString) text = g_string_new(screen->text);

		if (menu->service == NULL || screen->text == NULL ||
		    g_string_replace(text, "{service}", menu->service, 0) == 0)
			continue;
		screen->text = g_string_chunk_insert(menu->strings, text->str);
	}
}

/* Labels are normalised here, and not again for every text. */
static void
menu_put_choices(struct menu *menu)
{
	for (guint i = 0; i < menu->screens->len; i++) {
		struct screen *screen = menu->screens->pdata[i];

		screen->expect.choices = choices_new(menu->lexicon,
		    &screen->expect);
	}
}
