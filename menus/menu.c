/*
 * The menus' loader: files into screens, by tables of keys.
 *
 * Invariants
 *  - a menu that was loaded fits together: every name in it, and every name C
 *    says, exists (menu_check.c).
 *  - every string belongs to menu->strings and lives as long as the menu.
 */
#include "menus/menu_table.h"

#include <string.h>

#include "db/question.h"
#include "menus/conf.h"

#define MENU_SCREENS_MAX	500
#define MENU_OPTIONS_MAX	9
#define MENU_TEXT_MAX		2000	/* octets of one string */
#define MENU_VALID_MAX_S	(60 * 86400)

/* Where the loader is. */
struct menu_reader {
	struct menu *menu;
	const char *file;
	struct faults *faults;
	const char *screen;	/* name of the one being read, "" none */
};

enum key_kind {
	KEY_NAME,		/* identifier of ours */
	KEY_STRING,
	KEY_DIGIT,
	KEY_FLAG,
	KEY_PARTS,
	KEY_TIME,		/* "30m", "24h", "7d" */
	KEY_WORDS,		/* ( "…", "…" ) */
	KEY_PRIORITY,
	KEY_SENSE,
	KEY_EXPECTS,		/* "text", "number", "code" */
	KEY_OPTIONS
};

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
	{ NULL }
};

/* Words that stand for numbers of ours. */
static const struct menu_value {
	enum key_kind kind;
	const char *word;
	int	 value;
} menu_values[] = {
	{ KEY_PRIORITY, "menu", QUESTION_MENU },
	{ KEY_PRIORITY, "survey", QUESTION_SURVEY },
	{ KEY_PRIORITY, "rating", QUESTION_RATING },
	{ KEY_PRIORITY, "verification", QUESTION_VERIFICATION },
	{ KEY_PRIORITY, "alert", QUESTION_ALERT },
	{ KEY_SENSE, "yes", SENSE_YES },
	{ KEY_SENSE, "no", SENSE_NO },
	{ KEY_SENSE, "unknown", SENSE_UNKNOWN },
	{ KEY_EXPECTS, "text", offsetof(struct expectation, free_text) },
	{ KEY_EXPECTS, "number", offsetof(struct expectation, number) },
	{ KEY_EXPECTS, "code", offsetof(struct expectation, code) },
};

static const char *const menu_list_names[MENU_LIST_COUNT] = {
	[MENU_PLACES] = "places",
	[MENU_NOT_PLACES] = "not_places",
	[MENU_CONTINUES] = "continues",
	[MENU_CARE] = "care",
	[MENU_HELP] = "help",
};

static gboolean menu_mentions(const struct menu *menu, enum menu_list list,
		    const char *text);
static void menu_read_dir(struct menu_reader *r, const char *dir, GError **error);
static int menu_name_order(gconstpointer a, gconstpointer b);
static void menu_read_file(struct menu_reader *r, const char *path);
static void menu_put_service(struct menu *menu);
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
static void menu_read_group(struct menu_reader *r, const config_setting_t *s,
		    const struct key *keys, gpointer into, struct screen *screen);
static void menu_read_key(struct menu_reader *r, const config_setting_t *s,
		    const struct key *key, gpointer field, struct screen *screen);
static void menu_read_flag(struct menu_reader *r, const config_setting_t *s,
		    gboolean *flag);
static void menu_read_parts(struct menu_reader *r, const config_setting_t *s,
		    int *parts);
static void menu_read_time(struct menu_reader *r, const config_setting_t *s,
		    int *seconds);
static void menu_read_value(struct menu_reader *r, const config_setting_t *s,
		    enum key_kind kind, int *value);
static const char *menu_read_string(struct menu_reader *r,
		    const config_setting_t *s);
static const char *menu_read_name(struct menu_reader *r,
		    const config_setting_t *s);
static const char *menu_read_digit(struct menu_reader *r,
		    const config_setting_t *s);
static const char *const *menu_read_strings(struct menu_reader *r,
		    const config_setting_t *s);
static const char *menu_type_name(const config_setting_t *setting);
static void menu_fault(struct menu_reader *r, const config_setting_t *s,
		    const char *format, ...) G_GNUC_PRINTF(3, 4);

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
	struct menu_reader r = { menu, "", &faults, "" };
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
	menu_read_dir(&r, dir, error);
	menu_put_service(menu);
	if (faults.count == 0 && (error == NULL || *error == NULL))
		menu_check_all(menu, &faults);
	if ((error != NULL && *error != NULL) || !faults_end(&faults, error)) {
		menu_free(menu);
		return NULL;
	}
	return menu;
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

/* Files in the order of their names, so that faults come in the same order on
 * every machine. */
static void
menu_read_dir(struct menu_reader *r, const char *dir, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	GDir *d = g_dir_open(dir, 0, error);
	const char *name;

	if (d == NULL)
		return;
	while ((name = g_dir_read_name(d)) != NULL)
		if (g_str_has_suffix(name, ".conf") && name[0] != '.' &&
		    strcmp(name, "lexicon.conf") != 0)
			g_ptr_array_add(names, g_strdup(name));
	g_dir_close(d);
	g_ptr_array_sort(names, menu_name_order);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(dir, names->pdata[i],
		    NULL);

		menu_read_file(r, path);
	}
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
	g_autofree const char *const *words = NULL;
	int list = 0;

	while (list < MENU_LIST_COUNT &&
	    strcmp(menu_list_names[list], config_setting_name(s)) != 0)
		list++;
	if (list == MENU_LIST_COUNT) {
		menu_fault(r, s, "unknown list \"%s\"; expected places, "
		    "not_places, continues, care or help",
		    config_setting_name(s));
		return;
	}
	words = menu_read_strings(r, s);
	for (int i = 0; words != NULL && words[i] != NULL; i++)
		g_ptr_array_add(r->menu->lists[list], (gpointer)words[i]);
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

static void
menu_read_flag(struct menu_reader *r, const config_setting_t *s, gboolean *flag)
{
	if (config_setting_type(s) != CONFIG_TYPE_BOOL)
		menu_fault(r, s, "%s is %s; expected true or false",
		    config_setting_name(s), menu_type_name(s));
	else
		*flag = config_setting_get_bool(s) == CONFIG_TRUE;
}

static void
menu_read_parts(struct menu_reader *r, const config_setting_t *s, int *parts)
{
	int value = config_setting_type(s) == CONFIG_TYPE_INT ?
	    config_setting_get_int(s) : 0;

	if (value < 1 || value > MENU_PARTS_MAX)
		menu_fault(r, s, "parts is not a number from 1 to %d",
		    MENU_PARTS_MAX);
	else
		*parts = value;
}

static void
menu_read_time(struct menu_reader *r, const config_setting_t *s, int *seconds)
{
	static const struct { char unit; int s; } units[] = {
		{ 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }
	};
	const char *text = menu_read_string(r, s);
	char *end;
	guint64 n;

	if (text == NULL)
		return;
	n = g_ascii_isdigit(text[0]) ? g_ascii_strtoull(text, &end, 10) : 0;
	for (gsize i = 0; n > 0 && i < G_N_ELEMENTS(units); i++)
		if (end[0] == units[i].unit && end[1] == '\0' &&
		    n <= (guint64)(MENU_VALID_MAX_S / units[i].s))
			*seconds = (int)n * units[i].s;
	if (*seconds == 0)
		menu_fault(r, s, "%s = \"%s\" is no time; expected a number and "
		    "s, m, h or d, at most 60d: \"24h\"",
		    config_setting_name(s), text);
}

static void
menu_read_value(struct menu_reader *r, const config_setting_t *s,
    enum key_kind kind, int *value)
{
	const char *word = menu_read_string(r, s);
	g_autoptr(GString) known = g_string_new(NULL);

	if (word == NULL)
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(menu_values); i++) {
		if (menu_values[i].kind != kind)
			continue;
		if (strcmp(menu_values[i].word, word) == 0) {
			*value = menu_values[i].value;
			return;
		}
		g_string_append_printf(known, " %s", menu_values[i].word);
	}
	menu_fault(r, s, "%s = \"%s\" is not known; expected one of:%s",
	    config_setting_name(s), word, known->str);
}

/* NULL after a fault. */
static const char *
menu_read_string(struct menu_reader *r, const config_setting_t *s)
{
	const char *key = config_setting_name(s);
	const char *text;

	if (config_setting_type(s) != CONFIG_TYPE_STRING) {
		menu_fault(r, s, "%s is %s; expected a string \"…\"",
		    key != NULL ? key : "a word", menu_type_name(s));
		return NULL;
	}
	text = config_setting_get_string(s);
	if (text[0] == '\0' || strlen(text) > MENU_TEXT_MAX ||
	    !g_utf8_validate(text, -1, NULL)) {
		menu_fault(r, s, "%s is %s", key != NULL ? key : "a word",
		    text[0] == '\0' ? "empty; expected words" :
		    strlen(text) > MENU_TEXT_MAX ? "far too long" : "not UTF-8");
		return NULL;
	}
	return g_string_chunk_insert(r->menu->strings, text);
}

static const char *
menu_read_name(struct menu_reader *r, const config_setting_t *s)
{
	const char *name = menu_read_string(r, s);

	if (name == NULL)
		return NULL;
	if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._")] == '\0' &&
	    strlen(name) <= 40)
		return name;
	menu_fault(r, s, "%s = \"%s\" is no name; expected small letters, digits, "
	    "dots and underscores, at most 40", config_setting_name(s), name);
	return NULL;
}

static const char *
menu_read_digit(struct menu_reader *r, const config_setting_t *s)
{
	const char *digit = menu_read_string(r, s);

	if (digit == NULL)
		return NULL;
	if (digit[0] >= '1' && digit[0] <= '9' && digit[1] == '\0')
		return digit;
	if (strcmp(digit, "0") == 0)
		menu_fault(r, s, "digit 0 is always a person, on every screen; "
		    "expected \"1\" to \"9\"");
	else
		menu_fault(r, s, "digit = \"%s\" is not one key; expected "
		    "\"1\" to \"9\"", digit);
	return NULL;
}

/* A NULL-terminated array the caller frees, of strings it does not. */
static const char *const *
menu_read_strings(struct menu_reader *r, const config_setting_t *s)
{
	int type = config_setting_type(s);
	GPtrArray *words;

	if (type != CONFIG_TYPE_LIST && type != CONFIG_TYPE_ARRAY) {
		menu_fault(r, s, "%s is %s; expected a list ( \"…\", \"…\" )",
		    config_setting_name(s), menu_type_name(s));
		return NULL;
	}
	words = g_ptr_array_new();
	for (int i = 0; i < config_setting_length(s); i++) {
		const char *word = menu_read_string(r,
		    config_setting_get_elem(s, i));

		if (word != NULL)
			g_ptr_array_add(words, (gpointer)word);
	}
	g_ptr_array_add(words, NULL);
	return (const char *const *)g_ptr_array_free(words, FALSE);
}

/* What a setting is, for messages. */
static const char *
menu_type_name(const config_setting_t *setting)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_STRING:
		return "a string";
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return "a whole number";
	case CONFIG_TYPE_FLOAT:
		return "a number with a point";
	case CONFIG_TYPE_BOOL:
		return "true or false";
	case CONFIG_TYPE_GROUP:
		return "a group { … }";
	case CONFIG_TYPE_ARRAY:
		return "an array [ … ]";
	case CONFIG_TYPE_LIST:
		return "a list ( … )";
	default:
		return "nothing";
	}
}

static void
menu_fault(struct menu_reader *r, const config_setting_t *s,
    const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list ap;

	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	if (r->screen[0] != '\0')
		fault_add(r->faults, r->file, (int)config_setting_source_line(s),
		    "screen \"%s\": %s", r->screen, what);
	else
		fault_add(r->faults, r->file, (int)config_setting_source_line(s),
		    "%s", what);
}
