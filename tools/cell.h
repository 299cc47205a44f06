/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One cell of a report: a value for programs, and words that people read instead.
 */
#ifndef TOOLS_CELL_H
#define TOOLS_CELL_H

#include "tools/display.h"

enum cell_value {
	CELL_NOTHING,		/* not known */
	CELL_TEXT, CELL_NUMBER, CELL_BOOLEAN,
	CELL_MOMENT,		/* us wall */
	CELL_AGE,		/* a moment; people read how long ago it was */
	CELL_PHONE		/* in stored form; people read it masked */
};

struct cell {
	enum cell_value value;
	char	*text;		/* of CELL_TEXT and CELL_PHONE; owned */
	gint64	 number;	/* of the others; a moment of 0 is none */
	char	*words;		/* what people read in place of the value; owned, NULL
				 * the value itself */
	enum tone tone;
};

void	cell_clear(struct cell *cell);

/* Each sets an empty cell. */
void	cell_nothing(struct cell *cell);
void	cell_text(struct cell *cell, const char *text, enum tone tone);
void	cell_number(struct cell *cell, gint64 number, enum tone tone);
void	cell_boolean(struct cell *cell, gboolean value);
void	cell_time(struct cell *cell, gint64 wall, enum tone tone);
void	cell_age(struct cell *cell, gint64 wall, enum tone tone);
void	cell_phone(struct cell *cell, const char *stored);
/* A day as 20261123; 0 is "". */
void	cell_day(struct cell *cell, int day, enum tone tone);
/* People read `words`, programs `machine`. */
void	cell_words(struct cell *cell, const char *words, const char *machine,
	    enum tone tone);

/* What people read: one clean line (display_clean()).  Caller frees. */
char	*cell_shown(const struct cell *cell, gint64 now, GTimeZone *zone);

#endif
