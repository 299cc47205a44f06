/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person should look at in a month's reports and in the phone register (DOMAIN
 * 3.5, 3.6): odd patterns, and households whose answers contradict them.  A flag is a
 * reason to ask, never a penalty.  Reads a lot: run it in the process that only reads.
 */
#ifndef DB_DUTY_FLAG_H
#define DB_DUTY_FLAG_H

#include "db/db.h"

enum duty_flag {
	FLAG_CHECKS,		/* more households deny a call than would forget it */
	FLAG_LAST_DAYS,		/* 40 % of the reports in the month's last two days */
	FLAG_HURRY,		/* more than 15 visits of a day reported in an hour */
	FLAG_NIGHT,		/* three or more reported from 22:00 to 06:00 */
	FLAG_LEAVE,		/* contacts on days of leave */
	FLAG_HOUSEHOLDS,	/* one number for three households or more */
	FLAG_CADRE_NUMBER,	/* a household's number is a cadre's */
	FLAG_NEW_NUMBER,	/* asked on a number newer than 30 days, though
				 * there was another */
	FLAG_QUICK,		/* three or more answered within 10 seconds */
	FLAG_TYPED,		/* reported by staff at a console in their name */
	FLAG_COUNT
};
const char *duty_flag_name(enum duty_flag flag);

/* who: a cadre's code, or a number; name: the cadre's name, or a household's code. */
struct duty_flagged {
	enum duty_flag flag;
	const char *who, *name;
	int	 count, of;	/* count out of `of`; of 0: a plain count */
};

/* Calls `row` for each flag of a month (202611).  FALSE only when the database
 * failed. */
gboolean duty_flag_each(struct db *db, int month, GTimeZone *zone,
	    void (*row)(const struct duty_flagged *flagged, void *user),
	    void *user, GError **error);

/* Is it unlikely (5 %) that `no` of `replies` households merely forgot?  8 in a hundred
 * do (DOMAIN 3.5); fewer than six replies say nothing. */
gboolean duty_flag_checks(int no, int replies);

#endif
