/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contact duty (包联, DOMAIN 3): what cadres report.  What each still owes is
 * duty_card.h.
 *
 * A report is a contact of one household on one day; it is taken back, never
 * deleted.
 */
#ifndef DB_DUTY_H
#define DB_DUTY_H

#include "db/db.h"
#include "db/obligation.h"

/* A report.  *added FALSE: the same contact is known already.  A report that staff typed
 * in the cadre's name is in the audit trail under whoever typed it. */
struct duty_booking {
	gint64	 cadre_id, household_id;
	int	 day;
	enum duty_kind kind;
	gint64	 made_at;	/* us */
	gint64	 inbox_id;	/* 0 none */
	const char *note;
};
gboolean duty_add(struct db *db, const struct duty_booking *report,
	    gboolean *added, GError **error);

/* Takes back the cadre's newest report of a household made since `since`, whose kind is
 * *kind; *done FALSE: there is none. */
gboolean duty_undo(struct db *db, gint64 cadre_id, gint64 household_id,
	    gint64 since, gint64 now, gboolean *done, enum duty_kind *kind,
	    GError **error);

/* Takes back all that they have reported by text since `since`. */
gboolean duty_undo_all(struct db *db, gint64 cadre_id, gint64 since, gint64 now,
	    int *count, GError **error);

/* The text they reported by last, since `since`; 0 none. */
gboolean duty_last_text(struct db *db, gint64 cadre_id, gint64 since,
	    gint64 *inbox_id, GError **error);
/* Calls `row` for each household of a text. */
gboolean duty_each_of_text(struct db *db, gint64 inbox_id,
	    gboolean (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* Have staff closed the month? */
gboolean duty_is_closed(struct db *db, int month, gboolean *closed,
	    GError **error);

#endif
