/*
 * Menus, loaded.
 *
 * Invariant: a menu that was loaded fits together; every name in it, and every
 * name C says, exists (menu_check.c).
 */
#include "menus/menu_table.h"

#include <string.h>

static const char *const menu_list_names[MENU_LIST_COUNT] = {
	[MENU_PLACES] = "places",
	[MENU_NOT_PLACES] = "not_places",
	[MENU_CONTINUES] = "continues",
	[MENU_CARE] = "care",
	[MENU_HELP] = "help",
	[MENU_REPORT_VISIT] = "report_visit",
	[MENU_REPORT_PHONE] = "report_phone",
	[MENU_REPORT_CAME] = "report_came",
	[MENU_REPORT_TRIED] = "report_tried",
	[MENU_REPORT_UNDO] = "report_undo",
	[MENU_REPORT_SHEET] = "report_sheet",
	[MENU_REPORT_MATTER] = "report_matter",
	[MENU_REPORT_FOR] = "report_for",
	[MENU_REPORT_TROUBLE] = "report_trouble",
	[MENU_REPORT_HOUSE] = "report_house",
	[MENU_DIRECTORY] = "directory",
	[MENU_DIRECTORY_MINE] = "directory_mine",
	[MENU_DIRECTORY_ENDS] = "directory_ends",
	[MENU_CALLOUT_FUNERAL] = "callout_funeral",
	[MENU_CALLOUT_WEDDING] = "callout_wedding",
	[MENU_CALLOUT_QUARREL] = "callout_quarrel",
	[MENU_CALLOUT_DISASTER] = "callout_disaster",
	[MENU_CALLOUT_WELFARE] = "callout_welfare",
	[MENU_CALLOUT_SEEN] = "callout_seen",
	[MENU_CALLOUT_THERE] = "callout_there",
	[MENU_CALLOUT_OVER] = "callout_over",
	[MENU_CHECKIN_START] = "checkin_start",
	[MENU_CHECKIN_STOP] = "checkin_stop",
	[MENU_RENUMBER_CHANGE] = "renumber_change",
};

static void menu_put_service(struct menu *menu);
static gboolean menu_mentions(const struct menu *menu, enum menu_list list,
		    const char *text);
gboolean
screen_asks(const struct screen *screen)
{
	return screen->count > 0 || screen->expect.free_text ||
	    screen->expect.number || screen->expect.code;
}

struct menu *
menu_load(const char *dir, GError **error)
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
	for (int i = 0; i < MENU_LIST_COUNT; i++)
		menu->lists[i] = g_ptr_array_new();
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
	for (int i = 0; i < MENU_LIST_COUNT; i++)
		g_ptr_array_free(menu->lists[i], TRUE);
	g_string_chunk_free(menu->strings);
	lexicon_free(menu->lexicon);
	g_free(menu);
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

gboolean
menu_names_place(const struct menu *menu, const char *text)
{
	const GPtrArray *not = menu->lists[MENU_NOT_PLACES];
	g_autoptr(GString) rest = g_string_new(text);

	for (guint i = 0; i < not->len; i++)
		g_string_replace(rest, not->pdata[i], " ", 0);
	return menu_mentions(menu, MENU_PLACES, rest->str);
}

gboolean
menu_continues(const struct menu *menu, const char *text)
{
	const GPtrArray *words = menu->lists[MENU_CONTINUES];

	for (guint i = 0; i < words->len; i++)
		if (g_str_has_prefix(text, words->pdata[i]))
			return TRUE;
	return FALSE;
}

gboolean
menu_needs_care(const struct menu *menu, const char *text)
{
	return menu_mentions(menu, MENU_CARE, text);
}

gboolean
menu_asks_help(const struct menu *menu, const char *text)
{
	return menu_mentions(menu, MENU_HELP, text);
}

const char *const *
menu_list_words(const struct menu *menu, enum menu_list list, int *count)
{
	*count = (int)menu->lists[list]->len;
	return (const char *const *)menu->lists[list]->pdata;
}

const char *
menu_list_name(enum menu_list list)
{
	return menu_list_names[list];
}

static gboolean
menu_mentions(const struct menu *menu, enum menu_list list, const char *text)
{
	for (guint i = 0; i < menu->lists[list]->len; i++)
		if (strstr(text, menu->lists[list]->pdata[i]) != NULL)
			return TRUE;
	return FALSE;
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
