/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many texts as a CSV file (RFC 4180): one row "number,text" for each, or with a tab
 * between them, as spreadsheets copy them; a text with commas, quotes or line breaks is
 * in quotes.
 */
#ifndef TOOLS_SEND_ROWS_H
#define TOOLS_SEND_ROWS_H

#include <glib.h>

/* More would not leave within a day. */
#define SEND_ROWS_MAX	1000

struct send_row {
	int	 number;	/* from 1; 0: not from a file */
	char	*phone;		/* as typed */
	char	*text;
};
struct send_row *send_row_new(int number, const char *phone, const char *text);
void	send_row_free(gpointer row);

/* Returns the rows in order; caller frees.  NULL when it is no such file, and `say` names
 * the row and what was expected. */
GPtrArray *send_rows_read(const GString *csv, GString *say);

#endif
