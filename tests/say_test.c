/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door, for every saying of every service: one table of kinds, walked over
 * the rows of services/services.c and the teaching service's.  What a new service says
 * is tested with it.
 */
#include "menus/say.h"
#include "menus/say_queue.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/contact.h"
#include "db/owner.h"
#include "db/person_mark.h"
#include "menus/fill.h"
#include "smsd/config.h"
#include "smsd/outflow.h"
#include "tests/suite.h"
#include "tests/teaching_county.h"

/* 2026-11-23 10:00 in Shanghai, a Monday. */
#define MONDAY	(G_GINT64_CONSTANT(1795399200) * CLOCK_SECOND)
#define LI	"+8613900000001"
#define WANG	"+8613812345678"
#define OTHER	"+8613900000009"
#define STRANGER "+8613900000008"	/* never heard from */

#define BOUND	2	/* texts of one phone in an hour that cause others */

/* What the door must do with each kind, in words of its own. */
static const struct expected {
	enum lane lane;
	enum say_result when_not_theirs, when_older, when_unverified, when_resting,
	    when_opted_out, when_bounded;
	gboolean rests_at_night, waits;
} expected[SAY_KIND_COUNT] = {
	[SAY_NEWS] = { LANE_REPLY, SAY_NOT_THEIRS, SAY_NOT_THEIRS, SAY_UNVERIFIED,
	    SAY_SAID, SAY_SAID, SAY_SAID, FALSE, TRUE },
	[SAY_NOTICE] = { LANE_NOTICE, SAY_NOT_THEIRS, SAY_NOT_THEIRS, SAY_UNVERIFIED,
	    SAY_RESTS, SAY_OPTED_OUT, SAY_BOUNDED, TRUE, TRUE },
	/* It asks a new number whose it is. */
	[SAY_THIRD] = { LANE_NOTICE, SAY_NOT_THEIRS, SAY_SAID, SAY_SAID, SAY_SAID,
	    SAY_OPTED_OUT, SAY_BOUNDED, TRUE, TRUE },
	[SAY_SURVEY] = { LANE_SURVEY, SAY_NOT_THEIRS, SAY_NOT_THEIRS, SAY_UNVERIFIED,
	    SAY_RESTS, SAY_OPTED_OUT, SAY_BOUNDED, TRUE, TRUE },
	[SAY_DUTY] = { LANE_DUTY, SAY_NOT_THEIRS, SAY_NOT_THEIRS, SAY_SAID, SAY_SAID,
	    SAY_SAID, SAY_BOUNDED, TRUE, TRUE },
	[SAY_OFFICE] = { LANE_DUTY, SAY_SAID, SAY_SAID, SAY_SAID, SAY_SAID, SAY_SAID,
	    SAY_BOUNDED, TRUE, FALSE },
};

static struct county county;
static GHashTable *fill;
static int keys;

/* A text came from it an hour ago. */
static void
hear_from(const char *phone)
{
	county_sql(&county, "INSERT INTO contact (phone, first_at, last_at) VALUES "
	    "('%s', %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ") ON CONFLICT DO UPDATE "
	    "SET last_at = excluded.last_at", phone, MONDAY - CLOCK_HOUR,
	    MONDAY - CLOCK_HOUR);
}

static void
door_open(void)
{
	static const char *const heard[] = { LI, WANG, OTHER };

	teaching_county_open(&county, "guards = { thirds_per_hour = 2; };", MONDAY);
	fill = fill_new();
	keys = 0;
	county_must(db_begin(county.db, NULL), NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(heard); i++)
		hear_from(heard[i]);
}

static void
door_close(void)
{
	db_rollback(county.db);
	g_hash_table_unref(fill);
	county_close(&county);
}

/* Each placeholder shows its own name. */
static void
fill_one(const char *name, void *user)
{
	fill_set(fill, name, name);
}

/* Of a matter that began at `since`. */
static enum say_result
say_of(const struct saying *row, const char *phone, gint64 since,
    const struct inbox_msg *cause, gboolean urgent)
{
	const struct screen *screen = menu_screen(county.menu, row->screen);
	g_autofree char *key = g_strdup_printf("test:%d", keys++);
	const struct say saying = {
		.screen = row->screen, .fill = fill, .phone = phone,
		.line = "hotline", .key = key, .urgent = urgent, .cause = cause,
		.since = since,
	};
	enum say_result result;
	GError *error = NULL;

	fill_each(screen->text, fill_one, NULL);
	county_must(screen_asks(screen) ?
	    say_ask(county.dialog, &saying, &result, &error) :
	    say_text(county.dialog, &saying, &result, &error), error);
	return result;
}

static enum say_result
say(const struct saying *row, const char *phone, const struct inbox_msg *cause,
    gboolean urgent)
{
	return say_of(row, phone, MONDAY, cause, urgent);
}

/* Runs `test` for every saying that is no reply, each in a savepoint. */
static void
each_saying(void (*test)(const struct saying *row, const struct expected *e))
{
	const struct service *const *all = menu_services(county.menu);
	int tried = 0;

	for (int i = 0; all[i] != NULL; i++) {
		const struct saying *row = all[i]->says;

		for (; row != NULL && row->screen != NULL; row++) {
			if (row->kind == SAY_REPLY)
				continue;
			county_must(db_save(county.db, NULL), NULL);
			test(row, &expected[row->kind]);
			db_undo(county.db);
			tried++;
		}
	}
	ck_assert_int_gt(tried, 20);
}

static void
is_said_once(const struct saying *row, const struct expected *e)
{
	g_autofree char *lane = NULL;

	ck_assert_msg(say(row, LI, NULL, FALSE) == SAY_SAID, "%s", row->screen);
	lane = county_lines(&county, "SELECT lane FROM outbox ORDER BY id DESC LIMIT 1");
	ck_assert_msg(g_str_has_prefix(lane, lane_name(e->lane)), "%s by %s",
	    row->screen, lane);
	keys--;
	ck_assert_msg(say(row, LI, NULL, FALSE) == SAY_BEFORE, "%s", row->screen);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM outbox"), 1);
}

START_TEST(every_saying_leaves_by_its_lane_and_once)
{
	each_saying(is_said_once);
}
END_TEST

static void
is_not_said_to_strangers(const struct saying *row, const struct expected *e)
{
	county_must(contact_opt_out(county.db, LI, CONTACT_PERSONAL, MONDAY, NULL),
	    NULL);
	ck_assert_msg(say(row, LI, NULL, FALSE) == e->when_not_theirs, "%s",
	    row->screen);
	ck_assert_msg(say(row, WANG, NULL, FALSE) == SAY_SAID, "%s", row->screen);
}

START_TEST(no_saying_reaches_a_number_that_is_not_theirs)
{
	each_saying(is_not_said_to_strangers);
}
END_TEST

static void
is_not_said_of_what_is_older(const struct saying *row, const struct expected *e)
{
	const struct owner_change change = {
		.phone = LI, .how = PERSON_RENUMBER, .by = LI, .keeps_homes = TRUE,
		.day = calendar_day(MONDAY, county.config->zone),
		.now = MONDAY - CLOCK_HOUR,
	};
	gint64 before = change.now - 1;

	county_must(owner_begin(county.db, &change, NULL, NULL, NULL), NULL);
	ck_assert_msg(say_of(row, LI, before, NULL, FALSE) == e->when_older, "%s",
	    row->screen);
	ck_assert_msg(say_of(row, WANG, before, NULL, FALSE) == SAY_SAID, "%s",
	    row->screen);
	if (e->when_older == SAY_SAID)
		return;
	ck_assert_msg(say_of(row, LI, before, NULL, TRUE) == e->when_older,
	    "%s, urgent", row->screen);
	ck_assert_msg(say_of(row, LI, change.now, NULL, FALSE) == SAY_SAID, "%s",
	    row->screen);
}

START_TEST(no_saying_of_a_matter_reaches_a_later_owner)
{
	each_saying(is_not_said_of_what_is_older);
}
END_TEST

static void
is_not_said_unverified(const struct saying *row, const struct expected *e)
{
	enum say_result wanted = *row->fills != '\0' ? e->when_unverified : SAY_SAID;
	gboolean held = wanted == SAY_UNVERIFIED;

	ck_assert_msg(say(row, STRANGER, NULL, FALSE) == wanted, "%s", row->screen);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM held "
	    "WHERE why = 'unverified' AND screen = '%s' AND phone = '" STRANGER "'",
	    row->screen), held);
	if (!held)
		return;
	/* Alerts always go; so does the rest once somebody has made sure. */
	ck_assert_msg(say(row, STRANGER, NULL, TRUE) == SAY_SAID, "%s, urgent",
	    row->screen);
	hear_from(STRANGER);
	/* Said, or waiting behind what was said just now. */
	ck_assert_msg(say_is_said(say(row, STRANGER, NULL, FALSE)), "%s, heard from",
	    row->screen);
	/* What is older than a doubt waits for them to say what it is. */
	county_sql(&county, "UPDATE contact SET doubted_at = last_at WHERE phone = '"
	    STRANGER "'");
	ck_assert_msg(say_of(row, STRANGER, MONDAY - 2 * CLOCK_HOUR, NULL, FALSE) ==
	    wanted, "%s, doubted", row->screen);
	ck_assert_msg(say_is_said(say(row, STRANGER, NULL, FALSE)), "%s, new",
	    row->screen);
}

START_TEST(no_saying_with_content_reaches_a_number_nobody_has_verified)
{
	each_saying(is_not_said_unverified);
}
END_TEST

/* LI is the daughter of WANG's household; OTHER belongs to nobody. */
static void
settle(void)
{
	county_sql(&county, "INSERT INTO household (id, code, area, head, tags) VALUES "
	    "(1, 'h1', 'g', '王秀英', '')");
	county_sql(&county, "INSERT INTO phone (number, household_id, person, main, "
	    "source, confirmed_on, changed_on) VALUES ('" WANG "', 1, '王秀英', 1, '', "
	    "20261101, 20260101), ('" LI "', 1, '李小英', 0, '', 20261101, 20260101)");
}

static void
mark(const char *person, enum person_mark_kind kind, int day)
{
	const struct person_mark mark = {
		.household_id = 1, .person = person, .kind = kind, .day = day,
		.by = "uid 0 (root)", .role = "clerk", .made_at = MONDAY,
	};
	gboolean added;

	county_must(person_mark_add(county.db, &mark, &added, NULL) && added, NULL);
}

static void
is_not_said_to_mourners(const struct saying *row, const struct expected *e)
{
	settle();
	mark("王秀英", PERSON_DEAD, 20261101);
	ck_assert_msg(say(row, LI, NULL, FALSE) == e->when_resting, "%s", row->screen);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM held "
	    "WHERE why = 'rests'"), e->when_resting == SAY_RESTS);
	ck_assert_msg(say(row, OTHER, NULL, FALSE) == SAY_SAID, "%s", row->screen);
	if (e->when_resting == SAY_SAID)
		return;
	ck_assert_msg(say(row, LI, NULL, TRUE) == SAY_SAID, "%s, urgent", row->screen);
	/* The household after thirty days; the dead never. */
	county_sql(&county, "UPDATE person_mark SET day = 20261025");
	county_sql(&county, "UPDATE question SET state = 'answered'");
	ck_assert_msg(say(row, LI, NULL, FALSE) == e->when_resting, "%s", row->screen);
	county_sql(&county, "UPDATE person_mark SET day = 20261024");
	ck_assert_msg(say(row, LI, NULL, FALSE) == SAY_SAID, "%s", row->screen);
	ck_assert_msg(say(row, WANG, NULL, FALSE) == e->when_resting, "%s",
	    row->screen);
}

START_TEST(nobody_is_asked_who_is_dead_or_mourns)
{
	each_saying(is_not_said_to_mourners);
}
END_TEST

static void
is_not_said_to_who_is_away(const struct saying *row, const struct expected *e)
{
	settle();
	mark("李小英", PERSON_AWAY, 20261123);
	ck_assert_msg(say(row, LI, NULL, FALSE) == e->when_resting, "%s", row->screen);
	ck_assert_msg(say(row, WANG, NULL, FALSE) == SAY_SAID, "%s", row->screen);
	county_sql(&county, "UPDATE person_mark SET undone_at = 1");
	county_sql(&county, "UPDATE question SET state = 'answered'");
	ck_assert_msg(say(row, LI, NULL, FALSE) == SAY_SAID, "%s, back", row->screen);
}

START_TEST(nobody_is_asked_who_is_away)
{
	each_saying(is_not_said_to_who_is_away);
}
END_TEST

static void
is_not_said_after_opting_out(const struct saying *row, const struct expected *e)
{
	int count;
	const struct menu_topic *topics = menu_topics(county.menu, &count);

	for (int i = 0; i < count; i++)
		county_must(contact_opt_out(county.db, LI, topics[i].name, MONDAY,
		    NULL), NULL);
	ck_assert_msg(say(row, LI, NULL, FALSE) == e->when_opted_out, "%s",
	    row->screen);
}

START_TEST(no_unasked_saying_reaches_who_opted_out)
{
	each_saying(is_not_said_after_opting_out);
}
END_TEST

static void
is_bounded(const struct saying *row, const struct expected *e)
{
	struct inbox_msg cause = { .phone = (char *)WANG, .line = (char *)"hotline",
	    .bearer = BEARER_SMS };

	for (cause.id = 0; cause.id < BOUND; cause.id++)
		county_sql(&county, "INSERT INTO causer VALUES ('" WANG "', %"
		    G_GINT64_FORMAT ", %d)", MONDAY - CLOCK_MINUTE,
		    (int)cause.id + 1000);
	cause.id = 0;
	ck_assert_msg(say(row, LI, &cause, FALSE) == e->when_bounded, "%s",
	    row->screen);
	/* An hour later it is another hour. */
	clock_stop_at(MONDAY + CLOCK_HOUR);
	ck_assert_msg(say(row, OTHER, &cause, FALSE) == SAY_SAID, "%s",
	    row->screen);
	clock_stop_at(MONDAY);
}

START_TEST(nobody_causes_more_texts_to_others_than_the_bound)
{
	each_saying(is_bounded);
}
END_TEST

/* Is it handed to a modem now, where one unasked text a day is enough? */
static gboolean
is_handed(void)
{
	const struct outbox_want want = {
		.line = "hotline", .modem = "hotline1", .now = MONDAY,
		.lanes = LANES_ALL, .unasked_per_day = 1,
	};
	struct outbox_msg msg;
	gboolean found;

	county_must(outbox_next_due(county.db, &want, &found, &msg, NULL), NULL);
	outbox_msg_clear(&msg);
	return found;
}

static void
waits_behind_the_one_of_today(const struct saying *row, const struct expected *e)
{
	gboolean unasked = e->lane == LANE_NOTICE || e->lane == LANE_SURVEY;

	county_sql(&county, "INSERT INTO outbox (prev, key, bearer, line, modem, lane, "
	    "phone, parts, made_at, not_after, ref, state, changed_at, not_before, "
	    "attempts, handed_to, text) VALUES (0, 'today', 'sms', 'hotline', '', "
	    "'notice', '" LI "', 1, 1, 2, 1, 'sent', %" G_GINT64_FORMAT ", 1, 1, "
	    "'hotline1', 'x')", MONDAY - CLOCK_HOUR);
	ck_assert_msg(say(row, LI, NULL, FALSE) == SAY_SAID, "%s", row->screen);
	ck_assert_msg(is_handed() == !unasked, "%s", row->screen);
	ck_assert_msg(say(row, WANG, NULL, FALSE) == SAY_SAID && is_handed(), "%s",
	    row->screen);
}

START_TEST(no_phone_gets_more_unasked_texts_a_day_than_the_bound)
{
	each_saying(waits_behind_the_one_of_today);
}
END_TEST

static void
rests_at_night(const struct saying *row, const struct expected *e)
{
	gint64 night = MONDAY + 13 * CLOCK_HOUR;	/* 23:00 */

	ck_assert_msg((outflow_opens(county.config, e->lane, night) > night) ==
	    e->rests_at_night, "%s", row->screen);
	ck_assert_int_le(outflow_opens(county.config, LANE_ALERT, night), night);
}

START_TEST(every_unasked_saying_keeps_the_quiet_hours)
{
	each_saying(rests_at_night);
}
END_TEST

static gint64
open_question(const char *screen, enum question_priority priority)
{
	struct question q = {
		.phone = (char *)LI, .line = (char *)"hotline",
		.screen = (char *)screen, .priority = priority,
		.asked_at = MONDAY, .expires_at = MONDAY + CLOCK_DAY,
	};

	county_must(question_open(county.db, &q, QUESTION_DROPPED, NULL), NULL);
	return q.id;
}

static void
waits_its_turn(const struct saying *row, const struct expected *e)
{
	const struct screen *screen = menu_screen(county.menu, row->screen);
	gint64 open = open_question("main", QUESTION_ALERT);

	if (!screen_asks(screen))
		return;
	ck_assert_msg(say(row, LI, NULL, FALSE) == (e->waits ? SAY_WAITS : SAY_SAID),
	    "%s", row->screen);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM outbox "
	    "WHERE not_before <= %" G_GINT64_FORMAT, MONDAY), 0);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM question "
	    "WHERE state = 'open' AND id = %" G_GINT64_FORMAT, open), 1);
	county_must(question_move(county.db, open, QUESTION_ANSWERED, MONDAY, NULL) &&
	    say_next_question(county.dialog, LI, "hotline", NULL), NULL);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM outbox AS o "
	    "JOIN question AS q ON q.id = o.question_id WHERE q.state = 'open' "
	    "AND o.not_before <= %" G_GINT64_FORMAT, MONDAY), 1);
}

START_TEST(a_question_waits_until_the_open_one_is_answered)
{
	each_saying(waits_its_turn);
}
END_TEST

static void
is_not_asked_too_late(const struct saying *row, const struct expected *e)
{
	const struct screen *screen = menu_screen(county.menu, row->screen);
	gint64 next;

	if (!screen_asks(screen))
		return;
	open_question("main", QUESTION_ALERT);
	county_sql(&county, "UPDATE question SET expires_at = %" G_GINT64_FORMAT,
	    MONDAY + 10 * CLOCK_DAY);
	say(row, LI, NULL, FALSE);
	clock_stop_at(MONDAY + 4 * CLOCK_DAY);
	county_must(say_due(county.dialog, clock_now(), &next, NULL), NULL);
	ck_assert_msg(county_number(&county, "SELECT count(*) FROM outbox "
	    "WHERE state = 'queued'") == 0, "%s", row->screen);
	clock_stop_at(MONDAY);
}

START_TEST(a_question_that_waited_too_long_is_never_asked)
{
	each_saying(is_not_asked_too_late);
}
END_TEST

START_TEST(an_opt_out_meanwhile_stops_what_waited)
{
	static const struct saying row = { "backcheck.ask", "", SAY_SURVEY };
	gint64 open = open_question("main", QUESTION_ALERT);

	ck_assert_int_eq(say(&row, LI, NULL, FALSE), SAY_WAITS);
	county_must(contact_opt_out(county.db, LI, "survey", MONDAY, NULL) &&
	    question_move(county.db, open, QUESTION_ANSWERED, MONDAY, NULL) &&
	    say_next_question(county.dialog, LI, "hotline", NULL), NULL);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM outbox "
	    "WHERE state = 'queued'"), 0);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM question "
	    "WHERE state = 'open' OR state = 'waiting'"), 0);
}
END_TEST

START_TEST(what_was_pushed_aside_is_asked_again)
{
	gint64 alert;

	open_question("checkin.ask", QUESTION_VERIFICATION);
	county_sql(&county, "UPDATE question SET state = 'pushed'");
	alert = open_question("main", QUESTION_ALERT);
	county_must(question_move(county.db, alert, QUESTION_ANSWERED, MONDAY, NULL) &&
	    say_next_question(county.dialog, LI, "hotline", NULL), NULL);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM outbox AS o "
	    "JOIN question AS q ON q.id = o.question_id WHERE q.state = 'open' "
	    "AND q.screen = 'checkin.ask' AND o.key LIKE 'again:%%'"), 1);
	/* Nothing more waits, so nothing more is asked. */
	county_must(say_next_question(county.dialog, LI, "hotline", NULL), NULL);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM outbox"), 1);
}
END_TEST

static void
say_tests(Suite *suite)
{
	TCase *tc = tcase_create("door");

	tcase_add_checked_fixture(tc, door_open, door_close);
	tcase_add_test(tc, every_saying_leaves_by_its_lane_and_once);
	tcase_add_test(tc, no_saying_reaches_a_number_that_is_not_theirs);
	tcase_add_test(tc, no_saying_of_a_matter_reaches_a_later_owner);
	tcase_add_test(tc,
	    no_saying_with_content_reaches_a_number_nobody_has_verified);
	tcase_add_test(tc, nobody_is_asked_who_is_dead_or_mourns);
	tcase_add_test(tc, nobody_is_asked_who_is_away);
	tcase_add_test(tc, no_unasked_saying_reaches_who_opted_out);
	tcase_add_test(tc, nobody_causes_more_texts_to_others_than_the_bound);
	tcase_add_test(tc, no_phone_gets_more_unasked_texts_a_day_than_the_bound);
	tcase_add_test(tc, every_unasked_saying_keeps_the_quiet_hours);
	tcase_add_test(tc, a_question_waits_until_the_open_one_is_answered);
	tcase_add_test(tc, a_question_that_waited_too_long_is_never_asked);
	tcase_add_test(tc, an_opt_out_meanwhile_stops_what_waited);
	tcase_add_test(tc, what_was_pushed_aside_is_asked_again);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("say", say_tests)
