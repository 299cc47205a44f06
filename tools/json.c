/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RFC 8259.
 */
#include "tools/json.h"

#include "base/calendar.h"

static void	json_next(struct json *json, const char *key);
static void	json_line(struct json *json);

void
json_start(struct json *json, GString *out)
{
	json->out = out;
	json->depth = 0;
	json->lines = G_MAXINT;
	json->fresh = TRUE;
}

void
json_begin(struct json *json, const char *key, char bracket)
{
	json_next(json, key);
	g_string_append_c(json->out, bracket);
	json->depth++;
	json->fresh = TRUE;
}

void
json_end(struct json *json, char bracket)
{
	json->depth--;
	if (!json->fresh && json->depth < json->lines)
		json_line(json);
	if (json->depth <= json->lines)
		json->lines = G_MAXINT;
	g_string_append_c(json->out, bracket);
	json->fresh = FALSE;
	if (json->depth == 0)
		g_string_append_c(json->out, '\n');
}

void
json_row(struct json *json)
{
	json_begin(json, NULL, '{');
	json->lines = json->depth - 1;
}

void
json_string(struct json *json, const char *key, const char *value)
{
	json_next(json, key);
	json_quote(json->out, value);
}

void
json_number(struct json *json, const char *key, gint64 value)
{
	json_next(json, key);
	g_string_append_printf(json->out, "%" G_GINT64_FORMAT, value);
}

void
json_boolean(struct json *json, const char *key, gboolean value)
{
	json_next(json, key);
	g_string_append(json->out, value ? "true" : "false");
}

void
json_time(struct json *json, const char *key, gint64 wall, GTimeZone *zone)
{
	g_autofree char *text = wall == 0 ? NULL :
	    calendar_format(wall, zone, "%Y-%m-%dT%H:%M:%S%:z");

	if (text == NULL)
		json_nothing(json, key);
	else
		json_string(json, key, text);
}

void
json_nothing(struct json *json, const char *key)
{
	json_next(json, key);
	g_string_append(json->out, "null");
}

void
json_quote(GString *out, const char *value)
{
	g_autofree char *valid = g_utf8_make_valid(value, -1);

	g_string_append_c(out, '"');
	for (const char *p = valid; *p != '\0'; p++) {
		switch (*p) {
		case '"':
		case '\\':
			g_string_append_c(out, '\\');
			g_string_append_c(out, *p);
			break;
		case '\n':
			g_string_append(out, "\\n");
			break;
		default:
			/* 0x7F is allowed bare, but no terminal should get it. */
			if ((guchar)*p < 0x20 || *p == 0x7F)
				g_string_append_printf(out, "\\u%04x", (guchar)*p);
			else
				g_string_append_c(out, *p);
		}
	}
	g_string_append_c(out, '"');
}

static void
json_next(struct json *json, const char *key)
{
	if (!json->fresh)
		g_string_append(json->out, json->depth > json->lines ? ", " : ",");
	if (json->depth > 0 && json->depth <= json->lines)
		json_line(json);
	if (key != NULL) {
		json_quote(json->out, key);
		g_string_append(json->out, ": ");
	}
	json->fresh = FALSE;
}

static void
json_line(struct json *json)
{
	g_string_append_c(json->out, '\n');
	for (int i = 0; i < json->depth; i++)
		g_string_append(json->out, "  ");
}
