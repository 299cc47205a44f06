/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row per option type: which kind of value it takes, how that becomes the
 * field, and what to say when it does not.
 */
#include "smsd/config_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/phone.h"

#define CONFIG_NUMBERS_MAX	16
#define CONFIG_TEXT_MAX		512	/* octets */

typedef gboolean (*value_read_fn)(const struct option *option,
	    const struct config_value *value, void *field);

struct value_type {
	enum config_value_kind kind;
	value_read_fn read;
	const char *expected;
};

static gboolean	value_read_text(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_path(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_pattern(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_number(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_numbers(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_date(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_time(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_integer(const struct option *option,
	    const struct config_value *value, void *field);
static gboolean	value_read_switch(const struct option *option,
	    const struct config_value *value, void *field);
static void	value_set_string(void *field, char *string);
static char	*value_number(const char *typed);
static void	value_quote(const char *string, GString *out);

static const struct value_type value_types[] = {
	[OPTION_TEXT] = { CONFIG_VALUE_STRING, value_read_text,
	    "words in quotes, on one line" },
	[OPTION_PATH] = { CONFIG_VALUE_STRING, value_read_path,
	    "a path in quotes" },
	[OPTION_NAME] = { CONFIG_VALUE_STRING, value_read_pattern,
	    "a name in quotes: letters, digits, - and _, at most 32" },
	[OPTION_CONNECTION] = { CONFIG_VALUE_STRING, value_read_pattern,
	    "\"at\", or \"at\" and a speed such as \"at115200\"" },
	[OPTION_SECRET] = { CONFIG_VALUE_STRING, value_read_pattern,
	    "4 to 8 digits in quotes" },
	[OPTION_NUMBER] = { CONFIG_VALUE_STRING, value_read_number,
	    "a telephone number in quotes such as \"+8613812345678\"" },
	[OPTION_NUMBERS] = { CONFIG_VALUE_LIST, value_read_numbers,
	    "at most 16 telephone numbers: ( \"…\", \"…\" )" },
	[OPTION_DATE] = { CONFIG_VALUE_STRING, value_read_date,
	    "a day in quotes such as \"2026-11-23\"" },
	[OPTION_TIME] = { CONFIG_VALUE_STRING, value_read_time,
	    "a time of day in quotes, \"00:00\" to \"23:59\"" },
	[OPTION_INTEGER] = { CONFIG_VALUE_INTEGER, value_read_integer, NULL },
	[OPTION_SWITCH] = { CONFIG_VALUE_SWITCH, value_read_switch,
	    "true or false" },
};

gboolean
config_value_read(const struct option *option,
    const struct config_value *value, void *field)
{
	const struct value_type *type = &value_types[option->type];

	return value->kind == type->kind && type->read(option, value, field);
}

void
config_value_preset(const struct option *option, const char *directory,
    void *field)
{
	static const char *const none[] = { NULL };
	struct config_value value = {
		value_types[option->type].kind, option->preset,
		atoi(option->preset), none, directory
	};

	/* The table's own words; the one default that is no value of its type
	 * is an empty path. */
	if (option->type == OPTION_PATH && *option->preset == '\0')
		value_set_string(field, g_strdup(""));
	else
		g_assert(config_value_read(option, &value, field));
}

void
config_value_clear(const struct option *option, void *field)
{
	switch (option->type) {
	case OPTION_NUMBERS:
		g_clear_pointer((char ***)field, g_strfreev);
		break;
	case OPTION_INTEGER:
	case OPTION_SWITCH:
	case OPTION_TIME:
		break;
	default:
		g_clear_pointer((char **)field, g_free);
		break;
	}
}

char *
config_value_expected(const struct option *option)
{
	if (option->type == OPTION_INTEGER)
		return g_strdup_printf("%d to %d%s%s", option->min,
		    option->max, *option->unit != '\0' ? " " : "",
		    option->unit);
	return g_strdup(value_types[option->type].expected);
}

char *
config_value_show(const struct option *option,
    const struct config_value *value)
{
	if (option->type == OPTION_SECRET)
		return g_strdup("something else");
	switch (value->kind) {
	case CONFIG_VALUE_STRING:
		return g_utf8_strlen(value->string, -1) <= 60 ?
		    g_strdup_printf("\"%s\"", value->string) :
		    g_strdup("a long string");
	case CONFIG_VALUE_INTEGER:
		return g_strdup_printf("%" G_GINT64_FORMAT, value->integer);
	case CONFIG_VALUE_SWITCH:
		return g_strdup(value->integer ? "true" : "false");
	case CONFIG_VALUE_LIST:
		return g_strdup("a list with something else in it");
	case CONFIG_VALUE_OTHER:
		break;
	}
	return g_strdup("of another type");
}

void
config_value_print(const struct option *option, const void *field,
    const char *indent, GString *out)
{
	const char *string = "";
	int number;

	if (option->type == OPTION_SECRET) {
		if (**(char *const *)field != '\0')
			g_string_append_printf(out,
			    "%s# %s is set, and not shown\n", indent,
			    option->name);
		return;
	}
	g_string_append_printf(out, "%s%s = ", indent, option->name);
	switch (option->type) {
	case OPTION_NUMBERS:
		g_string_append(out, "(");
		for (char **item = *(char **const *)field; *item != NULL;
		    item++) {
			g_string_append(out, string);
			g_string_append_c(out, ' ');
			value_quote(*item, out);
			string = ",";
		}
		g_string_append(out, " )");
		break;
	case OPTION_INTEGER:
		g_string_append_printf(out, "%d", *(const int *)field);
		break;
	case OPTION_SWITCH:
		g_string_append(out, *(const gboolean *)field ? "true" :
		    "false");
		break;
	case OPTION_TIME:
		number = *(const int *)field;
		g_string_append_printf(out, "\"%02d:%02d\"", number / 60,
		    number % 60);
		break;
	default:
		value_quote(*(char *const *)field, out);
		break;
	}
	g_string_append(out, ";\n");
}

static void
value_set_string(void *field, char *string)
{
	g_free(*(char **)field);
	*(char **)field = string;
}

static gboolean
value_read_text(const struct option *option, const struct config_value *value,
    void *field)
{
	if ((*value->string == '\0' && g_strcmp0(option->preset, "") != 0) ||
	    strlen(value->string) > CONFIG_TEXT_MAX)
		return FALSE;
	for (const char *p = value->string; *p != '\0';
	    p = g_utf8_next_char(p)) {
		if (g_unichar_iscntrl(g_utf8_get_char(p)))
			return FALSE;
	}
	value_set_string(field, g_strdup(value->string));
	return TRUE;
}

static gboolean
value_read_path(const struct option *option, const struct config_value *value,
    void *field)
{
	/* An empty path is written by the print-back where that is the
	 * default. */
	if (*value->string == '\0' && option->preset != NULL &&
	    *option->preset == '\0') {
		value_set_string(field, g_strdup(""));
		return TRUE;
	}
	if (!value_read_text(option, value, field))
		return FALSE;
	value_set_string(field, g_canonicalize_filename(value->string,
	    value->directory));
	return TRUE;
}

static gboolean
value_read_pattern(const struct option *option,
    const struct config_value *value, void *field)
{
	static const char *const patterns[] = {
		[OPTION_NAME] = "^[A-Za-z0-9_-]{1,32}$",
		[OPTION_CONNECTION] = "^at([1-9][0-9]{2,6})?$",
		[OPTION_SECRET] = "^([0-9]{4,8})?$",
	};

	if (!g_regex_match_simple(patterns[option->type], value->string,
	    G_REGEX_DOLLAR_ENDONLY, 0))
		return FALSE;
	value_set_string(field, g_strdup(value->string));
	return TRUE;
}

/* The stored form, NULL when nobody could dial it.  What reads as yet another
 * number when it is read again ("+8600867") is none. */
static char *
value_number(const char *typed)
{
	g_autofree char *stored = phone_normalise(typed);
	g_autofree char *again = phone_normalise(stored);

	return phone_is_dialable(stored) && strcmp(stored, again) == 0 ?
	    g_steal_pointer(&stored) : NULL;
}

static gboolean
value_read_number(const struct option *option,
    const struct config_value *value, void *field)
{
	char *stored = *value->string == '\0' ? g_strdup("") :
	    value_number(value->string);

	if (stored == NULL)
		return FALSE;
	value_set_string(field, stored);
	return TRUE;
}

static gboolean
value_read_numbers(const struct option *option,
    const struct config_value *value, void *field)
{
	g_autoptr(GStrvBuilder) numbers = g_strv_builder_new();
	int count = 0;

	for (const char *const *item = value->list; *item != NULL; item++) {
		g_autofree char *stored = value_number(*item);

		if (stored == NULL || ++count > CONFIG_NUMBERS_MAX)
			return FALSE;
		g_strv_builder_add(numbers, stored);
	}
	g_strfreev(*(char ***)field);
	*(char ***)field = g_strv_builder_end(numbers);
	return TRUE;
}

static gboolean
value_read_date(const struct option *option, const struct config_value *value,
    void *field)
{
	const char *s = value->string;
	g_autoptr(GDateTime) day = NULL;

	if (*s != '\0') {
		if (!g_regex_match_simple("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", s,
		    G_REGEX_DOLLAR_ENDONLY, 0))
			return FALSE;
		day = g_date_time_new_utc(atoi(s), atoi(s + 5), atoi(s + 8), 0,
		    0, 0);
		if (day == NULL)
			return FALSE;
	}
	value_set_string(field, g_strdup(s));
	return TRUE;
}

static gboolean
value_read_time(const struct option *option, const struct config_value *value,
    void *field)
{
	int minute = calendar_minute_read(value->string);

	if (minute < 0)
		return FALSE;
	*(int *)field = minute;
	return TRUE;
}

static gboolean
value_read_integer(const struct option *option,
    const struct config_value *value, void *field)
{
	if (value->integer < option->min || value->integer > option->max)
		return FALSE;
	*(int *)field = (int)value->integer;
	return TRUE;
}

static gboolean
value_read_switch(const struct option *option,
    const struct config_value *value, void *field)
{
	/* A default comes as its word. */
	*(gboolean *)field = value->string != NULL ?
	    strcmp(value->string, "true") == 0 : value->integer != 0;
	return TRUE;
}

static void
value_quote(const char *string, GString *out)
{
	g_string_append_c(out, '"');
	for (const char *p = string; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
}
