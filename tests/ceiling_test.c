/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the whole box may send in a day, and how often it says the same.
 */
#include <signal.h>
#include <string.h>

#include "db/outbox.h"
#include "tests/suite.h"
#include "tests/town.h"

#define DUTY	"+8613900000001"

#define AT_ANY_HOUR "quiet_hours = { from = \"00:00\"; to = \"00:00\"; };\n"

static void
send_lines(struct town *town, const char *lane, const char *const *lines)
{
	const char *argv[] = { "send", "--lane", lane, "--file", "-", NULL };
	g_autofree char *err = NULL;

	ck_assert_msg(town_ask(town, argv, lines, NULL, &err) == 0, "%s", err);
}

/* How many lines of the air hold a word. */
static int
air_count(const struct town *town, const char *word)
{
	g_auto(GStrv) air = town_air(town);
	int count = 0;

	for (int i = 0; air[i] != NULL; i++)
		count += strstr(air[i], word) != NULL;
	return count;
}

static gboolean
duty_is_told(struct town *town)
{
	return air_count(town, DUTY) > 0;
}

static gboolean
flood_is_told(struct town *town)
{
	return air_count(town, "+8613600000005") > 0;
}

static gboolean
count_row(const struct outbox_msg *msg, void *user)
{
	++*(int *)user;
	return TRUE;
}

static gboolean
is_ready(struct town *town)
{
	g_autofree char *status = town_status(town);

	return strstr(status, "\"state\": \"ready\"") != NULL;
}

START_TEST(beyond_its_day_the_box_sends_alerts_only_and_says_so_once)
{
	static const char *const notices[] = {
		"13600000001,一", "13600000002,二", "13600000003,三",
		"13600000004,四", NULL
	};
	static const char *const alert[] = { "13600000005,洪水", NULL };
	struct town *town = town_new(AT_ANY_HOUR
	    "duty_phones = ( \"13900000001\" );\n"
	    "guards = { parts_per_day = 2; };\n");
	const struct outbox_filter to_duty = { .phone = DUTY, .limit = 10 };
	struct db *db;
	int counts[LANE_COUNT], told = 0;

	town_start(town);
	send_lines(town, "notice", notices);
	town_wait(town, 20, duty_is_told);
	send_lines(town, "alert", alert);
	town_wait(town, 20, flood_is_told);
	town_stop(town, SIGTERM);
	/* A start forgets neither what has left nor who was told. */
	town_start(town);
	town_wait(town, 20, is_ready);
	town_stop(town, SIGTERM);
	ck_assert_int_eq(air_count(town, "+86136"), 3);
	db = town_database(town);
	ck_assert(outbox_each(db, &to_duty, count_row, &told, NULL));
	ck_assert_int_eq(told, 1);
	ck_assert(outbox_queued(db, "hotline", counts, NULL));
	ck_assert_int_eq(counts[LANE_NOTICE], 2);
	ck_assert_int_eq(counts[LANE_ALERT], 0);
	db_close(db);
	town_free(town);
}
END_TEST

static void
ceiling_tests(Suite *suite)
{
	TCase *box = tcase_create("box");

	tcase_set_timeout(box, 90);
	tcase_add_test(box,
	    beyond_its_day_the_box_sends_alerts_only_and_says_so_once);
	suite_add_tcase(suite, box);
}

SUITE_MAIN("ceiling", ceiling_tests)
