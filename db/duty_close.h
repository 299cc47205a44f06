/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Closing a month of contact duty, which two people agree on (DOMAIN 6.2): every
 * cadre's figures stand as they are, beside the coverage of the households, and
 * nothing more is reported for it.
 */
#ifndef DB_DUTY_CLOSE_H
#define DB_DUTY_CLOSE_H

#include "db/duty_card.h"

/* Households with somebody responsible at the end of a month (today, while it
 * runs), and how many of them anybody reached in it: of up to `limit` households
 * beyond *past, which moves on; 0 when there are no more.  Adds to the counts. */
gboolean duty_coverage(struct db *db, int month, int today, int limit,
	    gint64 *past, int *households, int *covered, GError **error);

/* A cadre's figures, then the month, which is put on record; *done FALSE: it was closed
 * already. */
gboolean duty_close_cadre(struct db *db, int month, gint64 cadre_id,
	    const struct duty_totals *totals, GError **error);
gboolean duty_close_month(struct db *db, int month, const char *by,
	    const char *reason, gint64 now,
	    int households, int covered, gboolean *done, GError **error);

#endif
