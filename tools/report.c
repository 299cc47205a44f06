/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells are read from a row by the columns; the form does the rest.
 */
#include "tools/report.h"

#include "base/clock.h"
#include "tools/command.h"
#include "tools/report_format.h"

#define REPORT_FLUSH	(16 * 1024)	/* octets */

static const struct report_format *const formats[] = {
	[FORMAT_PEOPLE] = &report_table_format,
	[FORMAT_JSON] = &report_json_format,
	[FORMAT_CSV] = &report_csv_format,
	[FORMAT_HTML] = &report_html_format,
};

static void	column_read(const struct report_column *column, const void *row,
		    struct cell *cell);

struct report *
report_new(struct command_call *call, enum report_shape shape)
{
	struct report *report = g_new0(struct report, 1);

	report->format = formats[call->line.format];
	report->call = call;
	report->shape = shape;
	report->now = clock_now();
	if (report->format->open != NULL)
		report->format->open(report);
	return report;
}

void
report_free(struct report *report)
{
	if (report == NULL)
		return;
	if (report->format->close != NULL)
		report->format->close(report);
	g_free(report);
}

void
report_begin(struct report *report, const struct report_rows *rows)
{
	report->rows = rows;
	report->count = 0;
	if (report->format->begin != NULL)
		report->format->begin(report);
}

void
report_row(struct report *report, const void *row)
{
	struct command_call *call = report->call;
	int count = report->rows->count;
	g_autofree struct cell *cells = g_new0(struct cell, count);

	for (int i = 0; i < count; i++)
		column_read(&report->rows->columns[i], row, &cells[i]);
	report->format->row(report, cells);
	report->count++;
	for (int i = 0; i < count; i++)
		cell_clear(&cells[i]);
	if (call->flush != NULL && call->out->len >= REPORT_FLUSH)
		call->flush(call);
}

static void
column_read(const struct report_column *column, const void *row, struct cell *cell)
{
	const void *field = (const char *)row + column->offset;

	switch (column->type) {
	case REPORT_CELL:
		column->cell(row, cell);
		break;
	case REPORT_TEXT:
		cell_text(cell, *(char *const *)field, column->tone);
		break;
	case REPORT_PHONE:
		cell_phone(cell, *(char *const *)field);
		break;
	case REPORT_INT:
		cell_number(cell, *(const int *)field, column->tone);
		break;
	case REPORT_INT64:
		cell_number(cell, *(const gint64 *)field, column->tone);
		break;
	case REPORT_BOOLEAN:
		cell_boolean(cell, *(const gboolean *)field);
		break;
	case REPORT_TIME:
		cell_time(cell, *(const gint64 *)field, column->tone);
		break;
	case REPORT_AGE:
		cell_age(cell, *(const gint64 *)field, column->tone);
		break;
	case REPORT_DAY:
		cell_day(cell, *(const int *)field, column->tone);
		break;
	}
}

void
report_end(struct report *report)
{
	if (report->format->end != NULL)
		report->format->end(report);
	report->rows = NULL;
}

int
report_count(const struct report *report)
{
	return report->count;
}

gboolean
report_is_for_people(const struct report *report)
{
	return report->format->say != NULL;
}

void
report_head(struct report *report, enum tone tone, const char *words)
{
	if (report->format->head != NULL)
		report->format->head(report, tone, words);
}

void
report_say(struct report *report, enum tone tone, const char *sentence)
{
	if (report->format->say != NULL)
		report->format->say(report, tone, sentence);
}

void
report_gap(struct report *report)
{
	if (report->format->gap != NULL)
		report->format->gap(report);
}

/* --- for the formats ------------------------------------------------------------ */

