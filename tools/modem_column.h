/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known about a modem, column by column: for the table of `status`, for `modem
 * show`, and for programs, which get the same from both.
 */
#ifndef TOOLS_MODEM_COLUMN_H
#define TOOLS_MODEM_COLUMN_H

#include "db/sim.h"
#include "tools/report.h"
#include "tools/view.h"

struct modem_row {
	struct modem_view view;	/* its strings are borrowed */
	struct sim sim;
	char	*test;		/* what became of its last test text; NULL none */
	gint64	 test_at;	/* us wall */
	GTimeZone *zone;	/* borrowed */
};

/* Reads what the database knows of it; modem_row_clear() in any case. */
gboolean modem_row_load(struct command_call *call, const struct modem_view *view,
	    struct modem_row *row, GError **error);
void	modem_row_clear(struct modem_row *row);

extern const struct report_column modem_columns[];
extern const int modem_column_count;

/* A modem_view's state for people, and how it looks; tone may be NULL. */
const char *modem_state_words(const char *state, enum tone *tone);

#endif
