/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call-backs: people whom the office must telephone.  "0" always asks for one (DESIGN
 * law 4), and so do a third misunderstanding and a missed call.  One open row per phone:
 * asking again adds its reason to the open one.
 */
#ifndef DB_CALLBACK_H
#define DB_CALLBACK_H

#include "db/db.h"

struct callback {
	gint64	 id;
	char	*phone, *line;
	char	*reason;	/* "asked", "not understood", "missed call", … */
	char	*ticket;	/* number, "" none */
	gint64	 asked_at, done_at;	/* us; done_at 0 open */
	int	 times;		/* how often it was asked for */
	char	*done_by, *result;
};
void	callback_clear(struct callback *callback);

/* *fresh is FALSE when one was open already. */
gboolean callback_ask(struct db *db, const char *phone, const char *line,
	    const char *reason, const char *ticket, gint64 now,
	    gboolean *fresh, GError **error);
/* Closes a call-back and writes it to the audit trail, with `result` as the reason.
 * *done FALSE: no such open call-back. */
gboolean callback_done(struct db *db, gint64 id, const char *by,
	    const char *result, gint64 now, gboolean *done, GError **error);
/* Calls `row` for each, the longest waiting first; with the done ones, in the order they
 * were first asked for. */
gboolean callback_each(struct db *db, gboolean open_only,
	    gboolean (*row)(const struct callback *c, void *user), void *user,
	    GError **error);

/* Counts those that wait; *oldest is when the first of them was asked for (us; 0: none
 * waits). */
gboolean callback_waiting(struct db *db, int *count, gint64 *oldest, GError **error);

#endif
