/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report for spreadsheets: the columns that have a key, numbers in full.  Somebody who
 * has chosen a language gets titles and words in it; else they are those of JSON.
 */
#include "base/calendar.h"
#include "base/phone.h"
#include "tools/catalog.h"
#include "tools/csv_write.h"
#include "tools/report_format.h"

static void
csv_open(struct report *report)
{
	g_string_append(report->call->out, CSV_BYTE_ORDER_MARK);
}

static void
csv_begin(struct report *report)
{
	const struct report_rows *rows = report->rows;
	int at = 0;

	for (int i = 0; i < rows->count; i++) {
		const struct report_column *column = &rows->columns[i];
		const char *title = column->title != NULL ? column->title :
		    column->fact;

		if (column->key == NULL)
			continue;
		csv_write_field(report->call->out, at++, title != NULL &&
		    catalog_is_chosen() ? _(title) : column->key);
	}
	csv_write_end(report->call->out);
}

static char *
csv_value(const struct report *report, const struct cell *cell)
{
	if (cell->words != NULL && catalog_is_chosen())
		return g_strdup(cell->words);
	switch (cell->value) {
	case CELL_NOTHING:
		break;
	case CELL_TEXT:
		return g_utf8_make_valid(cell->text, -1);
	case CELL_PHONE:
		return phone_national(cell->text);
	case CELL_NUMBER:
	case CELL_BOOLEAN:
		return g_strdup_printf("%" G_GINT64_FORMAT, cell->number);
	case CELL_MOMENT:
	case CELL_AGE:
		return cell->number == 0 ? g_strdup("") :
		    calendar_format(cell->number, report->call->zone,
		    "%Y-%m-%d %H:%M:%S");
	}
	return g_strdup("");
}

static void
csv_row(struct report *report, const struct cell *cells)
{
	const struct report_rows *rows = report->rows;
	GString *out = report->call->out;
	int at = 0;

	for (int i = 0; i < rows->count; i++) {
		g_autofree char *value = NULL;

		if (rows->columns[i].key == NULL)
			continue;
		value = csv_value(report, &cells[i]);
		if (cells[i].value == CELL_NUMBER && cells[i].words == NULL)
			g_string_append_printf(out, "%s%s", at++ > 0 ? "," : "",
			    value);
		else
			csv_write_field(out, at++, value);
	}
	csv_write_end(out);
}

const struct report_format report_csv_format = {
	.open = csv_open,
	.begin = csv_begin,
	.row = csv_row,
};
