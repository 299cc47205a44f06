/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions: one open at a time, and a reply belongs to the one that had been
 * read when it was sent.
 */
#include "tests/db_fixture.h"

#include "db/question.h"

static struct db *db;

static void
db_make(void)
{
	db = fixture_db();
}

static void
db_drop(void)
{
	db_close(db);
}

/* Opens a question of Wang's; its text leaves at `sent_at` (0 not yet). */
static gint64
open_at(const char *line, const char *screen, gint64 asked_at, gint64 sent_at,
    enum question_state previous)
{
	struct question q = { .phone = (char *)WANG, .line = (char *)line,
		.screen = (char *)screen, .asked_at = asked_at,
		.expires_at = asked_at + CLOCK_DAY };

	OK(question_open(db, &q, previous, error));
	if (sent_at != 0)
		OK(question_sent(db, q.id, sent_at, error));
	return q.id;
}

static void
current_is(const char *line, const char *screen)
{
	struct question q;
	gboolean found;

	OK(question_current(db, WANG, line, &found, &q, error));
	ck_assert_str_eq(found ? q.screen : "none", screen);
	question_clear(&q);
}

START_TEST(a_phone_has_one_open_question_on_a_line)
{
	open_at("hotline", "main", NOON, NOON, QUESTION_ANSWERED);
	open_at("hotline", "topic", NOON + 1, NOON + 1, QUESTION_ANSWERED);
	open_at("survey", "first", NOON + 2, NOON + 2, QUESTION_ANSWERED);
	current_is("hotline", "topic");
	current_is("survey", "first");
	current_is("alert", "none");
}
END_TEST

START_TEST(what_the_dialogue_stored_comes_back)
{
	static const char *const pairs[][2] = {
		{ "topic", "1" }, { "words", "一\n二=三\\n" }, { "empty", "" },
		{ "a=b", "=" }, { "\\", "\\e" },
	};
	g_autoptr(GHashTable) data = g_hash_table_new(g_str_hash, g_str_equal);
	struct question q = { .phone = (char *)WANG, .line = (char *)"hotline",
		.screen = (char *)"main", .asked_at = NOON, .data = data,
		.priority = QUESTION_RATING, .expires_at = NOON + CLOCK_DAY };
	gboolean found;

	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
		g_hash_table_insert(data, (gpointer)pairs[i][0],
		    (gpointer)pairs[i][1]);
	OK(question_open(db, &q, QUESTION_ANSWERED, error));
	OK(question_wrong(db, q.id, 2, error));
	OK(question_current(db, WANG, "hotline", &found, &q, error));
	ck_assert(found);
	ck_assert_int_eq(q.wrong, 2);
	ck_assert_int_eq(q.priority, QUESTION_RATING);
	ck_assert_int_eq(q.state, QUESTION_OPEN);
	ck_assert_uint_eq(g_hash_table_size(q.data), G_N_ELEMENTS(pairs));
	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
		ck_assert_str_eq(g_hash_table_lookup(q.data, pairs[i][0]),
		    pairs[i][1]);
	question_clear(&q);
}
END_TEST

/* "first" left at 10.2 s after noon, "second" at 20.7; the reply's stamp is
 * whole seconds. */
static const struct {
	int	 stamp_s;
	const char *screen;
	gboolean crossed;
} replies[] = {
	{ 8, "none", TRUE },	/* before either: to neither */
	{ 9, "first", TRUE },	/* may be 9.9, and we wrote 10.2 down late */
	{ 18, "first", TRUE },
	{ 19, "second", FALSE }, { 21, "second", FALSE },
	{ 9999, "second", FALSE },
};

START_TEST(a_reply_belongs_to_the_question_that_was_open_when_it_was_sent)
{
	gboolean found, crossed;
	struct question q;

	open_at("hotline", "first", NOON, NOON + 10200000, QUESTION_ANSWERED);
	open_at("survey", "other", NOON, NOON + 10300000, QUESTION_ANSWERED);
	open_at("hotline", "second", NOON + 15 * CLOCK_SECOND, NOON + 20700000,
	    QUESTION_ANSWERED);
	OK(question_at(db, WANG, "hotline", NOON + replies[_i].stamp_s *
	    (gint64)CLOCK_SECOND, &found, &crossed, &q, error));
	ck_assert_str_eq(found ? q.screen : "none", replies[_i].screen);
	ck_assert_int_eq(crossed, replies[_i].crossed);
	question_clear(&q);
}
END_TEST

START_TEST(a_question_that_has_not_left_is_not_yet_asked)
{
	gboolean found, crossed;
	struct question q;

	OK(question_at(db, WANG, "hotline", NOON, &found, &crossed, &q, error));
	ck_assert(!found && !crossed);
	open_at("hotline", "first", NOON, NOON, QUESTION_ANSWERED);
	open_at("hotline", "second", NOON + 1, 0, QUESTION_ANSWERED);
	OK(question_at(db, WANG, "hotline", NOON + CLOCK_HOUR, &found, &crossed,
	    &q, error));
	ck_assert(found && crossed);
	ck_assert_str_eq(q.screen, "first");
	question_clear(&q);
}
END_TEST

START_TEST(only_the_first_time_a_question_left_counts)
{
	gint64 id = open_at("hotline", "main", NOON, NOON + 1,
	    QUESTION_ANSWERED);
	struct question q;
	gboolean found;

	OK(question_sent(db, id, NOON + 99, error));
	OK(question_current(db, WANG, "hotline", &found, &q, error));
	ck_assert_int_eq(q.sent_at, NOON + 1);
	question_clear(&q);
}
END_TEST

/* [from][to]: may it? */
static const char *const moves[QUESTION_STATE_COUNT] = {
	/* waiting open pushed answered expired dropped */
	[QUESTION_WAITING] = "-+--++", [QUESTION_OPEN] = "--++++",
	[QUESTION_PUSHED] = "-+-+++", [QUESTION_ANSWERED] = "------",
	[QUESTION_EXPIRED] = "---+--", [QUESTION_DROPPED] = "---+--",
};

static enum question_state
state_of(gint64 sent_at)
{
	gboolean found, crossed;
	enum question_state state;
	struct question q;

	OK(question_at(db, WANG, "hotline", sent_at, &found, &crossed, &q,
	    error));
	ck_assert(found);
	state = q.state;
	question_clear(&q);
	return state;
}

/* Brings a new question to a state the short way round; waiting is never
 * reached from here. */
static gint64
open_and_move(enum question_state to)
{
	gint64 id = open_at("hotline", "main", NOON, NOON, QUESTION_DROPPED);

	if (to != QUESTION_OPEN)
		OK(question_move(db, id, to, NOON, error));
	ck_assert_int_eq(state_of(NOON), to);
	return id;
}

START_TEST(a_question_moves_only_as_the_picture_says)
{
	for (int to = 0; to < QUESTION_STATE_COUNT; to++) {
		gint64 id;

		if (_i == QUESTION_WAITING)
			continue;
		id = open_and_move((enum question_state)_i);
		OK(question_move(db, id, (enum question_state)to, NOON, error));
		ck_assert_msg(state_of(NOON) == (moves[_i][to] == '+' ?
		    (enum question_state)to : (enum question_state)_i),
		    "%s to %s", question_state_name((enum question_state)_i),
		    question_state_name((enum question_state)to));
		if (state_of(NOON) == QUESTION_OPEN)
			OK(question_move(db, id, QUESTION_DROPPED, NOON,
			    error));
	}
}
END_TEST

START_TEST(a_move_of_nothing_is_refused_in_peace)
{
	OK(question_move(db, 4711, QUESTION_ANSWERED, NOON, error));
}
END_TEST

START_TEST(a_pushed_question_comes_back_after_the_alert)
{
	gint64 menu = open_at("hotline", "main", NOON, NOON, QUESTION_DROPPED);
	gint64 alert = open_at("hotline", "flood", NOON + 1, NOON + 1,
	    QUESTION_PUSHED);

	current_is("hotline", "flood");
	FAILS(question_move(db, menu, QUESTION_OPEN, NOON, error), "UNIQUE");
	OK(question_move(db, alert, QUESTION_ANSWERED, NOON + 2, error));
	OK(question_move(db, menu, QUESTION_OPEN, NOON + 3, error));
	current_is("hotline", "main");
}
END_TEST

static void
expire_all(gint64 now, int *count, gint64 *next)
{
	gboolean found = TRUE;

	for (*count = -1; found; (*count)++) {
		struct question q;

		OK(question_expire(db, now, &found, &q, error));
		ck_assert(!found || q.expires_at <= now);
		question_clear(&q);
	}
	OK(question_next_time(db, next, error));
}

START_TEST(questions_expire_and_the_last_one_is_remembered)
{
	gint64 next;
	struct question q;
	gboolean found;
	int count;

	open_at("hotline", "main", NOON, NOON, QUESTION_DROPPED);
	open_at("survey", "first", NOON + 7, NOON + 7, QUESTION_DROPPED);
	expire_all(NOON + CLOCK_DAY - 1, &count, &next);
	ck_assert_int_eq(count, 0);
	ck_assert_int_eq(next, NOON + CLOCK_DAY);
	expire_all(NOON + CLOCK_DAY, &count, &next);
	ck_assert_int_eq(count, 1);
	ck_assert_int_eq(next, NOON + CLOCK_DAY + 7);
	current_is("hotline", "none");
	OK(question_last_expired(db, WANG, "hotline", NOON, &found, &q, error));
	ck_assert(found);
	ck_assert_str_eq(q.screen, "main");
	question_clear(&q);
	OK(question_last_expired(db, WANG, "survey", NOON, &found, &q, error));
	ck_assert(!found);
	OK(question_last_expired(db, WANG, "hotline", NOON + CLOCK_DAY + 1,
	    &found, &q, error));
	ck_assert(!found);
	expire_all(G_MAXINT64, &count, &next);
	ck_assert_int_eq(count, 1);
	ck_assert_int_eq(next, 0);
}
END_TEST

static void
question_tests(Suite *suite)
{
	TCase *tests = tcase_create("question");

	tcase_add_checked_fixture(tests, db_make, db_drop);
	tcase_add_test(tests, a_phone_has_one_open_question_on_a_line);
	tcase_add_test(tests, what_the_dialogue_stored_comes_back);
	tcase_add_loop_test(tests,
	    a_reply_belongs_to_the_question_that_was_open_when_it_was_sent, 0,
	    G_N_ELEMENTS(replies));
	tcase_add_test(tests, a_question_that_has_not_left_is_not_yet_asked);
	tcase_add_test(tests, only_the_first_time_a_question_left_counts);
	tcase_add_loop_test(tests, a_question_moves_only_as_the_picture_says, 0,
	    QUESTION_STATE_COUNT);
	tcase_add_test(tests, a_move_of_nothing_is_refused_in_peace);
	tcase_add_test(tests, a_pushed_question_comes_back_after_the_alert);
	tcase_add_test(tests, questions_expire_and_the_last_one_is_remembered);
	suite_add_tcase(suite, tests);
}

SUITE_MAIN("question", question_tests)
