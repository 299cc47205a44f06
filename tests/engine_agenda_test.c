/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The agenda of the whole engine and of the teaching service: whatever kind of row
 * always fails, nothing else waits for it, people are told, and it is taken up again;
 * and what a clock that jumps does not do.
 */
#include "tests/teaching_county.h"

#include <string.h>

#include "base/clock.h"
#include "db/outbox.h"
#include "db/question.h"
#include "smsd/agenda.h"
#include "tests/command_fixture.h"
#include "tests/suite.h"
#include "tests/teaching_service.h"
#include "tools/family.h"
#include "tools/view.h"

/* Monday, 2026-11-23 12:00 in Shanghai. */
#define START	(G_GINT64_CONSTANT(1795406400) * CLOCK_SECOND)
#define WANG	"+8613812345678"
#define OFFICER	"+8613700000099"

#define CONFIG	"duty_phones = [ \"" OFFICER "\" ];"

#define sql(...)	county_sql(&county, __VA_ARGS__)
#define ask(...)	county_number(&county, __VA_ARGS__)

static const char *const lines[] = { "hotline", "survey", NULL };
static struct engine_view view = {
	.version = "0.1.0", .config_path = "", .database_path = ":memory:",
	.menus_path = "", .lines = lines,
};
static struct county county;
static int	witnessed;
static gboolean	mended;

static gboolean
witness(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	witnessed++;
	return TRUE;
}

/* In place of what the kind does. */
static gboolean
fails(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	if (!mended)
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "made to fail");
	return mended;
}

static const struct agenda_kind witnesses[] = {
	{ "witness", "", witness, NULL, FALSE },
	{ .name = NULL }
};
static struct agenda_kind failing[2] = { { .run = fails } };

static void
engine_open(void)
{
	teaching_county_open(&county, CONFIG, START);
	agenda_runner_add(county.engine.agenda, witnesses, NULL);
	witnessed = 0;
	mended = FALSE;
}

static void
engine_close(void)
{
	county_close(&county);
}

/* A batch in which nothing came. */
static gint64
batch(void)
{
	gint64 next;

	fixture_run_due(&county, &next);
	return next;
}

static void
plan(const char *kind, const char *object, gint64 at)
{
	GError *error = NULL;

	county_must(db_begin(county.db, &error), error);
	county_must(agenda_set(county.db, kind, object, at, "", &error), error);
	county_must(db_commit(county.db, &error), error);
}

/* What a kind does, also the teaching service's. */
static const char *
words_of(const char *kind)
{
	const char *words = engine_agenda_words(kind);

	return words == NULL && strcmp(kind, teaching_service.agenda[0].name) == 0 ?
	    teaching_service.agenda[0].words : words;
}

/* A staff command; ends the test when it does not say `words`. */
static void
command_says(const char *command, const char *words)
{
	const struct command_call as = {
		.db = county.db, .menu = county.menu, .view = &view,
		.peer = clerk_root, .columns = 200, .agenda_words = words_of,
	};
	struct answer_text answer = clerk_asks(&as, command);

	ck_assert_msg(strstr(answer.out, words) != NULL ||
	    strstr(answer.err, words) != NULL, "%s says\n%s%s", command, answer.out,
	    answer.err);
	answer_clear(&answer);
}

/* --- every kind ---------------------------------------------------------------------- */

static const char *const kinds[] = {
	"approval.expiry", "backcheck.round", "balance.ask", "callout.acknowledge", "checkin.ask",
	"checkin.silence", "clock.grace", "complaint.hold", "duty.remind",
	"inbox.parts", "market.remind", "modem.alarm", "outbox.expiry", "probe.send",
	"question.expiry",
};

static void
is_tried(const struct agenda_kind *kind, void *user)
{
	int *count = user;

	++*count;
	ck_assert_msg(strcmp(kind->name, "witness") == 0 || g_strv_contains(kinds,
	    kind->name), "%s is not tried here", kind->name);
	ck_assert_msg(strcmp(kind->name, "witness") == 0 ||
	    *words_of(kind->name) != '\0',
	    "agenda list has no words for %s", kind->name);
}

START_TEST(every_kind_there_is_is_tried)
{
	int count = 0;

	agenda_runner_each(county.engine.agenda, is_tried, &count);
	ck_assert_int_eq(count, G_N_ELEMENTS(kinds) + 1);
}
END_TEST

START_TEST(a_row_that_always_fails_stops_nothing_and_is_told_and_taken_up)
{
	g_autofree char *parked = g_strdup_printf("SELECT id FROM agenda WHERE "
	    "state = 'parked' AND kind = '%s' AND object = 'x'", kinds[_i]);
	g_autofree char *shown = NULL, *retry = NULL, *gone = NULL;
	gint64 id;

	/* What the engine plans by itself is there already. */
	batch();
	failing[0].name = kinds[_i];
	agenda_runner_add(county.engine.agenda, failing, NULL);
	plan(kinds[_i], "x", clock_now() - CLOCK_HOUR);
	for (int i = 0; i < AGENDA_TRIES_MAX; i++) {
		plan("witness", "y", clock_now());
		batch();
		ck_assert_msg(witnessed == i + 1, "%s stops others", kinds[_i]);
		clock_turn(4 * CLOCK_HOUR);
	}
	id = ask("%s", parked);
	ck_assert_int_gt(id, 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'agenda.parked:%%' AND phone = '" OFFICER "'"), 1);
	command_says("status --json", "\"agenda_parked\": 1");
	command_says("status", "agenda list --parked");
	command_says("check", "made to fail");
	command_says("agenda list --parked", "made to fail");
	shown = g_strdup_printf("agenda show %d", (int)id);
	command_says(shown, "made to fail");
	mended = TRUE;
	retry = g_strdup_printf("agenda retry %d", (int)id);
	command_says(retry, "is tried again now");
	batch();
	gone = g_strdup_printf("SELECT count(*) FROM agenda WHERE kind = '%s' AND "
	    "object = 'x'", kinds[_i]);
	ck_assert_int_eq(ask("%s", gone), 0);
	command_says("status --json", "\"agenda_parked\": 0");
	command_says("check", "Nothing is lost");
}
END_TEST

START_TEST(many_that_are_parked_at_once_are_one_text)
{
	for (int i = 0; i < 50; i++) {
		g_autofree char *object = g_strdup_printf("%d", i);

		plan("survey.close", object, clock_now());
	}
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda WHERE state = 'parked'"),
	    50);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key LIKE "
	    "'agenda.parked:%%'"), 1);
}
END_TEST

START_TEST(what_has_not_failed_is_not_run_before_its_time)
{
	gint64 at = clock_now() + CLOCK_DAY;
	g_autofree char *retry = NULL;

	plan("survey.close", "1", at);
	retry = g_strdup_printf("agenda retry %d", (int)ask("SELECT id FROM agenda "
	    "WHERE kind = 'survey.close'"));
	command_says(retry, "has not failed");
	ck_assert_int_eq(ask("SELECT due_at FROM agenda WHERE kind = 'survey.close'"), at);
}
END_TEST

START_TEST(a_row_nobody_knows_is_no_row_of_retry)
{
	command_says("agenda show 4711", "there is no row 4711");
	command_says("agenda retry 4711", "there is no row 4711");
	command_says("agenda list --parked", "Nothing was given up.");
}
END_TEST

/* --- rollback -------------------------------------------------------------------------- */

START_TEST(what_a_batch_planned_and_lost_is_planned_again)
{
	GError *error = NULL;
	gint64 next;

	county_must(db_begin(county.db, &error), error);
	county_must(engine_agenda_run(&county.engine, clock_now(), &next, &error), error);
	db_rollback(county.db);
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda"), 0);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda WHERE kind = 'duty.remind'"),
	    6);
}
END_TEST

/* --- the calendar ------------------------------------------------------------------------ */

START_TEST(a_round_moves_with_the_calendar_that_it_was_planned_by)
{
	static const char first[] = "SELECT due_at FROM agenda WHERE kind = "
	    "'duty.remind' AND object = 'second'";
	gint64 before;

	batch();
	before = ask("%s", first);
	sql("INSERT INTO holiday VALUES "
	    "(20261125, 'off')");
	batch();
	ck_assert_int_eq(ask("%s", first), before);
	dialog_forget_workdays(county.dialog);
	county.engine.replan = TRUE;
	batch();
	ck_assert_int_eq(ask("%s", first), before - CLOCK_DAY);
}
END_TEST

/* --- the clock ------------------------------------------------------------------------- */

static void
queue_and_ask(void)
{
	const struct outbox_msg msg = {
		.key = (char *)"k", .line = (char *)"hotline", .modem = (char *)"",
		.lane = LANE_REPLY, .phone = (char *)WANG, .text = (char *)"x",
	};
	struct question q = {
		.phone = (char *)WANG, .line = (char *)"hotline",
		.screen = (char *)"main", .priority = QUESTION_MENU,
		.asked_at = clock_now(), .expires_at = clock_now() + CLOCK_DAY,
	};
	GError *error = NULL;
	gboolean added;
	gint64 id;

	county_must(db_begin(county.db, &error), error);
	county_must(outbox_add(county.db, &msg, &id, &added, &error), error);
	county_must(question_open(county.db, &q, QUESTION_DROPPED, &error), error);
	county_must(db_commit(county.db, &error), error);
}

static gboolean
is_handed_now(void)
{
	const struct outbox_want want = {
		.line = "hotline", .modem = "m1", .now = clock_now(),
		.lanes = LANES_ALL, .late = county.engine.expiry_held > clock_now(),
	};
	struct outbox_msg msg;
	GError *error = NULL;
	gboolean found;

	county_must(db_begin(county.db, &error), error);
	county_must(outbox_next_due(county.db, &want, &found, &msg, &error), error);
	county_must(db_commit(county.db, &error), error);
	outbox_msg_clear(&msg);
	return found;
}

/* Wall time is set, elapsed time is what has passed. */
static void
clock_set_by(gint64 us)
{
	clock_stop_at(clock_now() + us);
}

START_TEST(a_clock_set_forward_expires_nothing_for_an_hour)
{
	batch();
	queue_and_ask();
	clock_set_by(3 * CLOCK_DAY);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM question WHERE state = 'open'"), 1);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key = 'k' AND "
	    "state = 'queued'"), 1);
	ck_assert(is_handed_now());
	clock_turn(CLOCK_HOUR - CLOCK_MINUTE);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM question WHERE state = 'open'"), 1);
	clock_turn(2 * CLOCK_MINUTE);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM question WHERE state = 'expired'"),
	    1);
}
END_TEST

START_TEST(time_that_passed_is_no_jump)
{
	batch();
	queue_and_ask();
	clock_turn(3 * CLOCK_DAY);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM question WHERE state = 'expired'"),
	    1);
	ck_assert_int_eq(ask("SELECT count(*) FROM outbox WHERE key = 'k' AND "
	    "state = 'expired'"), 1);
	ck_assert(!is_handed_now());
}
END_TEST

START_TEST(a_correction_of_minutes_is_no_jump)
{
	batch();
	clock_set_by(59 * CLOCK_MINUTE);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda WHERE kind = 'clock.grace'"),
	    0);
	clock_set_by(-59 * CLOCK_MINUTE);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda WHERE kind = 'clock.grace'"),
	    0);
}
END_TEST

START_TEST(a_clock_set_back_holds_nothing_for_the_future)
{
	clock_set_by(400 * CLOCK_DAY);
	batch();
	plan("witness", "y", clock_now() + 3 * CLOCK_MINUTE);
	clock_set_by(-400 * CLOCK_DAY);
	batch();
	ck_assert_int_eq(witnessed, 0);
	clock_turn(3 * CLOCK_MINUTE);
	batch();
	ck_assert_int_eq(witnessed, 1);
}
END_TEST

START_TEST(a_round_that_a_clock_of_an_earlier_run_has_passed_comes_all_the_same)
{
	static const char final[] = "SELECT due_at FROM agenda WHERE kind = "
	    "'duty.remind' AND object = 'final'";
	gint64 right;

	batch();
	right = ask("%s", final);
	sql("DELETE FROM agenda");
	clock_set_by(9 * CLOCK_DAY);
	county.engine.replan = TRUE;
	batch();
	ck_assert_int_ne(ask("%s", final), right);
	clock_set_by(-9 * CLOCK_DAY);
	/* Another run. */
	agenda_runner_free(county.engine.agenda);
	county.engine.agenda = engine_agenda_new(&county.engine);
	batch();
	ck_assert_int_eq(ask("%s", final), right);
}
END_TEST

/* --- long texts ---------------------------------------------------------------------------- */

START_TEST(a_long_text_that_cannot_be_handled_keeps_no_other_back)
{
	GError *error = NULL;

	county_must(db_begin(county.db, &error), error);
	for (int i = 0; i < 2; i++) {
		g_autofree char *row = g_strdup_printf("INSERT INTO joining (id, "
		    "phone, line, modem, coding, ref_bits, ref, max, have, sent_at, "
		    "began_at) VALUES (%d, '%s', 'hotline', 'm1', 'text', 8, %d, 2, "
		    "1, %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ");"
		    "INSERT INTO part (stamp, phone, line, hash, received_at, seq, "
		    "body, joining_id) VALUES (1, '%s', 'hotline', x'0%d', 1, 1, "
		    "x'8def706f574f4e86', %d)", i + 1, WANG, i, clock_now() + i,
		    clock_now() + i, WANG, i, i + 1);

		sql("%s", row);
	}
	county_must(engine_agenda_part(&county.engine, &error), error);
	county_must(db_commit(county.db, &error), error);
	ck_assert_int_le(batch(), clock_now() + 601 * CLOCK_SECOND);
	clock_turn(5 * CLOCK_MINUTE);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM inbox"), 0);
	clock_turn(6 * CLOCK_MINUTE);
	batch();
	ck_assert_int_eq(ask("SELECT count(*) FROM inbox WHERE incomplete = 1"), 2);
	ck_assert_int_eq(ask("SELECT count(*) FROM joining"), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM agenda WHERE kind = 'inbox.parts'"),
	    0);
}
END_TEST

static void
engine_agenda_tests(Suite *s)
{
	TCase *tc = tcase_create("engine");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, engine_open, engine_close);
	tcase_add_test(tc, every_kind_there_is_is_tried);
	tcase_add_loop_test(tc,
	    a_row_that_always_fails_stops_nothing_and_is_told_and_taken_up, 0,
	    G_N_ELEMENTS(kinds));
	tcase_add_test(tc, many_that_are_parked_at_once_are_one_text);
	tcase_add_test(tc, what_has_not_failed_is_not_run_before_its_time);
	tcase_add_test(tc, a_row_nobody_knows_is_no_row_of_retry);
	tcase_add_test(tc, what_a_batch_planned_and_lost_is_planned_again);
	tcase_add_test(tc, a_round_moves_with_the_calendar_that_it_was_planned_by);
	tcase_add_test(tc, a_clock_set_forward_expires_nothing_for_an_hour);
	tcase_add_test(tc, time_that_passed_is_no_jump);
	tcase_add_test(tc, a_correction_of_minutes_is_no_jump);
	tcase_add_test(tc, a_clock_set_back_holds_nothing_for_the_future);
	tcase_add_test(tc,
	    a_round_that_a_clock_of_an_earlier_run_has_passed_comes_all_the_same);
	tcase_add_test(tc, a_long_text_that_cannot_be_handled_keeps_no_other_back);
	suite_add_tcase(s, tc);
}

SUITE_MAIN("engine agenda", engine_agenda_tests)
