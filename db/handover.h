/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replacing a cadre: from a day on, another has their households.
 */
#ifndef DB_HANDOVER_H
#define DB_HANDOVER_H

#include "db/cadre.h"

/* What else the old cadre did for others. */
struct handover_duties {
	int	 leaves;	/* leaves in which they stood in for another */
	int	 deputies;	/* cadres whose deputy in the register they were */
	int	 supervised;	/* cadres whose supervisor they remain until an import
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
 * that day, under the same numbers where those have been free for twelve months
 * (DOMAIN 3.4), else under the lowest free ones.  Households that `new` has already stay
 * as they are.  From that day `old` has left office.  Calls `row` for each household
 * once all are done.
 */
gboolean handover_cadre(struct db *db, const struct cadre *old,
	    const struct cadre *new, int from, void (*row)(
	    const struct handover *handover, void *user), void *user,
	    GError **error);

#endif
