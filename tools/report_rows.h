/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows and columns of a report (tools/report.h).
 */
#ifndef TOOLS_REPORT_ROWS_H
#define TOOLS_REPORT_ROWS_H

#include "tools/cell.h"

/* What stands at a column's offset in a row. */
enum report_type {
	REPORT_CELL,		/* nothing: `cell` makes it */
	REPORT_TEXT,		/* char * */
	REPORT_PHONE,		/* char *, stored form */
	REPORT_INT,		/* int */
	REPORT_INT64,		/* gint64 */
	REPORT_BOOLEAN,		/* gboolean */
	REPORT_TIME,		/* gint64, us wall */
	REPORT_AGE,		/* the same; people read how long ago */
	REPORT_DAY		/* int, 20261123; 0 none */
};

struct report_column {
	const char *key;	/* for programs; NULL: only for people */
	const char *title;	/* in a table, N_(); NULL: not in tables */
	enum report_type type;
	gsize	 offset;	/* in the row; not of REPORT_CELL */
	void	(*cell)(const void *row, struct cell *cell);
	const char *fact;	/* its word among the facts of one thing, N_(); NULL:
				 * left out there */
	enum tone tone;		/* of all cells; `cell` chooses its own */
	gboolean right;		/* aligned; numbers and ages are anyway */
	int	 least;		/* cells it may be cut to; 0: not cut */
	int	 spare;		/* dropped when there is no room, highest first; 0:
				 * never */
	gboolean bars;		/* drawn on a page */
};

/* How people read the rows. */
enum report_layout {
	REPORT_TABLE,
	REPORT_FACTS,		/* each row a thing: a word, and its value beside it */
	REPORT_TEXTS		/* each row a text: first column above it, then it */
};

struct report_rows {
	const char *key;	/* in an object, for programs; NULL: the facts of one
				 * row are members of the object itself */
	const struct report_column *columns;
	int	 count;
	enum report_layout layout;
	const char *none;	/* said where there are no rows, N_(); NULL nothing */
	enum tone none_tone;
};

/* What programs get. */
enum report_shape {
	REPORT_ARRAY,		/* the rows */
	REPORT_OBJECT		/* facts, and arrays of rows by their keys */
};

#endif
