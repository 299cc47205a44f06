/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A hash table of the days that are not what their weekday says.
 */
#include "base/workday.h"

#include <string.h>

#include "base/calendar.h"

#define WORKDAY_LOOK_BACK	30	/* days; no holiday is as long */

struct workday {
	GHashTable *kinds;	/* day -> enum workday_kind */
	GHashTable *years;	/* whose notice is known */
};

static const char *const workday_names[] = {
	[WORKDAY_OFF] = "off",
	[WORKDAY_WORKS] = "works",
	[WORKDAY_EXPECTED] = "expected",
};

const char *
workday_kind_name(enum workday_kind kind)
{
	return workday_names[kind];
}

gboolean
workday_kind_from_name(const char *name, enum workday_kind *kind)
{
	for (gsize i = 0; i < G_N_ELEMENTS(workday_names); i++) {
		if (strcmp(name, workday_names[i]) == 0) {
			*kind = (enum workday_kind)i;
			return TRUE;
		}
	}
	return FALSE;
}

struct workday *
workday_new(void)
{
	struct workday *calendar = g_new0(struct workday, 1);

	calendar->kinds = g_hash_table_new(NULL, NULL);
	calendar->years = g_hash_table_new(NULL, NULL);
	return calendar;
}

void
workday_free(struct workday *calendar)
{
	if (calendar == NULL)
		return;
	g_hash_table_unref(calendar->kinds);
	g_hash_table_unref(calendar->years);
	g_free(calendar);
}

gboolean
workday_set(struct workday *calendar, int day, enum workday_kind kind)
{
	if (!calendar_is_day(day))
		return FALSE;
	g_hash_table_replace(calendar->kinds, GINT_TO_POINTER(day),
	    GINT_TO_POINTER((int)kind));
	if (kind != WORKDAY_EXPECTED)
		g_hash_table_add(calendar->years, GINT_TO_POINTER(day / 10000));
	return TRUE;
}

/* The same whatever order the days were said in. */
guint32
workday_version(const struct workday *calendar)
{
	GHashTableIter iter;
	gpointer day, kind;
	guint32 version = 0;

	g_hash_table_iter_init(&iter, calendar->kinds);
	while (g_hash_table_iter_next(&iter, &day, &kind))
		version += (guint32)(GPOINTER_TO_INT(day) * 4 + GPOINTER_TO_INT(kind)) *
		    2654435761u;
	return version != 0 ? version : 1;
}

gboolean
workday_works(const struct workday *calendar, int day)
{
	gpointer kind;

	if (g_hash_table_lookup_extended(calendar->kinds, GINT_TO_POINTER(day),
	    NULL, &kind))
		return GPOINTER_TO_INT(kind) == WORKDAY_WORKS;
	return calendar_weekday(day) <= 5;
}

gboolean
workday_knows(const struct workday *calendar, int year)
{
	return g_hash_table_contains(calendar->years, GINT_TO_POINTER(year));
}

int
workday_add(const struct workday *calendar, int day, int days,
    gboolean *provisional)
{
	while (days > 0) {
		day = calendar_day_add(day, 1);
		if (workday_works(calendar, day))
			days--;
	}
	if (provisional != NULL)
		*provisional = !workday_knows(calendar, day / 10000);
	return day;
}

int
workday_at_or_before(const struct workday *calendar, int day)
{
	int at = day;

	for (int i = 0; i <= WORKDAY_LOOK_BACK; i++) {
		if (workday_works(calendar, at))
			return at;
		at = calendar_day_add(at, -1);
	}
	return day;
}
