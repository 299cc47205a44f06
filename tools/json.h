/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON for programs, written in order: begin, members, end.  Commas, indents
 * and escapes are done here; whatever a stranger texted comes out as valid JSON.
 */
#ifndef TOOLS_JSON_H
#define TOOLS_JSON_H

#include <glib.h>

struct json {
	GString	*out;
	int	 depth;
	int	 lines;		/* down to this depth each member has a line */
	gboolean fresh;		/* nothing yet at this depth */
};

/* Writes to `out` from here. */
void	json_start(struct json *json, GString *out);

/* `key` is NULL in an array and at the top. What ends at the top is followed by
 * a newline. */
void	json_begin(struct json *json, const char *key, char bracket);
void	json_end(struct json *json, char bracket);
/* An object of an array, on one line: lists can be read by eye and grep. */
void	json_row(struct json *json);
void	json_string(struct json *json, const char *key, const char *value);
void	json_number(struct json *json, const char *key, gint64 value);
void	json_boolean(struct json *json, const char *key, gboolean value);

/* A moment (us wall) as ISO 8601 with the zone's offset; 0 is null. */
void	json_time(struct json *json, const char *key, gint64 wall, GTimeZone *zone);
void	json_nothing(struct json *json, const char *key);	/* null */

/* A string with its quotes; octets that are not UTF-8 become U+FFFD. */
void	json_quote(GString *out, const char *value);

#endif
