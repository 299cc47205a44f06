/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_remind_day.h.
 */
#include "services/duty_remind_day.h"

#include "base/calendar.h"

#define REMIND_LEFT	2	/* working days behind the list */

static int	remind_day_at(const struct workday *calendar, int month,
		    enum duty_remind_stage stage);
static int	remind_day_of_list(const struct workday *calendar, int month);
static int	remind_day_after(const struct workday *calendar, int month, int day);

int
duty_remind_day(const struct workday *calendar, int month, enum duty_remind_stage stage)
{
	int day = remind_day_at(calendar, month, stage);

	/* The cadre's own, in their order. */
	for (int later = (int)stage + 1; later <= DUTY_REMIND_LIST; later++) {
		if (remind_day_at(calendar, month, (enum duty_remind_stage)later) ==
		    day)
			return 0;
	}
	return day;
}

static int
remind_day_at(const struct workday *calendar, int month,
    enum duty_remind_stage stage)
{
	switch (stage) {
	case DUTY_REMIND_FIRST:
		return workday_at_or_before(calendar, month * 100 + 20);
	case DUTY_REMIND_SECOND:
		return workday_at_or_before(calendar, month * 100 + 25);
	case DUTY_REMIND_LIST:
	case DUTY_REMIND_PEOPLE:
		return remind_day_of_list(calendar, month);
	case DUTY_REMIND_FINAL:
		return remind_day_after(calendar, month, 1);
	default:
		return remind_day_after(calendar, month, 2);
	}
}

static int
remind_day_of_list(const struct workday *calendar, int month)
{
	int usual = workday_at_or_before(calendar, month * 100 + 28);
	int early = workday_at_or_before(calendar, month * 100 +
	    calendar_month_days(month));

	for (int i = 0; i < REMIND_LEFT; i++)
		early = workday_at_or_before(calendar,
		    calendar_day_add(early, -1));
	return MIN(usual, early);
}

static int
remind_day_after(const struct workday *calendar, int month, int day)
{
	int at = calendar_month_add(month, 1) * 100 + day;

	return workday_works(calendar, at) ? at :
	    workday_add(calendar, at, 1, NULL);
}
