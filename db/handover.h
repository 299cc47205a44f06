/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replacing a cadre: from a day on, another one has the households.
 */
#ifndef DB_HANDOVER_H
#define DB_HANDOVER_H

#include "db/cadre.h"

/* A household that was handed over. */
struct handover {
	gint64	 household_id;
	int	 no;		/* on the new card */
};

/*
 * Ends the assignments of `old` on the day before `from` and gives them to `new` from
 * that day, under the same numbers where these have been free for twelve months
 * (DOMAIN 3.4), else under the lowest free ones.  What `new` has already stays.  `old`
 * has left office from that day.  Calls `row` for each household once all are done.
 */
gboolean handover_cadre(struct db *db, const struct cadre *old,
	    const struct cadre *new, int from, void (*row)(
	    const struct handover *handover, void *user), void *user,
	    GError **error);

#endif
