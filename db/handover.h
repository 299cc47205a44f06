/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replacing a cadre: from a day on, another one has the households.
 */
#ifndef DB_HANDOVER_H
#define DB_HANDOVER_H

#include "db/cadre.h"

/* What else of the old one's goes over. */
struct handover_duties {
	int	 leaves;	/* of others, that they stand in for */
	int	 deputies;	/* cadres whose deputy in the register they are */
	int	 supervised;	/* cadres whose supervisor they stay, until an import
				 * names another */
};

/* Makes `new` the deputy of everybody whose deputy `old` is, from that day. */
gboolean handover_deputies(struct db *db, const struct cadre *old,
	    const struct cadre *new, int from, struct handover_duties *duties,
	    GError **error);

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
