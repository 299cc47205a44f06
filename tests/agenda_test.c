/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The agenda: what is planned, in which order it is run, and that a row that fails
 * costs the others nothing.
 */
#include "tests/db_fixture.h"

#include "db/agenda.h"
#include "db/escalation.h"

static struct db *db;
static struct agenda_runner *running;
static GString	*ran;		/* "kind object; " of each */
static int	told;		/* rows somebody was told of */
static gboolean	broken;		/* kind "breaks" fails */

static gboolean
run_note(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	g_string_append_printf(ran, "%s %s; ", row->kind, row->object);
	return TRUE;
}

/* Writes, and then fails: what it wrote must be gone. */
static gboolean
run_break(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	if (!broken)
		return run_note(context, row, now, again, error);
	fixture_send(db, "half", LANE_REPLY, WANG, "x");
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "no such luck");
	return FALSE;
}

/* Each time a minute later, and counts in its data. */
static gboolean
run_again(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	gint64 n = agenda_number(row, "n") + 1;

	g_free(row->data);
	row->data = g_strdup_printf("x=7 n=%d", (int)n);
	*again = n < 3 ? now + CLOCK_MINUTE : 0;
	return run_note(context, row, now, again, error);
}

/* Drops its own row, and plans another: the id may be used again. */
static gboolean
run_replace(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	return agenda_drop(db, row->kind, row->object, error) &&
	    agenda_set(db, "notes", "heir", now + CLOCK_DAY, "", error) &&
	    run_note(context, row, now, again, error);
}

static const struct agenda_kind kinds[] = {
	{ "notes", "", run_note, NULL, FALSE },
	{ "breaks", "", run_break, NULL, FALSE },
	{ "again", "", run_again, NULL, FALSE },
	{ "replaces", "", run_replace, NULL, FALSE },
	{ "expires", "", run_note, NULL, TRUE },
	{ .name = NULL }
};

static gboolean
tell(const struct agenda_row *row, void *user, GError **error)
{
	told++;
	return TRUE;
}

static void
agenda_open(void)
{
	db = fixture_db();
	running = agenda_runner_new(db);
	agenda_runner_add(running, kinds, NULL);
	agenda_runner_tell(running, tell, NULL);
	ran = g_string_new(NULL);
	told = 0;
	broken = TRUE;
}

static void
agenda_close(void)
{
	g_string_free(ran, TRUE);
	agenda_runner_free(running);
	db_close(db);
}

static gint64
run(void)
{
	gint64 next;

	OK(agenda_runner_run(running, clock_now(), &next, error));
	return next;
}

static void
plan(const char *kind, const char *object, gint64 at)
{
	OK(agenda_set(db, kind, object, at, "", error));
}

START_TEST(what_is_due_runs_in_order_of_time_and_once)
{
	plan("notes", "c", NOON + 3);
	plan("notes", "a", NOON - 5);
	plan("notes", "b", NOON);
	ck_assert_int_eq(run(), NOON + 3);
	ck_assert_str_eq(ran->str, "notes a; notes b; ");
	clock_turn(3);
	ck_assert_int_eq(run(), 0);
	ck_assert_str_eq(ran->str, "notes a; notes b; notes c; ");
}
END_TEST

START_TEST(a_row_from_before_all_time_does_not_stop_the_others)
{
	plan("notes", "b", NOON);
	plan("notes", "a", 0);
	ck_assert_int_eq(run(), 0);
	ck_assert_str_eq(ran->str, "notes a; notes b; ");
}
END_TEST

START_TEST(sooner_brings_forward_and_never_puts_off)
{
	struct agenda_row row;
	gboolean found;
	gint64 when;

	OK(agenda_sooner(db, "notes", "a", NOON + 9, error));
	OK(agenda_sooner(db, "notes", "a", NOON + 20, error));
	OK(agenda_next_time(db, &when, error));
	ck_assert_int_eq(when, NOON + 9);
	OK(agenda_sooner(db, "notes", "a", NOON + 4, error));
	OK(agenda_next_time(db, &when, error));
	ck_assert_int_eq(when, NOON + 4);
	/* One that is parked stays so. */
	OK(agenda_find(db, "notes", "a", &found, &row, error));
	OK(agenda_park(db, &row, "why", error));
	OK(agenda_sooner(db, "notes", "a", NOON, error));
	agenda_row_clear(&row);
	OK(agenda_find(db, "notes", "a", &found, &row, error));
	ck_assert_int_eq(row.state, AGENDA_PARKED);
	agenda_row_clear(&row);
	OK(agenda_drop(db, "notes", "a", error));
	OK(agenda_find(db, "notes", "a", &found, &row, error));
	ck_assert(!found);
}
END_TEST

START_TEST(a_row_comes_again_with_what_it_remembers)
{
	struct agenda_row row;
	gboolean found;

	plan("again", "x", NOON);
	ck_assert_int_eq(run(), NOON + CLOCK_MINUTE);
	clock_turn(CLOCK_MINUTE);
	run();
	OK(agenda_find(db, "again", "x", &found, &row, error));
	ck_assert_int_eq(agenda_number(&row, "n"), 2);
	ck_assert_int_eq(agenda_number(&row, "x"), 7);
	ck_assert_int_eq(agenda_number(&row, "nn"), 0);
	agenda_row_clear(&row);
	clock_turn(CLOCK_MINUTE);
	ck_assert_int_eq(run(), 0);
	ck_assert_str_eq(ran->str, "again x; again x; again x; ");
}
END_TEST

START_TEST(a_row_that_replaced_itself_takes_no_other_with_it)
{
	plan("replaces", "x", NOON);
	ck_assert_int_eq(run(), NOON + CLOCK_DAY);
}
END_TEST

/* Minutes from one try to the next. */
static const int delays[AGENDA_TRIES_MAX - 1] = { 1, 5, 15, 60, 240, 240, 240 };

START_TEST(one_that_fails_delays_nothing_backs_off_and_is_parked)
{
	struct outbox_msg msg;
	gboolean found, done;
	struct agenda_row row;
	int count;

	plan("breaks", "x", NOON);
	plan("notes", "after", NOON + 1);
	for (int i = 0; i < AGENDA_TRIES_MAX - 1; i++) {
		run();
		OK(agenda_find(db, "breaks", "x", &found, &row, error));
		ck_assert_int_eq(row.tries, i + 1);
		ck_assert_int_eq(row.state, AGENDA_DUE);
		ck_assert_str_eq(row.last_error, "no such luck");
		ck_assert_int_eq(row.due_at, clock_now() + delays[i] * CLOCK_MINUTE);
		clock_turn(row.due_at - clock_now());
		agenda_row_clear(&row);
		ck_assert_int_eq(told, 0);
	}
	ck_assert_str_eq(ran->str, "notes after; ");
	ck_assert_int_eq(run(), 0);
	ck_assert_int_eq(told, 1);
	OK(agenda_parked_count(db, &count, error));
	ck_assert_int_eq(count, 1);
	OK(outbox_find(db, "half", &found, &msg, error));
	ck_assert_msg(!found, "what a row did before it failed is kept");
	/* Parked, it is not tried, however long it waits. */
	clock_turn(30 * CLOCK_DAY);
	run();
	ck_assert_int_eq(told, 1);
	OK(agenda_find(db, "breaks", "x", &found, &row, error));
	broken = FALSE;
	OK(agenda_retry(db, row.id, clock_now(), &done, error));
	ck_assert(done);
	agenda_row_clear(&row);
	run();
	ck_assert_str_eq(ran->str, "notes after; breaks x; ");
	OK(agenda_parked_count(db, &count, error));
	ck_assert_int_eq(count, 0);
	OK(agenda_retry(db, 4711, clock_now(), &done, error));
	ck_assert(!done);
}
END_TEST

START_TEST(a_row_of_an_unknown_kind_is_parked_not_dropped)
{
	struct agenda_row row;
	gboolean found;

	plan("survey.close", "7", NOON);
	plan("notes", "a", NOON);
	run();
	ck_assert_str_eq(ran->str, "notes a; ");
	OK(agenda_find(db, "survey.close", "7", &found, &row, error));
	ck_assert(found);
	ck_assert_int_eq(row.state, AGENDA_PARKED);
	ck_assert_int_eq(told, 1);
	agenda_row_clear(&row);
}
END_TEST

START_TEST(more_than_fits_is_left_to_the_next_call)
{
	for (int i = 0; i < 250; i++) {
		g_autofree char *object = g_strdup_printf("%d", i);

		plan("notes", object, NOON);
	}
	ck_assert_int_eq(run(), NOON);
	ck_assert_int_eq(run(), NOON);
	ck_assert_int_eq(run(), 0);
}
END_TEST

START_TEST(while_expiry_is_held_only_what_expires_waits)
{
	gint64 until;

	OK(agenda_hold_expiry(db, NOON + CLOCK_HOUR, error));
	plan("expires", "x", NOON);
	plan("notes", "a", NOON);
	ck_assert_int_eq(run(), NOON + CLOCK_HOUR);
	ck_assert_str_eq(ran->str, "notes a; ");
	OK(agenda_expiry_held(db, &until, error));
	ck_assert_int_eq(until, NOON + CLOCK_HOUR);
	clock_turn(CLOCK_HOUR);
	ck_assert_int_eq(run(), 0);
	ck_assert_str_eq(ran->str, "notes a; expires x; ");
	OK(agenda_expiry_held(db, &until, error));
	ck_assert_int_eq(until, 0);
}
END_TEST

START_TEST(what_a_wrong_clock_planned_comes_as_much_earlier)
{
	struct agenda_row row;
	gboolean found;
	gint64 newest;

	plan("notes", "right", NOON + 3 * CLOCK_HOUR);
	clock_stop_at(NOON + 30 * CLOCK_DAY);
	plan("notes", "wrong", clock_now() + CLOCK_MINUTE);
	plan("notes", "due", NOON - CLOCK_MINUTE);
	clock_stop_at(NOON);
	OK(agenda_set_back(db, NOON, 30 * CLOCK_DAY, error));
	OK(agenda_find(db, "notes", "wrong", &found, &row, error));
	ck_assert_int_eq(row.due_at, NOON + CLOCK_MINUTE);
	agenda_row_clear(&row);
	OK(agenda_find(db, "notes", "right", &found, &row, error));
	ck_assert_int_eq(row.due_at, NOON + 3 * CLOCK_HOUR);
	agenda_row_clear(&row);
	/* What was due all the same does not look like another jump at each start. */
	OK(agenda_newest(db, &newest, error));
	ck_assert_int_le(newest, NOON);
}
END_TEST

/* --- escalation ------------------------------------------------------------------ */

static const struct escalation_step steps[] = {
	{ "own", 30 }, { "deputy", 60 }, { "supervisor", 120 }, { "office", 0 },
};
static const struct escalation climbing = {
	.kind = "notes", .steps = steps, .count = G_N_ELEMENTS(steps),
};

static gboolean
is_there(void *context, const char *whom, gboolean *found, GError **error)
{
	const char *absent = context;

	*found = strstr(absent, whom) == NULL;
	return TRUE;
}

START_TEST(an_escalation_passes_by_who_is_not_there_and_ends_at_the_last)
{
	/* Who is away, from which step; which step is reached, minutes it has. */
	static const struct {
		const char *absent;
		int	 first, reached, minutes;
	} climbs[] = {
		{ "", 0, 0, 30 }, { "own", 0, 1, 60 }, { "own deputy", 0, 2, 120 },
		{ "", 1, 1, 60 }, { "supervisor", 2, 3, 0 },
		{ "own deputy supervisor", 0, 3, 0 }, { "", 3, 3, 0 },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	for (gsize i = 0; i < G_N_ELEMENTS(climbs); i++) {
		struct agenda_row row;
		gboolean found;
		int reached;

		OK(escalation_climb(db, &climbing, "7", climbs[i].first, is_there,
		    (void *)climbs[i].absent, NOON, zone, &reached, error));
		ck_assert_int_eq(reached, climbs[i].reached);
		OK(agenda_find(db, "notes", "7", &found, &row, error));
		ck_assert_int_eq(found, climbs[i].minutes != 0);
		if (found) {
			ck_assert_int_eq(row.due_at, NOON +
			    climbs[i].minutes * CLOCK_MINUTE);
			ck_assert_int_eq(escalation_after(&climbing, &row),
			    reached + 1);
		}
		agenda_row_clear(&row);
	}
}
END_TEST

START_TEST(time_in_which_nobody_works_does_not_count)
{
	struct escalation by_day = climbing;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct agenda_row row;
	gboolean found;
	int reached;

	by_day.from = 8 * 60;
	by_day.to = 12 * 60 + 10;
	OK(escalation_climb(db, &by_day, "7", 0, is_there, (void *)"", NOON, zone,
	    &reached, error));
	OK(agenda_find(db, "notes", "7", &found, &row, error));
	ck_assert_int_eq(row.due_at, NOON + 20 * CLOCK_HOUR);
	agenda_row_clear(&row);
}
END_TEST

static void
agenda_tests(Suite *s)
{
	TCase *tc = tcase_create("agenda");

	tcase_add_checked_fixture(tc, agenda_open, agenda_close);
	tcase_add_test(tc, what_is_due_runs_in_order_of_time_and_once);
	tcase_add_test(tc, a_row_from_before_all_time_does_not_stop_the_others);
	tcase_add_test(tc, sooner_brings_forward_and_never_puts_off);
	tcase_add_test(tc, a_row_comes_again_with_what_it_remembers);
	tcase_add_test(tc, a_row_that_replaced_itself_takes_no_other_with_it);
	tcase_add_test(tc, one_that_fails_delays_nothing_backs_off_and_is_parked);
	tcase_add_test(tc, a_row_of_an_unknown_kind_is_parked_not_dropped);
	tcase_add_test(tc, more_than_fits_is_left_to_the_next_call);
	tcase_add_test(tc, while_expiry_is_held_only_what_expires_waits);
	tcase_add_test(tc, what_a_wrong_clock_planned_comes_as_much_earlier);
	tcase_add_test(tc,
	    an_escalation_passes_by_who_is_not_there_and_ends_at_the_last);
	tcase_add_test(tc, time_in_which_nobody_works_does_not_count);
	suite_add_tcase(s, tc);
}

SUITE_MAIN("agenda", agenda_tests)
