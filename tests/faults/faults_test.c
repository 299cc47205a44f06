/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs the rows of table.c through the whole house: emulator, libgammu, engine
 * and a database on the disk.  FAULTS_ROW=N runs one.
 */
#include "tests/faults/row.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"

#define WAIT_S		90	/* for what must come in the end */
#define LOOK_US		(20 * 1000)

enum villager { BEFORE, DURING, NEIGHBOUR, AFTER, VILLAGERS };

static const char *const phones[VILLAGERS] = {
	"+8613600000001", "+8613600000002", "+8613600000003", "+8613600000004"
};
static const char *const moment_events[] = {
	[AT_STORE] = "store", [AT_DELETE] = "delete", [AT_SUBMIT] = "submit",
	[AT_REPORT] = "report",
};

static void	room_says(struct room *room, enum villager who);
static void	room_hears(struct room *room, const struct harness_event *event);
static void	room_answers(struct room *room, enum villager who);
static void	room_reaches(struct room *room, enum fault_moment moment);
static void	room_tells(struct room *room, const char *const *words);
static void	room_kills(struct room *room, const char *program);
static void	room_waits(struct room *room, const char *command,
		    const char *words, gboolean there);
static void	room_empties(struct room *room);
static void	room_quiets(struct room *room, int seconds);
static void	room_holds(struct room *room);
static gboolean	report_may_be_lost(const struct fault_row *row);
static int	count_of(const char *text, const char *words);
static int	sum_of(const char *text, const char *words);

START_TEST(a_fault_loses_nothing)
{
	const struct harness_options options = {
		.modems = 2, .modem_config = "poll = 20;",
		.clock = fault_rows[_i].clock != NULL ?
		    fault_rows[_i].clock : "+0x10"
	};
	struct room room = {
		.harness = harness_new(&options), .row = &fault_rows[_i]
	};
	const struct fault_row *row = room.row;

	room_says(&room, BEFORE);
	room_answers(&room, BEFORE);
	room_quiets(&room, 0);
	room_empties(&room);
	room_tells(&room, row->before);
	if (row->moment != AT_REST) {
		room_says(&room, DURING);
		room_reaches(&room, row->moment);
	}
	room_tells(&room, row->told);
	if (row->kills != NULL)
		room_kills(&room, row->kills);
	if (row->happens != NULL)
		row->happens(&room);
	if (row->moment == AT_REST)
		room_says(&room, DURING);
	room_says(&room, NEIGHBOUR);
	if (!row->all)
		room_answers(&room, NEIGHBOUR);
	if (row->sees != NULL)
		room_waits(&room, "status", row->sees, TRUE);
	room_tells(&room, row->mended);
	if (row->ends != NULL)
		row->ends(&room);
	if (row->asked != NULL)
		g_free(harness_run(room.harness, row->asked, NULL, NULL));
	if (g_strcmp0(row->answer, "failed") != 0)
		room_answers(&room, DURING);
	room_answers(&room, NEIGHBOUR);
	room_says(&room, AFTER);
	room_answers(&room, AFTER);
	room_quiets(&room, row->moment >= AT_HANDED);
	room_holds(&room);
	printf("%2d. %s: holds\n", _i, row->fault);
	harness_free(room.harness);
}
END_TEST

static void
room_says(struct room *room, enum villager who)
{
	g_autofree char *story = g_strdup_printf(
	    "石桥村三组第%d户的水管爆了半个月没人管", who);

	harness_text(room->harness, phones[who], who == NEIGHBOUR, story);
}

static void
room_hears(struct room *room, const struct harness_event *event)
{
	if (strcmp(event->field[0], "text") != 0)
		return;
	for (int who = 0; who < VILLAGERS; who++)
		room->answers[who] += strcmp(event->field[1], phones[who]) == 0;
}

static void
room_answers(struct room *room, enum villager who)
{
	struct harness_event event;

	while (room->answers[who] == 0) {
		ck_assert_msg(harness_event(room->harness, WAIT_S, &event),
		    "%s: villager %d is not answered", room->row->fault, who);
		room_hears(room, &event);
	}
}

static void
room_reaches(struct room *room, enum fault_moment moment)
{
	struct harness_event event;

	if (moment == AT_HANDED) {
		room_waits(room, "outbox --state handed --json", phones[DURING],
		    TRUE);
		return;
	}
	do {
		ck_assert_msg(harness_event(room->harness, WAIT_S, &event),
		    "%s: there is no %s", room->row->fault,
		    moment_events[moment]);
		room_hears(room, &event);
	} while (strcmp(event.field[0], moment_events[moment]) != 0 ||
	    strcmp(event.field[1], "modem0") != 0);
}

static void
room_tells(struct room *room, const char *const *words)
{
	for (int i = 0; i < FAULT_TOLD_MAX && words[i] != NULL; i++)
		g_free(harness_tell(room->harness, "%s", words[i]));
}

static void
room_kills(struct room *room, const char *program)
{
	pid_t child;

	if (strcmp(program, "engine") == 0) {
		harness_kill_engine(room->harness);
		harness_start_engine(room->harness);
		return;
	}
	child = harness_child(room->harness, program, 0);
	ck_assert_int_ne(child, 0);
	ck_assert_int_eq(kill(child, SIGKILL), 0);
}

/* Until a command prints the words, or no longer does; looks often, because
 * nobody tells. */
static void
room_waits(struct room *room, const char *command, const char *words,
    gboolean there)
{
	for (int left = WAIT_S * G_USEC_PER_SEC / LOOK_US; left > 0; left--) {
		g_autofree char *out = harness_run(room->harness, command, NULL,
		    NULL);

		if (out != NULL && *out != '\0' &&
		    (strstr(out, words) != NULL) == there)
			return;
		g_usleep(LOOK_US);
	}
	ck_abort_msg("%s: %s %s \"%s\"", room->row->fault, command, there ?
	    "never says" : "goes on to say", words);
}

/* No text is left in a store: slots are freed when nobody waits any more. */
static void
room_empties(struct room *room)
{
	for (int left = WAIT_S * G_USEC_PER_SEC / LOOK_US; left > 0; left--) {
		g_autofree char *counts = harness_tell(room->harness,
		    "counts modem0");

		if (strstr(counts, " in_store=0") != NULL)
			return;
		g_usleep(LOOK_US);
	}
	ck_abort_msg("%s: a text stays in the store", room->row->fault);
}

/* Everything has its end, and nothing more comes for so long. */
static void
room_quiets(struct room *room, int seconds)
{
	struct harness_event event;

	harness_wait_ready(room->harness);
	room_waits(room, "outbox --state queued --json", "+86", FALSE);
	room_waits(room, "outbox --state handed --json", "+86", FALSE);
	for (int who = 0; who < VILLAGERS; who++) {
		g_autofree char *command = g_strdup_printf(
		    "outbox --state sent --json --phone %s", phones[who]);

		if (who != DURING || !report_may_be_lost(room->row))
			room_waits(room, command, "+86", FALSE);
	}
	while (harness_event(room->harness, seconds, &event))
		room_hears(room, &event);
}

static void
room_holds(struct room *room)
{
	const struct fault_row *row = room->row;
	g_autofree char *inbox = harness_run(room->harness, "inbox --json",
	    NULL, NULL);
	g_autofree char *status = harness_run(room->harness, "status --json",
	    NULL, NULL);
	g_autofree char *check = NULL;
	int ended;

	for (int who = 0; who < VILLAGERS; who++) {
		g_autofree char *command = g_strdup_printf(
		    "outbox --json --phone %s", phones[who]);
		g_autofree char *outbox = harness_run(room->harness, command,
		    NULL, NULL);
		const char *wanted = who == DURING && row->answer != NULL ?
		    row->answer : "delivered";
		g_autofree char *state = g_strdup_printf("\"state\": \"%s\"",
		    wanted);
		gboolean lost = who == DURING && report_may_be_lost(row) &&
		    (strstr(outbox, "\"delivered\"") != NULL ||
		    strstr(outbox, "\"sent\"") != NULL);
		int resent = sum_of(outbox, "\"resends\": ");

		ck_assert_msg(count_of(inbox, phones[who]) == 1,
		    "%s: villager %d is in the inbox %d times", row->fault, who,
		    count_of(inbox, phones[who]));
		ck_assert_msg(strstr(outbox, state) != NULL || lost,
		    "%s: villager %d: %s", row->fault, who, outbox);
		ck_assert_msg(room->answers[who] <= 1 + resent,
		    "%s: villager %d was answered %d times, sent again %d "
		    "times", row->fault, who, room->answers[who], resent);
	}
	ck_assert_msg(count_of(inbox, "\"id\"") == VILLAGERS + row->more_texts,
	    "%s: %s", row->fault, inbox);
	check = harness_run(room->harness, "check", NULL, &ended);
	ck_assert_msg(ended == 0, "%s: %s", row->fault, check);
	if (row->leaves == NULL || strstr(status, row->leaves) == NULL)
		room_waits(room, "status", "Modem m", FALSE);
}

/* A status report that is on its way to a modem while it, or its process, falls
 * is nowhere kept. */
static gboolean
report_may_be_lost(const struct fault_row *row)
{
	return row->moment != AT_REST ||
	    g_strcmp0(row->answer, "sent") == 0;
}

static int
count_of(const char *text, const char *words)
{
	int count = 0;

	for (; (text = strstr(text, words)) != NULL; text += strlen(words))
		count++;
	return count;
}

static int
sum_of(const char *text, const char *words)
{
	int sum = 0;

	while ((text = strstr(text, words)) != NULL) {
		text += strlen(words);
		sum += atoi(text);
	}
	return sum;
}

static void
faults_tests(Suite *suite)
{
	const char *one = g_getenv("FAULTS_ROW");
	int first = one != NULL ? atoi(one) : 0;
	TCase *tc = tcase_create("faults");

	tcase_set_timeout(tc, 600);
	tcase_add_loop_test(tc, a_fault_loses_nothing, first,
	    one != NULL ? first + 1 : fault_row_count);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN_UNLESS("LONG_TESTS", "faults", faults_tests)
