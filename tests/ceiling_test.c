/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the whole box may send in a day, and how often it says the same.
 */
#include <signal.h>
#include <string.h>

#include "db/outbox.h"
#include "tests/suite.h"
#include "tests/engine_fixture.h"

#define DUTY	"+8613900000001"

#define AT_ANY_HOUR "quiet_hours = { from = \"00:00\"; to = \"00:00\"; };\n"

static void
send_lines(struct box *box, const char *lane, const char *const *lines)
{
	const char *argv[] = { "send", "--lane", lane, "--file", "-", NULL };
	g_autofree char *err = NULL;

	ck_assert_msg(box_ask(box, argv, lines, NULL, &err) == 0, "%s", err);
}

/* How many lines of the air hold a word. */
static int
air_count(const struct box *box, const char *word)
{
	g_auto(GStrv) air = box_air(box);
	int count = 0;

	for (int i = 0; air[i] != NULL; i++)
		count += strstr(air[i], word) != NULL;
	return count;
}

static gboolean
duty_is_told(struct box *box)
{
	return air_count(box, DUTY) > 0;
}

static gboolean
flood_is_told(struct box *box)
{
	return air_count(box, "+8613600000005") > 0;
}

static gboolean
other_flood_is_told(struct box *box)
{
	return air_count(box, "+8613600000006") > 0;
}

static gboolean
count_row(const struct outbox_msg *msg, void *user)
{
	++*(int *)user;
	return TRUE;
}

START_TEST(beyond_its_day_the_box_sends_alerts_only_and_says_so_once)
{
	static const char *const notices[] = {
		"13600000001,一", "13600000002,二", "13600000003,三",
		"13600000004,四", NULL
	};
	static const char *const alert[] = { "13600000005,洪水", NULL };
	static const char *const another[] = { "13600000006,洪水", NULL };
	struct box *box = box_new(AT_ANY_HOUR
	    "duty_phones = ( \"13900000001\" );\n"
	    "guards = { parts_per_day = 2; };\n");
	const struct outbox_filter to_duty = { .phone = DUTY, .limit = 10 };
	struct db *db;
	int counts[LANE_COUNT], told = 0;

	box_start(box);
	send_lines(box, "notice", notices);
	box_wait(box, 20, duty_is_told);
	send_lines(box, "alert", alert);
	box_wait(box, 20, flood_is_told);
	box_stop(box, SIGTERM);
	/* A start forgets neither what has left nor who was told. */
	box_start(box);
	send_lines(box, "alert", another);
	box_wait(box, 20, other_flood_is_told);
	box_stop(box, SIGTERM);
	ck_assert_int_eq(air_count(box, "+86136"), 4);
	db = box_database(box);
	ck_assert(outbox_each(db, &to_duty, count_row, &told, NULL));
	ck_assert_int_eq(told, 1);
	ck_assert(outbox_queued(db, "hotline", counts, NULL));
	ck_assert_int_eq(counts[LANE_NOTICE], 2);
	ck_assert_int_eq(counts[LANE_ALERT], 0);
	db_close(db);
	box_free(box);
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
