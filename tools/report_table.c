/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report for people at a terminal.
 *
 * Rows are kept until there are a page of them, then the columns are as wide as they must
 * be and fit the terminal: first each column's own width, then spare columns are dropped
 * while even the narrowest form is too wide, then the widest column that may be cut gives
 * way, cell by cell.  A column that is empty in every row is not shown.  Widths never
 * shrink from one page to the next, and the titles are said again when they grow.
 */
#include <string.h>

#include "tools/catalog.h"
#include "tools/family.h"
#include "tools/report_format.h"

#define TABLE_GAP	2	/* blanks between columns */
#define TABLE_PAGE	200	/* rows */
#define TEXT_INDENT	2	/* blanks before the lines of a text */

/* What is shown of a cell. */
struct shown {
	char	*text;
	enum tone tone;
};

struct table {
	const struct report_column *columns;
	int	 count;
	int	 width;		/* of the terminal; 0: any, nothing is cut */
	gboolean colour;
	GArray	*page;		/* struct shown, row by row */
	int	*wanted;	/* widths so far; -1: nothing to show */
	int	*widths;	/* of this page, after giving way */
	gboolean titled;	/* these widths have their titles */
};

static void	shown_clear(gpointer shown);
static void	table_add(struct report *report, const struct cell *cells);
static void	table_print(struct table *table, GString *out);
static void	table_measure(struct table *table);
static int	table_width(const struct table *table, gboolean narrowest);
static gboolean	table_drop_spare(struct table *table);
static gboolean	table_give_way(struct table *table);
static void	table_print_line(const struct table *table, const struct shown *cells,
		    GString *out);
static void	table_print_cell(const struct table *table, int column,
		    const struct shown *cell, gboolean last, GString *out);
static void	facts_print(struct report *report, const struct cell *cells);
static void	text_print(struct report *report, const struct cell *cells);

static void
table_free(struct table *table)
{
	if (table == NULL)
		return;
	g_array_unref(table->page);
	g_free(table->wanted);
	g_free(table->widths);
	g_free(table);
}

static void
table_begin(struct report *report)
{
	const struct report_rows *rows = report->rows;
	struct table *table;

	table_free(report->state);
	report->state = table = g_new0(struct table, 1);
	table->columns = rows->columns;
	table->count = rows->count;
	table->width = report->call->columns;
	table->colour = report->call->colour;
	table->page = g_array_new(FALSE, FALSE, sizeof(struct shown));
	g_array_set_clear_func(table->page, shown_clear);
	table->wanted = g_new(int, rows->count);
	table->widths = g_new(int, rows->count);
	for (int i = 0; i < rows->count; i++)
		table->wanted[i] = table->widths[i] = -1;
}

static void
shown_clear(gpointer data)
{
	g_free(((struct shown *)data)->text);
}

static void
table_row(struct report *report, const struct cell *cells)
{
	switch (report->rows->layout) {
	case REPORT_TABLE:
		table_add(report, cells);
		break;
	case REPORT_FACTS:
		facts_print(report, cells);
		break;
	case REPORT_TEXTS:
		text_print(report, cells);
		break;
	}
}

static void
table_add(struct report *report, const struct cell *cells)
{
	struct table *table = report->state;

	for (int i = 0; i < table->count; i++) {
		struct shown shown = {
			.text = table->columns[i].title == NULL ? g_strdup("") :
			    report_shown(report, &cells[i]),
			.tone = cells[i].tone,
		};

		g_array_append_val(table->page, shown);
	}
	if (table->page->len >= (guint)(TABLE_PAGE * table->count))
		table_print(table, report->call->out);
}

static void
table_end(struct report *report)
{
	const struct report_rows *rows = report->rows;
	struct table *table = report->state;

	if (report->count == 0 && rows->none != NULL)
		command_say(report->call, rows->none_tone, _(rows->none));
	else if (rows->layout == REPORT_TABLE && report->count > 0)
		table_print(table, report->call->out);
}

static void
table_close(struct report *report)
{
	table_free(report->state);
}

static void
table_head(struct report *report, enum tone tone, const char *words)
{
	command_say(report->call, tone, words);
}

static void
table_gap(struct report *report)
{
	g_string_append_c(report->call->out, '\n');
}

const struct report_format report_table_format = {
	.close = table_close,
	.begin = table_begin,
	.row = table_row,
	.end = table_end,
	.head = table_head,
	.say = table_head,
	.gap = table_gap,
};

/* --- a page ---------------------------------------------------------------------- */

static void
table_print(struct table *table, GString *out)
{
	g_autofree struct shown *titles = g_new0(struct shown, table->count);

	table_measure(table);
	for (int i = 0; i < table->count; i++) {
		titles[i].text = (char *)(table->columns[i].title == NULL ? "" :
		    _(table->columns[i].title));
		titles[i].tone = TONE_TITLE;
	}
	if (!table->titled)
		table_print_line(table, titles, out);
	table->titled = TRUE;
	for (guint at = 0; at < table->page->len; at += (guint)table->count)
		table_print_line(table, &g_array_index(table->page, struct shown, at),
		    out);
	g_array_set_size(table->page, 0);
}

static void
table_measure(struct table *table)
{
	g_autofree int *before = g_memdup2(table->widths,
	    sizeof(int) * (gsize)table->count);

	for (guint i = 0; i < table->page->len; i++) {
		const struct shown *cell = &g_array_index(table->page, struct shown, i);
		const struct report_column *column =
		    &table->columns[i % (guint)table->count];
		int *wanted = &table->wanted[i % (guint)table->count];

		if (column->title == NULL || *cell->text == '\0')
			continue;
		if (*wanted < 0)
			*wanted = display_width(_(column->title));
		*wanted = MAX(*wanted, display_width(cell->text));
	}
	memcpy(table->widths, table->wanted, sizeof(int) * (gsize)table->count);
	if (table->width > 0) {
		while (table_width(table, TRUE) > table->width &&
		    table_drop_spare(table))
			continue;
		while (table_width(table, FALSE) > table->width &&
		    table_give_way(table))
			continue;
	}
	if (memcmp(before, table->widths, sizeof(int) * (gsize)table->count) != 0)
		table->titled = FALSE;
}

static int
table_width(const struct table *table, gboolean narrowest)
{
	int width = -TABLE_GAP;

	for (int i = 0; i < table->count; i++) {
		int least = table->columns[i].least;

		if (table->widths[i] < 0)
			continue;
		width += TABLE_GAP + (narrowest && least > 0 ?
		    MIN(least, table->widths[i]) : table->widths[i]);
	}
	return width;
}

static gboolean
table_drop_spare(struct table *table)
{
	int drop = -1;

	for (int i = 0; i < table->count; i++) {
		if (table->widths[i] >= 0 && table->columns[i].spare > 0 &&
		    (drop < 0 || table->columns[i].spare > table->columns[drop].spare))
			drop = i;
	}
	if (drop < 0)
		return FALSE;
	table->widths[drop] = -1;
	return TRUE;
}

static gboolean
table_give_way(struct table *table)
{
	int widest = -1;

	for (int i = 0; i < table->count; i++) {
		if (table->columns[i].least == 0 ||
		    table->widths[i] <= table->columns[i].least)
			continue;
		if (widest < 0 || table->widths[i] > table->widths[widest])
			widest = i;
	}
	if (widest < 0)
		return FALSE;
	table->widths[widest]--;
	return TRUE;
}

static void
table_print_line(const struct table *table, const struct shown *cells, GString *out)
{
	int last = -1;

	for (int i = 0; i < table->count; i++) {
		if (table->widths[i] >= 0)
			last = i;
	}
	for (int i = 0; i <= last; i++) {
		if (table->widths[i] >= 0)
			table_print_cell(table, i, &cells[i], i == last, out);
	}
	while (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

static void
table_print_cell(const struct table *table, int column, const struct shown *cell,
    gboolean last, GString *out)
{
	gboolean right = report_is_right(&table->columns[column]);
	int width = table->widths[column];
	int blank = MAX(0, width - display_width(cell->text));
	int used;

	if (right)
		g_string_append_printf(out, "%*s", blank, "");
	display_tone(out, cell->tone, table->colour);
	used = display_cut(out, cell->text, width);
	display_plain(out, cell->tone, table->colour);
	if (!right)
		g_string_append_printf(out, "%*s", width - used, "");
	if (!last)
		g_string_append_printf(out, "%*s", TABLE_GAP, "");
}

/* --- single things ---------------------------------------------------------------- */

static void
facts_print(struct report *report, const struct cell *cells)
{
	const struct report_rows *rows = report->rows;

	for (int i = 0; i < rows->count; i++) {
		g_autofree char *shown = NULL;

		if (rows->columns[i].fact == NULL)
			continue;
		shown = report_shown(report, &cells[i]);
		command_fact(report->call, catalog_text(rows->columns[i].fact), shown);
	}
}

/* The two columns with a title. */
static void
text_print(struct report *report, const struct cell *cells)
{
	const struct report_rows *rows = report->rows;
	GString *out = report->call->out;
	gboolean above = TRUE;

	for (int i = 0; i < rows->count; i++) {
		g_autofree char *shown = NULL;

		if (rows->columns[i].title == NULL)
			continue;
		shown = report_shown(report, &cells[i]);
		display_tone(out, cells[i].tone, report->call->colour);
		display_wrap(out, shown, above ? 0 : TEXT_INDENT,
		    report->call->columns);
		display_plain(out, cells[i].tone, report->call->colour);
		above = FALSE;
	}
}
