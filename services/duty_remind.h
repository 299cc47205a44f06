/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reminders of contact duty (DOMAIN 3.3): one digest a cadre, and only when
 * something is left; one message a supervisor about their people.
 *
 * Each has a natural key, "remind:2026-11:k37:list": whatever happens it is said
 * once.  It is worth sending on its evening only: not_after comes from who calls.
 */
#ifndef SERVICES_DUTY_REMIND_H
#define SERVICES_DUTY_REMIND_H

#include "db/cadre.h"
#include "db/duty.h"
#include "menus/dialog.h"

enum duty_remind_stage {
	DUTY_REMIND_FIRST,		/* the 20th: less than 70 % done */
	DUTY_REMIND_SECOND,		/* the 25th */
	DUTY_REMIND_LIST,		/* the 28th: with the first numbers */
	DUTY_REMIND_FINAL,		/* the 1st of the next month */
	DUTY_REMIND_PEOPLE,		/* the 28th, to supervisors */
	DUTY_REMIND_PEOPLE_FINAL,	/* the 2nd */
	DUTY_REMIND_STAGE_COUNT
};
const char *duty_remind_stage_name(enum duty_remind_stage stage);

/* To a cadre (DUTY_REMIND_FIRST … DUTY_REMIND_FINAL), or to a supervisor. */
struct duty_remind {
	enum duty_remind_stage stage;
	int	 month;		/* it is about, 202611 */
	int	 today;
	struct duty_sweep *sweep;	/* of that month and day, db/duty.h */
	const char *line;	/* it leaves by */
	gint64	 not_before, not_after;	/* us */
};

/* *said FALSE: nothing is left, they are on leave, or they were told before. */
gboolean duty_remind_say(struct dialog *dialog, const struct duty_remind *remind,
	    const struct cadre *cadre, gboolean *said, GError **error);

/* All is done: what of it has not left does not leave. */
gboolean duty_remind_cancel(struct db *db, const char *cadre_code, int month,
	    GError **error);

#endif
