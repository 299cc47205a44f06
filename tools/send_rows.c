/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcsv gives fields and ends of rows; the first thing that is wrong ends the
 * reading.
 */
#include "tools/send_rows.h"

#include <csv.h>
#include <string.h>

#include "tools/catalog.h"
#include "tools/csv_write.h"

#define SEND_FIELDS	2

/* A character that was not UTF-8, as the client passes it on. */
#define NO_CHARACTER	"\xEF\xBF\xBD"

struct reading {
	GPtrArray *rows;
	GString	*say;		/* not empty: it is wrong */
	int	 number;	/* of the row that has begun */
	int	 fields;	/* it has so far */
	char	*field[SEND_FIELDS];
};

static unsigned char send_delimiter(const char *csv);
static void	reading_field(void *field, size_t len, void *user);
static void	reading_row(int end, void *user);
static void	reading_keep(struct reading *reading);

struct send_row *
send_row_new(int number, const char *phone, const char *text)
{
	struct send_row *row = g_new0(struct send_row, 1);

	row->number = number;
	row->phone = g_strdup(phone);
	row->text = g_strdup(text);
	return row;
}

void
send_row_free(gpointer data)
{
	struct send_row *row = data;

	g_free(row->phone);
	g_free(row->text);
	g_free(row);
}

GPtrArray *
send_rows_read(const GString *csv, GString *say)
{
	const char *from = csv->str + (g_str_has_prefix(csv->str,
	    CSV_BYTE_ORDER_MARK) ? strlen(CSV_BYTE_ORDER_MARK) : 0);
	struct reading reading = { .say = say, .number = 1 };
	struct csv_parser parser;
	gboolean whole;

	reading.rows = g_ptr_array_new_with_free_func(send_row_free);
	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL |
	    CSV_APPEND_NULL);
	csv_set_delim(&parser, send_delimiter(from));
	whole = csv_parse(&parser, from, strlen(from), reading_field,
	    reading_row, &reading) == strlen(from) &&
	    csv_fini(&parser, reading_field, reading_row, &reading) == 0;
	csv_free(&parser);
	if (!whole && say->len == 0)
		g_string_append_printf(say,
		    _("row %d has an unbalanced quotation mark; put the whole text in "
		    "quotes and double those inside it"),
		    reading.number);
	else if (reading.rows->len == 0 && say->len == 0)
		g_string_append(say,
		    _("there is no row; expected \"number,text\""));
	for (int i = 0; i < SEND_FIELDS; i++)
		g_free(reading.field[i]);
	if (say->len == 0)
		return reading.rows;
	g_ptr_array_unref(reading.rows);
	return NULL;
}

/* What stands first in the first row that has either. */
static unsigned char
send_delimiter(const char *csv)
{
	const char *found = strpbrk(csv, ",\t");

	return found != NULL && *found == '\t' ? CSV_TAB : CSV_COMMA;
}

static void
reading_field(void *field, size_t len, void *user)
{
	struct reading *reading = user;

	if (reading->fields < SEND_FIELDS) {
		g_free(reading->field[reading->fields]);
		reading->field[reading->fields] = g_strndup(field, len);
	}
	reading->fields++;
}

/* `end` is the character that ended it, -1 the end of the file. */
static void
reading_row(int end, void *user)
{
	struct reading *reading = user;
	GString *say = reading->say;

	if (say->len > 0 || reading->fields == 0)
		;	/* something is wrong before it; an empty line */
	else if (reading->fields != SEND_FIELDS)
		g_string_append_printf(say,
		    P_("row %d has %d field, expected \"number,text\"; a text "
		    "with commas stands in quotes",
		    "row %d has %d fields, expected \"number,text\"; a text "
		    "with commas stands in quotes", reading->fields),
		    reading->number, reading->fields);
	else if (strstr(reading->field[1], NO_CHARACTER) != NULL)
		g_string_append_printf(say,
		    _("row %d has characters that cannot be read; save the "
		    "file as \"CSV UTF-8\""), reading->number);
	else if (reading->rows->len == SEND_ROWS_MAX)
		g_string_append_printf(say,
		    _("there are more than %d rows; one box sends no more in a "
		    "day"), SEND_ROWS_MAX);
	else
		reading_keep(reading);
	reading->fields = 0;
	reading->number++;
}

static void
reading_keep(struct reading *reading)
{
	g_ptr_array_add(reading->rows, send_row_new(reading->number,
	    csv_unguarded(reading->field[0]), csv_unguarded(reading->field[1])));
}
