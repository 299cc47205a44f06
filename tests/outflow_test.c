/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may leave and when: budgets, warm-up, quiet hours, by tables.
 */
#include "smsd/config.h"
#include "smsd/outflow.h"

#include "base/clock.h"
#include "smsd/budget.h"
#include "smsd/modem.h"
#include "smsd/sameness.h"
#include "tests/suite.h"

#define MONDAY_NOON	(G_GINT64_CONSTANT(1795406400) * CLOCK_SECOND)
			/* 2026-11-23 12:00 in Shanghai */

static struct config *config_of(const char *more);

START_TEST(a_budget_never_lets_more_through_in_any_window)
{
	const int limits[BUDGET_SPANS] = { 6, 20, 50 };
	struct budget budget;
	gint64 sent[400];
	gint64 now = 5 * CLOCK_DAY + 1234567;
	int count = 0;

	budget_init(&budget, now);
	/* As greedy as can be, for three days. */
	while (now < 8 * CLOCK_DAY && count < (int)G_N_ELEMENTS(sent)) {
		gint64 free_at = budget_free_at(&budget, limits, now);

		if (free_at <= now) {
			sent[count++] = now;
			budget_add(&budget, now, 1);
			continue;
		}
		now = free_at;
	}
	for (int span = 0; span < BUDGET_SPANS; span++) {
		for (int i = limits[span]; i < count; i++)
			ck_assert_int_gt(sent[i] - sent[i - limits[span]],
			    budget_span(span) - budget_slot(span));
	}
	/* And not needlessly fewer: 50 a day. */
	ck_assert_int_ge(count, 148);
}
END_TEST

START_TEST(a_limit_of_0_is_no_limit)
{
	const int limits[BUDGET_SPANS] = { 0, 0, 0 };
	struct budget budget;

	budget_init(&budget, 0);
	budget_add(&budget, 0, 1000000);
	ck_assert_int_eq(budget_free_at(&budget, limits, 1), 1);
}
END_TEST

START_TEST(a_text_of_many_parts_makes_the_next_wait_longer)
{
	const int limits[BUDGET_SPANS] = { 2, 0, 0 };
	struct budget budget;

	budget_init(&budget, 0);
	budget_add(&budget, 0, 1);
	ck_assert_int_eq(budget_free_at(&budget, limits, 0), 0);
	budget_add(&budget, 30 * CLOCK_SECOND, 5);
	ck_assert_int_eq(budget_free_at(&budget, limits, 31 * CLOCK_SECOND),
	    90 * CLOCK_SECOND);
	ck_assert_int_eq(budget_sent(&budget, BUDGET_MINUTE,
	    59 * CLOCK_SECOND), 6);
	ck_assert_int_eq(budget_sent(&budget, BUDGET_MINUTE,
	    60 * CLOCK_SECOND), 5);
	ck_assert_int_eq(budget_sent(&budget, BUDGET_HOUR,
	    60 * CLOCK_SECOND), 6);
	ck_assert_int_eq(budget_sent(&budget, BUDGET_DAY, 2 * CLOCK_DAY), 0);
}
END_TEST

START_TEST(what_was_sent_before_a_restart_still_counts)
{
	const int limits[BUDGET_SPANS] = { 0, 10, 0 };
	gint64 now = 7 * CLOCK_DAY;
	struct budget budget;

	budget_init(&budget, now);
	budget_seed(&budget, BUDGET_HOUR, now - 30 * CLOCK_MINUTE, 10);
	budget_seed(&budget, BUDGET_HOUR, now - 2 * CLOCK_HOUR, 99);
	ck_assert_int_eq(budget_free_at(&budget, limits, now),
	    now + 30 * CLOCK_MINUTE);
}
END_TEST

/* May it be said? Then it is. */
static gboolean
said_once_more(struct sameness *sameness, const char *text, int limit, gint64 now)
{
	if (!sameness_allows(sameness, text, limit, now))
		return FALSE;
	ck_assert(sameness_allows(sameness, text, limit, now));	/* asking costs nothing */
	sameness_add(sameness, text, now);
	return TRUE;
}

START_TEST(the_same_words_are_said_so_often_in_any_hour)
{
	struct sameness *sameness = sameness_new();

	ck_assert(said_once_more(sameness, "停水", 2, 0));
	ck_assert(said_once_more(sameness, "停水", 2, 10 * CLOCK_MINUTE));
	ck_assert(!said_once_more(sameness, "停水", 2, 20 * CLOCK_MINUTE));
	ck_assert(said_once_more(sameness, "停电", 2, 20 * CLOCK_MINUTE));
	ck_assert(!said_once_more(sameness, "停水", 2, CLOCK_HOUR - 1));
	ck_assert(said_once_more(sameness, "停水", 2, CLOCK_HOUR));
	ck_assert(!said_once_more(sameness, "停水", 2, CLOCK_HOUR));
	ck_assert(said_once_more(sameness, "停水", 2, 9 * CLOCK_HOUR));
	ck_assert(said_once_more(sameness, "停水", 0, 9 * CLOCK_HOUR));
	sameness_free(sameness);
}
END_TEST

/* Answers, and texts heard. */
static const struct {
	int	replied, heard, limit;
	gboolean much;
} ratios[] = {
	{ 19, 0, 3, FALSE }, { 20, 0, 3, TRUE }, { 60, 20, 3, FALSE },
	{ 61, 20, 3, TRUE }, { 61, 20, 0, FALSE },
};

START_TEST(a_sim_that_answers_more_than_it_is_asked_is_told)
{
	const struct config config = {
		.replies_per_text = ratios[_i].limit,
	};
	struct modem modem = { 0 };
	int replied, heard;

	clock_stop_at(MONDAY_NOON);
	budget_init(&modem.replied, clock_elapsed());
	budget_init(&modem.heard, clock_elapsed());
	budget_add(&modem.replied, clock_elapsed(), ratios[_i].replied);
	budget_add(&modem.heard, clock_elapsed(), ratios[_i].heard);
	ck_assert_int_eq(outflow_answers_much(&config, &modem, &replied,
	    &heard), ratios[_i].much);
	ck_assert_int_eq(replied, ratios[_i].replied);
	ck_assert_int_eq(heard, ratios[_i].heard);
	clock_turn(CLOCK_DAY + CLOCK_HOUR);
	ck_assert(!outflow_answers_much(&config, &modem, &replied, &heard));
}
END_TEST

/* warm_up_from, days after it, kept percent; minute, hour, day. */
static const struct {
	const char *from;
	int	days, kept;
	int	minute, hour, day;
} limit_cases[] = {
	{ "", 0, 0, 6, 100, 250 },
	{ "", 0, 20, 6, 80, 200 },
	{ "2026-11-23", 0, 0, 6, 100, 50 },
	{ "2026-11-23", 6, 0, 6, 100, 50 },
	{ "2026-11-23", 7, 0, 6, 100, 250 },
	{ "2026-11-23", 3, 20, 6, 80, 40 },
};

START_TEST(a_new_sim_is_spared_and_a_part_is_kept_for_replies)
{
	g_autoptr(GTimeZone) zone =
	    g_time_zone_new_identifier("Asia/Shanghai");
	struct modem_config modem = {
		.per_minute = 6, .per_hour = 100, .per_day = 250,
		.warm_up_days = 7, .warm_up_per_day = 50,
		.warm_up_from = (char *)limit_cases[_i].from,
	};
	int limits[BUDGET_SPANS];

	outflow_limits(&modem, zone,
	    MONDAY_NOON + limit_cases[_i].days * CLOCK_DAY,
	    limit_cases[_i].kept, limits);
	ck_assert_int_eq(limits[BUDGET_MINUTE], limit_cases[_i].minute);
	ck_assert_int_eq(limits[BUDGET_HOUR], limit_cases[_i].hour);
	ck_assert_int_eq(limits[BUDGET_DAY], limit_cases[_i].day);
}
END_TEST

/* Quiet hours, a lane, and a local time of 23 November in minutes from noon;
 * how many minutes later it may leave. */
static const struct {
	const char *quiet;
	enum lane lane;
	int	minutes, later;
} quiet_cases[] = {
	{ "from = \"20:00\"; to = \"08:00\";", LANE_NOTICE, 0, 0 },
	{ "from = \"20:00\"; to = \"08:00\";", LANE_SURVEY, 479, 0 },
	{ "from = \"20:00\"; to = \"08:00\";", LANE_NOTICE, 480, 720 },
	{ "from = \"20:00\"; to = \"08:00\";", LANE_SURVEY, 1140, 60 },
	{ "from = \"20:00\"; to = \"08:00\";", LANE_NOTICE, 1200, 0 },
	{ "from = \"12:00\"; to = \"14:30\";", LANE_NOTICE, 60, 90 },
	{ "from = \"12:00\"; to = \"14:30\";", LANE_NOTICE, 150, 0 },
	{ "from = \"00:00\"; to = \"00:00\";", LANE_NOTICE, 540, 0 },
	{ "from = \"20:00\"; to = \"08:00\";", LANE_REPLY, 600, 0 },
	{ "from = \"20:00\"; to = \"08:00\";", LANE_ALERT, 600, 0 },
	/* Cadres are up longer. */
	{ "from = \"20:00\"; to = \"08:00\";", LANE_DUTY, 569, 0 },
	{ "from = \"20:00\"; to = \"08:00\";", LANE_DUTY, 570, 600 },
	{ "duty_from = \"18:00\"; duty_to = \"09:00\";", LANE_DUTY, 361, 899 },
};

START_TEST(quiet_hours_hold_what_nobody_asked_for)
{
	g_autofree char *more = g_strdup_printf("quiet_hours = { %s };",
	    quiet_cases[_i].quiet);
	struct config *config = config_of(more);
	gint64 now = MONDAY_NOON + quiet_cases[_i].minutes * CLOCK_MINUTE;

	ck_assert_int_eq(outflow_opens(config, quiet_cases[_i].lane, now) - now,
	    quiet_cases[_i].later * CLOCK_MINUTE);
	config_free(config);
}
END_TEST

/* Parts a minute, jitter, parts just sent, the die; seconds to the next. */
static const struct {
	int	per_minute, jitter, parts;
	double	die;
	int	seconds;
} pace_cases[] = {
	{ 6, 30, 1, 0.5, 10 },
	{ 6, 30, 1, 0.0, 7 },
	{ 6, 30, 1, 1.0, 13 },
	{ 6, 30, 3, 0.0, 21 },
	{ 6, 0, 1, 1.0, 10 },
	{ 0, 30, 1, 1.0, 0 },
};

START_TEST(what_nobody_asked_for_leaves_one_by_one_and_not_like_clockwork)
{
	const struct modem_config modem = {
		.per_minute = pace_cases[_i].per_minute,
		.jitter_percent = pace_cases[_i].jitter,
	};

	ck_assert_int_eq(outflow_pace(&modem, pace_cases[_i].parts,
	    pace_cases[_i].die), pace_cases[_i].seconds *
	    (gint64)CLOCK_SECOND);
}
END_TEST

static struct config *
config_of(const char *more)
{
	g_autofree char *text = g_strconcat("menus = \"/\";", more, NULL);
	g_autoptr(GError) error = NULL;
	struct config *config = config_parse(text, "/box.conf", &error);

	ck_assert_msg(config != NULL, "%s",
	    error != NULL ? error->message : "");
	return config;
}

static void
outflow_tests(Suite *suite)
{
	TCase *tc = tcase_create("outflow");

	tcase_add_test(tc, a_budget_never_lets_more_through_in_any_window);
	tcase_add_test(tc, a_limit_of_0_is_no_limit);
	tcase_add_test(tc, a_text_of_many_parts_makes_the_next_wait_longer);
	tcase_add_test(tc, what_was_sent_before_a_restart_still_counts);
	tcase_add_test(tc, the_same_words_are_said_so_often_in_any_hour);
	tcase_add_loop_test(tc,
	    a_sim_that_answers_more_than_it_is_asked_is_told, 0,
	    G_N_ELEMENTS(ratios));
	tcase_add_loop_test(tc,
	    a_new_sim_is_spared_and_a_part_is_kept_for_replies, 0,
	    G_N_ELEMENTS(limit_cases));
	tcase_add_loop_test(tc, quiet_hours_hold_what_nobody_asked_for, 0,
	    G_N_ELEMENTS(quiet_cases));
	tcase_add_loop_test(tc,
	    what_nobody_asked_for_leaves_one_by_one_and_not_like_clockwork, 0,
	    G_N_ELEMENTS(pace_cases));
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("outflow", outflow_tests)
