/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports: rows of anything, written in the form the client asked for: a table on the
 * terminal, JSON (RFC 8259), CSV (RFC 4180) or one HTML page.  A command declares its
 * columns once and gives rows; it does not know which form is in use, and a form does
 * not know any command (report_format.h).
 *
 *	static const struct report_column columns[] = {
 *		{ "id", N_("ID"), REPORT_INT64, offsetof(struct callback, id) },
 *		{ "reason", N_("WHY"), .cell = callback_reason, .least = 8 },
 *	};
 *	static const struct report_rows rows = {
 *		.columns = columns, .count = G_N_ELEMENTS(columns),
 *		.none = N_("Nobody waits for a call."),
 *	};
 *
 *	report = report_new(call, REPORT_ARRAY);
 *	report_begin(report, &rows);
 *	report_row(report, callback);		as often as there are rows
 *	report_end(report);
 *	report_free(report);
 *
 * Rows are written as they come: memory does not grow with their number, and a process
 * for long reads passes on what it has (command_call.flush).
 */
#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

#include "tools/report_rows.h"

struct command_call;

/* Writes to call->out.  `call` must outlive it. */
struct report *report_new(struct command_call *call, enum report_shape shape);

/* Ends the report, also one that was given up half-way: `out` then has what was written.
 * NULL is allowed. */
void	report_free(struct report *report);

void	report_begin(struct report *report, const struct report_rows *rows);
/* `row` is borrowed for the call. */
void	report_row(struct report *report, const void *row);
void	report_end(struct report *report);

/* Counts the rows since report_begin(). */
int	report_count(const struct report *report);

/* Do people read it, rather than programs and spreadsheets? */
gboolean report_is_for_people(const struct report *report);

/* Write what only people read: a heading, a sentence, a gap between two things. */
void	report_head(struct report *report, enum tone tone, const char *words);
void	report_say(struct report *report, enum tone tone, const char *sentence);
void	report_gap(struct report *report);

#endif
