/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendar arithmetic by GDateTime: the zone's own rules, no table of ours.
 */
#include "base/calendar.h"

#include <stdlib.h>

#include "base/clock.h"

#define MINUTES_A_DAY	(24 * 60)

static GDateTime *calendar_local(gint64 wall, GTimeZone *zone);
static guint32	calendar_julian(int day);

int
calendar_minute_of_day(gint64 wall, GTimeZone *zone)
{
	g_autoptr(GDateTime) local = calendar_local(wall, zone);

	return g_date_time_get_hour(local) * 60 +
	    g_date_time_get_minute(local);
}

int
calendar_minute_read(const char *text)
{
	if (!g_regex_match_simple("^([01][0-9]|2[0-3]):[0-5][0-9]$", text,
	    G_REGEX_DOLLAR_ENDONLY, 0))
		return -1;
	return atoi(text) * 60 + atoi(text + 3);
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

gint64
calendar_moment(int day, int minute, GTimeZone *zone)
{
	g_autoptr(GDateTime) local = g_date_time_new(zone, day / 10000,
	    day / 100 % 100, day % 100, minute / 60, minute % 60, 0);

	return local == NULL ? 0 :
	    g_date_time_to_unix(local) * CLOCK_SECOND;
}

gboolean
calendar_is_day(int day)
{
	return day >= 19000101 && day <= 29991231 &&
	    g_date_valid_dmy((GDateDay)(day % 100),
	    (GDateMonth)(day / 100 % 100), (GDateYear)(day / 10000));
}

int
calendar_day_add(int day, int days)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, calendar_julian(day) + (guint32)days);
	return g_date_get_year(&date) * 10000 +
	    (int)g_date_get_month(&date) * 100 + g_date_get_day(&date);
}

int
calendar_days_between(int from, int to)
{
	return (int)calendar_julian(to) - (int)calendar_julian(from);
}

/* The first of January of the year 1, Julian day 1, was a Monday. */
int
calendar_weekday(int day)
{
	return (int)((calendar_julian(day) - 1) % 7) + 1;
}

int
calendar_month_add(int month, int months)
{
	int count = month / 100 * 12 + month % 100 - 1 + months;

	return count / 12 * 100 + count % 12 + 1;
}

int
calendar_month_days(int month)
{
	return g_date_get_days_in_month((GDateMonth)(month % 100),
	    (GDateYear)(month / 100));
}

int
calendar_month_read(const char *text)
{
	g_autofree char *first = g_strconcat(text, "-01", NULL);

	return calendar_day_read(first) / 100;
}

char *
calendar_month_write(int month)
{
	return g_strdup_printf("%04d-%02d", month / 100, month % 100);
}

int
calendar_day_read(const char *text)
{
	static const char shape[] = "dddd-dd-dd";
	int day = 0;

	for (gsize i = 0; i < sizeof(shape); i++) {
		if (shape[i] == 'd' ? !g_ascii_isdigit(text[i]) :
		    text[i] != shape[i])
			return 0;
		if (shape[i] == 'd')
			day = day * 10 + (text[i] - '0');
	}
	return calendar_is_day(day) ? day : 0;
}

char *
calendar_day_write(int day)
{
	return g_strdup_printf("%04d-%02d-%02d", day / 10000, day / 100 % 100,
	    day % 100);
}

char *
calendar_format(gint64 wall, GTimeZone *zone, const char *format)
{
	g_autoptr(GDateTime) local = calendar_local(wall, zone);

	return g_date_time_format(local, format);
}

static guint32
calendar_julian(int day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)(day % 100),
	    (GDateMonth)(day / 100 % 100), (GDateYear)(day / 10000));
	return g_date_get_julian(&date);
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
