/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Closing a month of contact duty, to which two people agree (DOMAIN 6.2): every cadre's
 * figures and the coverage of the households are recorded, and no more reports are
 * taken for it.
 */
#ifndef DB_DUTY_CLOSE_H
#define DB_DUTY_CLOSE_H

#include "db/duty_card.h"

/* Counts the households with somebody responsible at the end of a month (today, while
 * it runs), and those of them that anybody reached in it.  Looks at up to `limit`
 * households beyond *past and moves *past on (0: no more).  Adds to the counts. */
gboolean duty_coverage(struct db *db, int month, int today, int limit,
	    gint64 *past, int *households, int *covered, GError **error);

/* Record a cadre's figures, then the month; *done FALSE: it was closed already. */
gboolean duty_close_cadre(struct db *db, int month, gint64 cadre_id,
	    const struct duty_totals *totals, GError **error);
gboolean duty_close_month(struct db *db, int month, const char *by,
	    const char *reason, gint64 now,
	    int households, int covered, gboolean *done, GError **error);

#endif
