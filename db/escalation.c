/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See escalation.h.
 */
#include "db/escalation.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"

static gint64	escalation_deadline(const struct escalation *escalation, int step,
		    gint64 now, GTimeZone *zone);

gboolean
escalation_climb(struct db *db, const struct escalation *escalation,
    const char *object, int first, escalation_who who, void *context, gint64 now,
    GTimeZone *zone, int *reached, GError **error)
{
	g_autofree char *data = NULL;
	gboolean found = FALSE;
	int step;

	for (step = first; step < escalation->count - 1; step++) {
		if (!who(context, escalation->steps[step].whom, &found, error))
			return FALSE;
		if (found)
			break;
	}
	*reached = step;
	if (!found)
		return agenda_drop(db, escalation->kind, object, error);
	data = g_strconcat("step=", escalation->steps[step].whom, NULL);
	return agenda_set(db, escalation->kind, object,
	    escalation_deadline(escalation, step, now, zone), data, error);
}

/* Its time begins, and ends, in the hours in which it counts. */
static gint64
escalation_deadline(const struct escalation *escalation, int step, gint64 now,
    GTimeZone *zone)
{
	gint64 wait = escalation->steps[step].wait_min * CLOCK_MINUTE;
	gint64 begin;

	if (escalation->from == escalation->to)
		return now + wait;
	begin = calendar_next_in_window(now, zone, escalation->from, escalation->to);
	return calendar_next_in_window(begin + wait, zone, escalation->from,
	    escalation->to);
}

int
escalation_after(const struct escalation *escalation, const struct agenda_row *row)
{
	const char *whom = g_str_has_prefix(row->data, "step=") ?
	    row->data + strlen("step=") : "";

	for (int step = 0; step < escalation->count; step++) {
		if (strcmp(escalation->steps[step].whom, whom) == 0)
			return MIN(step + 1, escalation->count - 1);
	}
	return 0;
}
