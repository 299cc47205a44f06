/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reminders: on which days they fall, and a year of them, evening by evening.
 */
#include "tests/county_fixture.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/holiday.h"
#include "services/duty_remind.h"
#include "services/duty_remind_day.h"
#include "tests/suite.h"

/* 2026-01-01 00:10 in Shanghai. */
#define YEAR	(G_GINT64_CONSTANT(1767197400) * CLOCK_SECOND)

#define sql(...)	county_sql(&county, __VA_ARGS__)
#define ask(...)	county_number(&county, __VA_ARGS__)
#define answer(...)	county_lines(&county, __VA_ARGS__)

static struct county county;

/* Days off of 2026, and the weekends that are worked. */
static void
holidays(void)
{
	static const int stretches[][3] = {
		{ 20260101, 20260103, 0 }, { 20260215, 20260223, 0 },
		{ 20260404, 20260406, 0 }, { 20260501, 20260505, 0 },
		{ 20260619, 20260621, 0 }, { 20260925, 20260927, 0 },
		{ 20261001, 20261007, 0 }, { 20260104, 20260104, 1 },
		{ 20260214, 20260214, 1 }, { 20260228, 20260228, 1 },
		{ 20260509, 20260509, 1 }, { 20260920, 20260920, 1 },
		{ 20261010, 20261010, 1 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(stretches); i++) {
		for (int day = stretches[i][0]; day <= stretches[i][1];
		    day = calendar_day_add(day, 1)) {
			sql("INSERT INTO holiday VALUES "
			    "(%d, '%s')", day, stretches[i][2] ? "works" : "off");
		}
	}
}

/* A supervisor k1; k2 … k4 with ten households each. */
static void
people(void)
{
	sql("INSERT INTO area VALUES "
	    "(1, 'c', '', 'county', '县')");
	for (int i = 1; i <= 4; i++)
		sql("INSERT INTO cadre (id, code, name, area, "
		    "department, title, mobile, office_phone, duties, "
		    "supervisor, deputy, public) VALUES (%d, 'k%d', '干部%d', "
		    "'c', '', '', '+861370000000%d', '', '', '%s', '', 1)", i, i,
		    i, i, i == 1 ? "" : "k1");
	for (int i = 0; i < 30; i++) {
		sql("INSERT INTO household (id, code, area, "
		    "head, tags) VALUES (%d, 'h%d', 'c', '王%d', '%s')", i + 1,
		    i, i, i % 10 == 9 ? "防汛" : "");
		sql("INSERT INTO assignment (cadre_id, "
		    "household_id, no, from_day, to_day) VALUES "
		    "(%d, %d, %d, 20250101, 0)", i / 10 + 2, i + 1, i % 10 + 1);
	}
}

static void
year_open(void)
{
	county_open(&county, NULL, YEAR);
	holidays();
	people();
}

static void
year_close(void)
{
	county_close(&county);
}

/* Goes on to a moment of a day, step by step. */
static void
until(int day, int minute)
{
	gint64 end = calendar_moment(day, minute, county.config->zone);

	while (clock_now() < end) {
		gint64 next;

		fixture_run_due(&county, &next);
		if (next > clock_now())
			clock_turn(MIN(next, end) - clock_now());
	}
}

static void
contact(int cadre, int no, int day)
{
	sql("INSERT OR IGNORE INTO duty_contact (cadre_id, "
	    "household_id, day, kind, made_at, note) SELECT cadre_id, "
	    "household_id, %d, 'phone', 0, '' FROM assignment "
	    "WHERE cadre_id = %d AND no <= %d", day, cadre, no);
}

START_TEST(each_round_falls_on_a_working_day)
{
	/* first, second, list, final, people, people's final */
	static const struct {
		int month, days[DUTY_REMIND_STAGE_COUNT];
	} months[] = {
		{ 202601, { 20260120, 20260123, 20260128, 20260202, 20260128,
		    20260202 } },
		/* The first two come before the Spring Festival: on one day. */
		{ 202602, { 20260214, 20260225, 20260226, 20260302, 20260226,
		    20260302 } },
		{ 202606, { 20260618, 20260625, 20260626, 20260701, 20260626,
		    20260702 } },
		{ 202609, { 20260920, 20260924, 20260928, 20261008, 20260928,
		    20261008 } },
		{ 202610, { 20261020, 20261023, 20261028, 20261102, 20261028,
		    20261102 } },
		{ 202611, { 20261120, 20261125, 20261126, 20261201, 20261126,
		    20261202 } },
		{ 202612, { 20261218, 20261225, 20261228, 20270101, 20261228,
		    20270104 } },
	};
	GError *error = NULL;
	struct workday *calendar = holiday_load(county.db, &error);

	county_must(calendar != NULL, error);
	for (gsize m = 0; m < G_N_ELEMENTS(months); m++) {
		for (int stage = 0; stage < DUTY_REMIND_STAGE_COUNT; stage++)
			ck_assert_msg(duty_remind_day(calendar, months[m].month,
			    (enum duty_remind_stage)stage) == months[m].days[stage],
			    "%d, stage %d: %d", months[m].month, stage,
			    duty_remind_day(calendar, months[m].month,
			    (enum duty_remind_stage)stage));
	}
	workday_free(calendar);
}
END_TEST

START_TEST(who_has_called_on_all_is_left_alone)
{
	g_autofree char *texts = NULL;

	until(20261119, 600);
	sql("DELETE FROM outbox");
	contact(2, 10, 20261110);	/* all */
	contact(3, 7, 20261110);	/* 70 % */
	contact(4, 6, 20261110);
	until(20261121, 600);
	texts = answer("SELECT key || ' ' || phone || ' ' || text FROM outbox");
	ck_assert_str_eq(texts, "remind:2026-11:k4:first +8613700000004 "
	    "干部4您好:11月应联系10户,已联系6户,还差4户。回“查”看名单\n");
	until(20261127, 600);
	g_free(texts);
	texts = answer("SELECT key || ' ' || text FROM outbox ORDER BY key");
	ck_assert_str_eq(texts, "remind:2026-11:k1:people 干部1您好:11月还有2人没"
	    "联系完,共差7户:干部33 干部44\n"
	    "remind:2026-11:k3:list 干部3您好:11月应联系10户,已联系7户,还差3户:"
	    "重点 10王 其他 08王 09王。回“查”看名单\n"
	    "remind:2026-11:k3:second 干部3您好:11月应联系10户,已联系7户,还差3户。"
	    "回“查”看名单\n"
	    "remind:2026-11:k4:first 干部4您好:11月应联系10户,已联系6户,还差4户。"
	    "回“查”看名单\n"
	    "remind:2026-11:k4:list 干部4您好:11月应联系10户,已联系6户,还差4户:"
	    "重点 10王 其他 07王 08王 09王。回“查”看名单\n"
	    "remind:2026-11:k4:second 干部4您好:11月应联系10户,已联系6户,还差4户。"
	    "回“查”看名单\n");
}
END_TEST

START_TEST(nobody_on_leave_is_reminded_and_the_deputy_is)
{
	g_autofree char *texts = NULL;

	until(20261119, 600);
	sql("DELETE FROM outbox");
	contact(3, 10, 20261110);
	contact(4, 10, 20261110);
	sql("INSERT INTO leave (cadre_id, from_day, to_day, deputy_id) "
	    "VALUES (2, 20261115, 20261128, 3)");
	until(20261121, 600);
	texts = answer("SELECT key || ' ' || text FROM outbox");
	ck_assert_str_eq(texts, "remind:2026-11:k3:first 干部3您好:11月替干部2还差10户。"
	    "回“替查”看名单\n");
}
END_TEST

START_TEST(an_outage_sends_none_on_another_day)
{
	until(20261120, 600);
	sql("DELETE FROM outbox");
	/* The evening of the 20th is slept through. */
	clock_turn(calendar_moment(20261120, 20 * 60 + 40, county.config->zone) -
	    clock_now());
	until(20261121, 1430);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox"), 0);
	/* Of the 25th an hour. */
	until(20261125, 600);
	clock_turn(calendar_moment(20261125, 18 * 60 + 30, county.config->zone) -
	    clock_now());
	until(20261126, 600);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox"), 3);
}
END_TEST

START_TEST(a_clock_that_steps_back_or_a_second_start_sends_none_twice)
{
	until(20261120, 19 * 60);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'remind:2026-11:%%:first'"), 3);
	clock_turn(-2 * CLOCK_HOUR);
	sql("DELETE FROM agenda");
	dialog_forget_workdays(county.dialog);
	county.engine.replan = TRUE;
	until(20261120, 1430);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'remind:2026-11:%%:first'"), 3);
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda WHERE kind = 'duty.remind' "
	    "AND object = 'first' AND data LIKE 'month=202612 %%'"), 1);
}
END_TEST

/* Nobody calls on anybody for a year: all rounds are said to all. */
START_TEST(a_year_has_every_reminder_once_and_in_its_hours)
{
	g_autofree char *outside = NULL;

	until(20270105, 600);
	/* 12 months, 3 cadres; of the last year's December the final ones. Of
	 * stages that fall together the earlier are not said: none in 2026. */
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'remind:2026-%%:k_:first'"), 36);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'remind:2026-%%:k_:second'"), 36);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'remind:2026-%%:k_:list'"), 36);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'remind:2026-%%:k_:final'"), 36);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'remind:2026-%%:k1:people%%'"), 24);
	outside = answer("SELECT key || ' ' || time(not_before / 1000000, "
	    "'unixepoch', '+8 hours') FROM outbox WHERE time(not_before / "
	    "1000000, 'unixepoch', '+8 hours') NOT BETWEEN '17:30:00' AND "
	    "'18:30:00'");
	ck_assert_str_eq(outside, "");
	g_free(outside);
	outside = answer("SELECT key FROM outbox JOIN holiday ON kind = 'off' "
	    "AND day = CAST(strftime('%%Y%%m%%d', not_before / 1000000, "
	    "'unixepoch', '+8 hours') AS INTEGER)");
	ck_assert_str_eq(outside, "");
}
END_TEST

static void
remind_tests(Suite *suite)
{
	TCase *tc = tcase_create("remind");

	tcase_add_checked_fixture(tc, year_open, year_close);
	tcase_add_test(tc, each_round_falls_on_a_working_day);
	tcase_add_test(tc, who_has_called_on_all_is_left_alone);
	tcase_add_test(tc, nobody_on_leave_is_reminded_and_the_deputy_is);
	tcase_add_test(tc, an_outage_sends_none_on_another_day);
	tcase_add_test(tc,
	    a_clock_that_steps_back_or_a_second_start_sends_none_twice);
	tcase_add_test(tc, a_year_has_every_reminder_once_and_in_its_hours);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("remind", remind_tests)
