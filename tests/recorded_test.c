/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What real phones have answered, from the source of gammu (its directory tests,
 * named by GAMMU_TESTS; not ours to keep): each recording is said to the filter
 * as the answer to its command, and libgammu must hear one whole answer and
 * nothing else.  Skipped (77) without it; see tests/e2e/recorded.sh.
 */
#include <stdio.h>
#include <string.h>

#include "modem/at_command.h"
#include "tests/exchange_fixture.h"
#include "tests/suite.h"

#define SKIPPED	77

/* How an answer is read, and which command has it where the recording does not
 * say. */
static const struct recorded {
	const char *folder;
	gboolean unasked;
	int	 least;		/* recordings: that none was found is no pass */
} recorded[] = {
	{ "at-sms", FALSE, 30 },
	{ "at-sms-failing", FALSE, 8 },
	{ "at-cnmi", FALSE, 3 },
	{ "at-creg", FALSE, 4 },
	{ "at-cpms", FALSE, 3 },
	{ "at-smsc", FALSE, 1 },
	{ "at-ussd", TRUE, 7 },
};

static int
finals_in(const char *octets)
{
	g_auto(GStrv) lines = g_strsplit_set(octets, "\r\n", -1);
	int finals = 0;

	for (char **line = lines; *line != NULL; line++)
		finals += at_final(*line);
	return finals;
}

/* libgammu's next command is answered as if nothing had been. */
static void
check_goes_on(struct at_exchange *exchange, const char *path)
{
	g_string_truncate(heard.gammu, 0);
	at_exchange_from_gammu(exchange, "AT+CSQ\r", 7);
	modem_says(exchange, "\r\n+CSQ: 20,99\r\n\r\nOK\r\n");
	ck_assert_msg(strcmp(heard.gammu->str,
	    "AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n") == 0, "%s: %s", path,
	    heard.gammu->str);
	ck_assert_msg(at_exchange_over(exchange) == NULL, "%s: %s", path,
	    at_exchange_over(exchange));
}

static void
check_answer(struct at_exchange *exchange, const char *path, const char *recording)
{
	const char *begin = recording + strspn(recording, "\r\n");
	gsize len = strcspn(begin, "\r\n");
	g_autofree char *command = g_strndup(begin, len);
	g_autofree char *typed = g_strconcat(command, "\r", NULL);
	g_autofree char *echoed = g_strconcat(command, "\r\r\n", NULL);
	g_auto(GStrv) lines = NULL;

	ck_assert_msg(g_str_has_prefix(command, "AT"), "%s: %s", path,
	    command);
	at_exchange_from_gammu(exchange, typed, strlen(typed));
	modem_says(exchange, begin + len);
	if (finals_in(begin + len) == 0)
		modem_says(exchange, "\r\nOK\r\n");
	ck_assert_msg(g_str_has_prefix(heard.gammu->str, echoed), "%s: %s",
	    path, heard.gammu->str);
	ck_assert_msg(finals_in(heard.gammu->str) == 1, "%s: %s", path,
	    heard.gammu->str);
	lines = g_strsplit_set(begin + len, "\r\n", -1);
	/* A PDU is refused with its head; of a head only the state may differ. */
	for (char **line = lines; heard.refused == 0 && *line != NULL; line++)
		ck_assert_msg(g_str_has_prefix(*line, "+CMGR:") ||
		    strstr(heard.gammu->str, *line) != NULL,
		    "%s: %s was not told in %s", path, *line,
		    heard.gammu->str);
}

/* One line comes out, however many it was. */
static void
check_unasked(struct at_exchange *exchange, const char *path, const char *recording)
{
	g_auto(GStrv) lines = NULL;
	int full = 0;

	modem_says(exchange, "\r\n");
	modem_says(exchange, recording);
	modem_says(exchange, "\r\n");
	at_exchange_release(exchange);
	lines = g_strsplit_set(heard.gammu->str, "\r\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		ck_assert_msg(**line == '\0' ||
		    g_str_has_prefix(*line, "+CUSD:"), "%s: %s", path, *line);
		full += **line != '\0';
	}
	ck_assert_msg(full == 1, "%s: %d lines: %s", path, full,
	    heard.gammu->str);
}

static void
check_one(const struct recorded *row, const char *path)
{
	struct at_exchange *exchange = exchange_open();
	g_autofree char *recording = NULL;

	ck_assert(g_file_get_contents(path, &recording, NULL, NULL));
	if (row->unasked)
		check_unasked(exchange, path, recording);
	else
		check_answer(exchange, path, recording);
	check_goes_on(exchange, path);
	exchange_close(exchange);
}

START_TEST(what_real_phones_said_is_heard_as_one_answer)
{
	const struct recorded *row = &recorded[_i];
	g_autofree char *folder = g_build_filename(g_getenv("GAMMU_TESTS"),
	    row->folder, NULL);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;
	int found = 0;

	ck_assert_msg(dir != NULL, "%s is not there", folder);
	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (!g_str_has_suffix(name, ".dump"))
			continue;
		check_one(row, path);
		found++;
	}
	g_dir_close(dir);
	ck_assert_msg(found >= row->least, "%s: only %d", folder, found);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("recorded");
	TCase *tc = tcase_create("recorded");
	SRunner *runner;
	int failed;

	if (g_getenv("GAMMU_TESTS") == NULL) {
		printf("GAMMU_TESTS is not set: nothing to replay\n");
		return SKIPPED;
	}
	tcase_add_loop_test(tc, what_real_phones_said_is_heard_as_one_answer,
	    0, G_N_ELEMENTS(recorded));
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
