/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A service is added by its own files and one row, teaching_service.c,
 * teaching/market.conf and its line in teaching_county.c; its command by another.
 * That its sayings, words and agenda keep the rules of the house is asked by say_test,
 * word_test and engine_agenda_test.
 */
#include "tests/teaching_county.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "tests/command_fixture.h"
#include "tests/suite.h"

/* 2026-11-23 09:00 in Shanghai, a Monday. */
#define MONDAY	(G_GINT64_CONSTANT(1795395600) * CLOCK_SECOND)
#define WANG	"+8613812345678"

static struct county county;
static GString *said;

static void
market_open(void)
{
	teaching_county_open(&county, NULL, MONDAY);
	said = g_string_new(NULL);
}

static void
market_close(void)
{
	county_close(&county);
	g_string_free(said, TRUE);
}

static void
hear(void *user)
{
	struct outbox_msg msg = { 0 };

	while (county_send(&county, "hotline", BEARER_SMS, NULL, &msg)) {
		g_string_append_printf(said, "%s|", msg.text);
		outbox_msg_clear(&msg);
	}
}

/* What is said to Wang when he texts this. */
static const char *
answer(const char *text)
{
	struct inbox_msg msg = { 0 };

	g_string_truncate(said, 0);
	county_receive(&county, BEARER_SMS, "hotline", WANG, text, 0, FALSE, &msg);
	inbox_msg_clear(&msg);
	hear(NULL);
	return said->str;
}

/* What is said in the days until then. */
static const char *
until(int day)
{
	g_string_truncate(said, 0);
	county_turn(&county, calendar_moment(day, 12 * 60,
	    county.config->zone), hear, NULL);
	return said->str;
}

START_TEST(its_words_are_heard_and_its_screen_is_said)
{
	ck_assert_str_eq(answer("赶集"),
	    "紫阳热线:逢三、六、九赶集。要头一天早上叫您:1提醒|");
	ck_assert_str_eq(answer("1"),
	    "好,赶集头一天早上九点提醒您。不要了回“退订”|");
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM market"), 1);
}
END_TEST

START_TEST(its_clock_reminds_once_before_each_market_day)
{
	answer("赶集");
	answer("1");
	ck_assert_str_eq(until(20261124), "");
	ck_assert_str_eq(until(20261128),
	    "紫阳热线:明天26日赶集|紫阳热线:明天29日赶集|");
	ck_assert_str_eq(until(20261201), "");
}
END_TEST

/* The door knows its notices, though it does not know the service. */
START_TEST(who_opts_out_is_not_reminded)
{
	answer("赶集");
	answer("1");
	answer("退订");
	ck_assert_str_eq(until(20261203), "");
}
END_TEST

START_TEST(a_house_without_its_row_does_not_know_it)
{
	struct inbox_msg msg = { 0 };

	county_close(&county);
	county_open(&county, NULL, MONDAY);
	county_receive(&county, BEARER_SMS, "hotline", WANG, "赶集", 0, FALSE, &msg);
	inbox_msg_clear(&msg);
	hear(NULL);
	ck_assert_ptr_null(strstr(said->str, "逢三"));
}
END_TEST

START_TEST(menus_with_words_it_cannot_read_are_refused)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *folder = g_build_filename(top != NULL ? top : ".",
	    "tests", "teaching", NULL);
	g_autofree char *menus = county_menus_with(folder);
	g_autofree char *file = g_build_filename(menus, "wrong.conf", NULL);
	g_autoptr(GError) error = NULL;

	ck_assert(g_file_set_contents(file, "lists = {\n market_on = [ \"三\" ];\n};\n",
	    -1, NULL));
	ck_assert_ptr_null(menu_load(menus, menu_services(county.menu), &error));
	ck_assert_msg(strstr(error->message, "wrong.conf:2: list market_on: \"三\" is not "
	    "what service market reads; expected a digit") != NULL, "%s", error->message);
	county_menus_remove(menus);
}
END_TEST

/* --- its command ------------------------------------------------------------------------ */

/* The command as this user gives it, with these `commands`. */
static struct answer_text
asks(const char *user, const struct syntax *const *commands, const char *words)
{
	const struct command_call as = {
		.db = county.db, .menu = county.menu, .commands = commands,
		.peer = { .shown = user, .user = user, .login = user,
		    .owner = strcmp(user, "root") == 0 },
	};

	return clerk_asks(&as, words);
}

static void
command_says(const char *user, const char *words, enum command_status status,
    const char *wanted)
{
	struct answer_text answer = asks(user, teaching_commands_of_house(), words);

	ck_assert_msg(answer.status == status, "%s: %d, %s%s", words, answer.status,
	    answer.out, answer.err);
	ck_assert_msg(strstr(status == COMMAND_DONE ? answer.out : answer.err,
	    wanted) != NULL, "%s says\n%s%s", words, answer.out, answer.err);
	answer_clear(&answer);
}

static void
want_reminders(void)
{
	answer("赶集");
	answer("1");
}

START_TEST(its_command_answers_in_every_format)
{
	command_says("root", "market list", COMMAND_DONE,
	    "Nobody is reminded of the market.");
	want_reminders();
	command_says("root", "market list", COMMAND_DONE, "138****5678  hotline");
	command_says("root", "market list --json", COMMAND_DONE,
	    "\"phone\": \"" WANG "\"");
	command_says("root", "market list --csv", COMMAND_DONE, "hotline");
	command_says("root", "market list --html", COMMAND_DONE, "<td");
}
END_TEST

START_TEST(its_command_explains_itself_and_refuses_mistakes)
{
	command_says("root", "market list --help", COMMAND_DONE,
	    "List those who are reminded of the market.");
	command_says("root", "market", COMMAND_USAGE, "market requires a subcommand: list");
	command_says("root", "market list --limit 0", COMMAND_USAGE,
	    "--limit is a whole number");
}
END_TEST

START_TEST(its_command_is_given_by_its_roles_and_is_on_record)
{
	command_says("root", "staff add s1 赵敏 --user zhao --role clerk",
	    COMMAND_DONE, "");
	command_says("root", "staff add s2 钱伟 --user qian --role registrar",
	    COMMAND_DONE, "");
	command_says("zhao", "market list", COMMAND_DONE, "Nobody");
	command_says("qian", "market list", COMMAND_NO,
	    "\"market list\" needs one of these roles: clerk, supervisor");
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM audit "
	    "WHERE action = 'market.list' AND actor = 's1 赵敏 (zhao)'"), 1);
	ck_assert_int_eq(county_number(&county, "SELECT count(*) FROM audit "
	    "WHERE action = 'right.refused' AND object = 'command:market list'"), 1);
}
END_TEST

/* Wang's number is of no household, so of no town. */
START_TEST(its_command_shows_what_the_scope_has)
{
	struct answer_text shown;

	county_register(&county);
	want_reminders();
	county_sql(&county, "INSERT INTO market VALUES ('+8613911111112', 'hotline', 0)");
	command_says("root", "staff add s1 赵敏 --user zhao --role clerk --scope t",
	    COMMAND_DONE, "");
	command_says("zhao", "market list", COMMAND_DONE, "139****1112");
	shown = asks("zhao", teaching_commands_of_house(), "market list");
	ck_assert_ptr_null(strstr(shown.out, "138****5678"));
	answer_clear(&shown);
}
END_TEST

START_TEST(a_house_without_its_row_has_no_such_command)
{
	struct answer_text none = asks("root", NULL, "market list");

	ck_assert_int_eq(none.status, COMMAND_USAGE);
	ck_assert_ptr_nonnull(strstr(none.err, "there is no command \"market\""));
	answer_clear(&none);
}
END_TEST

static void
teaching_tests(Suite *suite)
{
	TCase *tc = tcase_create("teaching");

	tcase_add_checked_fixture(tc, market_open, market_close);
	tcase_add_test(tc, its_words_are_heard_and_its_screen_is_said);
	tcase_add_test(tc, its_clock_reminds_once_before_each_market_day);
	tcase_add_test(tc, who_opts_out_is_not_reminded);
	tcase_add_test(tc, a_house_without_its_row_does_not_know_it);
	tcase_add_test(tc, menus_with_words_it_cannot_read_are_refused);
	tcase_add_test(tc, its_command_answers_in_every_format);
	tcase_add_test(tc, its_command_explains_itself_and_refuses_mistakes);
	tcase_add_test(tc, its_command_is_given_by_its_roles_and_is_on_record);
	tcase_add_test(tc, its_command_shows_what_the_scope_has);
	tcase_add_test(tc, a_house_without_its_row_has_no_such_command);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("teaching", teaching_tests)
