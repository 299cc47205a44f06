/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists that may have millions of rows.  They are read beside the engine, each row is
 * written as it comes, and no more rows are read than were asked for.
 *
 *	cursor_open(&cursor, call, &rows, SYNTAX_LIMIT);
 *	inbox_each(call->db, &filter, row, &cursor, &error), of which each row
 *		return cursor_row(cursor, msg);
 *	return cursor_close(&cursor, error);
 */
#ifndef TOOLS_CURSOR_H
#define TOOLS_CURSOR_H

#include "tools/command.h"
#include "tools/report.h"

struct cursor {
	struct command_call *call;
	struct report *report;
	char	*phone;		/* of --phone, in stored form; NULL any */
	const char *state;	/* of --state; NULL any */
	int	 limit;		/* rows; 0 all */
	int	 given;
};

/* Starts the list; `otherwise` is the default of --limit (0: all). */
void	cursor_open(struct cursor *cursor, struct command_call *call,
	    const struct report_rows *rows, int otherwise);

/* Writes a row.  FALSE: that was the last. */
gboolean cursor_row(struct cursor *cursor, const void *row);

/* Ends the list; `error` NULL: nothing failed. */
enum command_status cursor_close(struct cursor *cursor, const GError *error);

#endif
