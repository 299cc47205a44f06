/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People: whose a number is and since when, who speaks, and who must not be asked.
 */
#include "tests/db_fixture.h"

#include <sqlite3.h>

#include "db/callback.h"
#include "db/connection.h"
#include "db/contact.h"
#include "db/household.h"
#include "db/owner.h"
#include "db/person_mark.h"
#include "db/principal.h"
#include "db/question.h"
#include "db/ticket.h"

#define ZHAO	"+8613911111105"	/* shared by two households */
#define MA	"+8613911111106"
#define UNCLE	"+8613911111116"	/* of Ma's household */
#define TODAY	20261123

static struct db *db;

static void
sql(const char *text)
{
	ck_assert_msg(sqlite3_exec(db->sql, text, NULL, NULL, NULL) == SQLITE_OK,
	    "%s: %s", text, sqlite3_errmsg(db->sql));
}

static int
count_of(const char *question)
{
	sqlite3_stmt *stmt = NULL;
	int found;

	ck_assert_int_eq(sqlite3_prepare_v2(db->sql, question, -1, &stmt, NULL),
	    SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
	found = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return found;
}

static void
setup(void)
{
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *path = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "tests", "dialogs", "registry.sql", NULL);
	g_autofree char *registry = NULL;

	db = fixture_db();
	ck_assert(g_file_get_contents(path, &registry, NULL, NULL));
	sql(registry);
}

static void
teardown(void)
{
	db_close(db);
}

static void
count_household(gint64 household_id, void *user)
{
	++*(int *)user;
}

static int
begin(const char *phone, enum person_how how, gint64 now)
{
	const struct owner_change change = {
		.phone = phone, .how = how, .by = phone, .day = TODAY, .now = now,
	};
	int lost = 0;

	OK(owner_begin(db, &change, count_household, &lost, error));
	return lost;
}

static gboolean
renumber(const char *old, const char *number, gint64 now)
{
	const struct owner_change change = {
		.phone = old, .how = PERSON_RENUMBER, .by = number, .other = number,
		.day = TODAY, .now = now,
	};
	gboolean changed;

	OK(owner_renumber(db, &change, PERSON_BY_HOUSEHOLD, &changed, error));
	return changed;
}

static gboolean
undo(const char *phone, gint64 since, int *households)
{
	gboolean done;

	*households = 0;
	OK(owner_undo(db, phone, since, "uid 0 (root)", "clerk", NOON, &done,
	    count_household, households, error));
	return done;
}

static gint64
since(const char *phone)
{
	gint64 at;

	OK(person_owner_since(db, phone, &at, error));
	return at;
}

static gboolean
known(const char *phone)
{
	gboolean is;

	OK(person_is_known(db, phone, &is, error));
	return is;
}

static char *
open_ticket(const char *phone, gint64 at)
{
	struct ticket t = {
		.line = g_strdup("hotline"), .phone = g_strdup(phone),
		.topic = g_strdup(""), .place = g_strdup(""),
		.hold_until = at + CLOCK_MINUTE,
	};
	char *number;

	OK(ticket_open(db, &t, at, error));
	number = g_strdup(t.number);
	ticket_clear(&t);
	return number;
}

static gboolean
note_callback(const struct callback *c, void *user)
{
	g_string_append_printf(user, "%s %s;", c->reason, c->ticket);
	return TRUE;
}

static gint64
put(const char *phone, const char *key, enum lane lane)
{
	const struct outbox_msg msg = {
		.key = (char *)key, .bearer = BEARER_SMS, .line = (char *)"hotline",
		.modem = (char *)"", .lane = lane, .phone = (char *)phone,
		.text = (char *)"王婶您好", .not_before = NOON,
	};
	gboolean added;
	gint64 id;

	OK(outbox_add(db, &msg, &id, &added, error));
	return id;
}

static const char *
state_of(const char *key)
{
	static char state[16];
	struct outbox_msg msg;
	gboolean found;

	OK(outbox_find(db, key, &found, &msg, error));
	g_strlcpy(state, outbox_state_name(msg.state), sizeof(state));
	outbox_msg_clear(&msg);
	return state;
}

/* --- owners --------------------------------------------------------------------- */

START_TEST(a_number_is_its_owners_until_somebody_says_otherwise)
{
	ck_assert_int_eq(since(MA), 0);
	ck_assert_int_eq(begin(MA, PERSON_WRONG_NUMBER, NOON), 1);
	ck_assert_int_eq(since(MA), NOON);
	ck_assert_int_eq(since(UNCLE), 0);
	ck_assert(!known(MA));
	ck_assert(known(UNCLE));
}
END_TEST

START_TEST(of_a_shared_number_every_household_loses_it)
{
	ck_assert_int_eq(begin(ZHAO, PERSON_WRONG_NUMBER, NOON), 2);
}
END_TEST

START_TEST(what_was_under_way_with_the_old_owner_ends)
{
	struct question q = {
		.phone = (char *)MA, .line = (char *)"hotline",
		.screen = (char *)"main", .asked_at = NOON,
		.expires_at = NOON + CLOCK_DAY,
	};
	gboolean found;

	OK(question_open(db, &q, QUESTION_DROPPED, error));
	q.line = (char *)"survey";
	OK(question_open(db, &q, QUESTION_DROPPED, error));
	put(MA, "notice", LANE_NOTICE);
	put(MA, "alert", LANE_ALERT);
	put(UNCLE, "uncle", LANE_NOTICE);
	begin(MA, PERSON_WRONG_NUMBER, NOON + 1);
	OK(question_current(db, MA, "hotline", &found, &q, error));
	ck_assert(!found);
	OK(question_current(db, MA, "survey", &found, &q, error));
	ck_assert(!found);
	ck_assert_str_eq(state_of("notice"), "cancelled");
	ck_assert_str_eq(state_of("alert"), "queued");
	ck_assert_str_eq(state_of("uncle"), "queued");
}
END_TEST

START_TEST(open_tickets_of_the_old_owner_are_a_persons_concern)
{
	g_autofree char *newest = NULL;
	g_autofree char *expected = NULL;
	g_autoptr(GString) seen = g_string_new(NULL);

	g_free(open_ticket(MA, NOON));
	newest = open_ticket(MA, NOON + 1);
	expected = g_strdup_printf("number changed owner %s;", newest);
	begin(MA, PERSON_WRONG_NUMBER, NOON + 2);
	begin(UNCLE, PERSON_WRONG_NUMBER, NOON + 2);	/* has none */
	OK(callback_each(db, TRUE, note_callback, seen, error));
	ck_assert_str_eq(seen->str, expected);
}
END_TEST

START_TEST(a_change_of_number_begins_two_owners)
{
	ck_assert(renumber(MA, WANG, NOON));
	ck_assert_int_eq(since(MA), NOON);
	ck_assert_int_eq(since(WANG), NOON);
	ck_assert(!known(MA));
	ck_assert(known(WANG));
	ck_assert(!renumber(LI, "+8613800000000", NOON));
	ck_assert_int_eq(since("+8613800000000"), 0);
}
END_TEST

START_TEST(whoever_confirms_a_number_gets_what_is_meant_for_one_person)
{
	gboolean out;

	OK(contact_opt_out(db, WANG, CONTACT_PERSONAL, NOON - 1, error));
	renumber(MA, WANG, NOON);
	OK(contact_opted_out(db, WANG, CONTACT_PERSONAL, &out, error));
	ck_assert(!out);
}
END_TEST

START_TEST(a_wrong_number_word_can_be_taken_back)
{
	gboolean out;
	int households;

	OK(contact_opt_out(db, ZHAO, "survey", NOON - 1, error));
	OK(contact_opt_out(db, ZHAO, CONTACT_PERSONAL, NOON, error));
	begin(ZHAO, PERSON_WRONG_NUMBER, NOON);
	ck_assert(undo(ZHAO, 0, &households));
	ck_assert_int_eq(households, 2);
	ck_assert(known(ZHAO));
	ck_assert_int_eq(since(ZHAO), 0);
	OK(contact_opted_out(db, ZHAO, CONTACT_PERSONAL, &out, error));
	ck_assert(!out);
	/* An earlier wish of its own stays. */
	OK(contact_opted_out(db, ZHAO, "survey", &out, error));
	ck_assert(out);
	ck_assert(!undo(ZHAO, 0, &households));
}
END_TEST

START_TEST(only_what_is_young_enough_is_taken_back)
{
	int households;

	begin(MA, PERSON_WRONG_NUMBER, NOON);
	ck_assert(!undo(MA, NOON + 1, &households));
	ck_assert_int_eq(since(MA), NOON);
	ck_assert(undo(MA, NOON, &households));
}
END_TEST

START_TEST(a_change_of_number_is_taken_back_by_either)
{
	static const char *const by[] = { MA, WANG };
	int households;

	renumber(MA, WANG, NOON);
	ck_assert(undo(by[_i], 0, &households));
	ck_assert_int_eq(households, 1);
	ck_assert(known(MA));
	ck_assert(!known(WANG));
	ck_assert_int_eq(since(MA), 0);
	ck_assert_int_eq(since(WANG), 0);
}
END_TEST

/* --- is it still the same? -------------------------------------------------------- */

static gboolean
verified(const char *phone, gint64 now)
{
	gboolean is;

	OK(person_verified(db, phone, now, &is, error));
	return is;
}

START_TEST(a_number_is_verified_by_what_came_from_it)
{
	struct contact contact;
	gboolean fresh;

	ck_assert(!verified(WANG, NOON));
	OK(contact_get(db, WANG, NOON, &fresh, &contact, error) &&
	    contact_put(db, &contact, error));
	contact_clear(&contact);
	ck_assert(verified(WANG, NOON + 180 * CLOCK_DAY));
	ck_assert(!verified(WANG, NOON + 180 * CLOCK_DAY + CLOCK_SECOND));
}
END_TEST

START_TEST(a_number_is_verified_by_what_reached_it)
{
	static const struct {
		const char *state;
		gboolean verifies;
	} states[] = {
		{ "queued", FALSE }, { "sent", FALSE }, { "delivered", TRUE },
		{ "failed", FALSE }, { "unknown", FALSE },
	};

	put(WANG, "first", LANE_NOTICE);
	put(WANG, "second", LANE_NOTICE);
	for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
		g_autofree char *text = g_strdup_printf("UPDATE outbox SET "
		    "state = '%s' WHERE key = 'first'", states[i].state);

		sql(text);
		ck_assert_msg(verified(WANG, NOON) == states[i].verifies, "%s",
		    states[i].state);
		ck_assert(!verified(WANG, NOON + 181 * CLOCK_DAY));
	}
}
END_TEST

START_TEST(a_number_is_verified_by_who_looked)
{
	gboolean was;

	ck_assert(verified(MA, NOON));		/* the register: 1 September */
	ck_assert(!verified(MA, NOON + 120 * CLOCK_DAY));
	OK(person_confirm(db, MA, 20270301, &was, error));
	ck_assert(was);
	ck_assert(verified(MA, NOON + 120 * CLOCK_DAY));
	OK(person_confirm(db, WANG, 20270301, &was, error));
	ck_assert(!was);
	sql("UPDATE phone SET wrong_on = 20270302 WHERE number = '" MA "'");
	ck_assert(!verified(MA, NOON + 120 * CLOCK_DAY));
}
END_TEST

/* --- who speaks --------------------------------------------------------------------- */

static const struct {
	const char *phone;
	guint	 roles;
	int	 households;
	gint64	 cadre_id;
	const char *unit;
} speakers[] = {
	{ WANG, 0, 0, 0, "" },
	{ MA, PRINCIPAL_VILLAGER, 1, 0, "" },
	{ ZHAO, PRINCIPAL_VILLAGER, 2, 0, "" },
	{ "+8613700000037", PRINCIPAL_CADRE, 0, 37, "" },
	{ "+8613700000038", PRINCIPAL_CADRE | PRINCIPAL_UNIT, 0, 38, "mz" },
	{ "+8613700000039", 0, 0, 39, "" },	/* has gone */
	{ "+869154420000", PRINCIPAL_UNIT, 0, 0, "mz" },
	{ "10086", PRINCIPAL_SERVICE, 0, 0, "" },
	/* a cadre who lives there */
	{ "+8613700000040", PRINCIPAL_CADRE | PRINCIPAL_VILLAGER, 1, 40, "" },
};

START_TEST(a_number_tells_who_speaks)
{
	struct principal who;

	sql("INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) VALUES ('+8613700000040', 8, '刘新', 0, '', "
	    "20260901, 20260101)");
	OK(principal_find(db, speakers[_i].phone, 0, &who, error));
	ck_assert_uint_eq(who.roles, speakers[_i].roles);
	ck_assert_int_eq(who.household_count, speakers[_i].households);
	ck_assert_int_eq(who.cadre.id, speakers[_i].cadre_id);
	ck_assert_str_eq(who.unit, speakers[_i].unit);
	principal_clear(&who);
}
END_TEST

START_TEST(whoever_has_a_cadres_number_after_them_is_no_cadre)
{
	const char *phone = "+8613700000039";	/* gone since 20261001 */
	struct principal who;
	int households;

	begin(phone, PERSON_RENUMBER, NOON);
	OK(principal_find(db, phone, 0, &who, error));
	ck_assert_int_eq(who.cadre.id, 0);
	principal_clear(&who);
	ck_assert(undo(phone, 0, &households));
	OK(principal_find(db, phone, 0, &who, error));
	ck_assert_int_eq(who.cadre.id, 39);
	principal_clear(&who);
	/* A change of owner before they left was to them. */
	begin(phone, PERSON_RENUMBER, NOON - 100 * CLOCK_DAY);
	OK(principal_find(db, phone, 0, &who, error));
	ck_assert_int_eq(who.cadre.id, 39);
	principal_clear(&who);
}
END_TEST

START_TEST(a_doubt_hides_more_than_a_new_owner_does)
{
	struct principal who;

	begin(MA, PERSON_WRONG_NUMBER, NOON);
	OK(principal_find(db, MA, NOON + 5, &who, error));
	ck_assert_int_eq(who.owner_since, NOON);
	ck_assert_int_eq(who.told_since, NOON + 5);
	ck_assert_int_eq(who.household_count, 0);
	principal_clear(&who);
}
END_TEST

/* --- how a household is reached ------------------------------------------------------- */

static void
note_number(const char *number, void *user)
{
	g_string_append_printf(user, "%s;", number);
}

START_TEST(a_household_is_texted_by_numbers_that_are_theirs)
{
	g_autoptr(GString) numbers = g_string_new(NULL);
	g_autofree char *other = NULL;

	sql("UPDATE phone SET main = 1 WHERE number = '" MA "'");
	OK(household_each_phone(db, 6, note_number, numbers, error));
	ck_assert_str_eq(numbers->str, MA ";" UNCLE ";");
	g_string_truncate(numbers, 0);
	OK(contact_opt_out(db, UNCLE, CONTACT_PERSONAL, NOON, error));
	OK(household_each_phone(db, 6, note_number, numbers, error));
	ck_assert_str_eq(numbers->str, MA ";");
	OK(household_other_phone(db, 6, MA, &other, error));
	ck_assert_str_eq(other, MA);
	begin(MA, PERSON_WRONG_NUMBER, NOON);
	g_clear_pointer(&other, g_free);
	OK(household_other_phone(db, 6, "", &other, error));
	ck_assert_ptr_null(other);
}
END_TEST

/* --- who is dead or away -------------------------------------------------------------- */

static gboolean
mark(gint64 household, const char *person, enum person_mark_kind kind, int day)
{
	const struct person_mark mark = {
		.household_id = household, .person = person, .kind = kind, .day = day,
		.by = "+8613700000037", .role = "cadre", .made_at = NOON,
	};
	gboolean added;

	OK(person_mark_add(db, &mark, &added, error));
	return added;
}

static gboolean
may_be_asked(const char *phone, int day)
{
	gboolean may;

	OK(person_may_be_asked(db, phone, day, &may, error));
	return may;
}

START_TEST(a_name_fits_a_household_or_does_not)
{
	static const struct {
		gint64	 household;
		const char *person;
		gboolean fits;
	} cases[] = {
		{ 6, "马兵", TRUE },	/* head */
		{ 6, "马大爷", TRUE },	/* whose number it is */
		{ 6, "马", FALSE }, { 6, "王秀英", FALSE }, { 99, "马兵", FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gboolean fits;

		OK(person_mark_fits(db, cases[i].household, cases[i].person, &fits,
		    error));
		ck_assert_msg(fits == cases[i].fits, "%s", cases[i].person);
	}
}
END_TEST

START_TEST(a_household_rests_for_thirty_days_and_the_dead_for_ever)
{
	ck_assert(may_be_asked(MA, TODAY));
	ck_assert(mark(6, "马大爷", PERSON_DEAD, TODAY));
	ck_assert(!mark(6, "马大爷", PERSON_DEAD, TODAY));
	ck_assert(may_be_asked(MA, 20261122));
	ck_assert(!may_be_asked(MA, TODAY));
	ck_assert(!may_be_asked(MA, 20261222));
	ck_assert(may_be_asked(MA, 20261223));
	ck_assert(!may_be_asked(UNCLE, 20270101));
	ck_assert(may_be_asked(WANG, TODAY));
}
END_TEST

START_TEST(who_is_away_rests_alone)
{
	ck_assert(mark(6, "马兵", PERSON_AWAY, TODAY));
	ck_assert(!may_be_asked(MA, TODAY));
	ck_assert(may_be_asked(UNCLE, TODAY));
}
END_TEST

START_TEST(a_shared_number_rests_when_all_whose_it_is_do)
{
	ck_assert(mark(5, "赵永福", PERSON_AWAY, TODAY));
	ck_assert(may_be_asked(ZHAO, TODAY));
	ck_assert(mark(7, "王秀英", PERSON_AWAY, TODAY));
	ck_assert(!may_be_asked(ZHAO, TODAY));
}
END_TEST

START_TEST(a_mark_is_taken_back_and_both_are_on_record)
{
	const struct person_mark back = {
		.household_id = 6, .person = "马大爷", .by = "uid 0 (root)",
		.role = "clerk", .made_at = NOON + 1,
	};
	int count;

	mark(6, "马大爷", PERSON_AWAY, 20261101);
	mark(6, "马大爷", PERSON_DEAD, TODAY);
	OK(person_mark_undo(db, &back, &count, error));
	ck_assert_int_eq(count, 2);
	ck_assert(may_be_asked(UNCLE, TODAY));
	OK(person_mark_undo(db, &back, &count, error));
	ck_assert_int_eq(count, 0);
	ck_assert(mark(6, "马大爷", PERSON_DEAD, TODAY));
	ck_assert_int_eq(count_of("SELECT count(*) FROM audit "
	    "WHERE object = 'household:h6' AND after = '马大爷'"), 4);
}
END_TEST

START_TEST(nothing_more_goes_to_the_number_of_the_dead)
{
	g_autofree char *main_number = NULL, *other = NULL;

	put(UNCLE, "notice", LANE_NOTICE);
	put(UNCLE, "alert", LANE_ALERT);
	put(MA, "son", LANE_NOTICE);
	mark(6, "马大爷", PERSON_DEAD, TODAY);
	ck_assert_str_eq(state_of("notice"), "cancelled");
	ck_assert_str_eq(state_of("alert"), "queued");
	ck_assert_str_eq(state_of("son"), "queued");
	OK(household_main_phone(db, 6, &main_number, error));
	ck_assert_ptr_null(main_number);
	OK(household_other_phone(db, 6, MA, &other, error));
	ck_assert_str_eq(other, MA);
}
END_TEST

static void
people_tests(Suite *suite)
{
	TCase *marks = tcase_create("marks");

	TCase *owners = tcase_create("owners");
	TCase *who = tcase_create("who speaks");

	tcase_add_checked_fixture(owners, setup, teardown);
	tcase_add_test(owners, a_number_is_its_owners_until_somebody_says_otherwise);
	tcase_add_test(owners, of_a_shared_number_every_household_loses_it);
	tcase_add_test(owners, what_was_under_way_with_the_old_owner_ends);
	tcase_add_test(owners, open_tickets_of_the_old_owner_are_a_persons_concern);
	tcase_add_test(owners, a_change_of_number_begins_two_owners);
	tcase_add_test(owners,
	    whoever_confirms_a_number_gets_what_is_meant_for_one_person);
	tcase_add_test(owners, a_wrong_number_word_can_be_taken_back);
	tcase_add_test(owners, only_what_is_young_enough_is_taken_back);
	tcase_add_loop_test(owners, a_change_of_number_is_taken_back_by_either, 0, 2);
	tcase_add_test(owners, a_number_is_verified_by_what_came_from_it);
	tcase_add_test(owners, a_number_is_verified_by_what_reached_it);
	tcase_add_test(owners, a_number_is_verified_by_who_looked);
	suite_add_tcase(suite, owners);

	tcase_add_checked_fixture(who, setup, teardown);
	tcase_add_loop_test(who, a_number_tells_who_speaks, 0,
	    G_N_ELEMENTS(speakers));
	tcase_add_test(who, whoever_has_a_cadres_number_after_them_is_no_cadre);
	tcase_add_test(who, a_doubt_hides_more_than_a_new_owner_does);
	tcase_add_test(who, a_household_is_texted_by_numbers_that_are_theirs);
	suite_add_tcase(suite, who);
	tcase_add_checked_fixture(marks, setup, teardown);
	tcase_add_test(marks, a_name_fits_a_household_or_does_not);
	tcase_add_test(marks, a_household_rests_for_thirty_days_and_the_dead_for_ever);
	tcase_add_test(marks, who_is_away_rests_alone);
	tcase_add_test(marks, a_shared_number_rests_when_all_whose_it_is_do);
	tcase_add_test(marks, a_mark_is_taken_back_and_both_are_on_record);
	tcase_add_test(marks, nothing_more_goes_to_the_number_of_the_dead);
	suite_add_tcase(suite, marks);
}

SUITE_MAIN("people", people_tests)
