/*
 * Rows, for people and for programs: one table, said either way.  For people the
 * columns are as wide as they must be and fit the terminal; for programs every
 * row is a JSON object with the columns' keys.
 *
 *	table = table_new(columns, G_N_ELEMENTS(columns), &look);
 *	table_text(table, "hotline", TONE_PLAIN); …	one call a column
 *	table_print(table, out);
 */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include "tools/display.h"
#include "tools/json.h"

struct column {
	const char *key;	/* in JSON; NULL: only for people */
	const char *title;	/* for people, N_(); NULL: only in JSON */
	gboolean right;		/* numbers */
	int	 least;		/* may be cut down to so many cells; 0: not cut */
	int	 spare;		/* dropped when there is no room, the highest first; 0 never */
};

struct table_look {
	GTimeZone *zone;
	gint64	 now;
	int	 columns;	/* of the terminal; 0: any width, nothing is cut */
	gboolean colour;
};

struct table *table_new(const struct column *columns, int count,
	    const struct table_look *look);
void	table_free(struct table *table);
int	table_rows(const struct table *table);

/* The next cell of the current row. */
void	table_text(struct table *table, const char *text, enum tone tone);
void	table_number(struct table *table, gint64 number, enum tone tone);
/* Not known: null in JSON. */
void	table_nothing(struct table *table);
void	table_boolean(struct table *table, gboolean value);
void	table_time(struct table *table, gint64 wall, enum tone tone);
/* How long ago; a moment in JSON. */
void	table_age(struct table *table, gint64 wall, enum tone tone);
/* Masked for people, in full for programs. */
void	table_phone(struct table *table, const char *phone);
/* In other words for people than for programs. */
void	table_words(struct table *table, const char *words, const char *machine,
	    enum tone tone);

void	table_print(struct table *table, GString *out);

/* As a JSON array; `key` as in json_begin(). */
void	table_json(struct table *table, struct json *json, const char *key);

#endif
