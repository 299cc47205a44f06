/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A service is added by its own files and one row: teaching_service.c,
 * teaching/market.conf, and its line in the list below.
 */
#include "tests/teaching_service.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "services/services.h"
#include "tests/county_fixture.h"
#include "tests/suite.h"

/* 2026-11-23 09:00 in Shanghai, a Monday. */
#define MONDAY	(G_GINT64_CONSTANT(1795395600) * CLOCK_SECOND)
#define WANG	"+8613812345678"

static struct county county;
static const struct service *all[64];
static GString *said;

static void
market_open(void)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *folder = g_build_filename(top != NULL ? top : ".",
	    "tests", "teaching", NULL);
	int count = 0;

	for (; services[count] != NULL; count++)
		all[count] = services[count];
	ck_assert_int_lt(count + 1, G_N_ELEMENTS(all));
	all[count] = &teaching_service;		/* the row */
	county_open_with(&county, all, folder, NULL, MONDAY);
	ck_assert(teaching_migrate(county.db));
	said = g_string_new(NULL);
}

static void
market_close(void)
{
	county_close(&county);
	g_string_free(said, TRUE);
}

static void
hear(void *user)
{
	struct outbox_msg msg = { 0 };

	while (county_send(&county, "hotline", BEARER_SMS, NULL, &msg)) {
		g_string_append_printf(said, "%s|", msg.text);
		outbox_msg_clear(&msg);
	}
}

/* What is said to Wang when he texts this. */
static const char *
answer(const char *text)
{
	struct inbox_msg msg = { 0 };

	g_string_truncate(said, 0);
	county_receive(&county, BEARER_SMS, "hotline", WANG, text, 0, FALSE, &msg);
	inbox_msg_clear(&msg);
	hear(NULL);
	return said->str;
}

/* What is said in the days until then. */
static const char *
until(int day)
{
	g_string_truncate(said, 0);
	county_turn(&county, calendar_moment(day, 12 * 60,
	    county.config->zone), hear, NULL);
	return said->str;
}

START_TEST(its_words_are_heard_and_its_screen_is_said)
{
	ck_assert_str_eq(answer("赶集"),
	    "紫阳热线:逢三、六、九赶集。要头一天早上叫您:1提醒|");
	ck_assert_str_eq(answer("1"),
	    "好,赶集头一天早上九点提醒您。不要了回“退订”|");
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM market"), 1);
}
END_TEST

START_TEST(its_clock_reminds_once_before_each_market_day)
{
	answer("赶集");
	answer("1");
	ck_assert_str_eq(until(20261124), "");
	ck_assert_str_eq(until(20261128),
	    "紫阳热线:明天26日赶集|紫阳热线:明天29日赶集|");
	ck_assert_str_eq(until(20261201), "");
}
END_TEST

/* The door knows its notices, though it does not know the service. */
START_TEST(who_opts_out_is_not_reminded)
{
	answer("赶集");
	answer("1");
	answer("退订");
	ck_assert_str_eq(until(20261203), "");
}
END_TEST

START_TEST(a_house_without_its_row_does_not_know_it)
{
	struct inbox_msg msg = { 0 };

	county_close(&county);
	county_open(&county, NULL, MONDAY);
	county_receive(&county, BEARER_SMS, "hotline", WANG, "赶集", 0, FALSE, &msg);
	inbox_msg_clear(&msg);
	hear(NULL);
	ck_assert_ptr_null(strstr(said->str, "逢三"));
}
END_TEST

static void
teaching_tests(Suite *suite)
{
	TCase *tc = tcase_create("teaching");

	tcase_add_checked_fixture(tc, market_open, market_close);
	tcase_add_test(tc, its_words_are_heard_and_its_screen_is_said);
	tcase_add_test(tc, its_clock_reminds_once_before_each_market_day);
	tcase_add_test(tc, who_opts_out_is_not_reminded);
	tcase_add_test(tc, a_house_without_its_row_does_not_know_it);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("teaching", teaching_tests)
