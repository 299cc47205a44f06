/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A cadre is replaced: his households go to another, from a day on.
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
 * Ends the old one's assignments the day before `from` and gives the new one the
 * same from that day, under the same numbers where those are free on his card
 * (DOMAIN 3.4: for twelve months), else under the next that are.  What he has
 * already stays as it is.  The old one is gone from that day.  `row` is called for
 * each that was handed over, when all are.
 */
gboolean handover_cadre(struct db *db, const struct cadre *old,
	    const struct cadre *new, int from, void (*row)(
	    const struct handover *handover, void *user), void *user,
	    GError **error);

#endif
