/*
 * Reminders of contact duty (DOMAIN 3.3): one digest a cadre, and only when
 * something is left; one message a supervisor about his people.
 *
 * Each has a natural key, "remind:2026-11:k37:list": whatever happens it is said
 * once.  It is worth sending on its evening only: not_after comes from who calls.
 */
#ifndef MENUS_REMIND_H
#define MENUS_REMIND_H

#include "db/cadre.h"
#include "db/duty.h"
#include "menus/dialog.h"

enum remind_stage {
	REMIND_FIRST,		/* the 20th: less than 70 % done */
	REMIND_SECOND,		/* the 25th */
	REMIND_LIST,		/* the 28th: with the first numbers */
	REMIND_FINAL,		/* the 1st of the next month */
	REMIND_PEOPLE,		/* the 28th, to supervisors */
	REMIND_PEOPLE_FINAL,	/* the 2nd */
	REMIND_STAGE_COUNT
};
const char *remind_stage_name(enum remind_stage stage);

/* To a cadre (REMIND_FIRST … REMIND_FINAL), or to a supervisor. */
struct remind {
	enum remind_stage stage;
	int	 month;		/* it is about, 202611 */
	int	 today;
	struct duty_sweep *sweep;	/* of that month and day, db/duty.h */
	const char *line;	/* it leaves by */
	gint64	 not_before, not_after;	/* us */
};

/* *said FALSE: nothing is left, he is on leave, or he was told before. */
gboolean remind_say(struct dialog *dialog, const struct remind *remind,
	    const struct cadre *cadre, gboolean *said, GError **error);

/* All is done: what of it has not left does not leave. */
gboolean remind_cancel(struct db *db, const char *cadre_code, int month,
	    GError **error);

#endif
