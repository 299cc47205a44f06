/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report for programs, all columns that have a key: an array with one row a line, or
 * an object of facts and such arrays.
 */
#include "tools/json.h"
#include "tools/report_format.h"

static void
json_open(struct report *report)
{
	struct json *json = g_new0(struct json, 1);

	report->state = json;
	json_start(json, report->call->out);
	if (report->shape == REPORT_OBJECT)
		json_begin(json, NULL, '{');
}

static void
json_close(struct report *report)
{
	if (report->shape == REPORT_OBJECT)
		json_end(report->state, '}');
	g_free(report->state);
}

static void
json_rows(struct report *report)
{
	if (!report_is_inline(report))
		json_begin(report->state, report->rows->key, '[');
}

static void
json_cell(struct report *report, const char *key, const struct cell *cell)
{
	struct json *json = report->state;

	switch (cell->value) {
	case CELL_NOTHING:
		json_nothing(json, key);
		break;
	case CELL_TEXT:
	case CELL_PHONE:
		json_string(json, key, cell->text);
		break;
	case CELL_NUMBER:
		json_number(json, key, cell->number);
		break;
	case CELL_BOOLEAN:
		json_boolean(json, key, cell->number != 0);
		break;
	case CELL_MOMENT:
	case CELL_AGE:
		json_time(json, key, cell->number, report->call->zone);
		break;
	}
}

static void
json_one(struct report *report, const struct cell *cells)
{
	const struct report_rows *rows = report->rows;

	if (!report_is_inline(report))
		json_row(report->state);
	for (int i = 0; i < rows->count; i++) {
		if (rows->columns[i].key != NULL)
			json_cell(report, rows->columns[i].key, &cells[i]);
	}
	if (!report_is_inline(report))
		json_end(report->state, '}');
}

static void
json_rows_end(struct report *report)
{
	if (!report_is_inline(report))
		json_end(report->state, ']');
}

const struct report_format report_json_format = {
	.open = json_open,
	.close = json_close,
	.begin = json_rows,
	.row = json_one,
	.end = json_rows_end,
};
