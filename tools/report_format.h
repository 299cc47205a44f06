/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside report*.c only: a form in which reports are written, as a few small functions.
 * NULL: writes nothing there.
 */
#ifndef TOOLS_REPORT_FORMAT_H
#define TOOLS_REPORT_FORMAT_H

#include "tools/command.h"
#include "tools/report_rows.h"

struct report;

struct report_format {
	void	(*open)(struct report *report);
	void	(*close)(struct report *report);	/* also frees report->state */
	void	(*begin)(struct report *report);	/* report->rows is set */
	void	(*row)(struct report *report, const struct cell *cells);
	void	(*end)(struct report *report);
	void	(*head)(struct report *report, enum tone tone, const char *words);
	void	(*say)(struct report *report, enum tone tone, const char *words);
	void	(*gap)(struct report *report);
};

struct report {
	const struct report_format *format;
	struct command_call *call;
	enum report_shape shape;
	gint64	 now;
	const struct report_rows *rows;	/* between begin and end */
	int	 count;			/* of these, so far */
	void	*state;			/* the format's own */
};

extern const struct report_format report_table_format, report_json_format,
    report_csv_format, report_html_format;

/* Do the rows stand in the object itself, without an array? */
gboolean report_is_inline(const struct report *report);

/* Is the column aligned to the right, as numbers are? */
gboolean report_is_right(const struct report_column *column);

/* cell_shown() by the report's clock and zone. */
char	*report_shown(const struct report *report, const struct cell *cell);

#endif
