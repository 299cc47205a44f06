/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lists of tickets, newest first.
 */
#ifndef DB_TICKET_LIST_H
#define DB_TICKET_LIST_H

#include "db/ticket.h"

struct ticket_filter {
	const char *phone;	/* NULL any */
	const char *state;	/* NULL any; "open" = draft and registered */
	int	 limit;		/* 0 none */
	gboolean with_text;
	gboolean urgent;	/* only TICKET_P1; open ones when state is NULL */
	gboolean told;		/* without the void ones, unless `state` asks for them */
	gint64	 past;		/* only ids below this; 0: all.  Ignored with
				 * `phone` */
	gint64	 since;		/* us: opened then or later; 0 whenever */
};
/* FALSE from `row` ends it. */
gboolean ticket_each(struct db *db, const struct ticket_filter *filter,
	    gboolean (*row)(const struct ticket *t, void *user), void *user,
	    GError **error);

#endif
