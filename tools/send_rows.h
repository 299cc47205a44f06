/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many texts as a CSV file (RFC 4180): a row "number,text" each, or with a tab
 * between, as spreadsheets copy them; a text with commas, quotes or line breaks
 * stands in quotes.
 */
#ifndef TOOLS_SEND_ROWS_H
#define TOOLS_SEND_ROWS_H

#include <glib.h>

/* More would not leave within a day. */
#define SEND_ROWS_MAX	1000

struct send_row {
	int	 number;	/* from 1; 0 it is no row of a file */
	char	*phone;		/* as it was typed */
	char	*text;
};
struct send_row *send_row_new(int number, const char *phone, const char *text);
void	send_row_free(gpointer row);

/* Rows in order, owned.  NULL when it is no such file: `say` has the row and
 * what was expected. */
GPtrArray *send_rows_read(const GString *csv, GString *say);

#endif
