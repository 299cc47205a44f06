/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendar arithmetic in the county's time zone: what day it is there, what
 * hour, and when an hour comes next.  Pure functions of a wall time (us since
 * 1970 UTC) and a zone.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <glib.h>

/* Minutes after local midnight, 0-1439. */
int	calendar_minute_of_day(gint64 wall, GTimeZone *zone);
/* "08:00"; -1 when it is none. */
int	calendar_minute_read(const char *text);

/* The day as 20261123, for keys that must not repeat within a day. */
int	calendar_day(gint64 wall, GTimeZone *zone);

/* The moment a day begins, or so many minutes after that. */
gint64	calendar_moment(int day, int minute, GTimeZone *zone);

/* Days as numbers, 20261123. */
gboolean calendar_is_day(int day);	/* is there such a day, 1900-2999? */
int	calendar_day_add(int day, int days);	/* days may be below 0 */
int	calendar_days_between(int from, int to);	/* to - from */
int	calendar_weekday(int day);	/* 1 Monday to 7 Sunday */

/* Months as numbers, 202611. */
int	calendar_month_add(int month, int months);
int	calendar_month_days(int month);
/* "2026-11"; 0 when it is none. */
int	calendar_month_read(const char *text);
/* Caller frees. */
char	*calendar_month_write(int month);

/* "2026-11-23"; 0 when it is none. */
int	calendar_day_read(const char *text);
/* Caller frees. */
char	*calendar_day_write(int day);

/*
 * The first moment at or after `wall` that lies in the daily window
 * [from_min, to_min) of local time; `wall` itself when it is inside.  A window
 * with from_min == to_min is the whole day.  (Quiet hours, DOMAIN 5.5.)
 */
gint64	calendar_next_in_window(gint64 wall, GTimeZone *zone, int from_min,
	    int to_min);

/* "12月4日 09:05"-like forms for people: caller frees. `format` is that of
 * g_date_time_format(). */
char	*calendar_format(gint64 wall, GTimeZone *zone, const char *format);

#endif
