/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tickets, and beside them what else is kept of a phone: contacts, opt-outs,
 * call-backs.
 */
#include "tests/db_fixture.h"

#include "base/damm.h"
#include "db/audit.h"
#include "db/callback.h"
#include "db/contact.h"
#include "db/agenda.h"
#include "db/ticket.h"
#include "db/ticket_list.h"

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

/* Opens a draft that holds until `hold_until`; its number goes to `number`. */
static gint64
open_draft(const char *phone, const char *line, gint64 hold_until, char *number)
{
	struct ticket t = { .line = (char *)line, .phone = (char *)phone,
		.topic = (char *)"", .place = (char *)"",
		.hold_until = hold_until };

	OK(ticket_open(db, &t, clock_now(), error));
	ck_assert_int_eq(t.state, TICKET_DRAFT);
	ck_assert_int_eq(t.urgency, TICKET_P3);
	if (number != NULL)
		g_strlcpy(number, t.number, 9);
	g_free(t.number);
	return t.id;
}

static void
add_words(gint64 ticket, const char *words)
{
	OK(ticket_add_text(db, ticket, fixture_text(db, WANG, words),
	    clock_now(), 0, error));
}

static gboolean
move(gint64 ticket, enum ticket_event event, enum actor_role by)
{
	gboolean done;

	OK(ticket_move(db, ticket, event, by, "tester", "why", clock_now(),
	    &done, error));
	return done;
}

START_TEST(a_ticket_joins_its_texts_in_the_order_they_came)
{
	char number[9];
	gint64 id = open_draft(WANG, "hotline", NOON + CLOCK_MINUTE, number);
	gboolean found;
	struct ticket t;

	ck_assert(damm_valid(number));
	add_words(id, "我家停水");
	clock_turn(CLOCK_SECOND);
	add_words(id, "已经三天");
	OK(ticket_by_number(db, number, &found, &t, error));
	ck_assert(found);
	ck_assert_str_eq(t.text, "我家停水\n已经三天");
	ck_assert_int_eq(t.texts, 2);
	ck_assert_int_eq(t.last_text_at, NOON + CLOCK_SECOND);
	ck_assert_int_eq(t.hold_until, NOON + CLOCK_MINUTE);
	ck_assert_str_eq(t.phone, WANG);
	ticket_clear(&t);
	OK(ticket_by_number(db, "00000000", &found, &t, error));
	ck_assert(!found);
}
END_TEST

START_TEST(a_text_is_added_to_a_ticket_once)
{
	gint64 id = open_draft(WANG, "hotline", NOON, NULL), text;
	gboolean found;
	struct ticket t;

	text = fixture_text(db, WANG, "x");
	for (int i = 0; i < 2; i++)
		OK(ticket_add_text(db, id, text, NOON, NOON + 9, error));
	OK(ticket_collecting(db, WANG, "hotline", NOON, &found, &t, error));
	ck_assert(found);
	ck_assert_int_eq(t.texts, 1);
	ck_assert_str_eq(t.text, "x");
	ticket_clear(&t);
	FAILS(ticket_add_text(db, id, 4711, NOON, 0, error), "FOREIGN KEY");
}
END_TEST

/* [state][event][actor]: "" refused. */
static const struct {
	enum ticket_state from;
	enum ticket_event event;
	enum actor_role by;
	const char *to;
} edges[] = {
	{ TICKET_DRAFT, TICKET_EVENT_REGISTER, ACTOR_SYSTEM, "registered" },
	{ TICKET_DRAFT, TICKET_EVENT_REGISTER, ACTOR_VILLAGER,
	    "registered" },
	{ TICKET_DRAFT, TICKET_EVENT_REGISTER, ACTOR_CLERK, "registered" },
	{ TICKET_DRAFT, TICKET_EVENT_DISCARD, ACTOR_SYSTEM, "void" },
	{ TICKET_DRAFT, TICKET_EVENT_DISCARD, ACTOR_CLERK, "void" },
	{ TICKET_REGISTERED, TICKET_EVENT_WITHDRAW, ACTOR_VILLAGER,
	    "withdrawn" },
};

static const char *
edge_to(enum ticket_state from, enum ticket_event event, enum actor_role by)
{
	for (gsize i = 0; i < G_N_ELEMENTS(edges); i++) {
		if (edges[i].from == from && edges[i].event == event &&
		    edges[i].by == by)
			return edges[i].to;
	}
	return "";
}

static gint64
draft_in_state(enum ticket_state state, char *number)
{
	gint64 id = open_draft(WANG, "hotline", NOON, number);

	add_words(id, "x");
	if (state == TICKET_VOID)
		ck_assert(move(id, TICKET_EVENT_DISCARD, ACTOR_SYSTEM));
	else if (state != TICKET_DRAFT)
		ck_assert(move(id, TICKET_EVENT_REGISTER, ACTOR_SYSTEM));
	if (state == TICKET_WITHDRAWN)
		ck_assert(move(id, TICKET_EVENT_WITHDRAW, ACTOR_VILLAGER));
	return id;
}

static void
state_is(const char *number, const char *state)
{
	gboolean found;
	struct ticket t;

	OK(ticket_by_number(db, number, &found, &t, error));
	ck_assert(found);
	ck_assert_str_eq(ticket_state_name(t.state), state);
	ticket_clear(&t);
}

START_TEST(every_event_in_every_state_by_everyone_does_what_the_table_says)
{
	enum ticket_state from = (enum ticket_state)_i;

	for (int event = 0; event < TICKET_EVENT_COUNT; event++) {
		for (int by = ACTOR_SYSTEM; by <= ACTOR_CLERK; by++) {
			const char *to = edge_to(from, (enum ticket_event)event,
			    (enum actor_role)by);
			char number[9];
			gint64 id = draft_in_state(from, number);

			ck_assert_int_eq(move(id, (enum ticket_event)event,
			    (enum actor_role)by), *to != '\0');
			state_is(number, *to != '\0' ? to :
			    ticket_state_name(from));
		}
	}
}
END_TEST

START_TEST(a_ticket_without_a_word_is_never_registered)
{
	gint64 id = open_draft(WANG, "hotline", NOON, NULL);

	ck_assert(!move(id, TICKET_EVENT_REGISTER, ACTOR_CLERK));
	ck_assert(move(id, TICKET_EVENT_DISCARD, ACTOR_SYSTEM));
	ck_assert(!move(4711, TICKET_EVENT_DISCARD, ACTOR_SYSTEM));
}
END_TEST

static gboolean
audit_note(const struct audit_row *row, void *user)
{
	GString *rows = user;

	g_string_append_printf(rows, "%s %s %s>%s %s; ", row->action, row->role,
	    row->before, row->after, row->reason);
	return TRUE;
}

START_TEST(each_move_is_audited_and_a_refused_one_is_not)
{
	g_autoptr(GString) rows = g_string_new(NULL);
	g_autofree char *object = NULL;
	char number[9];
	gint64 id = draft_in_state(TICKET_REGISTERED, number);

	ck_assert(!move(id, TICKET_EVENT_WITHDRAW, ACTOR_CLERK));
	OK(ticket_set_urgency(db, id, TICKET_P2, "water", NOON, error));
	OK(ticket_set_urgency(db, id, TICKET_P2, "water", NOON, error));
	object = g_strconcat("ticket:", number, NULL);
	OK(audit_each(db, object, 0, audit_note, rows, error));
	ck_assert_str_eq(rows->str, "ticket.urgency system P3>P2 water; "
	    "ticket.register system draft>registered why; ");
}
END_TEST

START_TEST(urgent_is_what_is_open_and_dangerous)
{
	struct ticket newest;
	gint64 first, last;
	int count;

	OK(ticket_urgent(db, &count, &newest, error));
	ck_assert_int_eq(count, 0);
	first = open_draft(WANG, "hotline", NOON + 180, NULL);
	last = open_draft(LI, "hotline", NOON + 180, NULL);
	open_draft(LI, "hotline", NOON + 180, NULL);
	OK(ticket_set_urgency(db, first, TICKET_P1, "fire", NOON, error));
	OK(ticket_set_urgency(db, last, TICKET_P1, "fire", NOON, error));
	add_words(first, "x");
	add_words(last, "x");
	ck_assert(move(last, TICKET_EVENT_REGISTER, ACTOR_SYSTEM));
	OK(ticket_urgent(db, &count, &newest, error));
	ck_assert_int_eq(count, 2);
	ck_assert_int_eq(newest.id, last);
	ticket_clear(&newest);
	ck_assert(move(last, TICKET_EVENT_WITHDRAW, ACTOR_VILLAGER));
	OK(ticket_urgent(db, &count, &newest, error));
	ck_assert_int_eq(count, 1);
	ck_assert_int_eq(newest.id, first);
	ticket_clear(&newest);
}
END_TEST

START_TEST(a_story_collects_while_it_holds)
{
	gint64 id = open_draft(WANG, "hotline", NOON + 180, NULL);
	gboolean found;
	struct ticket t;

	open_draft(WANG, "survey", NOON + 999, NULL);
	open_draft(LI, "hotline", NOON + 999, NULL);
	add_words(id, "x");
	OK(ticket_collecting(db, WANG, "hotline", NOON, &found, &t, error));
	ck_assert(found);
	ck_assert_int_eq(t.id, id);
	ck_assert_str_eq(t.text, "x");
	ticket_clear(&t);
	ck_assert(move(id, TICKET_EVENT_REGISTER, ACTOR_SYSTEM));
	OK(ticket_collecting(db, WANG, "hotline", NOON + 179, &found, &t,
	    error));
	ck_assert(found);
	ticket_clear(&t);
	OK(ticket_collecting(db, WANG, "hotline", NOON + 180, &found, &t,
	    error));
	ck_assert(!found);
	OK(ticket_collecting(db, WANG, "duty", NOON, &found, &t, error));
	ck_assert(!found);
}
END_TEST

START_TEST(the_end_of_a_hold_is_planned_until_the_draft_moves)
{
	char late[9], soon[9];
	struct ticket t = { .number = late };
	gint64 last = open_draft(LI, "hotline", NOON + 9, late), when;
	gint64 first = open_draft(WANG, "hotline", NOON + 5, soon);
	struct agenda_row row;
	gboolean found;

	OK(ticket_hold(db, &t, NOON + 9, error));
	t.number = soon;
	OK(ticket_hold(db, &t, NOON + 4, error));
	OK(ticket_hold(db, &t, NOON + 5, error));
	OK(agenda_next_time(db, &when, error));
	ck_assert_int_eq(when, NOON + 5);
	OK(agenda_next_due(db, NOON + 9, &found, &row, error));
	ck_assert(found);
	ck_assert_str_eq(row.object, soon);
	agenda_row_clear(&row);
	ck_assert(move(first, TICKET_EVENT_DISCARD, ACTOR_SYSTEM));
	OK(agenda_next_time(db, &when, error));
	ck_assert_int_eq(when, NOON + 9);
	add_words(last, "x");
	ck_assert(move(last, TICKET_EVENT_REGISTER, ACTOR_SYSTEM));
	OK(agenda_next_time(db, &when, error));
	ck_assert_int_eq(when, 0);
}
END_TEST

static gboolean
row_note(const struct ticket *t, void *user)
{
	GString *rows = user;

	g_string_append_printf(rows, "%c%s ", ticket_state_name(t->state)[0],
	    t->text);
	return TRUE;
}

/* Wang's: a withdrawn A, a registered B; Li's: a draft C; Wang's: a void D. */
static const struct {
	struct ticket_filter filter;
	const char *listed;
} listings[] = {
	{ { NULL, NULL, 0, TRUE }, "vD dC rB wA " },
	{ { NULL, NULL, 0, FALSE }, "v d r w " },
	{ { NULL, "open", 0, TRUE }, "dC rB " },
	{ { NULL, "withdrawn", 0, TRUE }, "wA " },
	{ { NULL, NULL, 2, TRUE }, "vD dC " },
	{ { NULL, NULL, 0, TRUE, FALSE, TRUE }, "dC rB wA " },
	{ { NULL, "void", 0, TRUE, FALSE, TRUE }, "vD " },
	{ { NULL, "registered", 0, TRUE }, "rB " },
	{ { NULL, NULL, 0, TRUE, TRUE }, "" },
	{ { NULL, "withdrawn", 0, TRUE, TRUE }, "" },
	{ { WANG, NULL, 0, TRUE, FALSE, TRUE }, "rB wA " },
	{ { WANG, NULL, 0, TRUE }, "vD rB wA " },
	{ { WANG, "open", 0, TRUE }, "rB " },
	{ { WANG, "", 1, FALSE }, "v " },
	{ { "", "", 1, FALSE }, "v " },
	{ { "+8613000000000", NULL, 0, TRUE }, "" },
};

START_TEST(a_list_shows_what_was_asked_for)
{
	static const enum ticket_event events[] = { TICKET_EVENT_REGISTER,
		TICKET_EVENT_REGISTER, TICKET_EVENT_COUNT, TICKET_EVENT_DISCARD };
	g_autoptr(GString) rows = g_string_new(NULL);

	for (int i = 0; i < 4; i++) {
		const char words[] = { (char)('A' + i), '\0' };
		gint64 id = open_draft(i == 2 ? LI : WANG, "hotline", NOON,
		    NULL);

		add_words(id, words);
		if (events[i] != TICKET_EVENT_COUNT)
			ck_assert(move(id, events[i], ACTOR_SYSTEM));
		if (i == 0)
			ck_assert(move(id, TICKET_EVENT_WITHDRAW,
			    ACTOR_VILLAGER));
	}
	OK(ticket_each(db, &listings[_i].filter, row_note, rows, error));
	ck_assert_str_eq(rows->str, listings[_i].listed);
}
END_TEST

START_TEST(a_receipt_is_remembered)
{
	char number[9];
	gint64 id = open_draft(WANG, "hotline", NOON, number);
	gboolean found;
	struct ticket t;

	OK(ticket_set_receipted(db, id, error));
	OK(ticket_by_number(db, number, &found, &t, error));
	ck_assert(t.receipted);
	ck_assert(!t.confidential);
	ticket_clear(&t);
}
END_TEST

/* --- contacts ----------------------------------------------------------------- */

START_TEST(a_contact_is_fresh_once_even_when_we_texted_first)
{
	struct contact contact;
	gboolean fresh;

	fixture_send(db, "1", LANE_NOTICE, WANG, "x");
	fixture_text(db, WANG, "x");
	OK(contact_get(db, WANG, NOON, &fresh, &contact, error));
	ck_assert(fresh);
	ck_assert_int_eq(contact.first_at, NOON);
	contact.last_at = NOON + 1;
	contact.menu_at = NOON + 2;
	contact.silent_until = NOON + 3;
	contact.wrong = 2;
	contact.ack_only = 4;
	OK(contact_put(db, &contact, error));
	contact_clear(&contact);
	fixture_text(db, WANG, "y");
	OK(contact_get(db, WANG, NOON + 9, &fresh, &contact, error));
	ck_assert(!fresh);
	ck_assert_str_eq(contact.phone, WANG);
	ck_assert_int_eq(contact.first_at, NOON);
	ck_assert_int_eq(contact.last_at, NOON + 1);
	ck_assert_int_eq(contact.menu_at, NOON + 2);
	ck_assert_int_eq(contact.silent_until, NOON + 3);
	ck_assert_int_eq(contact.wrong, 2);
	ck_assert_int_eq(contact.ack_only, 4);
	contact_clear(&contact);
}
END_TEST

static gboolean
is_out(const char *phone, const char *topic)
{
	gboolean out;

	OK(contact_opted_out(db, phone, topic, &out, error));
	return out;
}

START_TEST(who_opts_out_of_surveys_still_gets_notices)
{
	OK(contact_opt_out(db, WANG, "survey", NOON, error));
	OK(contact_opt_out(db, WANG, "survey", NOON, error));
	ck_assert(is_out(WANG, "survey"));
	ck_assert(!is_out(WANG, "notice"));
	ck_assert(!is_out(LI, "survey"));
	OK(contact_opt_in(db, WANG, "survey", NOON, error));
	ck_assert(!is_out(WANG, "survey"));
}
END_TEST

/* --- call-backs --------------------------------------------------------------- */

static gboolean
callback_note(const struct callback *c, void *user)
{
	GString *rows = user;

	g_string_append_printf(rows, "%s %s %s x%d%s; ", c->phone, c->reason,
	    c->ticket, c->times, c->done_at != 0 ? " done" : "");
	return TRUE;
}

static gboolean
ask(const char *phone, const char *reason, const char *ticket)
{
	gboolean fresh;

	OK(callback_ask(db, phone, "hotline", reason, ticket, NOON, &fresh,
	    error));
	return fresh;
}

START_TEST(a_phone_waits_for_one_call_back_however_often_it_asks)
{
	g_autoptr(GString) rows = g_string_new(NULL);
	gboolean done;

	ck_assert(ask(WANG, "asked", ""));
	ck_assert(!ask(WANG, "missed call", "30482171"));
	ck_assert(!ask(WANG, "asked", ""));
	ck_assert(ask(LI, "not understood", ""));
	OK(callback_each(db, TRUE, callback_note, rows, error));
	ck_assert_str_eq(rows->str, WANG " asked; missed call 30482171 x3; "
	    LI " not understood  x1; ");
	OK(callback_done(db, 1, "clerk", "talked", NOON + 1, &done, error));
	ck_assert(done);
	OK(callback_done(db, 1, "clerk", "talked", NOON + 1, &done, error));
	ck_assert(!done);
	ck_assert(ask(WANG, "asked", ""));
	g_string_truncate(rows, 0);
	OK(callback_each(db, FALSE, callback_note, rows, error));
	ck_assert_str_eq(rows->str, WANG " asked; missed call 30482171 x3 done; "
	    LI " not understood  x1; " WANG " asked  x1; ");
}
END_TEST

static void
ticket_tests(Suite *suite)
{
	TCase *tests = tcase_create("ticket");

	tcase_add_checked_fixture(tests, db_make, db_drop);
	tcase_add_test(tests, a_ticket_joins_its_texts_in_the_order_they_came);
	tcase_add_test(tests, a_text_is_added_to_a_ticket_once);
	tcase_add_loop_test(tests,
	    every_event_in_every_state_by_everyone_does_what_the_table_says, 0,
	    TICKET_STATE_COUNT);
	tcase_add_test(tests, a_ticket_without_a_word_is_never_registered);
	tcase_add_test(tests, each_move_is_audited_and_a_refused_one_is_not);
	tcase_add_test(tests, a_story_collects_while_it_holds);
	tcase_add_test(tests, urgent_is_what_is_open_and_dangerous);
	tcase_add_test(tests, the_end_of_a_hold_is_planned_until_the_draft_moves);
	tcase_add_loop_test(tests, a_list_shows_what_was_asked_for, 0,
	    G_N_ELEMENTS(listings));
	tcase_add_test(tests, a_receipt_is_remembered);
	tcase_add_test(tests,
	    a_contact_is_fresh_once_even_when_we_texted_first);
	tcase_add_test(tests, who_opts_out_of_surveys_still_gets_notices);
	tcase_add_test(tests,
	    a_phone_waits_for_one_call_back_however_often_it_asks);
	suite_add_tcase(suite, tests);
}

SUITE_MAIN("ticket", ticket_tests)
