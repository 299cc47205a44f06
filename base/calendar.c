/*
 * Calendar arithmetic by GDateTime: the zone's own rules, no table of ours.
 */
#include "base/calendar.h"

#include "base/clock.h"

#define MINUTES_A_DAY	(24 * 60)

static GDateTime *calendar_local(gint64 wall, GTimeZone *zone);

int
calendar_minute_of_day(gint64 wall, GTimeZone *zone)
{
	g_autoptr(GDateTime) local = calendar_local(wall, zone);

	return g_date_time_get_hour(local) * 60 +
	    g_date_time_get_minute(local);
}

int
calendar_day(gint64 wall, GTimeZone *zone)
{
	g_autoptr(GDateTime) local = calendar_local(wall, zone);

	return g_date_time_get_year(local) * 10000 +
	    g_date_time_get_month(local) * 100 +
	    g_date_time_get_day_of_month(local);
}

gint64
calendar_next_in_window(gint64 wall, GTimeZone *zone, int from_min, int to_min)
{
	int minute = calendar_minute_of_day(wall, zone);
	gboolean inside;
	gint64 minute_start;
	int wait;

	if (from_min == to_min)
		return wall;
	if (from_min < to_min)
		inside = minute >= from_min && minute < to_min;
	else
		inside = minute >= from_min || minute < to_min;
	if (inside)
		return wall;
	wait = (from_min - minute + MINUTES_A_DAY) % MINUTES_A_DAY;
	minute_start = wall - wall % CLOCK_MINUTE;
	return minute_start + wait * CLOCK_MINUTE;
}

char *
calendar_format(gint64 wall, GTimeZone *zone, const char *format)
{
	g_autoptr(GDateTime) local = calendar_local(wall, zone);

	return g_date_time_format(local, format);
}

static GDateTime *
calendar_local(gint64 wall, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc =
	    g_date_time_new_from_unix_utc(wall / CLOCK_SECOND);

	/* Outside GDateTime's years 1-9999: nothing real is there. */
	if (utc == NULL)
		return g_date_time_new_from_unix_utc(0);
	return g_date_time_to_timezone(utc, zone);
}
