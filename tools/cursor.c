/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See cursor.h.
 */
#include "tools/cursor.h"

#include "tools/family.h"

void
cursor_open(struct cursor *cursor, struct command_call *call,
    const struct report_rows *rows, int otherwise)
{
	*cursor = (struct cursor){
		.call = call,
		.phone = command_phone(call),
		.state = command_line_value(&call->line, "state"),
		.limit = command_line_number(&call->line, "limit", otherwise),
		.report = report_new(call, REPORT_ARRAY),
	};
	report_begin(cursor->report, rows);
}

gboolean
cursor_row(struct cursor *cursor, const void *row)
{
	report_row(cursor->report, row);
	return ++cursor->given != cursor->limit;
}

enum command_status
cursor_close(struct cursor *cursor, const GError *error)
{
	if (error == NULL)
		report_end(cursor->report);
	report_free(cursor->report);
	g_free(cursor->phone);
	return error == NULL ? COMMAND_DONE : command_failed(cursor->call, error);
}
