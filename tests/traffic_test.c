/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Traffic over a pty: what the menus say reaches every phone, once and in
 * order; and what is killed loses nothing.
 *
 * Sizes: TRAFFIC_PHONES (200), TRAFFIC_KILLS (200).
 */
#include "tests/suite.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness.h"

#define GUARDS_OFF \
	"guards = { replies_per_hour = 0; replies_per_day = 0; " \
	"identical = 0; };\n"

/* How `outbox --json` tells what was sent again. */
#define RESENDS	"\"resends\": "

/* Ten turns of one person, each answered by one text.  No two are the same
 * words: they come within one second, and the same words of one sender with
 * the same stamp are one PDU that came twice. */
static const char *const script[] = {
	"菜单", "1", "３", "石桥村三组", "低保停了两个月,去镇上问都说不晓得",
	"主菜单", "二", "催一下", "帮助", "目录"
};
#define FILE_PHONES	30

#define TURNS	((int)G_N_ELEMENTS(script))

static int
size_of(const char *name, int usual)
{
	const char *value = g_getenv(name);

	return value != NULL ? atoi(value) : usual;
}

/* Numbers of tickets differ; the words must not. */
static char *
words_of(const char *text)
{
	g_autoptr(GRegex) number = g_regex_new("[0-9]{8}", 0, 0, NULL);
	g_auto(GStrv) lines = NULL;
	g_autofree char *plain = g_regex_replace_literal(number, text, -1, 0,
	    "########", 0, NULL);

	lines = g_strsplit(plain, "⏎", -1);
	return g_strjoinv("\n", lines);
}

/* What the console says to the same turns is what the radio must say. */
static char **
expected_answers(struct harness *harness)
{
	g_autoptr(GString) input = g_string_new(NULL);
	g_autofree char *said = NULL;
	char **answers;

	for (int i = 0; i < TURNS; i++)
		g_string_append_printf(input, "%s\n", script[i]);
	said = harness_run(harness, "talk 13700000000", input->str, NULL);
	g_strchomp(said);
	answers = g_strsplit(said, "\n", -1);
	for (int i = 0; answers[i] != NULL; i++) {
		char *words = words_of(answers[i]);

		g_free(answers[i]);
		answers[i] = words;
	}
	ck_assert_int_eq((int)g_strv_length(answers), TURNS);
	return answers;
}

static char *
phone_number(int i)
{
	return g_strdup_printf("+8613600%06d", i);
}

static int
phone_index(const char *number)
{
	return g_str_has_prefix(number, "+8613600") ? atoi(number + 8) : -1;
}

START_TEST(every_text_is_stored_once_and_answered_once_in_order)
{
	int phones = size_of("TRAFFIC_PHONES", 200), open = phones;
	struct harness_options options = { .modems = 1, .config = GUARDS_OFF };
	struct harness *harness = harness_new(&options);
	g_auto(GStrv) expected = expected_answers(harness);
	g_autofree int *turn = g_new0(int, phones);
	g_autofree char *inbox = NULL, *check = NULL;
	struct harness_event event;
	int status, stored = 0;

	for (int i = 0; i < phones; i++) {
		g_autofree char *number = phone_number(i);

		harness_text(harness, number, 0, script[0]);
	}
	while (open > 0) {
		g_autofree char *words = NULL;
		int i;

		ck_assert_msg(harness_event_of(harness, "text", 30, &event),
		    "%d phones wait for an answer", open);
		i = phone_index(event.field[1]);
		if (i < 0)
			continue;
		words = words_of(event.field[6]);
		ck_assert_int_lt(turn[i], TURNS);
		ck_assert_str_eq(words, expected[turn[i]]);
		if (++turn[i] == TURNS)
			open--;
		else
			harness_text(harness, event.field[1], 0,
			    script[turn[i]]);
	}
	/* Nothing more may come: a repeat would be a second of something. */
	check = harness_run(harness, "check", NULL, &status);
	ck_assert_msg(status == 0, "%s", check);
	ck_assert(!harness_event_of(harness, "text", 1, &event));
	inbox = harness_run(harness, "inbox --json --limit 10000", NULL, NULL);
	for (const char *p = inbox; (p = strstr(p, "+8613600")) != NULL; p++)
		stored++;
	ck_assert_int_eq(stored, phones * TURNS);
	harness_free(harness);
}
END_TEST

START_TEST(a_file_of_staff_reaches_every_phone_of_it_once)
{
	struct harness_options options = { .modems = 1 };
	struct harness *harness = harness_new(&options);
	g_autoptr(GString) file = g_string_new(NULL);
	g_autofree int *got = g_new0(int, FILE_PHONES);
	g_autofree char *said = NULL, *again = NULL, *flood = NULL;
	g_autofree char *fill = g_strnfill(1100 * 1024, 'x');
	struct harness_event event;
	int status;

	for (int i = 0; i < FILE_PHONES; i++) {
		g_autofree char *number = phone_number(i);

		harness_watch(harness, number);
		g_string_append_printf(file, "%s,\"第%d户,明天停水\"\n",
		    number, i);
	}
	flood = harness_run(harness, "send --file -", fill, &status);
	ck_assert_int_eq(status, 2);
	said = harness_run(harness, "send --lane alert --file -", file->str,
	    &status);
	ck_assert_msg(status == 0, "%s", said);
	again = harness_run(harness, "send --lane alert --file -", file->str,
	    &status);
	ck_assert_msg(status == 1, "%s", again);
	for (int i = 0; i < FILE_PHONES; i++) {
		g_autofree char *words = NULL;
		int phone;

		ck_assert_msg(harness_event_of(harness, "text", 30, &event),
		    "%d texts did not come", FILE_PHONES - i);
		phone = phone_index(event.field[1]);
		ck_assert_int_ge(phone, 0);
		words = g_strdup_printf("第%d户,明天停水", phone);
		ck_assert_str_eq(event.field[6], words);
		ck_assert_int_eq(got[phone]++, 0);
	}
	ck_assert(!harness_event_of(harness, "text", 1, &event));
	harness_free(harness);
}
END_TEST

#define SIEGE_MODEMS	4
#define SIEGE_WINDOW	40	/* texts unanswered at a time */
#define SIEGE_ANSWERS	8	/* at most so many between two kills */

/* Who is killed, in turn. */
static const struct {
	const char *name, *program;	/* a child's; NULL: the engine itself */
} siege_victims[] = {
	{ "engine", NULL },
	{ "modem process", "xiangyin-modem" },
	{ "filter", "xiangyin-at" },
};
#define SIEGE_VICTIMS	((int)G_N_ELEMENTS(siege_victims))

/* One story from each of many phones, to one modem or another; after every few
 * answers somebody is killed. */
struct siege {
	struct harness *harness;
	GRand	*dice;
	int	 victim;	/* whose turn it is */
	int	 kills, killed[G_N_ELEMENTS(siege_victims)];
	int	 sent, answered, repeats;
	GArray	*answers;	/* int, how many each phone got */
};

static void
siege_send(struct siege *siege)
{
	g_autofree char *number = phone_number(siege->sent);
	g_autofree char *story = g_strdup_printf(
	    "石桥村三组第%d户的水管爆了半个月没人管", siege->sent);
	int none = 0;

	harness_text(siege->harness, number,
	    g_rand_int_range(siege->dice, 0, SIEGE_MODEMS), story);
	g_array_append_val(siege->answers, none);
	siege->sent++;
}

/* A child that is not up again yet is left for the next time. */
static void
siege_kill(struct siege *siege)
{
	const char *program = siege_victims[siege->victim].program;
	pid_t child;

	if (program != NULL) {
		child = harness_child(siege->harness, program,
		    g_rand_int_range(siege->dice, 0, SIEGE_MODEMS));
		if (child == 0 || kill(child, SIGKILL) < 0)
			return;
	} else {
		harness_kill_engine(siege->harness);
		harness_start_engine(siege->harness);
	}
	siege->killed[siege->victim]++;
	siege->kills++;
	siege->victim = (siege->victim + 1) % SIEGE_VICTIMS;
}

static void
siege_hear(struct siege *siege, const struct harness_event *event)
{
	int i = phone_index(event->field[1]);
	int *count;

	ck_assert_int_ge(i, 0);
	ck_assert_int_lt(i, siege->sent);
	count = &g_array_index(siege->answers, int, i);
	if ((*count)++ == 0)
		siege->answered++;
	else
		siege->repeats++;
}

/* How often `words` stand in a list, or the sum of the numbers behind them. */
static int
siege_count(struct siege *siege, const char *command, const char *words,
    gboolean sum)
{
	g_autofree char *list = harness_run(siege->harness, command, NULL,
	    NULL);
	int count = 0;

	for (const char *p = list; (p = strstr(p, words)) != NULL;) {
		p += strlen(words);
		count += sum ? atoi(p) : 1;
	}
	return count;
}

static void
siege_lasts(struct siege *siege, int kills)
{
	struct harness_event event;
	int until = 0;

	while (siege->kills < kills || siege->answered < siege->sent) {
		while (siege->sent - siege->answered < SIEGE_WINDOW &&
		    siege->kills < kills)
			siege_send(siege);
		ck_assert_msg(harness_event_of(siege->harness, "text", 60,
		    &event), "%d texts were never answered",
		    siege->sent - siege->answered);
		siege_hear(siege, &event);
		if (siege->kills < kills && --until <= 0) {
			siege_kill(siege);
			until = g_rand_int_range(siege->dice, 1,
			    SIEGE_ANSWERS);
		}
	}
}

START_TEST(killed_at_any_moment_nothing_is_lost)
{
	const struct harness_options options = {
		.modems = SIEGE_MODEMS, .config = GUARDS_OFF, .clock = "+0x10"
	};
	struct siege siege = {
		.harness = harness_new(&options),
		.dice = g_rand_new_with_seed(20261123),
		.answers = g_array_new(FALSE, TRUE, sizeof(int))
	};
	g_autofree char *check = NULL;
	struct harness_event event;
	int status, resent;

	siege_lasts(&siege, size_of("TRAFFIC_KILLS", 200));
	harness_wait_ready(siege.harness);
	while (harness_event_of(siege.harness, "text", 2, &event))
		siege_hear(&siege, &event);
	check = harness_run(siege.harness, "check", NULL, &status);
	ck_assert_msg(status == 0, "%s", check);
	resent = siege_count(&siege, "outbox --json --limit 10000", RESENDS,
	    TRUE);
	printf("killed");
	for (int i = 0; i < SIEGE_VICTIMS; i++)
		printf("%s %s %d", i == 0 ? ":" : ",", siege_victims[i].name,
		    siege.killed[i]);
	printf("; texts %d, lost %d, repeated %d of %d sent again from "
	    "unknown\n", siege.sent, siege.sent - siege.answered,
	    siege.repeats, resent);
	ck_assert_int_eq(siege.answered, siege.sent);
	ck_assert_int_eq(siege_count(&siege, "ticket list --json --limit 10000",
	    "\"number\"", FALSE), siege.sent);
	ck_assert_int_le(siege.repeats, resent);
	g_array_unref(siege.answers);
	g_rand_free(siege.dice);
	harness_free(siege.harness);
}
END_TEST

static void
traffic_tests(Suite *suite)
{
	TCase *flow = tcase_create("flow"), *siege = tcase_create("siege");

	tcase_set_timeout(flow, 600);
	tcase_add_test(flow,
	    every_text_is_stored_once_and_answered_once_in_order);
	tcase_add_test(flow, a_file_of_staff_reaches_every_phone_of_it_once);
	suite_add_tcase(suite, flow);
	tcase_set_timeout(siege, 600);
	tcase_add_test(siege, killed_at_any_moment_nothing_is_lost);
	suite_add_tcase(suite, siege);
}

SUITE_MAIN_UNLESS("LONG_TESTS", "traffic", traffic_tests)
