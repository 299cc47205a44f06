/*
 * What a clerk asks about contact duty, and what he is told: the county of
 * dialogs/registry.sql on 26 November 2026.
 */
#include <sqlite3.h>
#include <string.h>

#include "base/clock.h"
#include "db/statement.h"
#include "services/services.h"
#include "tests/asking.h"
#include "tests/suite.h"
#include "tools/view.h"

/* 2026-11-26 10:00:00 in Shanghai, a Thursday. */
#define NOW	(G_GINT64_CONSTANT(1795658400) * CLOCK_SECOND)

static struct db *db;
static struct menu *menu;
static const struct engine_view view = { .duty_line = "hotline" };

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

static int
count(const char *question)
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
	g_autofree char *menus = g_build_filename(srcdir == NULL ? "." : srcdir,
	    "etc", "menus", NULL);
	g_autofree char *registry = NULL;
	GError *error = NULL;

	clock_stop_at(NOW);
	db = db_open(":memory:", &error);
	must(db != NULL, error);
	menu = menu_load(menus, services, &error);
	must(menu != NULL, error);
	must(g_file_get_contents(path, &registry, NULL, &error), error);
	sql(registry);
	/* Two visits, one attempt, by Wang Ming. */
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) VALUES (37, 1, 20261103, 'visit', 0, ''), "
	    "(37, 12, 20261104, 'phone', 0, ''), (37, 2, 20261105, 'tried', 0, '')");
}

static void
teardown(void)
{
	menu_free(menu);
	db_close(db);
}

/* Asks as one of two clerks. */
static void
expect_as(const char *user, const char *words, enum command_status status,
    const char *said)
{
	const struct command_call as = {
		.db = db, .menu = menu, .view = &view,
		.peer = { .shown = user, .user = user, .login = "" },
	};
	struct answer_text answer = asking_ask(&as, words);
	const char *text = answer.status == COMMAND_DONE ? answer.out :
	    answer.err;

	ck_assert_msg(answer.status == status, "%s: %d, %s%s", words,
	    answer.status, answer.out, answer.err);
	ck_assert_msg(strcmp(text, said) == 0, "%s:\n%s\nnot:\n%s", words, text,
	    said);
	answer_clear(&answer);
}

static void
expect(const char *words, enum command_status status, const char *said)
{
	expect_as("zhao", words, status, said);
}

START_TEST(what_cadres_have_done_stands_beside_who_has_been_reached)
{
	expect("duty status", COMMAND_DONE,
	    "NAME    CADRES  HOUSEHOLDS  DUE  DONE  TRIED  LEFT  EXEMPT  "
	    "DONE OF DUE\n"
	    "洞河镇       1          10   10     2      0     8       0  "
	    "     20.0 %\n"
	    "民政局       1           1    1     0      0     1       0  "
	    "      0.0 %\n"
	    "Cadres have made 2 of 11 calls they owe (18.2 %).\n"
	    "2 of 10 households have been reached by anybody (20.0 %).\n");
	expect("duty status --area t", COMMAND_DONE,
	    "NAME  CADRES  HOUSEHOLDS  DUE  DONE  TRIED  LEFT  EXEMPT  "
	    "DONE OF DUE\n"
	    "王明       1          10   10     2      0     8       0       "
	    "20.0 %\n"
	    "Cadres have made 2 of 10 calls they owe (20.0 %).\n");
}
END_TEST

START_TEST(who_is_left_is_named_and_when_he_was_called_on)
{
	expect("duty overdue --limit 1", COMMAND_DONE,
	    "CADRE  NAME  NO  HOUSEHOLD  HEAD    LAST CALL\n"
	    "k37    王明   2  h2         王家富  never\n"
	    "8 more; --limit shows them.\n");
	/* Left: the other cadre of a key household, and who is to be called on
	 * twice a month. */
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) SELECT 37, household_id, 20261120, 'visit', 0, '' "
	    "FROM assignment WHERE cadre_id = 37 AND no NOT IN (1, 12)");
	expect("duty overdue", COMMAND_DONE,
	    "CADRE  NAME  NO  HOUSEHOLD  HEAD    TAGS       LAST CALL   DAYS\n"
	    "k38    陈云   1  h12        李大山  低保;防汛  2026-11-04    22\n"
	    "k37    王明   7  h7         王秀英  独居老人   2026-11-20     6\n");
	clock_stop_at(NOW + 4 * CLOCK_DAY);
	sql("INSERT INTO duty_contact (cadre_id, household_id, day, kind, made_at, "
	    "note) VALUES (37, 7, 20261130, 'visit', 0, '')");
	expect("duty overdue --area t", COMMAND_DONE,
	    "Every household has been called on.\n");
}
END_TEST

START_TEST(a_card_has_its_numbers_and_whole_telephones)
{
	expect("duty sheet k38", COMMAND_DONE,
	    "k38 陈云  2026-11\n"
	    "NO  HEAD    HOUSEHOLD  PLACE       TAGS       PHONE        "
	    "THIS MONTH\n"
	    " 1  李大山  h12        红岩村一组  低保;防汛  13911111112  "
	    "to do\n");
	expect("duty sheet k42", COMMAND_DONE,
	    "k42 陈干事  2026-11\nNo household is on this card.\n");
	expect("duty sheet x", COMMAND_NO,
	    "there is no cadre \"x\"; see xiangyin export cadre");
}
END_TEST

START_TEST(a_month_is_closed_by_two_people)
{
	const char *close = "duty close 2026-10";
	const char *first = "Noted. It is closed when a second person gives the "
	    "same command within a day.\n";

	expect("duty close 2026-11", COMMAND_NO, "2026-11 is not over yet");
	expect(close, COMMAND_DONE, first);
	expect(close, COMMAND_DONE, first);
	expect_as("qian", close, COMMAND_DONE,
	    "The month is closed.\n");
	expect(close, COMMAND_NO, "2026-10 is closed already");
}
END_TEST

START_TEST(the_second_word_comes_within_a_day)
{
	const char *close = "duty close 2026-10";
	const char *first = "Noted. It is closed when a second person gives the "
	    "same command within a day.\n";

	expect(close, COMMAND_DONE, first);
	clock_stop_at(NOW + CLOCK_DAY + CLOCK_SECOND);
	expect_as("qian", close, COMMAND_DONE, first);
}
END_TEST

START_TEST(leave_takes_from_a_cadre_what_his_deputy_owes)
{
	expect("cadre leave k37 2026-11-15 2026-11-30", COMMAND_DONE,
	    "王明 is on leave; 刘新 stands in.\n");
	expect("duty status --cadre k37", COMMAND_DONE,
	    "NAME  CADRES  HOUSEHOLDS  DUE  DONE  TRIED  LEFT  EXEMPT  "
	    "DONE OF DUE\n"
	    "王明       1          10    2     2      0     0       8      "
	    "100.0 %\n"
	    "Cadres have made 2 of 2 calls they owe (100.0 %).\n");
	expect("cadre leave k37 2026-11-15 2026-11-30 --alone", COMMAND_DONE,
	    "王明 is on leave, and nobody stands in.\n");
}
END_TEST

START_TEST(a_roster_is_kept_and_changed)
{
	expect("cadre roster", COMMAND_DONE,
	    "Nobody is on the roster of that month.\n");
	expect("cadre duty k37 2026-11-28 2026-11-29", COMMAND_DONE,
	    "王明 is on the roster.\n");
	expect("cadre duty k42 2026-11-28 2026-11-28", COMMAND_DONE,
	    "陈干事 is on the roster.\n");
	expect("cadre duty k37 2026-11-28 2026-11-28 --off", COMMAND_DONE,
	    "王明 is off the roster.\n");
	expect("cadre roster --month 2026-11", COMMAND_DONE,
	    "DATE        CADRE  NAME    PHONE\n"
	    "2026-11-28  k42    陈干事  137****0042\n"
	    "2026-11-29  k37    王明    137****0037\n");
}
END_TEST

START_TEST(a_cadre_replaced_gives_all_his_households_and_they_are_told)
{
	expect("cadre replace k37 k42", COMMAND_DONE,
	    "陈干事 has 10 households of 王明 now; 4 texts tell them. Print his "
	    "card with xiangyin duty sheet k42.\n");
	expect("duty sheet k37", COMMAND_DONE,
	    "k37 王明  2026-11\nNo household is on this card.\n");
	expect("cadre replace k37 k42", COMMAND_NO,
	    "cadre k37 is not there any more");
	/* Those just taken over cannot be owed a contact on the 26th. */
	expect("duty overdue --area t", COMMAND_DONE,
	    "Every household has been called on.\n");
}
END_TEST

/* Zhao Yongfu and Wang Xiuying share 13911111105. */
START_TEST(a_number_changes_by_two_peoples_word)
{
	const char *change = "phone change 13911111105 13911111199";
	const char *first = "Noted. It is changed when a second person, who has "
	    "called the new number, gives the same command within 7 days.\n";

	expect(change, COMMAND_DONE, first);
	expect(change, COMMAND_DONE, first);
	ck_assert_int_eq(count("SELECT count(*) FROM phone WHERE "
	    "number = '+8613911111199'"), 0);
	/* Another number is another word. */
	expect_as("qian", "phone change 13911111105 13911111198",
	    COMMAND_DONE, first);
	expect_as("qian", change, COMMAND_DONE,
	    "The number is changed.\n");
	ck_assert_int_eq(count("SELECT count(*) FROM phone WHERE "
	    "number = '+8613911111199' AND main = 1 AND source = '村登记' "
	    "AND confirmed_on = 20261126"), 2);
	ck_assert_int_eq(count("SELECT count(*) FROM phone WHERE "
	    "number = '+8613911111105' AND wrong_on = 20261126"), 2);
	expect(change, COMMAND_NO,
	    "no household has the old number; see xiangyin export phone");
}
END_TEST

START_TEST(a_word_on_a_number_is_forgotten_after_a_week)
{
	const char *change = "phone change 13911111105 13911111199";

	expect(change, COMMAND_DONE, "Noted. It is changed when a second person, who "
	    "has called the new number, gives the same command within 7 days.\n");
	clock_stop_at(NOW + 7 * CLOCK_DAY + CLOCK_SECOND);
	expect_as("qian", change, COMMAND_DONE, "Noted. It is changed "
	    "when a second person, who has called the new number, gives the same "
	    "command within 7 days.\n");
}
END_TEST

START_TEST(nothing_stands_out_where_nothing_does)
{
	expect("duty flags", COMMAND_DONE, "Nothing stands out.\n");
}
END_TEST

static const struct {
	const char *words;
	enum command_status status;
	const char *said;
} refused[] = {
	{ "duty status --area x", COMMAND_NO,
	  "there is no area \"x\"; see xiangyin export area" },
	{ "duty status --cadre x", COMMAND_NO,
	  "there is no cadre \"x\"; see xiangyin export cadre" },
	{ "duty status --month 2026-13", COMMAND_USAGE,
	  "\"2026-13\" is no month; write it like 2026-11" },
	{ "cadre leave k37 2026-11-20 2026-11-19", COMMAND_USAGE,
	  "the leave ends before it begins" },
	{ "cadre leave k37 2026-11-20 2026-11-30 --deputy k37", COMMAND_NO,
	  "nobody stands in for himself" },
	{ "cadre leave k37 2026-11-20 2026-11-30 --alone --deputy k38", COMMAND_NO,
	  "say either --deputy or --alone" },
	{ "cadre leave k39 2026-11-20 2026-11-30", COMMAND_NO,
	  "cadre k39 is not there any more" },
	{ "cadre duty k37 2026-11-28 2026-12-29", COMMAND_USAGE,
	  "say a first and a last day, at most 31 days in all" },
	{ "cadre duty k37 2026-11-28 2026-11-27", COMMAND_USAGE,
	  "say a first and a last day, at most 31 days in all" },
	{ "cadre duty x 2026-11-28 2026-11-28", COMMAND_NO,
	  "there is no cadre \"x\"; see xiangyin export cadre" },
	{ "cadre replace k37 k37", COMMAND_USAGE, "these are the same cadre" },
	{ "cadre replace k37 k39", COMMAND_NO,
	  "cadre k39 is not there any more" },
	{ "cadre replace k37 k42 --from 2026-11-27", COMMAND_USAGE,
	  "the day has not come yet; give the command when it has" },
	{ "phone change 13911111105 13911111105", COMMAND_NO,
	  "these are the same number" },
	{ "phone change 13911111177 13911111199", COMMAND_NO,
	  "no household has the old number; see xiangyin export phone" },
	{ "phone change 13911111105 13700000037", COMMAND_NO,
	  "the new number is a cadre's, and no household's" },
};

START_TEST(what_cannot_be_is_refused_and_changes_nothing)
{
	gint64 changes = sqlite3_total_changes64(db->sql);

	expect(refused[_i].words, refused[_i].status, refused[_i].said);
	ck_assert_int_eq(sqlite3_total_changes64(db->sql), changes);
}
END_TEST

static void
duty_command_tests(Suite *suite)
{
	TCase *tc = tcase_create("duty");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
	    what_cadres_have_done_stands_beside_who_has_been_reached);
	tcase_add_test(tc, who_is_left_is_named_and_when_he_was_called_on);
	tcase_add_test(tc, a_card_has_its_numbers_and_whole_telephones);
	tcase_add_test(tc, a_month_is_closed_by_two_people);
	tcase_add_test(tc, the_second_word_comes_within_a_day);
	tcase_add_test(tc, leave_takes_from_a_cadre_what_his_deputy_owes);
	tcase_add_test(tc, a_roster_is_kept_and_changed);
	tcase_add_test(tc,
	    a_cadre_replaced_gives_all_his_households_and_they_are_told);
	tcase_add_test(tc, a_number_changes_by_two_peoples_word);
	tcase_add_test(tc, a_word_on_a_number_is_forgotten_after_a_week);
	tcase_add_test(tc, nothing_stands_out_where_nothing_does);
	tcase_add_loop_test(tc, what_cannot_be_is_refused_and_changes_nothing, 0,
	    G_N_ELEMENTS(refused));
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("duty commands", duty_command_tests)
