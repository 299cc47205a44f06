/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a clerk asks and says about people: whose a number is, what was held back from
 * it, who is dead or away.  The county of dialogs/registry.sql on 26 November 2026.
 */
#include <sqlite3.h>
#include <string.h>

#include "base/clock.h"
#include "db/contact.h"
#include "db/held.h"
#include "db/owner.h"
#include "db/statement.h"
#include "tests/command_fixture.h"
#include "tests/suite.h"
#include "tools/view.h"

/* 2026-11-26 10:00:00 in Shanghai, a Thursday. */
#define NOW	(G_GINT64_CONSTANT(1795658400) * CLOCK_SECOND)
#define TODAY	20261126
#define MA	"+8613911111106"
#define UNCLE	"+8613911111116"	/* the main number of Ma's household */
#define STRANGER "+8613899999999"

static struct db *db;
static struct menu *menu;
static const char *const lines[] = { "hotline", NULL };
static const struct engine_view view = {
	.version = "", .config_path = "", .database_path = "", .menus_path = "",
	.lines = lines, .duty_line = "hotline",
};

static void
must(gboolean ok, GError *error)
{
	ck_assert_msg(ok, "%s", error == NULL ? "no" : error->message);
}

static void
sql(const char *text)
{
	ck_assert_msg(sqlite3_exec(db->sql, text, NULL, NULL, NULL) == SQLITE_OK,
	    "%s: %s", text, sqlite3_errmsg(db->sql));
}

static void
setup(void)
{
	clerk_county(NOW, &db, &menu);
}

static void
teardown(void)
{
	menu_free(menu);
	db_close(db);
}

static struct answer_text
ask(const char *words)
{
	const struct command_call as = {
		.db = db, .menu = menu, .view = &view,
		.peer = { .shown = "zhao", .user = "zhao", .login = "" },
	};

	return clerk_asks(&as, words);
}

/* What is said holds `part`; with a '!' before it, it does not. */
static void
expect(const char *words, enum command_status status, const char *part)
{
	struct answer_text answer = ask(words);
	const char *text = answer.status == COMMAND_DONE ? answer.out : answer.err;
	gboolean without = *part == '!';

	ck_assert_msg(answer.status == status, "%s: %d, %s%s", words,
	    answer.status, answer.out, answer.err);
	ck_assert_msg((strstr(text, part + without) != NULL) != without,
	    "%s:\n%s\n%s:\n%s", words, text, without ? "with" : "without",
	    part + without);
	answer_clear(&answer);
}

static void
hold(const char *phone, const char *key, enum held_why why)
{
	const struct held held = {
		.phone = phone, .line = "hotline", .screen = "callout.result",
		.key = key, .why = why, .at = NOW - CLOCK_HOUR,
	};

	must(db_begin(db, NULL) && held_add(db, &held, NULL) && db_commit(db, NULL),
	    NULL);
}

static void
lose(gint64 household_id, void *user)
{
}

static void
change_owner(const char *phone)
{
	const struct owner_change change = {
		.phone = phone, .how = PERSON_WRONG_NUMBER, .by = phone, .day = TODAY,
		.now = NOW - CLOCK_HOUR,
	};

	must(db_begin(db, NULL) &&
	    contact_opt_out(db, phone, CONTACT_PERSONAL, change.now, NULL) &&
	    owner_begin(db, &change, lose, NULL, NULL) && db_commit(db, NULL), NULL);
}

/* --- numbers ------------------------------------------------------------------------- */

START_TEST(a_number_shows_whose_it_is)
{
	expect("phone show 13911111106", COMMAND_DONE, "马兵");
	expect("phone show 13911111106", COMMAND_DONE, "Verified    yes");
	expect("phone show 13700000037", COMMAND_DONE, "Cadre       k37");
	expect("phone show 13899999999", COMMAND_DONE,
	    "no: nothing with content is sent to it");
	expect("phone show 13899999999", COMMAND_DONE,
	    "No household has had this number.");
}
END_TEST

START_TEST(a_wrong_number_is_marked_wherever_it_is_listed)
{
	change_owner(MA);
	expect("phone show 13911111106", COMMAND_DONE, "2026-11-26");
	expect("phone show 13911111106", COMMAND_DONE, "said to be another's");
	expect("export phone", COMMAND_DONE,
	    "\"马兵\",\"0\",\"本人\",\"2026-09-01\",\"2026-11-26\"");
	change_owner(UNCLE);
	expect("duty sheet k37", COMMAND_DONE, " not 13911111116");
	expect("duty sheet k37 --json", COMMAND_DONE, "\"lost\": \"13911111116\"");
	expect("phone undo 13911111116", COMMAND_DONE, "has it again");
	expect("duty sheet k37", COMMAND_DONE, "!not 13911111116");
	expect("phone undo 13911111106", COMMAND_DONE, "1 household has it again");
	expect("export phone", COMMAND_DONE, "\"马兵\",\"0\",\"本人\",\"2026-09-01\",\"\"");
	expect("phone show 13911111106", COMMAND_DONE, "!another's");
	expect("phone undo 13911111106", COMMAND_NO, "nothing is to be taken back");
}
END_TEST

START_TEST(what_was_held_back_is_listed_until_the_number_is_confirmed)
{
	expect("phone held", COMMAND_DONE, "Nothing was held back.");
	hold(STRANGER, "one", HELD_UNVERIFIED);
	hold(STRANGER, "one", HELD_UNVERIFIED);
	hold(MA, "two", HELD_NOT_THEIRS);
	expect("phone held", COMMAND_DONE, "the number is not confirmed");
	expect("phone held", COMMAND_DONE, "the number is another's now");
	expect("phone held --phone 13911111106", COMMAND_DONE, "!not confirmed");
	expect("phone show 13899999999", COMMAND_DONE, "callout.result");
	expect("status", COMMAND_DONE, "1 text is held back");
	expect("phone confirm 13899999999", COMMAND_DONE, "1 text was held back from it");
	expect("status", COMMAND_DONE, "!held back");
	expect("phone held --json", COMMAND_DONE, "\"why\": \"unverified\"");
}
END_TEST

/* --- people ---------------------------------------------------------------------------- */

START_TEST(a_clerk_notes_who_is_dead_or_away_and_takes_it_back)
{
	expect("person list", COMMAND_DONE, "Nobody is marked");
	expect("person dead h6 马大爷 --since 2026-11-20", COMMAND_DONE, "Noted.");
	expect("person dead h6 马大爷", COMMAND_NO, "that is known");
	expect("person away h6 马兵", COMMAND_DONE, "Noted.");
	expect("person list", COMMAND_DONE, "dead  2026-11-20");
	expect("person list", COMMAND_DONE, "away  2026-11-26");
	expect("duty sheet k37", COMMAND_DONE, "excused");
	expect("person back h6 马大爷", COMMAND_DONE, "They are asked as before.");
	expect("person back h6 马大爷", COMMAND_NO, "nothing is to be taken back");
	expect("person list", COMMAND_DONE, "!dead");
	expect("person list --all", COMMAND_DONE, "dead  2026-11-20");
	expect("duty sheet k37", COMMAND_DONE, "!excused");
}
END_TEST

START_TEST(a_name_the_register_does_not_have_is_refused)
{
	expect("person dead h99 马大爷", COMMAND_NO, "there is no household \"h99\"");
	expect("person dead h6 李大山", COMMAND_NO, "nobody of the name");
	expect("person dead h6 马大爷 --since 2026-11-27", COMMAND_USAGE,
	    "still to come");
	expect("person list", COMMAND_DONE, "Nobody is marked");
}
END_TEST

START_TEST(a_clerk_notes_only_people_within_their_reach)
{
	sql("INSERT INTO staff (id, code, name, user, scope_kind, scope) VALUES "
	    "(1, 'zhao', '赵', 'zhao', 'department', 'mz')");
	sql("INSERT INTO staff_role VALUES (1, 'clerk')");
	sql("INSERT INTO person_mark (household_id, person, kind, day, by, made_at) "
	    "VALUES (6, '马大爷', 'dead', 20261101, 'uid 0 (root)', 1)");
	/* The bureau of civil affairs calls on Li Dashan. */
	expect("person dead h12 李大山", COMMAND_DONE, "Noted.");
	expect("person dead h7 王秀英", COMMAND_NO, "out of your reach");
	expect("person back h6 马大爷", COMMAND_NO, "out of your reach");
	expect("person list", COMMAND_DONE, "李大山");
	expect("person list", COMMAND_DONE, "!马大爷");
}
END_TEST

static void
people_command_tests(Suite *suite)
{
	TCase *numbers = tcase_create("numbers"), *people = tcase_create("people");

	tcase_add_checked_fixture(numbers, setup, teardown);
	tcase_add_test(numbers, a_number_shows_whose_it_is);
	tcase_add_test(numbers, a_wrong_number_is_marked_wherever_it_is_listed);
	tcase_add_test(numbers,
	    what_was_held_back_is_listed_until_the_number_is_confirmed);
	suite_add_tcase(suite, numbers);
	tcase_add_checked_fixture(people, setup, teardown);
	tcase_add_test(people, a_clerk_notes_who_is_dead_or_away_and_takes_it_back);
	tcase_add_test(people, a_name_the_register_does_not_have_is_refused);
	tcase_add_test(people, a_clerk_notes_only_people_within_their_reach);
	suite_add_tcase(suite, people);
}

SUITE_MAIN("people commands", people_command_tests)
