/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Days as numbers, and which of them are worked: the vectors of DOMAIN 1.4.
 */
#include "tests/suite.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/workday.h"

/* The State Council's notice for 2026. */
static const struct stretch {
	int from, to;
	enum workday_kind kind;
} notice_2026[] = {
	{ 20260101, 20260103, WORKDAY_OFF },
	{ 20260215, 20260223, WORKDAY_OFF },
	{ 20260404, 20260406, WORKDAY_OFF },
	{ 20260501, 20260505, WORKDAY_OFF },
	{ 20260619, 20260621, WORKDAY_OFF },
	{ 20260925, 20260927, WORKDAY_OFF },
	{ 20261001, 20261007, WORKDAY_OFF },
	{ 20260104, 20260104, WORKDAY_WORKS },
	{ 20260214, 20260214, WORKDAY_WORKS },
	{ 20260228, 20260228, WORKDAY_WORKS },
	{ 20260509, 20260509, WORKDAY_WORKS },
	{ 20260920, 20260920, WORKDAY_WORKS },
	{ 20261010, 20261010, WORKDAY_WORKS },
};

static struct workday *calendar;

static void
notice_open(void)
{
	calendar = workday_new();
	for (gsize i = 0; i < G_N_ELEMENTS(notice_2026); i++) {
		const struct stretch *s = &notice_2026[i];

		for (int day = s->from; day <= s->to;
		    day = calendar_day_add(day, 1))
			ck_assert(workday_set(calendar, day, s->kind));
	}
}

static void
notice_close(void)
{
	workday_free(calendar);
}

START_TEST(a_limit_is_counted_in_working_days)
{
	static const struct {
		int received, days, due;
	} rows[] = {
		{ 20260212, 1, 20260213 }, { 20260212, 5, 20260226 },
		{ 20260213, 5, 20260227 }, { 20260214, 5, 20260228 },
		{ 20260217, 3, 20260226 }, { 20260430, 5, 20260511 },
		{ 20260919, 1, 20260920 }, { 20260930, 1, 20261008 },
		{ 20260930, 15, 20261027 }, { 20261009, 1, 20261010 },
		{ 20261123, 15, 20261214 }, { 20261123, 0, 20261123 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gboolean provisional;

		ck_assert_int_eq(workday_add(calendar, rows[i].received,
		    rows[i].days, &provisional), rows[i].due);
		ck_assert(!provisional);
	}
}
END_TEST

START_TEST(a_year_has_248_working_days)
{
	int count = 0;

	for (int day = 20260101; day <= 20261231;
	    day = calendar_day_add(day, 1))
		count += workday_works(calendar, day);
	ck_assert_int_eq(count, 248);
}
END_TEST

START_TEST(a_year_without_its_notice_is_provisional)
{
	gboolean provisional;

	ck_assert(workday_knows(calendar, 2026));
	ck_assert(!workday_knows(calendar, 2027));
	ck_assert_int_eq(workday_add(calendar, 20261231, 1, &provisional),
	    20270101);
	ck_assert(provisional);
	ck_assert(workday_set(calendar, 20270101, WORKDAY_EXPECTED));
	ck_assert_int_eq(workday_add(calendar, 20261231, 1, &provisional),
	    20270104);
	ck_assert(provisional);
	ck_assert(workday_set(calendar, 20270101, WORKDAY_OFF));
	workday_add(calendar, 20261231, 1, &provisional);
	ck_assert(!provisional);
}
END_TEST

START_TEST(what_falls_on_a_day_off_is_brought_forward)
{
	ck_assert_int_eq(workday_at_or_before(calendar, 20261120), 20261120);
	ck_assert_int_eq(workday_at_or_before(calendar, 20260920), 20260920);
	ck_assert_int_eq(workday_at_or_before(calendar, 20260220), 20260214);
	ck_assert_int_eq(workday_at_or_before(calendar, 20261007), 20260930);
}
END_TEST

START_TEST(there_are_no_other_days_than_those_of_the_calendar)
{
	static const int wrong[] = {
		0, -1, 20260229, 20261301, 20260100, 20260431, 18991231, 30000101
	};

	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		ck_assert(!calendar_is_day(wrong[i]));
		ck_assert(!workday_set(calendar, wrong[i], WORKDAY_OFF));
	}
	ck_assert(calendar_is_day(20280229));
}
END_TEST

START_TEST(days_are_counted_over_months_and_years)
{
	ck_assert_int_eq(calendar_day_add(20261231, 1), 20270101);
	ck_assert_int_eq(calendar_day_add(20270101, -1), 20261231);
	ck_assert_int_eq(calendar_day_add(20280228, 1), 20280229);
	ck_assert_int_eq(calendar_days_between(20260101, 20270101), 365);
	ck_assert_int_eq(calendar_days_between(20261101, 20261031), -1);
	ck_assert_int_eq(calendar_weekday(20261123), 1);
	ck_assert_int_eq(calendar_weekday(20261129), 7);
	ck_assert_int_eq(calendar_month_add(202611, 2), 202701);
	ck_assert_int_eq(calendar_month_add(202601, -1), 202512);
	ck_assert_int_eq(calendar_month_days(202802), 29);
}
END_TEST

START_TEST(days_are_written_one_way_only)
{
	static const char *const wrong[] = {
		"", "2026-11-3", "2026/11/03", "20261103", "2026-11-031",
		"2026- 1- 1", "2026-02-30", "十一月", "2026-11-0x"
	};
	g_autofree char *text = calendar_day_write(20261103);

	ck_assert_str_eq(text, "2026-11-03");
	ck_assert_int_eq(calendar_day_read(text), 20261103);
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
		ck_assert_int_eq(calendar_day_read(wrong[i]), 0);
}
END_TEST

START_TEST(a_day_begins_at_local_midnight)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Asia/Shanghai");
	gint64 moment = calendar_moment(20261123, 17 * 60 + 30, zone);

	ck_assert_int_eq(moment / CLOCK_SECOND, 1795426200);
	ck_assert_int_eq(calendar_day(moment, zone), 20261123);
	ck_assert_int_eq(calendar_minute_of_day(moment, zone), 17 * 60 + 30);
}
END_TEST

static void
workday_tests(Suite *suite)
{
	TCase *tc = tcase_create("workday");

	tcase_add_checked_fixture(tc, notice_open, notice_close);
	tcase_add_test(tc, a_limit_is_counted_in_working_days);
	tcase_add_test(tc, a_year_has_248_working_days);
	tcase_add_test(tc, a_year_without_its_notice_is_provisional);
	tcase_add_test(tc, what_falls_on_a_day_off_is_brought_forward);
	tcase_add_test(tc, there_are_no_other_days_than_those_of_the_calendar);
	tcase_add_test(tc, days_are_counted_over_months_and_years);
	tcase_add_test(tc, days_are_written_one_way_only);
	tcase_add_test(tc, a_day_begins_at_local_midnight);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("workday", workday_tests)
