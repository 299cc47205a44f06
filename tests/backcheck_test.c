/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verification sampling: who is asked, who is not, what the answers come to; and the
 * other flags.
 */
#include "tests/county_fixture.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "db/duty_flag.h"
#include "tests/suite.h"

/* Monday, 2026-11-02 08:00 in Shanghai. */
#define START	(G_GINT64_CONSTANT(1793577600) * CLOCK_SECOND)
#define CADRES	40
#define CARD	10	/* households of each */

#define sql(...)	county_sql(&county, __VA_ARGS__)
#define ask(...)	county_number(&county, __VA_ARGS__)

static struct county county;
static GString *flags;

/* Cadres of a town, the last ten of a department; each household has a main
 * telephone of its own. */
static void
people(void)
{
	sql("INSERT INTO area VALUES (1, 't', '', 'county', '县')");
	sql("INSERT INTO department VALUES (1, 'mz', '民政局', '', '')");
	for (int c = 1; c <= CADRES; c++) {
		sql("INSERT INTO cadre (id, code, name, area, department, title, "
		    "mobile, office_phone, duties, supervisor, deputy, public) "
		    "VALUES (%d, 'k%02d', '干部', '%s', '%s', '', '+86137000000%02d'"
		    ", '', '', '', '', 1)", c, c, c <= CADRES - 10 ? "t" : "",
		    c <= CADRES - 10 ? "" : "mz", c);
		for (int h = 0; h < CARD; h++) {
			int id = c * 100 + h;

			sql("INSERT INTO household (id, code, area, head, tags) "
			    "VALUES (%d, 'h%d', 't', '王', '')", id, id);
			sql("INSERT INTO assignment (cadre_id, household_id, no, "
			    "from_day, to_day) VALUES (%d, %d, %d, 20250101, 0)",
			    c, id, h + 1);
			sql("INSERT INTO phone (number, household_id, person, "
			    "main, source, confirmed_on, changed_on) VALUES "
			    "('+861390000%04d', %d, '王', 1, '', 0, 20250101)",
			    id, id);
		}
	}
}

static void
backcheck_open(void)
{
	county_open(&county, "duty = { check_line = \"survey\"; };", START);
	flags = g_string_new(NULL);
	sql("UPDATE backcheck_seed SET seed = zeroblob(32)");
	county_must(db_begin(county.db, NULL), NULL);
	people();
	county_must(db_commit(county.db, NULL), NULL);
}

static void
backcheck_close(void)
{
	county_close(&county);
	g_string_free(flags, TRUE);
}

/* Everybody reports every household on a day. */
static void
all_report(int day)
{
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) SELECT cadre_id, household_id, %d, 'visit', %" G_GINT64_FORMAT
	    ", '' FROM assignment", day, clock_now());
}

/* What is due leaves. */
static void
drain(void)
{
	struct outbox_msg msg = { 0 };

	while (county_send(&county, "survey", BEARER_SMS, NULL, &msg))
		outbox_msg_clear(&msg);
}

/* Mornings of the days from here to `day`. */
static void
until(int day)
{
	gint64 end = calendar_moment(day, 720, county.config->zone);

	while (clock_now() < end) {
		gint64 next;

		fixture_run_due(&county, &next);
		if (next <= clock_now())
			continue;
		clock_turn(2 * CLOCK_HOUR);
		drain();
		clock_turn(MAX(MIN(next, end) - clock_now(), 0));
	}
}

START_TEST(reported_households_are_asked_from_the_third_day_on)
{
	all_report(20261102);
	until(20261104);
	ck_assert_int_eq(ask("SELECT count(*) FROM backcheck"), 0);
	until(20261112);
	ck_assert_int_gt(ask("SELECT count(*) FROM backcheck"), CADRES / 2);
	ck_assert_int_eq(ask("SELECT count(*) FROM backcheck WHERE reported = 0"),
	    0);
	ck_assert_int_eq(ask("SELECT min(day) FROM backcheck"), 20261105);
}
END_TEST

START_TEST(no_more_are_asked_of_a_cadre_than_his_share)
{
	all_report(20261102);
	until(20261113);
	ck_assert_int_eq(ask("SELECT max(n) FROM (SELECT count(*) AS n FROM "
	    "backcheck WHERE cadre_id <= 30 GROUP BY cadre_id)"), 3);
	ck_assert_int_eq(ask("SELECT max(n) FROM (SELECT count(*) AS n FROM "
	    "backcheck WHERE cadre_id > 30 GROUP BY cadre_id)"), 1);
}
END_TEST

START_TEST(a_household_is_not_asked_again_for_three_months)
{
	all_report(20261102);
	until(20261113);
	clock_turn(calendar_moment(20261201, 480, county.config->zone) - clock_now());
	all_report(20261201);
	until(20261212);
	ck_assert_int_eq(ask("SELECT count(*) - count(DISTINCT household_id) "
	    "FROM backcheck"), 0);
	ck_assert_int_gt(ask("SELECT count(*) FROM backcheck WHERE day > "
	    "20261201"), 0);
}
END_TEST

START_TEST(nobody_is_asked_by_a_cadres_number)
{
	all_report(20261102);
	sql("UPDATE OR IGNORE phone SET number = '+8613700000001'");
	until(20261113);
	ck_assert_int_eq(ask("SELECT count(*) FROM backcheck WHERE phone = "
	    "'+8613700000001'"), 0);
}
END_TEST

START_TEST(of_the_silent_ones_fewer_are_asked_at_the_end)
{
	until(20261124);
	ck_assert_int_eq(ask("SELECT count(*) FROM backcheck"), 0);
	until(20261130);
	ck_assert_int_gt(ask("SELECT count(*) FROM backcheck"), 0);
	ck_assert_int_lt(ask("SELECT count(*) FROM backcheck"), CADRES / 2);
	ck_assert_int_eq(ask("SELECT count(*) FROM backcheck WHERE reported = 1"),
	    0);
}
END_TEST

START_TEST(asking_keeps_to_working_mornings)
{
	all_report(20261105);
	/* Saturday and Sunday. */
	until(20261109);
	ck_assert_int_eq(ask("SELECT count(*) FROM backcheck WHERE day IN "
	    "(20261107, 20261108)"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE 'check:%%' "
	    "AND time(not_before / 1000000, 'unixepoch', '+8 hours') NOT BETWEEN "
	    "'09:30:00' AND '10:30:00'"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE 'check:%%' "
	    "AND (line <> 'survey' OR lane <> 'survey')"), 0);
}
END_TEST

START_TEST(without_a_line_nobody_is_asked)
{
	*county.config->check_line = '\0';
	all_report(20261102);
	for (int i = 0; i < 10; i++) {
		gint64 next;

		clock_turn(CLOCK_DAY);
		fixture_run_due(&county, &next);
	}
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda WHERE kind = "
	    "'backcheck.round'"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM backcheck"), 0);
}
END_TEST

/* A text of a household, on the survey line. */
static void
reply(const char *phone, const char *text)
{
	struct inbox_msg msg = { 0 };

	county_receive(&county, BEARER_SMS, "survey", phone, text, 0, FALSE, &msg);
	inbox_msg_clear(&msg);
}

START_TEST(an_answer_is_the_households_in_its_own_words)
{
	static const struct {
		const char *text, *answer;
	} answers[] = {
		{ "1", "yes" }, { "有", "yes" }, { "来过", "yes" }, { "要得", "yes" },
		{ "2", "no" }, { "没得", "no" }, { "没来过", "no" },
		{ "3", "unsure" }, { "记不到", "unsure" }, { "不晓得", "unsure" },
	};
	g_autofree char *asked = NULL;
	g_auto(GStrv) phones = NULL;

	all_report(20261102);
	until(20261113);
	asked = county_lines(&county, "SELECT phone FROM backcheck ORDER BY id DESC");
	phones = g_strsplit(asked, "\n", -1);
	ck_assert_int_gt(g_strv_length(phones), G_N_ELEMENTS(answers));
	for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
		reply(phones[i], answers[i].text);
		ck_assert_msg(ask("SELECT count(*) FROM backcheck WHERE "
		    "phone = '%s' AND answer = '%s'", phones[i],
		    answers[i].answer) == 1, "%s", answers[i].text);
	}
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE text LIKE "
	    "'谢谢,记下了%%'"), G_N_ELEMENTS(answers));
}
END_TEST

START_TEST(too_many_noes_are_more_than_forgetting)
{
	/* DOMAIN 3.5: the least that is flagged. */
	static const int least[][2] = {
		{ 6, 3 }, { 8, 3 }, { 10, 3 }, { 12, 4 }, { 15, 4 }, { 20, 5 },
		{ 25, 5 }, { 36, 7 }, { 50, 8 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(least); i++) {
		ck_assert_msg(duty_flag_checks(least[i][1], least[i][0]),
		    "%d of %d", least[i][1], least[i][0]);
		ck_assert_msg(!duty_flag_checks(least[i][1] - 1, least[i][0]),
		    "%d of %d", least[i][1] - 1, least[i][0]);
	}
	ck_assert(!duty_flag_checks(5, 5));
	ck_assert(!duty_flag_checks(0, 0));
}
END_TEST

static void
see_flag(const struct duty_flagged *f, void *user)
{
	g_string_append_printf(flags, "%s %s %d/%d;", duty_flag_name(f->flag),
	    f->who, f->count, f->of);
}

static void
contact(int cadre, int household, int day, const char *kind, gint64 made_at)
{
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) VALUES (%d, %d, %d, '%s', %" G_GINT64_FORMAT ", '')", cadre,
	    household, day, kind, made_at);
}

START_TEST(odd_patterns_are_shown_to_a_person)
{
	gint64 noon = calendar_moment(20261110, 720, county.config->zone);
	gint64 night = calendar_moment(20261110, 23 * 60, county.config->zone);
	gint64 last = calendar_moment(20261129, 600, county.config->zone);
	GError *error = NULL;

	county_must(db_begin(county.db, NULL), NULL);
	/* 1: all at the end; 2: sixteen in an hour; 3: at night; 4: on leave */
	for (int i = 0; i < 10; i++)
		contact(1, 100 + i, 20261101 + i, "phone", i < 6 ? noon : last);
	for (int i = 0; i < 16; i++)
		contact(2, 200 + i % 10 + i / 10 * 100, 20261110, "visit", noon + i);
	for (int i = 0; i < 3; i++)
		contact(3, 300 + i, 20261110, "phone", night);
	sql("INSERT INTO leave (cadre_id, from_day, to_day, deputy_id) "
	    "VALUES (4, 20261105, 20261112, NULL)");
	contact(4, 400, 20261110, "visit", noon);
	/* 5: too many say that nobody came; 6: as many as forget */
	for (int i = 0; i < 6; i++) {
		sql("INSERT INTO backcheck (day, cadre_id, household_id, phone, "
		    "reported, answer) VALUES (20261110, 5, %d, 'x', 1, '%s')",
		    500 + i, i < 3 ? "no" : "yes");
		sql("INSERT INTO backcheck (day, cadre_id, household_id, phone, "
		    "reported, answer) VALUES (20261110, 6, %d, 'x', 1, '%s')",
		    600 + i, i < 2 ? "no" : "yes");
	}
	sql("UPDATE phone SET number = '+8613999999999' WHERE household_id IN "
	    "(700, 701, 702)");
	sql("UPDATE phone SET number = '+8613700000008' WHERE household_id = 800");
	/* 9: asked by a number that took another's place a week ago */
	sql("INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) VALUES ('+8613911111111', 900, '王', 1, '', "
	    "0, 20261103)");
	sql("INSERT INTO backcheck (day, cadre_id, household_id, phone, reported) "
	    "VALUES (20261110, 9, 900, '+8613911111111', 1)");
	/* 10: three answers in no time; 11: three in their time */
	for (int i = 0; i < 6; i++) {
		sql("INSERT INTO backcheck (id, day, cadre_id, household_id, "
		    "phone, reported, answer, answered_at) VALUES (%d, 20261110, "
		    "%d, %d, 'y', 1, 'yes', %" G_GINT64_FORMAT ")", 9000 + i,
		    10 + i / 3, 1000 + i, noon + (i < 3 ? 5 : 60) * CLOCK_SECOND);
		sql("INSERT INTO outbox (prev, key, bearer, line, modem, lane, "
		    "phone, parts, made_at, not_after, ref, changed_at, not_before, "
		    "text) VALUES (0, 'check:%d', 'sms', 'survey', '', 'survey', 'y', 1, "
		    "0, 0, 0, 0, 0, '')", 9000 + i);
		sql("INSERT INTO outbox_part (outbox_id, part, attempt, modem, mr, "
		    "sent_at) VALUES (last_insert_rowid(), 0, 0, '', 0, %"
		    G_GINT64_FORMAT ")", noon);
	}
	county_must(duty_flag_each(county.db, 202611, county.config->zone, see_flag, NULL,
	    &error), error);
	ck_assert_str_eq(flags->str, "checks k05 3/6;last days k01 4/10;"
	    "hurry k02 16/0;night k03 3/0;leave k04 1/0;"
	    "households +8613999999999 3/0;cadre number k08 1/0;"
	    "new number k09 1/0;quick k10 3/0;");
	county_must(db_commit(county.db, NULL), NULL);
}
END_TEST

static void
check_tests(Suite *suite)
{
	TCase *tc = tcase_create("check");

	tcase_add_checked_fixture(tc, backcheck_open, backcheck_close);
	tcase_add_test(tc, reported_households_are_asked_from_the_third_day_on);
	tcase_add_test(tc, no_more_are_asked_of_a_cadre_than_his_share);
	tcase_add_test(tc, a_household_is_not_asked_again_for_three_months);
	tcase_add_test(tc, nobody_is_asked_by_a_cadres_number);
	tcase_add_test(tc, of_the_silent_ones_fewer_are_asked_at_the_end);
	tcase_add_test(tc, asking_keeps_to_working_mornings);
	tcase_add_test(tc, without_a_line_nobody_is_asked);
	tcase_add_test(tc, an_answer_is_the_households_in_its_own_words);
	tcase_add_test(tc, too_many_noes_are_more_than_forgetting);
	tcase_add_test(tc, odd_patterns_are_shown_to_a_person);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("check", check_tests)
