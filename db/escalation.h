/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Escalation (DESIGN 5.10): who is asked, how long each may wait, who is next.
 *
 * Steps are data; the agenda climbs them.  A row of the escalation's kind stands for
 * the deadline of the step that was reached, and its data says which that is:
 * "step=deputy".  When it is due, whoever owns the kind goes on from the step after
 * (escalation_after()); what is answered in time is dropped from the agenda by its
 * owner.
 *
 *	static const struct escalation_step steps[] = {
 *		{ "own", 120 }, { "deputy", 120 }, { "office", 0 },
 *	};
 *
 * The last step takes whatever comes to it and has no deadline.
 */
#ifndef DB_ESCALATION_H
#define DB_ESCALATION_H

#include "db/agenda.h"

struct escalation_step {
	const char *whom;	/* name of a step, as it is stored */
	int	 wait_min;	/* to answer, minutes */
};

struct escalation {
	const char *kind;	/* agenda kind of its deadlines */
	const struct escalation_step *steps;
	int	 count;
	int	 from, to;	/* minutes of the day in which time counts; equal:
				 * all day */
};

/* Is there somebody to ask at a step?  FALSE is returned when the database failed. */
typedef gboolean (*escalation_who)(void *context, const char *whom, gboolean *found,
	    GError **error);

/*
 * Climbs from step `first` to the first at which there is somebody, and plans its
 * deadline for `object`.  *reached is that step; the last is always reached, and
 * plans nothing.
 */
gboolean escalation_climb(struct db *db, const struct escalation *escalation,
	    const char *object, int first, escalation_who who, void *context,
	    gint64 now, GTimeZone *zone, int *reached, GError **error);

/* The step after the one whose deadline a row of the agenda is; 0 when it names
 * none. */
int	escalation_after(const struct escalation *escalation,
	    const struct agenda_row *row);

#endif
