/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A day of the town on a fast clock: villagers text four modems, and all the
 * time something goes wrong with one of them.  In the end what the network took
 * and what the engine counts agree to the last part.
 *
 * Size: DAY_HOURS (2) of the engine's clock, which is 200 times as fast.
 */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "tests/harness.h"
#include "tests/suite.h"

#define DAY_RATE	200
#define DAY_MODEMS	4
#define DAY_STEP_US	(60 * 1000)	/* 12 s of the town's time */
#define DAY_FAULT_STEPS	25		/* a fault every five minutes */
#define DAY_END_S	120

#define GUARDS_OFF \
	"guards = { replies_per_hour = 0; replies_per_day = 0; " \
	"identical = 0; parts_per_day = 0; replies_per_text = 0; };\n"

/* What goes wrong with a modem, and what ends it a while later. */
static const struct {
	const char *makes, *ends;
} day_faults[] = {
	{ "fault %s unplug", "fault %s replug" },
	{ "fault %s unplug", "fault %s replug elsewhere" },
	{ "fault %s freeze", "fault %s thaw" },
	{ "fault %s reboot 1", NULL },
	{ "fault %s forget", NULL },
	{ "fault %s garbage", NULL },
	{ "fault %s stuck-prompt 0 1", NULL },
	{ "fault %s deaf 0 2", NULL },
	{ "fault %s interrupt 0 5", NULL },
	{ "fault %s refuse 331 3", NULL },
	{ "fault %s refuse 500", NULL },
	{ "fault %s refuse-prompt 42 2", NULL },
	{ "fault %s lie 500", NULL },
	{ "fault %s silent 0 1", NULL },
	{ "fault %s late 1", NULL },
	{ "fault %s error 100 3", NULL },
	{ "fault %s lose-cmti 0 2", NULL },
	{ "fault %s duplicate 0 2", NULL },
	{ "fault %s early-report 0 3", NULL },
	{ "fault %s no-report 0 2", NULL },
	{ "set %s registration 2", "set %s registration 1" },
	{ "set %s sim 0", "set %s sim 1" },
};

struct day {
	struct harness *harness;
	GRand	*dice;
	int	 texts;
	GArray	*answers;	/* int, of each villager */
	const char *ends[DAY_MODEMS];	/* what ends its fault; NULL none */
	int	 faults, kills;
};

/* What the engine knows of a villager's answer. */
struct owed {
	int	 rows, resends, unknown, parts;
};

static void	day_text(struct day *day);
static void	day_fault(struct day *day);
static void	day_kill(struct day *day);
static void	day_hear(struct day *day, int seconds);
static void	day_ends(struct day *day);
static void	day_agrees(struct day *day);
static GHashTable *day_submits(struct day *day);
static int	day_counts(struct day *day, sqlite3 *db, const char *phone,
	    GHashTable *submits, struct owed *owed);
static int	day_number(sqlite3 *db, const char *sql, const char *phone);

static char *
phone_number(int i)
{
	return g_strdup_printf("+8613600%06d", i);
}

START_TEST(after_a_day_of_faults_the_ledgers_agree)
{
	const char *hours = g_getenv("DAY_HOURS");
	const struct harness_options options = {
		.modems = DAY_MODEMS, .config = GUARDS_OFF,
		.clock = "+0x" G_STRINGIFY(DAY_RATE),
		.modem_config = "poll = 300;"
	};
	struct day day = {
		.harness = harness_new(&options),
		.dice = g_rand_new_with_seed(20261127),
		.answers = g_array_new(FALSE, TRUE, sizeof(int))
	};
	gint64 until = g_get_monotonic_time() + (hours != NULL ? atoi(hours) :
	    2) * CLOCK_HOUR / DAY_RATE;

	for (int step = 0; g_get_monotonic_time() < until; step++) {
		if (g_rand_int_range(day.dice, 0, 3) != 0)
			day_text(&day);
		if (step % DAY_FAULT_STEPS == 0)
			day_fault(&day);
		if (step % (DAY_FAULT_STEPS * 4) == DAY_FAULT_STEPS * 2)
			day_kill(&day);
		day_hear(&day, 0);
		g_usleep(DAY_STEP_US);
	}
	day_ends(&day);
	day_agrees(&day);
	g_array_unref(day.answers);
	g_rand_free(day.dice);
	harness_free(day.harness);
}
END_TEST

static void
day_text(struct day *day)
{
	g_autofree char *phone = phone_number(day->texts);
	g_autofree char *story = g_strdup_printf(
	    "石桥村三组第%d户的水管爆了半个月没人管", day->texts);
	int none = 0;

	harness_text(day->harness, phone,
	    g_rand_int_range(day->dice, 0, DAY_MODEMS), story);
	g_array_append_val(day->answers, none);
	day->texts++;
}

/* A modem has one fault at a time: the last one ends first. */
static void
day_fault(struct day *day)
{
	int modem = g_rand_int_range(day->dice, 0, DAY_MODEMS);
	int fault = g_rand_int_range(day->dice, 0, G_N_ELEMENTS(day_faults));
	g_autofree char *name = g_strdup_printf("modem%d", modem);
	const char *words[] = { day->ends[modem], day_faults[fault].makes };

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		g_auto(GStrv) around = words[i] == NULL ? NULL :
		    g_strsplit(words[i], "%s", 2);
		g_autofree char *told = around == NULL ? NULL :
		    g_strjoinv(name, around);

		if (told != NULL)
			g_free(harness_tell(day->harness, "%s", told));
	}
	day->ends[modem] = day_faults[fault].ends;
	day->faults++;
}

static void
day_kill(struct day *day)
{
	static const char *const victims[] = { NULL, "xiangyin-modem",
		"xiangyin-at" };
	const char *victim = victims[day->kills % G_N_ELEMENTS(victims)];
	pid_t child;

	day->kills++;
	if (victim == NULL) {
		harness_kill_engine(day->harness);
		harness_start_engine(day->harness);
		return;
	}
	child = harness_child(day->harness, victim, 0);
	if (child != 0)
		kill(child, SIGKILL);
}

static void
day_hear(struct day *day, int seconds)
{
	struct harness_event event;

	while (harness_event(day->harness, seconds, &event)) {
		int i = strcmp(event.field[0], "text") == 0 &&
		    g_str_has_prefix(event.field[1], "+8613600") ?
		    atoi(event.field[1] + strlen("+8613600")) : -1;

		if (i >= 0 && i < day->texts)
			g_array_index(day->answers, int, i)++;
	}
}

/* Every fault is mended, and everything comes to its end. */
static void
day_ends(struct day *day)
{
	gint64 until = g_get_monotonic_time() + DAY_END_S * G_USEC_PER_SEC;
	gboolean open = TRUE;

	for (int modem = 0; modem < DAY_MODEMS; modem++) {
		g_free(harness_tell(day->harness, "fault modem%d replug",
		    modem));
		g_free(harness_tell(day->harness, "fault modem%d clear",
		    modem));
		g_free(harness_tell(day->harness, "set modem%d registration 1",
		    modem));
		g_free(harness_tell(day->harness, "set modem%d sim 1", modem));
	}
	while (open && g_get_monotonic_time() < until) {
		g_autofree char *queued = harness_run(day->harness,
		    "outbox --json --state queued", NULL, NULL);
		g_autofree char *handed = harness_run(day->harness,
		    "outbox --json --state handed", NULL, NULL);
		g_autofree char *inbox = harness_run(day->harness,
		    "inbox --json --limit 10000", NULL, NULL);
		int texts = 0;

		for (const char *p = inbox; (p = strstr(p, "\"phone\": \"+8613600"))
		    != NULL; p++)
			texts++;
		open = strchr(queued, '{') != NULL ||
		    strchr(handed, '{') != NULL || texts < day->texts;
		day_hear(day, 0);
		g_usleep(DAY_STEP_US);
	}
	day_hear(day, 2);
	ck_assert_msg(!open, "after %d s something is still open", DAY_END_S);
}

static void
day_agrees(struct day *day)
{
	g_autoptr(GHashTable) submits = day_submits(day);
	g_autofree char *database = harness_path(day->harness, "xiangyin.db");
	g_autofree char *check = NULL;
	int ended, taken = g_hash_table_size(submits), counted = 0, again = 0,
	    unknown = 0, repeats = 0;
	sqlite3 *db;

	check = harness_run(day->harness, "check", NULL, &ended);
	ck_assert_msg(ended == 0, "%s", check);
	ck_assert_int_eq(harness_end_engine(day->harness), 0);
	ck_assert_int_eq(sqlite3_open(database, &db), SQLITE_OK);
	for (int i = 0; i < day->texts; i++) {
		g_autofree char *phone = phone_number(i);
		int answers = g_array_index(day->answers, int, i);
		struct owed owed;
		int left = day_counts(day, db, phone, submits, &owed);

		ck_assert_msg(owed.rows == 1, "%s: %d texts, not one", phone,
		    owed.rows);
		/* What the network took and the engine did not count is what
		 * it called unknown. */
		ck_assert_msg(left <= owed.resends + owed.unknown,
		    "%s: %d parts too many", phone, left);
		ck_assert_msg(answers <= 1 + owed.resends,
		    "%s: %d answers, %d sent again", phone, answers,
		    owed.resends);
		ck_assert_msg(answers > 0 || owed.unknown > 0,
		    "%s was never answered", phone);
		counted += owed.parts;
		again += owed.resends;
		unknown += owed.unknown;
		repeats += MAX(0, answers - 1);
	}
	sqlite3_close(db);
	printf("%d texts, %d faults, %d kills: 0 lost; %d parts taken, %d "
	    "counted, %d sent again from unknown, %d left unknown; %d answers "
	    "came twice\n", day->texts, day->faults, day->kills, taken,
	    counted, again, unknown, repeats);
}

/* "MODEM MR PHONE" -> how often. */
static GHashTable *
day_submits(struct day *day)
{
	GHashTable *submits = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);

	for (int modem = 0; modem < DAY_MODEMS; modem++) {
		g_autofree char *ledger = harness_tell(day->harness,
		    "ledger modem%d", modem);
		g_auto(GStrv) events = g_strsplit(ledger, "\n", -1);

		for (char **event = events; *event != NULL; event++) {
			g_auto(GStrv) field = g_strsplit(*event, "\t", -1);

			if (g_strcmp0(field[0], "submit") != 0)
				continue;
			g_hash_table_add(submits, g_strdup_printf("m%d %s %s",
			    modem, field[3], field[4]));
		}
	}
	return submits;
}

/* Fills `owed`; returns the parts the network took for a phone beyond those
 * counted.  Every part counted was taken. */
static int
day_counts(struct day *day, sqlite3 *db, const char *phone,
    GHashTable *submits, struct owed *owed)
{
	GHashTableIter iter;
	sqlite3_stmt *s;
	gpointer key;
	int taken = 0;

	owed->rows = day_number(db,
	    "SELECT count(*) FROM inbox WHERE phone = ?", phone);
	owed->resends = day_number(db,
	    "SELECT sum(resends) FROM outbox WHERE phone = ?", phone);
	owed->unknown = day_number(db, "SELECT count(*) FROM outbox WHERE "
	    "phone = ? AND state = 'unknown'", phone);
	owed->parts = 0;
	ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT p.modem || ' ' || p.mr "
	    "|| ' ' || o.phone FROM outbox_part p JOIN outbox o ON o.id = "
	    "p.outbox_id WHERE o.phone = ?", -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_text(s, 1, phone, -1, SQLITE_STATIC);
	while (sqlite3_step(s) == SQLITE_ROW) {
		const char *part = (const char *)sqlite3_column_text(s, 0);

		owed->parts++;
		ck_assert_msg(g_hash_table_contains(submits, part),
		    "%s counts as sent and was never taken", part);
	}
	sqlite3_finalize(s);
	g_hash_table_iter_init(&iter, submits);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		taken += g_str_has_suffix(key, phone);
	return taken - owed->parts;
}

static int
day_number(sqlite3 *db, const char *sql, const char *phone)
{
	sqlite3_stmt *s;
	int number;

	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
	sqlite3_bind_text(s, 1, phone, -1, SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(s), SQLITE_ROW);
	number = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return number;
}

static void
day_tests(Suite *suite)
{
	TCase *tc = tcase_create("day");

	tcase_set_timeout(tc, 1800);
	tcase_add_test(tc, after_a_day_of_faults_the_ledgers_agree);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN_UNLESS("LONG_TESTS", "day", day_tests)
