/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose SIM is in a modem: the first one seen is its own, another one receives
 * and sends nothing until a person says so; and a modem a person has stopped
 * stays stopped.
 */
#include <signal.h>
#include <string.h>

#include "db/audit.h"
#include "db/sim.h"
#include "tests/suite.h"
#include "tests/town.h"

#define OWN	"460001111111111"
#define OTHER	"460002222222222"
#define WANG	"+8613812345678"
#define STORY	"水管漏水三天没人管了"

/* Two modems of one line; the fake air does not tell them apart, the outbox
 * does. */
#define TWO_MODEMS \
	"modems = ( " \
	"{ name = \"one\"; device = \"/dev/null\"; line = \"hotline\"; }, " \
	"{ name = \"two\"; device = \"/dev/zero\"; line = \"hotline\"; } );\n"

static int
asked(struct town *town, const char *word, const char *modem, char **err)
{
	const char *argv[] = { "modem", word, modem, NULL };

	return town_ask(town, argv, NULL, NULL, err);
}

static char *
shown(struct town *town, const char *modem)
{
	const char *argv[] = { "modem", "show", modem, "--json", NULL };
	char *out;

	ck_assert_int_eq(town_ask(town, argv, NULL, &out, NULL), 0);
	return out;
}

static gboolean
says(struct town *town, const char *words)
{
	g_autofree char *status = town_status(town);

	return strstr(status, words) != NULL;
}

static gboolean
is_ready(struct town *town)
{
	return says(town, "\"state\": \"ready\"");
}

static gboolean
is_other_sim(struct town *town)
{
	return says(town, "\"state\": \"other SIM\"");
}

static gboolean
one_text_waits(struct town *town)
{
	static const char *const argv[] = { "outbox", "--json", NULL };
	g_autofree char *out = NULL;

	ck_assert_int_eq(town_ask(town, argv, NULL, &out, NULL), 0);
	return strstr(out, "\"queued\"") != NULL;
}

static int
parts_left(const struct town *town)
{
	g_auto(GStrv) air = town_air(town);
	int parts = 0;

	for (char **line = air; *line != NULL; line++)
		parts += **line != '\0';
	return parts;
}

/* Ended and started again with this SIM. */
static void
changed_sim(struct town *town, const char *imsi)
{
	town_wait(town, 20, is_ready);
	town_stop(town, SIGTERM);
	town->imsi = imsi;
	town_start(town);
}

static gboolean
accept_row(const struct audit_row *row, void *user)
{
	int *rows = user;

	ck_assert_str_eq(row->action, "modem.accept");
	(*rows)++;
	return TRUE;
}

START_TEST(the_first_sim_seen_is_bound)
{
	struct town *town = town_new(NULL);
	struct sim sim;
	struct db *db;

	town->imsi = OWN;
	town_start(town);
	town_wait(town, 20, is_ready);
	town_stop(town, SIGTERM);
	db = town_database(town);
	ck_assert(sim_get(db, "fake", &sim, NULL));
	ck_assert_str_eq(sim.imsi, OWN);
	ck_assert_str_eq(sim.bound_by, SIM_FIRST_SEEN);
	ck_assert_int_gt(sim.bound_at, 0);
	sim_clear(&sim);
	db_close(db);
	town_free(town);
}
END_TEST

START_TEST(another_sim_receives_and_sends_nothing_until_it_is_accepted)
{
	struct town *town = town_new("duty_phones = ( \"13900000001\" );\n");
	g_autofree char *show = NULL, *again = NULL;
	int rows = 0;
	struct db *db;

	town->imsi = OWN;
	town_start(town);
	changed_sim(town, OTHER);
	town_wait(town, 20, is_other_sim);
	ck_assert(says(town, "until xiangyin modem accept"));
	show = shown(town, "fake");
	ck_assert_msg(strstr(show, "\"bound_imsi\": \"" OWN) != NULL, "%s",
	    show);
	town_text(town, 1, WANG, STORY);
	town_wait(town, 20, town_sim_is_empty);
	town_wait(town, 20, one_text_waits);
	ck_assert_int_eq(parts_left(town), 0);

	ck_assert_int_eq(asked(town, "accept", "fake", NULL), 0);
	town_wait(town, 20, town_all_has_left);
	ck_assert(is_ready(town));
	ck_assert(!says(town, "modem accept"));
	again = shown(town, "fake");
	ck_assert_msg(strstr(again, "\"bound_imsi\": \"" OTHER) != NULL, "%s",
	    again);
	ck_assert_int_gt(parts_left(town), 1);
	town_stop(town, SIGTERM);
	db = town_database(town);
	ck_assert(audit_each(db, "modem:fake", 9, accept_row, &rows, NULL));
	ck_assert_int_eq(rows, 1);
	db_close(db);
	town_free(town);
}
END_TEST

START_TEST(its_own_sim_put_back_sends_at_once)
{
	struct town *town = town_new(NULL);

	town->imsi = OWN;
	town_start(town);
	changed_sim(town, OTHER);
	town_wait(town, 20, is_other_sim);
	town_stop(town, SIGTERM);
	town->imsi = OWN;
	town_start(town);
	town_wait(town, 20, is_ready);
	town_free(town);
}
END_TEST

START_TEST(a_sim_that_cannot_be_read_is_no_stranger)
{
	struct town *town = town_new(NULL);

	town->imsi = OWN;
	town_start(town);
	changed_sim(town, "");
	town_wait(town, 20, is_ready);
	town_text(town, 1, WANG, STORY);
	town_wait(town, 20, town_sim_is_empty);
	town_wait(town, 20, town_all_has_left);
	ck_assert_int_gt(parts_left(town), 0);
	town_free(town);
}
END_TEST

START_TEST(a_stopped_modem_stays_stopped_and_the_other_sends)
{
	struct town *town = town_new(TWO_MODEMS);
	g_autofree char *show = NULL;
	struct sim sim;
	struct db *db;

	town_start(town);
	town_wait(town, 20, is_ready);
	ck_assert_int_eq(asked(town, "pause", "one", NULL), 0);
	town_stop(town, SIGTERM);
	town_start(town);
	town_text(town, 1, WANG, STORY);
	town_wait(town, 20, town_sim_is_empty);
	town_wait(town, 20, town_all_has_left);
	show = shown(town, "one");
	ck_assert_msg(strstr(show, "\"state\": \"stopped\"") != NULL, "%s",
	    show);
	ck_assert_msg(strstr(show, "\"sent_day\": 0") != NULL, "%s", show);
	ck_assert_int_gt(parts_left(town), 0);
	ck_assert_int_eq(asked(town, "resume", "one", NULL), 0);
	ck_assert(!says(town, "\"stopped\""));
	town_stop(town, SIGTERM);
	db = town_database(town);
	ck_assert(sim_get(db, "one", &sim, NULL));
	ck_assert_int_eq(sim.paused_at, 0);
	sim_clear(&sim);
	db_close(db);
	town_free(town);
}
END_TEST

START_TEST(a_modem_that_is_none_is_named_beside_those_there_are)
{
	static const char *const words[] = { "show", "pause", "resume",
		"accept" };
	struct town *town = town_new(TWO_MODEMS);
	g_autofree char *err = NULL;

	town_start(town);
	ck_assert_int_eq(asked(town, words[_i], "three", &err), 1);
	ck_assert_msg(strstr(err, "three") != NULL &&
	    strstr(err, "one, two") != NULL, "%s", err);
	town_free(town);
}
END_TEST

static void
identity_tests(Suite *suite)
{
	TCase *tc = tcase_create("identity");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, the_first_sim_seen_is_bound);
	tcase_add_test(tc,
	    another_sim_receives_and_sends_nothing_until_it_is_accepted);
	tcase_add_test(tc, its_own_sim_put_back_sends_at_once);
	tcase_add_test(tc, a_sim_that_cannot_be_read_is_no_stranger);
	tcase_add_test(tc, a_stopped_modem_stays_stopped_and_the_other_sends);
	tcase_add_loop_test(tc,
	    a_modem_that_is_none_is_named_beside_those_there_are, 0, 4);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("identity", identity_tests)
