/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcsv gives fields and ends of rows.
 */
#include "tools/import_rows.h"

#include <csv.h>
#include <string.h>

#include "tools/catalog.h"
#include "tools/csv_write.h"

#define FIELDS_MAX	64	/* of a row; a spreadsheet adds empty ones */

struct import_rows {
	enum import_kind kind;
	const struct import_column *columns;
	int	 count;
	import_row_fn take;
	void	*user;
	struct csv_parser parser;
	gboolean begun;		/* the first octets are in */
	gboolean ended;		/* nothing more is to be read */
	gboolean named;		/* the names of the columns are known */
	int	*places;	/* where each column stands */
	guint	 width;		/* fields of the line of names */
	int	 line;		/* that has begun */
	GPtrArray *fields;	/* of it */
	int	 faults;
	GString	*say;
};

static unsigned char rows_delimiter(const char *octets, gsize len);
static void	rows_field(void *field, size_t len, void *user);
static void	rows_line(int end, void *user);
static gboolean	rows_is_empty_from(const struct import_rows *rows, guint first);
static void	rows_names(struct import_rows *rows);
static int	rows_place(const struct import_rows *rows, int column);
static void	rows_row(struct import_rows *rows);
static void	rows_expected(const struct import_rows *rows, GString *say);

struct import_rows *
import_rows_new(enum import_kind kind, import_row_fn take, void *user)
{
	struct import_rows *rows = g_new0(struct import_rows, 1);

	rows->kind = kind;
	rows->columns = import_columns(kind, &rows->count);
	rows->places = g_new(int, rows->count);
	rows->take = take;
	rows->user = user;
	rows->line = 1;
	rows->fields = g_ptr_array_new_with_free_func(g_free);
	rows->say = g_string_new(NULL);
	csv_init(&rows->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL |
	    CSV_APPEND_NULL);
	return rows;
}

void
import_rows_free(struct import_rows *rows)
{
	if (rows == NULL)
		return;
	csv_free(&rows->parser);
	g_ptr_array_unref(rows->fields);
	g_string_free(rows->say, TRUE);
	g_free(rows->places);
	g_free(rows);
}

gboolean
import_rows_read(struct import_rows *rows, const char *octets, gsize len)
{
	if (!rows->begun && len > 0) {
		rows->begun = TRUE;
		csv_set_delim(&rows->parser, rows_delimiter(octets, len));
		if (len >= strlen(CSV_BYTE_ORDER_MARK) && memcmp(octets,
		    CSV_BYTE_ORDER_MARK, strlen(CSV_BYTE_ORDER_MARK)) == 0) {
			octets += strlen(CSV_BYTE_ORDER_MARK);
			len -= strlen(CSV_BYTE_ORDER_MARK);
		}
	}
	if (rows->ended || csv_parse(&rows->parser, octets, len, rows_field,
	    rows_line, rows) == len)
		return !rows->ended;
	import_rows_fault(rows, rows->line, NULL,
	    _("unbalanced quotation mark; double those inside a field"));
	rows->ended = TRUE;
	return FALSE;
}

gboolean
import_rows_end(struct import_rows *rows)
{
	if (rows->ended)
		return FALSE;
	if (csv_fini(&rows->parser, rows_field, rows_line, rows) != 0)
		import_rows_fault(rows, rows->line, NULL,
		    _("unbalanced quotation mark; double those inside a field"));
	else if (!rows->named && rows->faults == 0) {
		g_autoptr(GString) words = g_string_new(NULL);

		rows_expected(rows, words);
		import_rows_fault(rows, 1, NULL, words->str);
	}
	rows->ended = TRUE;
	return rows->faults == 0;
}

int
import_rows_faults(const struct import_rows *rows)
{
	return rows->faults;
}

void
import_rows_fault(struct import_rows *rows, int line, const char *column,
    const char *words)
{
	if (rows->faults++ > 0)
		g_string_append_c(rows->say, '\n');
	g_string_append_printf(rows->say, _("line %d"), line);
	if (column != NULL)
		g_string_append_printf(rows->say, _(", column %s"), column);
	g_string_append_printf(rows->say, ": %s", words);
	rows->ended |= rows->faults >= IMPORT_FAULTS_MAX;
}

const char *
import_rows_say(const struct import_rows *rows)
{
	return rows->say->str;
}

/* What stands first in the line of the names. */
static unsigned char
rows_delimiter(const char *octets, gsize len)
{
	for (gsize i = 0; i < len && octets[i] != '\n'; i++) {
		if (strchr(",\t;", octets[i]) != NULL)
			return (unsigned char)octets[i];
	}
	return CSV_COMMA;
}

static void
rows_field(void *field, size_t len, void *user)
{
	struct import_rows *rows = user;

	if (rows->fields->len < FIELDS_MAX)
		g_ptr_array_add(rows->fields, g_strndup(field, len));
}

static void
rows_line(int end, void *user)
{
	struct import_rows *rows = user;

	if (!rows->ended && !rows_is_empty_from(rows, 0)) {
		if (rows->named)
			rows_row(rows);
		else
			rows_names(rows);
	}
	g_ptr_array_set_size(rows->fields, 0);
	rows->line++;
}

/* A spreadsheet leaves commas behind, and rows of nothing else. */
static gboolean
rows_is_empty_from(const struct import_rows *rows, guint first)
{
	for (guint i = first; i < rows->fields->len; i++) {
		const char *field = g_ptr_array_index(rows->fields, i);

		if (*field != '\0')
			return FALSE;
	}
	return TRUE;
}

static void
rows_names(struct import_rows *rows)
{
	g_autoptr(GString) expected = g_string_new(NULL);

	rows->named = TRUE;
	rows->width = rows->fields->len;
	rows_expected(rows, expected);
	for (int i = 0; i < rows->count; i++) {
		rows->places[i] = rows_place(rows, i);
		if (rows->places[i] >= 0)
			continue;
		import_rows_fault(rows, rows->line, rows->columns[i].name,
		    expected->str);
		rows->ended = TRUE;
		return;
	}
}

/* Which field of the line of names is this column's; -1 none. */
static int
rows_place(const struct import_rows *rows, int column)
{
	for (guint i = 0; i < rows->fields->len; i++) {
		char *name = g_strstrip(g_ptr_array_index(rows->fields, i));

		if (g_ascii_strcasecmp(name, rows->columns[column].name) == 0 ||
		    strcmp(name, rows->columns[column].chinese) == 0)
			return (int)i;
	}
	return -1;
}

static void
rows_expected(const struct import_rows *rows, GString *say)
{
	g_string_append(say, _("the first row names the columns: "));
	for (int i = 0; i < rows->count; i++)
		g_string_append_printf(say, "%s%s", i > 0 ? "," : "",
		    rows->columns[i].name);
}

static void
rows_row(struct import_rows *rows)
{
	g_autoptr(GPtrArray) stored = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) expected = g_string_new(NULL);

	/* A comma within a name would make the rest another column's. */
	if (!rows_is_empty_from(rows, rows->width)) {
		import_rows_fault(rows, rows->line, NULL, _("more fields than the first "
		    "row has; a field with commas stands in quotes"));
		return;
	}
	for (int i = 0; i < rows->count; i++) {
		const struct import_column *column = &rows->columns[i];
		gboolean there = rows->places[i] < (int)rows->fields->len;
		const char *field = there ? csv_unguarded(g_ptr_array_index(
		    rows->fields, (guint)rows->places[i])) : "";
		char *form = import_column_read(column->type, field, expected);

		if (form == NULL) {
			g_autofree char *words = g_strdup_printf(
			    _("\"%s\" is not %s"), field, expected->str);

			import_rows_fault(rows, rows->line, column->name, words);
			return;
		}
		g_ptr_array_add(stored, form);
	}
	if (rows->faults == 0 && !rows->take(rows->line,
	    (const char *const *)stored->pdata, rows->count, rows->user))
		rows->ended = TRUE;
}
