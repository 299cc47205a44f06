/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Working days: which days offices work, by the State Council's yearly notice
 * of days off and of the weekends that are worked instead (DOMAIN 1.4).  Days
 * are numbers, 20261123.
 *
 * A year whose notice is not known is reckoned Monday to Friday without the
 * days that are expected to be off; what was reckoned so says that it is
 * provisional.
 */
#ifndef BASE_WORKDAY_H
#define BASE_WORKDAY_H

#include <glib.h>

enum workday_kind {
	WORKDAY_OFF,		/* by the notice */
	WORKDAY_WORKS,		/* by the notice: a weekend that is worked */
	WORKDAY_EXPECTED	/* off by law; the notice is not out yet */
};
const char *workday_kind_name(enum workday_kind kind);
gboolean workday_kind_from_name(const char *name, enum workday_kind *kind);

struct workday;

struct workday *workday_new(void);
void	workday_free(struct workday *calendar);

/* Says what a day is; FALSE when there is no such day. */
gboolean workday_set(struct workday *calendar, int day, enum workday_kind kind);

/* A number that another calendar does not have: with what was computed from this one
 * it tells whether that still holds.  Never 0. */
guint32	workday_version(const struct workday *calendar);

/* Do offices work on that day? */
gboolean workday_works(const struct workday *calendar, int day);

/* Is the notice of that year known? */
gboolean workday_knows(const struct workday *calendar, int year);

/* The `days`-th working day after `day`, which is itself not counted; 0 is the
 * day itself.  *provisional (may be NULL): it rests on a year whose notice is
 * not known. */
int	workday_add(const struct workday *calendar, int day, int days,
	    gboolean *provisional);

/* The last working day at or before `day`; `day` itself when none of the thirty
 * before it is worked. */
int	workday_at_or_before(const struct workday *calendar, int day);

#endif
