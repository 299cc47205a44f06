/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The filter's reader and its exchange, without a tty: what a modem says in, what
 * libgammu hears out.
 */
#include <string.h>

#include "modem/at_line.h"
#include "tests/exchange_fixture.h"
#include "tests/suite.h"

/* --- lines ---------------------------------------------------------------------- */

static void
note_line(enum at_line_kind kind, const char *text, void *user)
{
	g_string_append_printf(user, "%s%s|", kind == AT_LINE_LONG ? "LONG " :
	    kind == AT_LINE_PROMPT ? "PROMPT" : "",
	    kind == AT_LINE_PROMPT ? "" : text);
}

static const struct { const char *said, *lines; } readings[] = {
	{ "\r\nOK\r\n", "OK|" },
	{ "OK\rOK\nOK\r\n", "OK|OK|OK|" },
	{ "\r\n\r\n", "" },
	{ "\r\n> ", "PROMPT|" },
	{ "\r\n>", "PROMPT|" },
	{ "\r\n> +CMGS: 1\r\n", "PROMPT|+CMGS: 1|" },
	{ "a> b\r\n", "a> b|" },
	{ "O\001\002K\r\n", "OK|" },
	{ "+CUSD: 0,\"one\r\ntwo\r\nthree\",15\r\n",
	  "+CUSD: 0,\"one two three\",15|" },
	{ "+CUSD: 0,\"one\",15\r\nOK\r\n", "+CUSD: 0,\"one\",15|OK|" },
	{ "+CSQ: \"1\r\nOK\r\n", "+CSQ: \"1|OK|" },
	{ "half", "" }
};

START_TEST(lines_end_where_the_modem_ends_them)
{
	g_autoptr(GString) lines = g_string_new(NULL);

	/* In one piece, and octet by octet. */
	for (int whole = 0; whole < 2; whole++) {
		struct at_line *reader = at_line_new(note_line, lines);
		const char *said = readings[_i].said;
		gsize step = whole ? strlen(said) : 1;

		g_string_truncate(lines, 0);
		at_line_expect_prompt(reader, TRUE);
		for (gsize i = 0; i < strlen(said); i += step)
			at_line_feed(reader, said + i, step);
		ck_assert_str_eq(lines->str, readings[_i].lines);
		at_line_free(reader);
	}
}
END_TEST

START_TEST(a_line_without_end_is_cut)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	g_autofree char *endless = g_strnfill(5000, 'x');
	struct at_line *reader = at_line_new(note_line, lines);

	at_line_feed(reader, endless, 5000);
	at_line_feed(reader, "\r\nOK\r\n", 6);
	ck_assert(g_str_has_prefix(lines->str, "LONG xxx"));
	ck_assert(g_str_has_suffix(lines->str, "x|OK|"));
	ck_assert_uint_eq(lines->len, AT_LINE_MAX + 9);
	at_line_free(reader);
}
END_TEST

START_TEST(quotes_that_never_close_hold_no_more_than_a_few_lines)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	struct at_line *reader = at_line_new(note_line, lines);

	at_line_feed(reader, "+CUSD: 0,\"a\r\n", 13);
	for (int i = 0; i < 20; i++)
		at_line_feed(reader, "OK\r\n", 4);
	ck_assert(g_str_has_suffix(lines->str, "|OK|OK|"));
	at_line_free(reader);
}
END_TEST

/* --- the exchange --------------------------------------------------------------------- */

#define HEAD	"0891683108100005F0"
#define FROM	"0D91683118325476F8"
#define WHEN	"62113221436523"
#define HELLO	HEAD "04" FROM "0000" WHEN "05E8329BFD06"
#define BAD	HEAD "04" FROM "0000" WHEN "A8E8329BFD06"

static const struct {
	const char *command, *says, *modem, *gammu, *events;
} turns[] = {
	{ "AT+CSQ\r", "\r\n+CSQ: 20,99\r\n\r\nOK\r\n", "AT+CSQ\r",
	  "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n", "" },
	/* The echo is ours. */
	{ "ATE1\r", "ERROR\r\n", "ATE0\r", "ATE1\r\r\n\r\nOK\r\n", "" },
	/* Refused without asking the modem. */
	{ "AT+CFUN=1,1\r", "", "", "AT+CFUN=1,1\r\r\n\r\nERROR\r\n", "" },
	{ "AT+CMGF=1\r", "", "", "AT+CMGF=1\r\r\n\r\nERROR\r\n", "" },
	{ "AT+CMGS=22\r", "", "", "AT+CMGS=22\r\r\n\r\nERROR\r\n",
	  "text mode(AT+CMGS before AT+CMGF=0) " },
	/* Unasked lines inside an answer: known ones after it, others never. */
	{ "AT+CSQ\r", "+CMTI: \"SM\",3\r\n+CSQ: 1,2\r\nFOO: 1\r\nOK\r\n",
	  "AT+CSQ\r", "AT+CSQ\r\r\n+CSQ: 1,2\r\n\r\nOK\r\n"
	  "\r\n+CMTI: \"SM\",3\r\n", "unknown line(FOO) " },
	{ "AT+CSQ\r", "+CDS: 25\r\n+CMTI: \"SM\",3\r\n+CSQ: 1,2\r\nOK\r\n",
	  "AT+CSQ\r", "AT+CSQ\r\r\n+CSQ: 1,2\r\n\r\nOK\r\n"
	  "\r\n+CMTI: \"SM\",3\r\n", "" },
	{ "AT+CSQ\r", "+CSQ: 1,2\r\n+CDS: 25\r\nOK\r\n", "AT+CSQ\r",
	  "AT+CSQ\r\r\n+CSQ: 1,2\r\n\r\nOK\r\n", "" },
	{ "AT+CSCS=?\r", "+CSCS: (\"HEX\",\"GSM\")\r\nOK\r\n", "AT+CSCS=?\r",
	  "AT+CSCS=?\r\r\n+CSCS: (\"GSM\")\r\n\r\nOK\r\n", "" },
	{ "AT+CSCS=?\r", "+CSCS: (\"UTF-8\",\"GSM\",\"UTF8\")\r\nOK\r\n",
	  "AT+CSCS=?\r", "AT+CSCS=?\r\r\n+CSCS: (\"GSM\")\r\n\r\nOK\r\n",
	  "" },
	{ "AT+CSCS=?\r", "+CSCS: (\"GSM\",\"HEX\")\r\nOK\r\n", "AT+CSCS=?\r",
	  "AT+CSCS=?\r\r\n+CSCS: (\"GSM\")\r\n\r\nOK\r\n", "" },
	{ "AT+CIMI\r", "RDY1\r\nOK\r\n", "AT+CIMI\r",
	  "AT+CIMI\r\r\n\r\nERROR\r\n", "reboot(RDY1) " },
	{ "AT+CMGL=4\r", "+CMGL: 1,1,,22\r\n" HELLO "\r\n"
	  "+CMGL: 2,1,,22\r\n" BAD "\r\n+CMGL: 3,3,,22\r\n" HELLO "\r\n"
	  "+CMGL: 4,0,,22\r\n" HELLO "FFFF\r\nOK\r\n", "AT+CMGL=4\r",
	  "AT+CMGL=4\r\r\n+CMGL: 1,1,,22\r\n" HELLO "\r\n"
	  "+CMGL: 4,0,,22\r\n" HELLO "\r\n\r\nOK\r\n", "refused  2 34 refused  3 34 " },
	{ "AT+CMGR=7\r", "+CMGR: 7,1,,22\r\n" HELLO "\r\nOK\r\n",
	  "AT+CMGR=7\r", "AT+CMGR=7\r\r\n+CMGR: 1,1,,22\r\n" HELLO
	  "\r\n\r\nOK\r\n", "" },
	{ "AT+CMGR=7\r", "+CMGR: 22\r\n" HELLO "\r\nOK\r\n",
	  "AT+CMGR=7\r", "AT+CMGR=7\r\r\n+CMGR: 1,,22\r\n" HELLO
	  "\r\n\r\nOK\r\n", "" },
	{ "AT+CMGR=7\r", "+CMGR: 1,,22\r\n" BAD "\r\nOK\r\n", "AT+CMGR=7\r",
	  "AT+CMGR=7\r\r\n\r\n+CMS ERROR: 321\r\n", "refused  7 34 " },
	{ "AT+CMGR=7\r", "+CMGR: 1,,22\r\n+CMTI: \"SM\",8\r\n" HELLO
	  "\r\nOK\r\n", "AT+CMGR=7\r", "AT+CMGR=7\r\r\n+CMGR: 1,,22\r\n" HELLO
	  "\r\n\r\nOK\r\n\r\n+CMTI: \"SM\",8\r\n", "" }
};

START_TEST(libgammu_hears_a_well_behaved_modem)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, turns[_i].command);
	modem_says(exchange, turns[_i].says);
	at_exchange_release(exchange);
	ck_assert_str_eq(heard.modem->str, turns[_i].modem);
	ck_assert_str_eq(heard.gammu->str, turns[_i].gammu);
	ck_assert_str_eq(heard.events->str, turns[_i].events);
	exchange_close(exchange);
}
END_TEST

START_TEST(unknown_lines_are_counted_by_name)
{
	struct at_exchange *exchange = exchange_open();

	for (int i = 0; i < 150; i++)
		modem_says(exchange, i % 3 == 2 ? "\r\n^BAR\r\n" : "\r\n^FOO: 1\r\n");
	ck_assert_str_eq(heard.events->str, "unknown line(^FOO) "
	    "unknown line(^BAR) unknown line(^FOO, 10 times) "
	    "unknown line(^BAR, 10 times) unknown line(^FOO, 100 times) ");
	exchange_close(exchange);
}
END_TEST

START_TEST(a_pdu_goes_out_whole_and_its_answer_is_plain)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, "AT+CMGF=0\r");
	modem_says(exchange, "OK\r\n");
	exchange_clear();
	gammu_says(exchange, "AT+CMGS=22\r");
	modem_says(exchange, "\r\n> ");
	ck_assert_str_eq(heard.gammu->str, "AT+CMGS=22\r\r\n> ");
	exchange_clear();
	gammu_says(exchange, "0011");
	ck_assert_str_eq(heard.modem->str, "");
	gammu_says(exchange, "22\x1a");
	ck_assert_str_eq(heard.modem->str, "001122\x1a");
	modem_says(exchange, "+CMGS: 9,0791\r\n\r\nOK\r\n");
	ck_assert_str_eq(heard.gammu->str, "\r\n+CMGS: 9\r\n\r\nOK\r\n");
	exchange_close(exchange);
}
END_TEST

START_TEST(a_reference_cut_at_its_comma_leaves_no_quote_open)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, "AT+CMGF=0\r");
	modem_says(exchange, "OK\r\n");
	gammu_says(exchange, "AT+CMGS=22\r");
	modem_says(exchange, "\r\n> ");
	exchange_clear();
	gammu_says(exchange, "001122\x1a");
	modem_says(exchange, "+CMGS: \"9,0791\"\r\n\r\nOK\r\n");
	ck_assert_str_eq(heard.gammu->str, "\r\n+CMGS: '9\r\n\r\nOK\r\n");
	exchange_close(exchange);
}
END_TEST

/* libgammu takes any line for the prompt of AT+CMGS: none may be on its way
 * to it when it gives that command. */
START_TEST(what_nobody_asked_for_waits_until_it_is_let_in)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, "AT+CMGF=0\r");
	modem_says(exchange, "OK\r\n");
	exchange_clear();
	modem_says(exchange, "\r\n+CMTI: \"SM\",3\r\n");
	ck_assert(heard.waits);
	ck_assert_str_eq(heard.gammu->str, "");
	gammu_says(exchange, "AT+CMGS=22\r");
	modem_says(exchange, "\r\n+CMTI: \"SM\",4\r\n\r\n> ");
	ck_assert_str_eq(heard.gammu->str, "AT+CMGS=22\r\r\n> ");
	exchange_clear();
	gammu_says(exchange, "001122\x1a");
	at_exchange_release(exchange);
	ck_assert(heard.waits);
	modem_says(exchange, "+CMGS: 9\r\n\r\nOK\r\n");
	ck_assert(!heard.waits);
	ck_assert_str_eq(heard.gammu->str, "\r\n+CMGS: 9\r\n\r\nOK\r\n"
	    "\r\n+CMTI: \"SM\",3\r\n\r\n+CMTI: \"SM\",4\r\n");
	exchange_close(exchange);
}
END_TEST

START_TEST(a_deadline_is_an_error_and_the_place_is_found_again)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, "AT+CSQ\r");
	ck_assert_uint_gt(heard.timer, 1000);
	exchange_clear();
	at_exchange_timeout(exchange);
	ck_assert_str_eq(heard.gammu->str, "AT+CSQ\r\r\n\r\nERROR\r\n");
	ck_assert_str_eq(heard.modem->str, "\x1b\rATE0\r");
	/* A command meanwhile waits; a late answer is not taken for its own. */
	gammu_says(exchange, "AT+CREG?\r");
	modem_says(exchange, "+CSQ: 1,1\r\nOK\r\nOK\r\n+CMEE: 1\r\nOK\r\n");
	ck_assert(g_str_has_suffix(heard.modem->str, "AT+CREG?\r"));
	exchange_clear();
	modem_says(exchange, "+CREG: 0,1\r\nOK\r\n");
	ck_assert_str_eq(heard.gammu->str,
	    "AT+CREG?\r\r\n+CREG: 0,1\r\n\r\nOK\r\n");
	exchange_close(exchange);
}
END_TEST

/* The hint makes it ask for the mode it is in. */
static struct at_exchange *
exchange_that_asks(void)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, "AT+CMGF=0\r");
	modem_says(exchange, "OK\r\n");
	exchange_clear();
	modem_says(exchange, "\r\n+CPIN: READY\r\n");
	ck_assert_str_eq(heard.modem->str, "AT+CMGF?\r");
	exchange_clear();
	return exchange;
}

START_TEST(a_modem_in_another_mode_has_started_anew)
{
	struct at_exchange *exchange = exchange_that_asks();

	modem_says(exchange, "+CMGF: 1\r\n\r\nOK\r\n");
	ck_assert_str_eq(at_exchange_over(exchange), "reboot");
	exchange_close(exchange);
}
END_TEST

START_TEST(an_ok_by_itself_does_not_answer_whether_it_has_started_anew)
{
	struct at_exchange *exchange = exchange_that_asks();

	modem_says(exchange, "\r\nOK\r\n+CMGF: 0\r\n\r\nOK\r\n");
	ck_assert_ptr_null(at_exchange_over(exchange));
	modem_says(exchange, "OK\r\n+CMEE: 0\r\n\r\nOK\r\n");
	ck_assert(g_str_has_suffix(heard.modem->str, "AT+CMGF?\r"));
	modem_says(exchange, "+CMGF: 0\r\n\r\nOK\r\n");
	ck_assert_ptr_null(at_exchange_over(exchange));
	gammu_says(exchange, "AT+CSQ\r");
	ck_assert(g_str_has_suffix(heard.modem->str, "AT+CSQ\r"));
	exchange_close(exchange);
}
END_TEST

START_TEST(a_modem_that_never_says_its_mode_has_started_anew)
{
	struct at_exchange *exchange = exchange_that_asks();

	for (int i = 0; i < 3; i++) {
		modem_says(exchange, "\r\nERROR\r\n");
		modem_says(exchange, "OK\r\n+CMEE: 0\r\n\r\nOK\r\n");
	}
	ck_assert_str_eq(at_exchange_over(exchange), "reboot");
	exchange_close(exchange);
}
END_TEST

START_TEST(a_modem_that_never_answers_is_deaf)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, "AT\r");
	for (int i = 0; i < 10; i++)
		at_exchange_timeout(exchange);
	ck_assert_str_eq(at_exchange_over(exchange), "deaf");
	exchange_clear();
	gammu_says(exchange, "AT\r");
	ck_assert_str_eq(heard.gammu->str, "AT\r\r\n\r\nERROR\r\n");
	exchange_close(exchange);
}
END_TEST

START_TEST(a_raw_command_waits_for_libgammu_and_keeps_its_store)
{
	struct at_exchange *exchange = exchange_open();

	gammu_says(exchange, "AT+CPMS=\"ME\"\r");
	at_exchange_command(exchange, 4, "SM:AT+CMGD=3", 1000);
	ck_assert_str_eq(heard.modem->str, "AT+CPMS=\"ME\"\r");
	exchange_clear();
	modem_says(exchange, "+CPMS: 1,2\r\nOK\r\n");
	ck_assert_str_eq(heard.modem->str, "AT+CPMS=\"SM\"\r");
	gammu_says(exchange, "AT\r");	/* may not come between */
	modem_says(exchange, "OK\r\n");
	modem_says(exchange, "OK\r\n");
	ck_assert_str_eq(heard.events->str, "answer 4 OK ");
	modem_says(exchange, "OK\r\n");
	ck_assert_str_eq(heard.modem->str, "AT+CPMS=\"SM\"\rAT+CMGD=3\r"
	    "AT+CPMS=\"ME\"\rAT\r");
	exchange_close(exchange);
}
END_TEST

static const char *const harmful[] = {
	"AT+CMGF=1", "ATE1", "AT+CPMS=\"SM\"", "AT+CMGS=5", "ATZ", "AT&F",
	"AT+CSQ;+CMGF=1", "hello", "", "AT+CSQ\rAT+CMGF=1", "SM:AT+CMGF=1"
};

START_TEST(a_raw_command_may_not_change_what_libgammu_believes)
{
	struct at_exchange *exchange = exchange_open();

	at_exchange_command(exchange, 1, harmful[_i], 1000);
	ck_assert_str_eq(heard.modem->str, "");
	ck_assert(g_str_has_prefix(heard.events->str, "answer 1 ERROR"));
	exchange_close(exchange);
}
END_TEST

static void
at_line_tests(Suite *suite)
{
	TCase *lines = tcase_create("lines"), *exchange = tcase_create("exchange");

	tcase_add_loop_test(lines, lines_end_where_the_modem_ends_them, 0,
	    G_N_ELEMENTS(readings));
	tcase_add_test(lines, a_line_without_end_is_cut);
	tcase_add_test(lines,
	    quotes_that_never_close_hold_no_more_than_a_few_lines);
	tcase_add_loop_test(exchange, libgammu_hears_a_well_behaved_modem, 0,
	    G_N_ELEMENTS(turns));
	tcase_add_test(exchange, unknown_lines_are_counted_by_name);
	tcase_add_test(exchange, a_pdu_goes_out_whole_and_its_answer_is_plain);
	tcase_add_test(exchange,
	    a_reference_cut_at_its_comma_leaves_no_quote_open);
	tcase_add_test(exchange,
	    what_nobody_asked_for_waits_until_it_is_let_in);
	tcase_add_test(exchange,
	    a_deadline_is_an_error_and_the_place_is_found_again);
	tcase_add_test(exchange, a_modem_in_another_mode_has_started_anew);
	tcase_add_test(exchange,
	    an_ok_by_itself_does_not_answer_whether_it_has_started_anew);
	tcase_add_test(exchange, a_modem_that_never_says_its_mode_has_started_anew);
	tcase_add_test(exchange, a_modem_that_never_answers_is_deaf);
	tcase_add_test(exchange,
	    a_raw_command_waits_for_libgammu_and_keeps_its_store);
	tcase_add_loop_test(exchange,
	    a_raw_command_may_not_change_what_libgammu_believes, 0,
	    G_N_ELEMENTS(harmful));
	suite_add_tcase(suite, lines);
	suite_add_tcase(suite, exchange);
}

SUITE_MAIN("at_line", at_line_tests)
