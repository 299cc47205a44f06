/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The menus' loader: files into screens, by tables of keys.
 *
 * Invariants
 *  - every string belongs to menu->strings and lives as long as the menu.
 *  - what is wrong is told and left out; reading goes on to the next fault.
 */
#include "menus/menu_read.h"

#include <string.h>

#include "understand/conf.h"

#define MENU_SCREENS_MAX	500
#define MENU_OPTIONS_MAX	9

struct key {
	const char *name;
	enum key_kind kind;
	gsize	 offset;
};

#define SCREEN(field)	offsetof(struct screen, field)
#define OPTION(field)	offsetof(struct screen_option, field)

static const struct key screen_keys[] = {
	{ "name",	KEY_NAME,	SCREEN(name) },
	{ "text",	KEY_STRING,	SCREEN(text) },
	{ "options",	KEY_OPTIONS,	0 },
	{ "expects",	KEY_EXPECTS,	0 },
	{ "store",	KEY_NAME,	SCREEN(store) },
	{ "go",		KEY_NAME,	SCREEN(go) },
	{ "action",	KEY_NAME,	SCREEN(action) },
	{ "valid",	KEY_TIME,	SCREEN(valid_s) },
	{ "priority",	KEY_PRIORITY,	SCREEN(priority) },
	{ "wrong",	KEY_NAME,	SCREEN(wrong) },
	{ "simple",	KEY_NAME,	SCREEN(simple) },
	{ "topic",	KEY_NAME,	SCREEN(topic) },
	{ "parts",	KEY_PARTS,	SCREEN(parts) },
	{ "ack_ok",	KEY_FLAG,	SCREEN(expect.ack_ok) },
	{ "letters",	KEY_FLAG,	SCREEN(expect.letters) },
	{ "opt_out",	KEY_FLAG,	SCREEN(expect.opt_out) },
	{ NULL }
};

static const struct key option_keys[] = {
	{ "digit",	KEY_DIGIT,	OPTION(answer.digit) },
	{ "label",	KEY_STRING,	OPTION(answer.label) },
	{ "words",	KEY_WORDS,	OPTION(answer.words) },
	{ "sense",	KEY_SENSE,	OPTION(answer.sense) },
	{ "store",	KEY_NAME,	OPTION(store) },
	{ "go",		KEY_NAME,	OPTION(go) },
	{ "action",	KEY_NAME,	OPTION(action) },
	{ "late",	KEY_FLAG,	OPTION(late) },
	{ "alone",	KEY_FLAG,	OPTION(alone) },
	{ NULL }
};

static int menu_name_order(gconstpointer a, gconstpointer b);
static void menu_read_file(struct menu_reader *r, const char *path);
static void menu_read_top(struct menu_reader *r, const config_setting_t *top);
static void menu_read_service(struct menu_reader *r, const config_setting_t *s);
static void menu_read_screens(struct menu_reader *r, const config_setting_t *s);
static void menu_read_screen(struct menu_reader *r, const config_setting_t *s);
static void menu_read_options(struct menu_reader *r, const config_setting_t *s,
		    struct screen *screen);
static void menu_read_topics(struct menu_reader *r, const config_setting_t *s);
static void menu_read_words(struct menu_reader *r, const config_setting_t *s);
static void menu_read_lists(struct menu_reader *r, const config_setting_t *s);
static void menu_read_list(struct menu_reader *r, const config_setting_t *s);
static char *menu_list_names(const struct menu *menu);
static void menu_read_group(struct menu_reader *r, const config_setting_t *s,
		    const struct key *keys, gpointer into, struct screen *screen);
static void menu_read_key(struct menu_reader *r, const config_setting_t *s,
		    const struct key *key, gpointer field, struct screen *screen);

static const struct menu_top_key {
	const char *name;
	void	(*read)(struct menu_reader *r, const config_setting_t *s);
} menu_top_keys[] = {
	{ "screens", menu_read_screens },
	{ "service", menu_read_service },
	{ "topics", menu_read_topics },
	{ "words", menu_read_words },
	{ "lists", menu_read_lists },
	{ NULL, NULL }
};

/* Files in the order of their names, so that faults come in the same order on
 * every machine. */
gboolean
menu_read_dir(struct menu *menu, const char *dir, struct faults *faults,
    GError **error)
{
	struct menu_reader r = { menu, "", faults, "" };
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GDir *d = g_dir_open(dir, 0, error);
	const char *name;

	if (d == NULL)
		return FALSE;
	while ((name = g_dir_read_name(d)) != NULL)
		if (g_str_has_suffix(name, ".conf") && name[0] != '.' &&
		    strcmp(name, "lexicon.conf") != 0)
			g_ptr_array_add(names, g_strdup(name));
	g_dir_close(d);
	g_ptr_array_sort(names, menu_name_order);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(dir, names->pdata[i],
		    NULL);

		menu_read_file(&r, path);
	}
	return TRUE;
}

static int
menu_name_order(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
menu_read_file(struct menu_reader *r, const char *path)
{
	g_autoptr(GError) error = NULL;
	config_t config;

	r->file = g_string_chunk_insert(r->menu->strings, path);
	r->screen = "";
	config_init(&config);
	if (conf_read(&config, path, &error))
		menu_read_top(r, config_root_setting(&config));
	else
		fault_add_error(r->faults, error);
	config_destroy(&config);
}

static void
menu_read_top(struct menu_reader *r, const config_setting_t *top)
{
	for (int i = 0; i < config_setting_length(top); i++) {
		const config_setting_t *s = config_setting_get_elem(top, i);
		const struct menu_top_key *key = menu_top_keys;

		while (key->name != NULL &&
		    strcmp(key->name, config_setting_name(s)) != 0)
			key++;
		if (key->name != NULL)
			key->read(r, s);
		else
			menu_fault(r, s, "unknown key \"%s\"; expected screens, "
			    "service, topics, words or lists", config_setting_name(s));
	}
}

static void
menu_read_service(struct menu_reader *r, const config_setting_t *s)
{
	const char *service = menu_read_string(r, s);

	if (r->menu->service != NULL)
		menu_fault(r, s, "service is set twice");
	else if (service != NULL && g_utf8_strlen(service, -1) > 6)
		menu_fault(r, s, "service \"%s\" is longer than 6 characters; "
		    "it begins nearly every text", service);
	else
		r->menu->service = service;
}

static void
menu_read_screens(struct menu_reader *r, const config_setting_t *s)
{
	if (config_setting_type(s) != CONFIG_TYPE_LIST) {
		menu_fault(r, s, "screens is %s; expected a list ( {…}, {…} )",
		    menu_type_name(s));
		return;
	}
	for (int i = 0; i < config_setting_length(s); i++)
		menu_read_screen(r, config_setting_get_elem(s, i));
	r->screen = "";
}

static void
menu_read_screen(struct menu_reader *r, const config_setting_t *s)
{
	struct screen *screen;
	const struct screen *other;
	struct answer *answers;

	if (config_setting_type(s) != CONFIG_TYPE_GROUP) {
		menu_fault(r, s, "a screen is %s; expected a group { … }",
		    menu_type_name(s));
		return;
	}
	if (r->menu->screens->len >= MENU_SCREENS_MAX) {
		menu_fault(r, s, "more than %d screens", MENU_SCREENS_MAX);
		return;
	}
	screen = g_new0(struct screen, 1);
	screen->file = r->file;
	screen->line = (int)config_setting_source_line(s);
	screen->parts = 1;
	g_ptr_array_add(r->menu->screens, screen);
	menu_read_group(r, s, screen_keys, screen, screen);
	answers = g_new0(struct answer, MAX(screen->count, 1));
	for (int i = 0; i < screen->count; i++)
		answers[i] = screen->options[i].answer;
	screen->expect.answers = answers;
	screen->expect.count = screen->count;
	if (screen->name == NULL) {
		menu_fault(r, s, "a screen without name; expected name = \"…\"");
		return;
	}
	r->screen = screen->name;
	other = menu_screen(r->menu, screen->name);
	if (other != NULL)
		menu_fault(r, s, "there is a screen of this name already, at "
		    "%s:%d", other->file, other->line);
	else
		g_hash_table_insert(r->menu->by_name, (gpointer)screen->name,
		    screen);
	if (screen->text == NULL)
		menu_fault(r, s, "has no text; expected text = \"…\"");
}

static void
menu_read_options(struct menu_reader *r, const config_setting_t *s,
    struct screen *screen)
{
	int count;

	if (config_setting_type(s) != CONFIG_TYPE_LIST) {
		menu_fault(r, s, "options is %s; expected a list ( {…}, {…} )",
		    menu_type_name(s));
		return;
	}
	count = config_setting_length(s);
	if (count > MENU_OPTIONS_MAX) {
		menu_fault(r, s, "has %d options; there are only %d digits",
		    count, MENU_OPTIONS_MAX);
		return;
	}
	screen->options = g_new0(struct screen_option, MAX(count, 1));
	screen->count = count;
	for (int i = 0; i < count; i++) {
		const config_setting_t *o = config_setting_get_elem(s, i);

		screen->options[i].line = (int)config_setting_source_line(o);
		if (config_setting_type(o) != CONFIG_TYPE_GROUP)
			menu_fault(r, o, "an option is %s; expected a group "
			    "{ digit = \"1\"; label = \"…\"; … }",
			    menu_type_name(o));
		else
			menu_read_group(r, o, option_keys, &screen->options[i],
			    NULL);
	}
}

static void
menu_read_topics(struct menu_reader *r, const config_setting_t *s)
{
	if (config_setting_type(s) != CONFIG_TYPE_GROUP) {
		menu_fault(r, s, "topics is %s; expected a group "
		    "{ survey = \"问卷\"; … }", menu_type_name(s));
		return;
	}
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *t = config_setting_get_elem(s, i);
		struct menu_topic topic = {
			g_string_chunk_insert_const(r->menu->strings,
			    config_setting_name(t)),
			menu_read_string(r, t)
		};

		if (topic.label != NULL)
			g_array_append_val(r->menu->topics, topic);
	}
}

static void
menu_read_words(struct menu_reader *r, const config_setting_t *s)
{
	if (config_setting_type(s) != CONFIG_TYPE_GROUP) {
		menu_fault(r, s, "words is %s; expected a group "
		    "{ registered = \"已登记\"; … }", menu_type_name(s));
		return;
	}
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *w = config_setting_get_elem(s, i);
		const char *name = config_setting_name(w);
		const char *word = menu_read_string(r, w);

		if (g_hash_table_contains(r->menu->words, name))
			menu_fault(r, w, "the word for \"%s\" is set twice", name);
		else if (word != NULL)
			g_hash_table_insert(r->menu->words, g_string_chunk_insert(
			    r->menu->strings, name), (gpointer)word);
	}
}

static void
menu_read_lists(struct menu_reader *r, const config_setting_t *s)
{
	if (config_setting_type(s) != CONFIG_TYPE_GROUP) {
		menu_fault(r, s, "lists is %s; expected a group "
		    "{ places = [ … ]; … }", menu_type_name(s));
		return;
	}
	for (int i = 0; i < config_setting_length(s); i++)
		menu_read_list(r, config_setting_get_elem(s, i));
}

static void
menu_read_list(struct menu_reader *r, const config_setting_t *s)
{
	struct menu_list *list = g_hash_table_lookup(r->menu->lists,
	    config_setting_name(s));

	if (list == NULL) {
		g_autofree char *known = menu_list_names(r->menu);

		menu_fault(r, s, "unknown list \"%s\"; expected one of %s",
		    config_setting_name(s), known);
		return;
	}
	menu_read_places(r, s, list->words, list->places);
}

/* "care, continues, …", in the order of the alphabet. */
static char *
menu_list_names(const struct menu *menu)
{
	g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(menu->lists),
	    (GCompareFunc)strcmp);
	GString *all = g_string_new(NULL);

	for (const GList *l = names; l != NULL; l = l->next)
		g_string_append_printf(all, "%s%s", l == names ? "" : ", ",
		    (const char *)l->data);
	return g_string_free(all, FALSE);
}

static void
menu_read_group(struct menu_reader *r, const config_setting_t *s,
    const struct key *keys, gpointer into, struct screen *screen)
{
	const config_setting_t *name = config_setting_get_member(s, "name");

	if (screen != NULL)
		r->screen = name != NULL &&
		    config_setting_type(name) == CONFIG_TYPE_STRING ?
		    g_string_chunk_insert(r->menu->strings,
		    config_setting_get_string(name)) : "";
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *m = config_setting_get_elem(s, i);
		const struct key *key = keys;
		GString *known;

		while (key->name != NULL &&
		    strcmp(key->name, config_setting_name(m)) != 0)
			key++;
		if (key->name != NULL) {
			menu_read_key(r, m, key, (char *)into + key->offset,
			    screen);
			continue;
		}
		known = g_string_new(NULL);
		for (key = keys; key->name != NULL; key++)
			g_string_append_printf(known, " %s", key->name);
		menu_fault(r, m, "unknown key \"%s\"; expected one of:%s",
		    config_setting_name(m), known->str);
		g_string_free(known, TRUE);
	}
}

static void
menu_read_key(struct menu_reader *r, const config_setting_t *s,
    const struct key *key, gpointer field, struct screen *screen)
{
	int offset = -1;

	switch (key->kind) {
	case KEY_NAME:
		*(const char **)field = menu_read_name(r, s);
		break;
	case KEY_STRING:
		*(const char **)field = menu_read_string(r, s);
		break;
	case KEY_DIGIT:
		*(const char **)field = menu_read_digit(r, s);
		break;
	case KEY_FLAG:
		menu_read_flag(r, s, field);
		break;
	case KEY_PARTS:
		menu_read_parts(r, s, field);
		break;
	case KEY_TIME:
		menu_read_time(r, s, field);
		break;
	case KEY_WORDS:
		*(const char *const **)field = menu_read_strings(r, s);
		break;
	case KEY_PRIORITY:
		menu_read_priority(r, s, field);
		break;
	case KEY_SENSE:
		menu_read_value(r, s, key->kind, field);
		break;
	case KEY_EXPECTS:
		menu_read_value(r, s, KEY_EXPECTS, &offset);
		if (offset >= 0)
			*(gboolean *)(gpointer)((char *)&screen->expect + offset) =
			    TRUE;
		break;
	case KEY_OPTIONS:
		menu_read_options(r, s, screen);
		break;
	}
}
