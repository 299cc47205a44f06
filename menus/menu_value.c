/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Single values of menu files: a name, a digit, a time, a list of words.
 */
#include "menus/menu_read.h"

#include <string.h>

#include "db/question.h"

#define MENU_TEXT_MAX		2000	/* octets of one string */
#define MENU_VALID_MAX_S	(60 * 86400)

/* Words that stand for numbers of ours. */
static const struct menu_value {
	enum key_kind kind;
	const char *word;
	int	 value;
} menu_values[] = {
	{ KEY_SENSE, "yes", SENSE_YES },
	{ KEY_SENSE, "no", SENSE_NO },
	{ KEY_SENSE, "unknown", SENSE_UNKNOWN },
	{ KEY_EXPECTS, "text", offsetof(struct expectation, free_text) },
	{ KEY_EXPECTS, "number", offsetof(struct expectation, number) },
	{ KEY_EXPECTS, "code", offsetof(struct expectation, code) },
};

void
menu_read_flag(struct menu_reader *r, const config_setting_t *s, gboolean *flag)
{
	if (config_setting_type(s) != CONFIG_TYPE_BOOL)
		menu_fault(r, s, "%s is %s; expected true or false",
		    config_setting_name(s), menu_type_name(s));
	else
		*flag = config_setting_get_bool(s) == CONFIG_TRUE;
}

void
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

void
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

void
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

void
menu_read_priority(struct menu_reader *r, const config_setting_t *s, int *priority)
{
	const char *word = menu_read_string(r, s);
	g_autoptr(GString) known = g_string_new(NULL);

	if (word == NULL)
		return;
	for (int i = 0; i < QUESTION_PRIORITY_COUNT; i++) {
		const char *name =
		    question_priority_name((enum question_priority)i);

		if (strcmp(name, word) == 0) {
			*priority = i;
			return;
		}
		g_string_append_printf(known, " %s", name);
	}
	menu_fault(r, s, "%s = \"%s\" is not known; expected one of:%s",
	    config_setting_name(s), word, known->str);
}

/* NULL after a fault. */
const char *
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

const char *
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

const char *
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
const char *const *
menu_read_strings(struct menu_reader *r, const config_setting_t *s)
{
	GPtrArray *words = g_ptr_array_new();

	if (!menu_read_places(r, s, words, NULL)) {
		g_ptr_array_free(words, TRUE);
		return NULL;
	}
	g_ptr_array_add(words, NULL);
	return (const char *const *)g_ptr_array_free(words, FALSE);
}

gboolean
menu_read_places(struct menu_reader *r, const config_setting_t *s,
    GPtrArray *words, GArray *places)
{
	int type = config_setting_type(s);

	if (type != CONFIG_TYPE_LIST && type != CONFIG_TYPE_ARRAY) {
		menu_fault(r, s, "%s is %s; expected a list ( \"…\", \"…\" )",
		    config_setting_name(s), menu_type_name(s));
		return FALSE;
	}
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *elem = config_setting_get_elem(s, i);
		const char *word = menu_read_string(r, elem);
		struct menu_place place = {
			r->file, (int)config_setting_source_line(elem)
		};

		if (word == NULL)
			continue;
		g_ptr_array_add(words, (gpointer)word);
		if (places != NULL)
			g_array_append_val(places, place);
	}
	return TRUE;
}

/* What a setting is, for messages. */
const char *
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

void
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
