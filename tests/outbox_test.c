/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outbox: who leaves next, what may become of a text, and that what is in
 * doubt is repeated only where its lane says so.
 */
#include "tests/db_fixture.h"

#include "db/outbox_state.h"
#include "db/question.h"

#define LONG_WORDS "您反映的事情已经登记,编号30482171。" \
	"我们会在三个工作日内告诉您由谁来办,办得怎么样。" \
	"如果还有要补充的,直接发短信来就行。" \
	"回0请人给您打电话。您也可以随时发编号来问进度,我们一直在。"

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

/* --- states ------------------------------------------------------------------- */

/* The picture of outbox.h once more, as words: what each event makes of each
 * state; "" refused.  For a reply with tries left. */
static const char *const picture[OUTBOX_STATE_COUNT][OUTBOX_EVENT_COUNT] = {
	/* hand sent refused later doubt resend resume delivered undelivered
	 * expire cancel */
	[OUTBOX_QUEUED] = { "handed", "", "", "", "", "", "", "", "", "expired",
	    "cancelled" },
	[OUTBOX_HANDED] = { "", "sent", "failed", "queued", "unknown", "", "",
	    "", "", "", "" },
	[OUTBOX_SENT] = { "", "", "", "", "", "", "", "delivered", "failed", "",
	    "" },
	[OUTBOX_DELIVERED] = { "", "", "", "", "", "", "", "", "", "", "" },
	[OUTBOX_FAILED] = { "", "", "", "", "", "", "", "", "", "", "" },
	[OUTBOX_UNKNOWN] = { "", "", "", "", "", "queued", "queued", "", "", "",
	    "" },
	[OUTBOX_EXPIRED] = { "", "", "", "", "", "", "", "", "", "", "" },
	[OUTBOX_CANCELLED] = { "", "", "", "", "", "", "", "", "", "", "" },
};

START_TEST(every_event_in_every_state_does_what_the_picture_says)
{
	for (int event = 0; event < OUTBOX_EVENT_COUNT; event++) {
		struct outbox_case c = {
			.id = 1, .state = (enum outbox_state)_i,
			.lane = LANE_REPLY, .attempts = 1,
		};
		const char *to = picture[_i][event];
		gboolean moved = outbox_case_move(&c, (enum outbox_event)event);

		ck_assert_msg(moved == (*to != '\0'), "%s, event %d",
		    outbox_state_name((enum outbox_state)_i), event);
		ck_assert_str_eq(outbox_state_name(c.state),
		    moved ? to : outbox_state_name((enum outbox_state)_i));
	}
}
END_TEST

/* Where a guard decides. */
static const struct {
	struct outbox_case c;
	enum outbox_event event;
	const char *to;
} guarded[] = {
	{ { .state = OUTBOX_QUEUED, .attempts = 5 }, OUTBOX_EVENT_HAND, "" },
	{ { .state = OUTBOX_HANDED, .attempts = 4 }, OUTBOX_EVENT_LATER,
	    "queued" },
	{ { .state = OUTBOX_HANDED, .attempts = 5 }, OUTBOX_EVENT_LATER,
	    "failed" },
	{ { .state = OUTBOX_HANDED, .bearer = BEARER_CONSOLE },
	    OUTBOX_EVENT_EXPIRE, "expired" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_ALERT }, OUTBOX_EVENT_RESEND,
	    "queued" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_REPLY, .silences = 1 },
	    OUTBOX_EVENT_RESEND, "" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_REPLY, .attempts = 5 },
	    OUTBOX_EVENT_RESEND, "" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_REPLY, .resends = 3 },
	    OUTBOX_EVENT_RESUME, "queued" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_REPLY, .attempts = 5 },
	    OUTBOX_EVENT_RESUME, "" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_SURVEY }, OUTBOX_EVENT_RESUME,
	    "" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_NOTICE }, OUTBOX_EVENT_RESEND,
	    "" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_DUTY }, OUTBOX_EVENT_RESEND,
	    "" },
	{ { .state = OUTBOX_UNKNOWN, .lane = LANE_SURVEY }, OUTBOX_EVENT_RESEND,
	    "" },
};

START_TEST(a_guard_decides_where_the_picture_forks)
{
	struct outbox_case c = guarded[_i].c;
	gboolean moved = outbox_case_move(&c, guarded[_i].event);

	ck_assert_str_eq(moved ? outbox_state_name(c.state) : "",
	    guarded[_i].to);
}
END_TEST

START_TEST(names_of_states_and_lanes_read_back)
{
	for (int i = 0; i < OUTBOX_STATE_COUNT; i++) {
		enum outbox_state state;

		ck_assert(outbox_state_from_name(
		    outbox_state_name((enum outbox_state)i), &state));
		ck_assert_int_eq(state, i);
	}
	for (int i = 0; i < LANE_COUNT; i++) {
		enum lane lane;

		ck_assert(lane_from_name(lane_name((enum lane)i), &lane));
		ck_assert_int_eq(lane, i);
		ck_assert(!lane_from_name("express", &lane));
	}
}
END_TEST

/* --- adding ------------------------------------------------------------------- */

START_TEST(the_same_key_adds_nothing)
{
	gint64 first = fixture_send(db, "remind:2026-11:cadre37:stage2",
	    LANE_DUTY, WANG, "x"), id;
	struct outbox_msg again = {
		.key = (char *)"remind:2026-11:cadre37:stage2",
		.line = (char *)"hotline", .lane = LANE_DUTY,
		.phone = (char *)LI, .text = (char *)"y",
	};
	gboolean added;

	ck_assert_int_gt(first, 0);
	OK(outbox_add(db, &again, &id, &added, error));
	ck_assert(!added);
	ck_assert_int_eq(id, first);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), first);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), 0);
}
END_TEST

START_TEST(a_text_of_no_part_or_too_many_is_refused)
{
	g_autofree char *words = g_strnfill(TEXT_MAX_PARTS * 153 + 1, 'a');
	struct outbox_msg msg = { .key = (char *)"k", .line = (char *)"hotline",
		.phone = (char *)WANG, .text = (char *)"" };
	gboolean added;
	gint64 id;

	FAILS(outbox_add(db, &msg, &id, &added, error), "0 parts");
	msg.text = words;
	FAILS(outbox_add(db, &msg, &id, &added, error), "11 parts");
	words[TEXT_MAX_PARTS * 153] = '\0';
	OK(outbox_add(db, &msg, &id, &added, error));
	ck_assert(added);
}
END_TEST

/* DOMAIN 5.3. */
static const int lifetimes_h[LANE_COUNT] = { 2, 6, 72, 24, 24 };

START_TEST(each_lane_has_its_lifetime)
{
	gint64 id = fixture_send(db, "k", (enum lane)_i, WANG, "x");
	gint64 next;
	int count;

	ck_assert_int_eq(fixture_outbox(db, id).not_after,
	    NOON + lifetimes_h[_i] * CLOCK_HOUR);
	OK(outbox_expire(db, NOON + lifetimes_h[_i] * CLOCK_HOUR - 1, &count, &next,
	    error));
	ck_assert_int_eq(count, 0);
	OK(outbox_expire(db, NOON + lifetimes_h[_i] * CLOCK_HOUR, &count, &next,
	    error));
	ck_assert_int_eq(count, 1);
	STATE_IS(db, id, "expired");
}
END_TEST

START_TEST(long_texts_to_one_phone_have_different_references)
{
	guint refs[3];
	gint64 other;

	for (int i = 0; i < 3; i++) {
		g_autofree char *key = g_strdup_printf("k%d", i);

		refs[i] = fixture_outbox(db, fixture_send(db, key, LANE_REPLY,
		    WANG, LONG_WORDS)).ref;
	}
	ck_assert_uint_ne(refs[0], refs[1]);
	ck_assert_uint_ne(refs[1], refs[2]);
	other = fixture_send(db, "other", LANE_REPLY, LI, LONG_WORDS);
	ck_assert_uint_eq(fixture_outbox(db, other).ref, refs[0]);
	for (int i = 3; i < 300; i++) {
		g_autofree char *key = g_strdup_printf("k%d", i);

		ck_assert_uint_lt(fixture_outbox(db, fixture_send(db, key,
		    LANE_REPLY, WANG, LONG_WORDS)).ref, 256);
	}
}
END_TEST

/* --- who leaves next ---------------------------------------------------------- */

START_TEST(the_best_lane_leaves_first_then_the_oldest)
{
	gint64 survey, notice, reply2, reply1, alert;

	survey = fixture_send(db, "s", LANE_SURVEY, "+8613800000001", "x");
	notice = fixture_send(db, "n", LANE_NOTICE, "+8613800000002", "x");
	reply1 = fixture_send(db, "r1", LANE_REPLY, "+8613800000003", "x");
	reply2 = fixture_send(db, "r2", LANE_REPLY, "+8613800000004", "x");
	alert = fixture_send(db, "a", LANE_ALERT, "+8613800000005", "x");
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), alert);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), reply1);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), reply2);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_REPLY), 0);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_NOTICE), notice);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), survey);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), 0);
}
END_TEST

START_TEST(in_quiet_hours_only_alerts_and_replies_leave)
{
	struct outbox_want want = { .line = "hotline", .modem = "m",
		.now = NOON, .lanes = LANES_ASKED };
	gint64 reply = fixture_send(db, "r", LANE_REPLY, WANG, "x");
	struct outbox_msg msg;
	gboolean found;

	fixture_send(db, "n", LANE_NOTICE, LI, "x");
	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(found);
	ck_assert_int_eq(msg.id, reply);
	ck_assert_int_eq(msg.state, OUTBOX_HANDED);
	ck_assert_int_eq(msg.attempts, 1);
	outbox_msg_clear(&msg);
	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(!found);
}
END_TEST

/* Hands what a phone may get unasked, 2 a day and 3 a week; 0 nothing. */
static gint64
hand_unasked(void)
{
	struct outbox_want want = { .line = "hotline", .modem = "m",
		.now = clock_now(), .lanes = LANES_ALL,
		.unasked_per_day = 2, .unasked_per_week = 3 };
	struct outbox_msg msg;
	gboolean found;
	gint64 id;

	OK(outbox_next_due(db, &want, &found, &msg, error));
	id = found ? msg.id : 0;
	outbox_msg_clear(&msg);
	if (found)
		OK(outbox_sent(db, id, clock_now(), error));
	return id;
}

static gint64
notice_until(const char *key, enum lane lane, const char *phone, gint64 days)
{
	struct outbox_msg msg = {
		.key = (char *)key, .line = (char *)"hotline",
		.modem = (char *)"", .lane = lane, .phone = (char *)phone,
		.text = (char *)key, .not_after = NOON + days * CLOCK_DAY,
	};
	gboolean added;
	gint64 id;

	OK(outbox_add(db, &msg, &id, &added, error));
	return id;
}

START_TEST(nobody_is_texted_unasked_more_often_than_the_ceilings_say)
{
	gint64 a = notice_until("a", LANE_NOTICE, WANG, 30);
	gint64 b = notice_until("b", LANE_SURVEY, WANG, 30);
	gint64 c = notice_until("c", LANE_NOTICE, WANG, 30);
	gint64 d = notice_until("d", LANE_NOTICE, WANG, 30);
	gint64 other = notice_until("e", LANE_NOTICE, LI, 30), later = 0;
	gboolean due;

	ck_assert_int_eq(hand_unasked(), a);
	clock_turn(CLOCK_HOUR);
	/* A survey is one of them; what is too much stops nobody else. */
	ck_assert_int_eq(hand_unasked(), c);
	ck_assert_int_eq(hand_unasked(), other);
	ck_assert_int_eq(hand_unasked(), 0);
	/* Put off, and it is known until when. */
	OK(outbox_next_time(db, "hotline", clock_now(), &due, &later, error));
	ck_assert(!due);
	ck_assert_int_eq(later, NOON + CLOCK_DAY);
	/* The day is over, and the week's third leaves. */
	clock_turn(23 * CLOCK_HOUR + CLOCK_SECOND);
	ck_assert_int_eq(hand_unasked(), d);
	ck_assert_int_eq(hand_unasked(), 0);
	clock_turn(5 * CLOCK_DAY);
	ck_assert_int_eq(hand_unasked(), 0);
	clock_turn(CLOCK_DAY);
	ck_assert_int_eq(hand_unasked(), b);
}
END_TEST

START_TEST(what_is_put_off_too_long_expires)
{
	gint64 late;
	struct outbox_msg msg;
	gboolean found;
	gint64 next;
	int count;

	notice_until("a", LANE_NOTICE, WANG, 1);
	notice_until("b", LANE_NOTICE, WANG, 1);
	late = notice_until("c", LANE_NOTICE, WANG, 1);
	ck_assert_int_ne(hand_unasked(), 0);
	ck_assert_int_ne(hand_unasked(), 0);
	ck_assert_int_eq(hand_unasked(), 0);
	clock_turn(CLOCK_DAY);
	OK(outbox_expire(db, clock_now(), &count, &next, error));
	ck_assert_int_eq(count, 1);
	OK(outbox_get(db, late, &found, &msg, error));
	ck_assert_int_eq(msg.state, OUTBOX_EXPIRED);
	outbox_msg_clear(&msg);
}
END_TEST

static const struct {
	enum lane lane;
	gboolean leaves;
} unasked[] = {
	{ LANE_ALERT, TRUE }, { LANE_REPLY, TRUE }, { LANE_DUTY, TRUE },
	{ LANE_NOTICE, FALSE }, { LANE_SURVEY, FALSE },
};

START_TEST(the_ceilings_are_for_what_nobody_asked_for)
{
	gint64 id;

	notice_until("a", LANE_NOTICE, WANG, 1);
	notice_until("b", LANE_NOTICE, WANG, 1);
	ck_assert_int_ne(hand_unasked(), 0);
	ck_assert_int_ne(hand_unasked(), 0);
	id = notice_until("c", unasked[_i].lane, WANG, 1);
	ck_assert_int_eq(hand_unasked(), unasked[_i].leaves ? id : 0);
}
END_TEST

/* A modem that may say "a" no more. */
static gboolean
says_not_a(const char *text, void *user)
{
	return strcmp(text, "a") != 0;
}

START_TEST(what_a_modem_has_said_too_often_waits_for_it_and_not_for_another)
{
	struct outbox_want want = { .line = "hotline", .modem = "m",
		.now = clock_now(), .lanes = LANES_ALL,
		.says = says_not_a };
	gint64 stranger = notice_until("a", LANE_NOTICE, WANG, 1);
	gint64 other = notice_until("b", LANE_SURVEY, LI, 1);
	struct inbox_msg text = { 0 };
	struct outbox_msg msg;
	gboolean found;

	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(found);
	ck_assert_int_eq(msg.id, other);
	outbox_msg_clear(&msg);
	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(!found);
	/* Who has texted us is no stranger. */
	OK(inbox_add_text(db, BEARER_SMS, "hotline", WANG, "好", &text, error));
	inbox_msg_clear(&text);
	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(found);
	ck_assert_int_eq(msg.id, stranger);
	outbox_msg_clear(&msg);
}
END_TEST

START_TEST(the_texts_of_one_phone_leave_in_order)
{
	gint64 first = fixture_send(db, "1", LANE_REPLY, WANG, "x");
	gint64 second = fixture_send(db, "2", LANE_REPLY, WANG, "y");
	gint64 other = fixture_send(db, "3", LANE_REPLY, LI, "z");

	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), first);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), other);
	ck_assert_int_eq(fixture_hand(db, "m2", LANE_SURVEY), 0);
	/* The first is to be tried again later: the second waits for it. */
	OK(outbox_failed(db, first, SMS_FAILURE_LATER, 38, NOON, error));
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), 0);
	clock_turn(CLOCK_MINUTE);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), first);
	OK(outbox_sent(db, first, clock_now(), error));
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), second);
}
END_TEST

START_TEST(an_alert_passes_a_reply_that_must_be_tried_again)
{
	gint64 reply = fixture_send(db, "1", LANE_REPLY, WANG, "x"), alert;

	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), reply);
	OK(outbox_failed(db, reply, SMS_FAILURE_LATER, 38, NOON, error));
	alert = fixture_send(db, "2", LANE_ALERT, WANG, "x");
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), alert);
}
END_TEST

#define TEN	"水管爆了半个月没人管"
#define TWO_PARTS TEN TEN TEN TEN TEN TEN TEN TEN

static gint64
send_by(const char *key, const char *modem, const char *phone, gint64 not_before)
{
	struct outbox_msg msg = {
		.key = (char *)key, .line = (char *)"hotline",
		.modem = (char *)modem, .lane = LANE_REPLY,
		.phone = (char *)phone, .text = (char *)TWO_PARTS,
		.not_before = not_before,
	};
	gboolean added;
	gint64 id;

	OK(outbox_add(db, &msg, &id, &added, error));
	return id;
}

static gboolean
takes_over(const char *modem, void *user)
{
	return strcmp(modem, user) == 0;
}

/* How the first try by m1 fails, and whether m2 may then try, after so many
 * failures. */
static const struct {
	enum sms_failure kind;
	int	 failures;
	gboolean taken;
} ties[] = {
	{ SMS_FAILURE_SIM, 1, TRUE },
	{ SMS_FAILURE_LATER, 1, FALSE },
	{ SMS_FAILURE_LATER, 2, TRUE },
	{ SMS_FAILURE_STORE, 1, FALSE },
	{ SMS_FAILURE_STORE, 2, TRUE },
};

START_TEST(a_text_its_sim_cannot_send_goes_on_by_another_from_where_it_was)
{
	gint64 id = send_by("1", "m1", WANG, 0);

	for (int i = 0; i < ties[_i].failures; i++) {
		clock_turn(CLOCK_HOUR / 2);
		ck_assert_int_eq(fixture_hand(db, "m1", LANE_SURVEY), id);
		if (i == 0)
			OK(outbox_part_sent(db, id, "m1", 0, 7, clock_now(),
			    error));
		OK(outbox_failed(db, id, ties[_i].kind, 38, clock_now(),
		    error));
	}
	clock_turn(CLOCK_HOUR / 2);
	ck_assert_int_eq(fixture_hand(db, "m2", LANE_SURVEY),
	    ties[_i].taken ? id : 0);
	ck_assert_int_eq(fixture_outbox(db, id).first_part, 1);
}
END_TEST

START_TEST(a_reply_leaves_by_the_sim_that_was_texted_unless_that_cannot_send)
{
	struct outbox_want want = { .line = "hotline", .modem = "m2",
		.now = NOON, .lanes = LANES_ALL };
	gint64 id = send_by("1", "m1", WANG, 0);
	struct outbox_msg msg;
	gboolean found;

	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(!found);
	want.takes_over = takes_over;
	want.user = (void *)"m3";
	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(!found);
	want.user = (void *)"m1";
	OK(outbox_next_due(db, &want, &found, &msg, error));
	ck_assert(found);
	ck_assert_int_eq(msg.id, id);
	outbox_msg_clear(&msg);
	ck_assert_str_eq(fixture_outbox(db, id).handed_to, "m2");
}
END_TEST

START_TEST(of_two_sims_rows_the_older_leaves_first)
{
	gint64 any = send_by("1", "", WANG, NOON - 5);
	gint64 ours = send_by("2", "m1", LI, NOON - 9);

	ck_assert_int_eq(fixture_hand(db, "m1", LANE_SURVEY), ours);
	ck_assert_int_eq(fixture_hand(db, "m1", LANE_SURVEY), any);
}
END_TEST

START_TEST(another_lines_texts_are_not_ours)
{
	struct outbox_msg msg = { .key = (char *)"k", .line = (char *)"survey",
		.phone = (char *)WANG, .text = (char *)"x" };
	gboolean added, due;
	gint64 id, later;

	OK(outbox_add(db, &msg, &id, &added, error));
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), 0);
	OK(outbox_next_time(db, "hotline", NOON, &due, &later, error));
	ck_assert(!due);
	OK(outbox_next_time(db, "survey", NOON, &due, &later, error));
	ck_assert(due);
}
END_TEST

START_TEST(the_next_time_is_told_beside_what_is_due)
{
	gboolean due;
	gint64 later;

	OK(outbox_next_time(db, "hotline", NOON, &due, &later, error));
	ck_assert(!due && later == 0);
	send_by("1", "m1", WANG, NOON + 90);
	send_by("2", "", LI, NOON + 60);
	OK(outbox_next_time(db, "hotline", NOON, &due, &later, error));
	ck_assert(!due && later == NOON + 60);
	OK(outbox_next_time(db, "hotline", NOON + 60, &due, &later, error));
	ck_assert(due && later == NOON + 90);
	ck_assert_int_eq(fixture_hand(db, "m1", LANE_SURVEY), 0);
}
END_TEST

START_TEST(a_text_whose_time_is_over_is_never_handed)
{
	gint64 stale = fixture_send(db, "1", LANE_ALERT, WANG, "evacuate");
	gint64 fresh;

	clock_turn(3 * CLOCK_HOUR);
	fresh = fixture_send(db, "2", LANE_ALERT, LI, "x");
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), fresh);
	STATE_IS(db, stale, "expired");
}
END_TEST

START_TEST(a_cancelled_text_does_not_leave)
{
	gint64 id = fixture_send(db, "1", LANE_NOTICE, WANG, "x");
	gboolean done;

	OK(outbox_cancel(db, id, &done, error));
	ck_assert(done);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), 0);
	OK(outbox_cancel(db, id, &done, error));
	ck_assert(!done);
	OK(outbox_cancel(db, 4711, &done, error));
	ck_assert(!done);
}
END_TEST

START_TEST(what_waits_is_counted_by_lane)
{
	int counts[LANE_COUNT];

	fixture_send(db, "1", LANE_NOTICE, WANG, "x");
	fixture_send(db, "2", LANE_NOTICE, LI, "x");
	fixture_send(db, "3", LANE_ALERT, LI, "x");
	OK(outbox_queued(db, "hotline", counts, error));
	ck_assert_int_eq(counts[LANE_NOTICE], 2);
	ck_assert_int_eq(counts[LANE_ALERT], 1);
	ck_assert_int_eq(counts[LANE_SURVEY], 0);
}
END_TEST

/* --- what modems say ---------------------------------------------------------- */

START_TEST(a_long_text_is_delivered_when_every_part_is)
{
	gint64 id = fixture_send(db, "1", LANE_REPLY, WANG, LONG_WORDS);
	gboolean matched;
	int parts;

	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), id);
	OK(outbox_part_sent(db, id, "m", 0, 250, NOON, error));
	/* A report may come before the text is all sent, in another spelling. */
	OK(outbox_report(db, "m", "8613812345678", 250, 0x00, NOON, &matched,
	    error));
	ck_assert(matched);
	OK(outbox_part_sent(db, id, "m", 1, 251, NOON, error));
	OK(outbox_sent(db, id, NOON, error));
	STATE_IS(db, id, "sent");
	OK(outbox_report(db, "m", "13812345678", 251, 0x30, NOON, &matched,
	    error));
	ck_assert(matched);
	STATE_IS(db, id, "sent");
	OK(outbox_report(db, "m", "13812345678", 251, 0x01, NOON, &matched,
	    error));
	STATE_IS(db, id, "delivered");
	OK(outbox_report(db, "m", "13812345678", 251, 0x01, NOON, &matched,
	    error));
	ck_assert(!matched);
	OK(outbox_parts_since(db, "m", NOON, &parts, error));
	ck_assert_int_eq(parts, 2);
	OK(outbox_parts_since(db, "m", NOON + 1, &parts, error));
	ck_assert_int_eq(parts, 0);
}
END_TEST

START_TEST(a_report_that_says_no_fails_the_text)
{
	gint64 id = fixture_send(db, "1", LANE_REPLY, WANG, "x");
	gboolean matched;

	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_part_sent(db, id, "m", 0, 7, NOON, error));
	OK(outbox_sent(db, id, NOON, error));
	OK(outbox_report(db, "m", WANG, 7, 0x46, NOON, &matched, error));
	STATE_IS(db, id, "failed");
}
END_TEST

/* Reports that are nobody's. */
static const struct {
	const char *modem, *number;
	guint	 mr;
	gint64	 after;
} strays[] = {
	{ "m2", WANG, 7, 0 }, { "m", LI, 7, 0 }, { "m", WANG, 8, 0 },
	{ "m", WANG, 7, 4 * CLOCK_DAY }, { "m", "", 7, 0 },
};

START_TEST(a_stray_report_matches_nothing)
{
	gint64 id = fixture_send(db, "1", LANE_REPLY, WANG, "x");
	gboolean matched;

	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_part_sent(db, id, "m", 0, 7, NOON, error));
	OK(outbox_sent(db, id, NOON, error));
	OK(outbox_report(db, strays[_i].modem, strays[_i].number, strays[_i].mr,
	    0, NOON + strays[_i].after, &matched, error));
	ck_assert(!matched);
	STATE_IS(db, id, "sent");
}
END_TEST

START_TEST(of_two_parts_with_one_reference_the_newest_is_reported)
{
	gint64 old = fixture_send(db, "1", LANE_REPLY, WANG, "x"), new;
	gboolean matched;

	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_part_sent(db, old, "m", 0, 7, NOON, error));
	OK(outbox_sent(db, old, NOON, error));
	new = fixture_send(db, "2", LANE_REPLY, WANG, "x");
	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_part_sent(db, new, "m", 0, 7, NOON + 9, error));
	OK(outbox_sent(db, new, NOON + 9, error));
	OK(outbox_report(db, "m", WANG, 7, 0, NOON + 10, &matched, error));
	STATE_IS(db, new, "delivered");
	STATE_IS(db, old, "sent");
}
END_TEST

/* What a failure makes of a first try, and when the next is: s, -1 never. */
static const struct {
	enum lane lane;
	enum sms_failure kind;
	const char *state;
	int	 again_s, resends;
} failures[] = {
	{ LANE_REPLY, SMS_FAILURE_PERMANENT, "failed", -1, 0 },
	{ LANE_REPLY, SMS_FAILURE_LATER, "queued", 30, 0 },
	{ LANE_REPLY, SMS_FAILURE_SIM, "queued", 0, 0 },
	{ LANE_REPLY, SMS_FAILURE_STORE, "queued", 10, 0 },
	{ LANE_REPLY, SMS_FAILURE_UNKNOWN, "queued", 10, 1 },
	{ LANE_ALERT, SMS_FAILURE_UNKNOWN, "queued", 10, 1 },
	{ LANE_REPLY, SMS_FAILURE_BROKEN, "queued", 0, 1 },
	{ LANE_NOTICE, SMS_FAILURE_BROKEN, "unknown", -1, 0 },
	{ LANE_NOTICE, SMS_FAILURE_UNKNOWN, "unknown", -1, 0 },
	{ LANE_SURVEY, SMS_FAILURE_UNKNOWN, "unknown", -1, 0 },
	{ LANE_SURVEY, (enum sms_failure)99, "queued", 30, 0 },
};

START_TEST(a_failure_is_tried_again_by_its_kind)
{
	gint64 id = fixture_send(db, "1", failures[_i].lane, WANG, "x");
	struct fixture_row row;

	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), id);
	OK(outbox_failed(db, id, failures[_i].kind, 38, NOON, error));
	row = fixture_outbox(db, id);
	ck_assert_str_eq(row.state, failures[_i].state);
	ck_assert_int_eq(row.resends, failures[_i].resends);
	if (failures[_i].again_s >= 0)
		ck_assert_int_eq(row.not_before, NOON +
		    failures[_i].again_s * (gint64)CLOCK_SECOND);
}
END_TEST

/* What broke before is not what the network kept silent about. */
START_TEST(a_lost_modem_leaves_the_one_repeat_for_a_silent_network)
{
	gint64 id = fixture_send(db, "1", LANE_REPLY, WANG, "x");

	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_failed(db, id, SMS_FAILURE_BROKEN, -1, NOON, error));
	STATE_IS(db, id, "queued");
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), id);
	OK(outbox_failed(db, id, SMS_FAILURE_UNKNOWN, -1, NOON, error));
	STATE_IS(db, id, "queued");
	clock_turn(CLOCK_HOUR);
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), id);
	OK(outbox_failed(db, id, SMS_FAILURE_UNKNOWN, -1, NOON, error));
	STATE_IS(db, id, "unknown");
}
END_TEST

START_TEST(no_text_is_tried_more_than_five_times)
{
	gint64 id = fixture_send(db, "1", LANE_NOTICE, WANG, "x");
	int tries = 0;

	while (fixture_hand(db, "m", LANE_SURVEY) == id) {
		tries++;
		OK(outbox_failed(db, id, SMS_FAILURE_LATER, 38, clock_now(),
		    error));
		clock_turn(CLOCK_HOUR);
	}
	ck_assert_int_eq(tries, OUTBOX_ATTEMPTS_MAX);
	STATE_IS(db, id, "failed");
}
END_TEST

START_TEST(a_late_word_changes_nothing)
{
	gint64 id = fixture_send(db, "1", LANE_REPLY, WANG, "x");
	gboolean done;

	OK(outbox_sent(db, id, NOON, error));
	STATE_IS(db, id, "queued");
	OK(outbox_cancel(db, id, &done, error));
	OK(outbox_part_sent(db, id, "m", 0, 1, NOON, error));
	OK(outbox_failed(db, id, SMS_FAILURE_LATER, 1, NOON, error));
	OK(outbox_sent(db, 4711, NOON, error));
	STATE_IS(db, id, "cancelled");
	/* Nor does another modem's word, or a part the text does not have. */
	id = fixture_send(db, "2", LANE_REPLY, WANG, "x");
	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_part_sent(db, id, "m2", 0, 1, NOON, error));
	OK(outbox_part_sent(db, id, "m", 1, 1, NOON, error));
	ck_assert_uint_eq(fixture_outbox(db, id).first_part, 0);
}
END_TEST

/* --- those who end ------------------------------------------------------------ */

START_TEST(a_dead_modem_leaves_its_texts_in_doubt_and_no_others)
{
	gint64 reply = fixture_send(db, "1", LANE_REPLY, WANG, LONG_WORDS);
	gint64 notice, other;
	int requeued, unknown;
	struct fixture_row row;

	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), reply);
	notice = fixture_send(db, "2", LANE_NOTICE, LI, "x");
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), notice);
	other = fixture_send(db, "3", LANE_REPLY, "+8613000000000", "x");
	ck_assert_int_eq(fixture_hand(db, "m2", LANE_SURVEY), other);
	OK(outbox_part_sent(db, reply, "m", 0, 1, NOON, error));
	OK(outbox_modem_gone(db, "m", NOON, &requeued, &unknown, error));
	ck_assert_int_eq(requeued, 1);
	ck_assert_int_eq(unknown, 1);
	STATE_IS(db, notice, "unknown");
	STATE_IS(db, other, "handed");
	row = fixture_outbox(db, reply);
	ck_assert_str_eq(row.state, "queued");
	ck_assert_int_eq(row.resends, 1);
	/* It goes on with the part that is in doubt. */
	ck_assert_uint_eq(row.first_part, 1);
	/* A process that dies again is no reason to leave her without an
	 * answer; the ceiling of tries is. */
	for (int tries = 2; tries <= OUTBOX_ATTEMPTS_MAX; tries++) {
		ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), reply);
		OK(outbox_modem_gone(db, "m", NOON, &requeued, &unknown,
		    error));
	}
	STATE_IS(db, reply, "unknown");
}
END_TEST

START_TEST(a_text_whose_every_part_left_is_sent_though_its_modem_died)
{
	gint64 id = fixture_send(db, "1", LANE_REPLY, WANG, LONG_WORDS);
	struct outbox_msg msg;
	int requeued, unknown;
	gboolean found;

	/* A try before failed: it is no error of a text that left. */
	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_failed(db, id, SMS_FAILURE_SIM, 38, NOON, error));
	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), id);
	OK(outbox_part_sent(db, id, "m", 0, 1, NOON, error));
	OK(outbox_part_sent(db, id, "m", 1, 2, NOON, error));
	OK(outbox_modem_gone(db, "m", NOON, &requeued, &unknown, error));
	ck_assert_int_eq(requeued + unknown, 0);
	STATE_IS(db, id, "sent");
	OK(outbox_get(db, id, &found, &msg, error));
	ck_assert_str_eq(msg.error, "");
	outbox_msg_clear(&msg);
}
END_TEST

START_TEST(a_part_of_a_second_try_counts_and_is_reported_too)
{
	gint64 id = fixture_send(db, "1", LANE_REPLY, WANG, LONG_WORDS);
	int requeued, unknown, parts;
	gboolean matched;

	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_part_sent(db, id, "m", 0, 1, NOON, error));
	OK(outbox_modem_gone(db, "m", NOON, &requeued, &unknown, error));
	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_part_sent(db, id, "m", 1, 2, NOON + 1, error));
	OK(outbox_sent(db, id, NOON, error));
	OK(outbox_report(db, "m", WANG, 2, 0, NOON, &matched, error));
	STATE_IS(db, id, "sent");
	OK(outbox_report(db, "m", WANG, 1, 0, NOON, &matched, error));
	STATE_IS(db, id, "delivered");
	OK(outbox_parts_since(db, "m", NOON, &parts, error));
	ck_assert_int_eq(parts, 2);
}
END_TEST

static gint64
send_live(const char *key)
{
	struct outbox_msg msg = {
		.key = (char *)key, .line = (char *)"hotline",
		.bearer = BEARER_CONSOLE, .lane = LANE_REPLY,
		.phone = (char *)WANG, .text = (char *)"x",
	};
	gboolean added;
	gint64 id;

	OK(outbox_add(db, &msg, &id, &added, error));
	return id;
}

START_TEST(what_was_said_to_a_console_never_goes_by_radio)
{
	gint64 first = send_live("1"), second = send_live("2");
	struct outbox_msg msg;
	gboolean found;

	ck_assert_int_eq(fixture_hand(db, "m", LANE_SURVEY), 0);
	OK(outbox_next_live(db, BEARER_CONSOLE, WANG, "hotline", &found, &msg,
	    error));
	ck_assert(found);
	ck_assert_int_eq(msg.id, first);
	outbox_msg_clear(&msg);
	OK(outbox_next_live(db, BEARER_USSD, WANG, "hotline", &found, &msg,
	    error));
	ck_assert(!found);
	OK(outbox_live_gone(db, BEARER_CONSOLE, WANG, error));
	STATE_IS(db, first, "expired");
	STATE_IS(db, second, "expired");
	OK(outbox_next_live(db, BEARER_CONSOLE, WANG, "hotline", &found, &msg,
	    error));
	ck_assert(!found);
}
END_TEST

START_TEST(a_new_engine_ends_what_the_old_one_left)
{
	gint64 reply = fixture_send(db, "1", LANE_REPLY, WANG, "x");
	gint64 survey, queued, live;
	int requeued, unknown;

	fixture_hand(db, "m1", LANE_SURVEY);
	survey = fixture_send(db, "2", LANE_SURVEY, LI, "x");
	fixture_hand(db, "m2", LANE_SURVEY);
	queued = fixture_send(db, "3", LANE_SURVEY, LI, "x");
	live = send_live("4");
	OK(outbox_recover(db, NOON, &requeued, &unknown, error));
	ck_assert_int_eq(requeued, 1);
	ck_assert_int_eq(unknown, 1);
	STATE_IS(db, reply, "queued");
	STATE_IS(db, survey, "unknown");
	STATE_IS(db, queued, "queued");
	STATE_IS(db, live, "expired");
	ck_assert_int_eq(fixture_outbox(db, reply).resends, 1);
}
END_TEST

/* --- questions and guards ----------------------------------------------------- */

static gint64
question_sent_at(gint64 *question)
{
	struct question q = { .phone = (char *)WANG, .line = (char *)"hotline",
		.screen = (char *)"main", .asked_at = NOON,
		.expires_at = NOON + CLOCK_DAY };
	struct outbox_msg msg = { .key = (char *)"q", .line = (char *)"hotline",
		.lane = LANE_NOTICE, .phone = (char *)WANG, .text = (char *)"x" };
	gboolean added;
	gint64 id;

	OK(question_open(db, &q, QUESTION_DROPPED, error));
	*question = msg.question_id = q.id;
	OK(outbox_add(db, &msg, &id, &added, error));
	return id;
}

static gint64
question_when_sent(void)
{
	struct question q;
	gboolean found;
	gint64 sent_at;

	OK(question_current(db, WANG, "hotline", &found, &q, error));
	ck_assert(found);
	sent_at = q.sent_at;
	question_clear(&q);
	return sent_at;
}

START_TEST(a_question_is_asked_when_its_text_leaves)
{
	gint64 question, id = question_sent_at(&question);

	fixture_hand(db, "m", LANE_SURVEY);
	ck_assert_int_eq(question_when_sent(), 0);
	OK(outbox_sent(db, id, NOON + 5, error));
	ck_assert_int_eq(question_when_sent(), NOON + 5);
}
END_TEST

START_TEST(a_question_whose_text_is_in_doubt_may_be_answered)
{
	gint64 question, id = question_sent_at(&question);
	int requeued, unknown;

	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_modem_gone(db, "m", NOON + 5, &requeued, &unknown, error));
	STATE_IS(db, id, "unknown");
	ck_assert_int_eq(question_when_sent(), NOON + 5);
}
END_TEST

START_TEST(only_replies_count_for_the_loop_guard)
{
	const gint64 since[] = { NOON + 1, NOON, NOON + CLOCK_DAY };
	int counts[3];

	OK(outbox_replies_since(db, WANG, since, counts, 3, error));
	ck_assert_int_eq(counts[1], 0);
	fixture_send(db, "1", LANE_REPLY, WANG, "x");
	fixture_send(db, "2", LANE_NOTICE, WANG, "x");
	clock_turn(CLOCK_HOUR);
	fixture_send(db, "3", LANE_REPLY, WANG, "x");
	fixture_send(db, "4", LANE_REPLY, LI, "x");
	OK(outbox_replies_since(db, WANG, since, counts, 3, error));
	ck_assert_int_eq(counts[0], 1);
	ck_assert_int_eq(counts[1], 2);
	ck_assert_int_eq(counts[2], 0);
}
END_TEST

START_TEST(replies_are_counted_no_further_than_a_thousand)
{
	const gint64 since = NOON;
	int count;

	for (int i = 0; i < 1100; i++) {
		g_autofree char *key = g_strdup_printf("%d", i);

		fixture_send(db, key, LANE_REPLY, WANG, "x");
	}
	OK(outbox_replies_since(db, WANG, &since, &count, 1, error));
	ck_assert_int_eq(count, 1000);
}
END_TEST

static gboolean
row_count(const struct outbox_msg *msg, void *user)
{
	int *count = user;

	(*count)++;
	return TRUE;
}

/* One of Wang's is handed, one queued; Li's is queued. */
static const struct {
	struct outbox_filter filter;
	int	 rows;
} listings[] = {
	{ { NULL, NULL, 0 }, 3 }, { { NULL, NULL, 2 }, 2 },
	{ { NULL, "queued", 0 }, 2 }, { { NULL, "handed", 0 }, 1 },
	{ { NULL, "queued", 1 }, 1 }, { { NULL, "expired", 0 }, 0 },
	{ { NULL, "cancelled", 0 }, 0 }, { { WANG, NULL, 1 }, 1 },
	{ { NULL, "sent", 0 }, 0 }, { { WANG, NULL, 0 }, 2 },
	{ { WANG, "queued", 0 }, 1 }, { { "", "", 1 }, 1 },
	{ { "+8613000000000", NULL, 0 }, 0 },
};

START_TEST(a_list_shows_what_was_asked_for)
{
	int rows = 0;

	fixture_send(db, "1", LANE_REPLY, WANG, "x");
	fixture_send(db, "2", LANE_REPLY, WANG, "x");
	fixture_send(db, "3", LANE_REPLY, LI, "x");
	fixture_hand(db, "m", LANE_SURVEY);
	OK(outbox_each(db, &listings[_i].filter, row_count, &rows, error));
	ck_assert_int_eq(rows, listings[_i].rows);
}
END_TEST

static void
outbox_tests(Suite *suite)
{
	TCase *tests = tcase_create("outbox");

	tcase_add_checked_fixture(tests, db_make, db_drop);
	tcase_add_loop_test(tests,
	    every_event_in_every_state_does_what_the_picture_says, 0,
	    OUTBOX_STATE_COUNT);
	tcase_add_loop_test(tests, a_guard_decides_where_the_picture_forks, 0,
	    G_N_ELEMENTS(guarded));
	tcase_add_test(tests, names_of_states_and_lanes_read_back);
	tcase_add_test(tests, the_same_key_adds_nothing);
	tcase_add_test(tests, a_text_of_no_part_or_too_many_is_refused);
	tcase_add_loop_test(tests, each_lane_has_its_lifetime, 0, LANE_COUNT);
	tcase_add_test(tests, long_texts_to_one_phone_have_different_references);
	tcase_add_test(tests, the_best_lane_leaves_first_then_the_oldest);
	tcase_add_test(tests, in_quiet_hours_only_alerts_and_replies_leave);
	tcase_add_test(tests,
	    nobody_is_texted_unasked_more_often_than_the_ceilings_say);
	tcase_add_test(tests, what_is_put_off_too_long_expires);
	tcase_add_test(tests,
	    what_a_modem_has_said_too_often_waits_for_it_and_not_for_another);
	tcase_add_loop_test(tests, the_ceilings_are_for_what_nobody_asked_for, 0,
	    G_N_ELEMENTS(unasked));
	tcase_add_test(tests, the_texts_of_one_phone_leave_in_order);
	tcase_add_test(tests, an_alert_passes_a_reply_that_must_be_tried_again);
	tcase_add_loop_test(tests,
	    a_text_its_sim_cannot_send_goes_on_by_another_from_where_it_was, 0,
	    G_N_ELEMENTS(ties));
	tcase_add_test(tests,
	    a_reply_leaves_by_the_sim_that_was_texted_unless_that_cannot_send);
	tcase_add_test(tests, of_two_sims_rows_the_older_leaves_first);
	tcase_add_test(tests, another_lines_texts_are_not_ours);
	tcase_add_test(tests, the_next_time_is_told_beside_what_is_due);
	tcase_add_test(tests, a_text_whose_time_is_over_is_never_handed);
	tcase_add_test(tests, a_cancelled_text_does_not_leave);
	tcase_add_test(tests, what_waits_is_counted_by_lane);
	tcase_add_test(tests, a_long_text_is_delivered_when_every_part_is);
	tcase_add_test(tests, a_report_that_says_no_fails_the_text);
	tcase_add_loop_test(tests, a_stray_report_matches_nothing, 0,
	    G_N_ELEMENTS(strays));
	tcase_add_test(tests, of_two_parts_with_one_reference_the_newest_is_reported);
	tcase_add_loop_test(tests, a_failure_is_tried_again_by_its_kind, 0,
	    G_N_ELEMENTS(failures));
	tcase_add_test(tests,
	    a_lost_modem_leaves_the_one_repeat_for_a_silent_network);
	tcase_add_test(tests, no_text_is_tried_more_than_five_times);
	tcase_add_test(tests, a_late_word_changes_nothing);
	tcase_add_test(tests,
	    a_dead_modem_leaves_its_texts_in_doubt_and_no_others);
	tcase_add_test(tests,
	    a_text_whose_every_part_left_is_sent_though_its_modem_died);
	tcase_add_test(tests,
	    a_part_of_a_second_try_counts_and_is_reported_too);
	tcase_add_test(tests, what_was_said_to_a_console_never_goes_by_radio);
	tcase_add_test(tests, a_new_engine_ends_what_the_old_one_left);
	tcase_add_test(tests, a_question_is_asked_when_its_text_leaves);
	tcase_add_test(tests, a_question_whose_text_is_in_doubt_may_be_answered);
	tcase_add_test(tests, only_replies_count_for_the_loop_guard);
	tcase_add_test(tests, replies_are_counted_no_further_than_a_thousand);
	tcase_add_loop_test(tests, a_list_shows_what_was_asked_for, 0,
	    G_N_ELEMENTS(listings));
	suite_add_tcase(suite, tests);
}

SUITE_MAIN("outbox", outbox_tests)
