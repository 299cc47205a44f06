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
#include "tests/engine_fixture.h"

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
asked(struct box *box, const char *word, const char *modem, char **err)
{
	const char *argv[] = { "modem", word, modem, NULL };

	return box_ask(box, argv, NULL, NULL, err);
}

static char *
shown(struct box *box, const char *modem)
{
	const char *argv[] = { "modem", "show", modem, "--json", NULL };
	char *out;

	ck_assert_int_eq(box_ask(box, argv, NULL, &out, NULL), 0);
	return out;
}

static gboolean
says(struct box *box, const char *words)
{
	g_autofree char *status = box_status(box);

	return strstr(status, words) != NULL;
}

static gboolean
is_ready(struct box *box)
{
	return says(box, "\"state\": \"ready\"");
}

static gboolean
is_stopped(struct box *box)
{
	return says(box, "\"state\": \"stopped\"");
}

static gboolean
is_other_sim(struct box *box)
{
	return says(box, "\"state\": \"other SIM\"");
}

static gboolean
one_text_waits(struct box *box)
{
	static const char *const argv[] = { "outbox", "--json", NULL };
	g_autofree char *out = NULL;

	ck_assert_int_eq(box_ask(box, argv, NULL, &out, NULL), 0);
	return strstr(out, "\"queued\"") != NULL;
}

static int
parts_left(const struct box *box)
{
	g_auto(GStrv) air = box_air(box);
	int parts = 0;

	for (char **line = air; *line != NULL; line++)
		parts += **line != '\0';
	return parts;
}

/* Ended and started again with this SIM. */
static void
changed_sim(struct box *box, const char *imsi)
{
	box_wait(box, 20, is_ready);
	box_stop(box, SIGTERM);
	box->imsi = imsi;
	box_start(box);
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
	struct box *box = box_new(NULL);
	struct sim sim;
	struct db *db;

	box->imsi = OWN;
	box_start(box);
	box_wait(box, 20, is_ready);
	box_stop(box, SIGTERM);
	db = box_database(box);
	ck_assert(sim_get(db, "fake", &sim, NULL));
	ck_assert_str_eq(sim.imsi, OWN);
	ck_assert_str_eq(sim.bound_by, SIM_FIRST_SEEN);
	ck_assert_int_gt(sim.bound_at, 0);
	sim_clear(&sim);
	db_close(db);
	box_free(box);
}
END_TEST

START_TEST(another_sim_receives_and_sends_nothing_until_it_is_accepted)
{
	struct box *box = box_new("duty_phones = ( \"13900000001\" );\n");
	g_autofree char *show = NULL, *again = NULL;
	int rows = 0;
	struct db *db;

	box->imsi = OWN;
	box_start(box);
	changed_sim(box, OTHER);
	box_wait(box, 20, is_other_sim);
	ck_assert(says(box, "until xiangyin modem accept"));
	show = shown(box, "fake");
	ck_assert_msg(strstr(show, "\"bound_imsi\": \"" OWN) != NULL, "%s",
	    show);
	box_text(box, 1, WANG, STORY);
	box_wait(box, 20, box_sim_is_empty);
	box_wait(box, 20, one_text_waits);
	ck_assert_int_eq(parts_left(box), 0);

	ck_assert_int_eq(asked(box, "accept", "fake", NULL), 0);
	box_wait(box, 20, box_all_has_left);
	ck_assert(is_ready(box));
	ck_assert(!says(box, "modem accept"));
	again = shown(box, "fake");
	ck_assert_msg(strstr(again, "\"bound_imsi\": \"" OTHER) != NULL, "%s",
	    again);
	ck_assert_int_gt(parts_left(box), 1);
	box_stop(box, SIGTERM);
	db = box_database(box);
	ck_assert(audit_each(db, "modem:fake", 9, accept_row, &rows, NULL));
	ck_assert_int_eq(rows, 1);
	db_close(db);
	box_free(box);
}
END_TEST

START_TEST(its_own_sim_put_back_sends_at_once)
{
	struct box *box = box_new(NULL);

	box->imsi = OWN;
	box_start(box);
	changed_sim(box, OTHER);
	box_wait(box, 20, is_other_sim);
	box_stop(box, SIGTERM);
	box->imsi = OWN;
	box_start(box);
	box_wait(box, 20, is_ready);
	box_free(box);
}
END_TEST

START_TEST(a_sim_that_cannot_be_read_is_no_stranger)
{
	struct box *box = box_new(NULL);

	box->imsi = OWN;
	box_start(box);
	changed_sim(box, "");
	box_wait(box, 20, is_ready);
	box_text(box, 1, WANG, STORY);
	box_wait(box, 20, box_sim_is_empty);
	box_wait(box, 20, box_all_has_left);
	ck_assert_int_gt(parts_left(box), 0);
	box_free(box);
}
END_TEST

START_TEST(a_stopped_modem_stays_stopped_and_the_other_sends)
{
	struct box *box = box_new(TWO_MODEMS);
	g_autofree char *show = NULL;
	struct sim sim;
	struct db *db;

	box_start(box);
	box_wait(box, 20, is_ready);
	ck_assert_int_eq(asked(box, "pause", "one", NULL), 0);
	box_stop(box, SIGTERM);
	box_start(box);
	box_text(box, 1, WANG, STORY);
	box_wait(box, 20, box_sim_is_empty);
	box_wait(box, 20, box_all_has_left);
	box_wait(box, 20, is_stopped);
	show = shown(box, "one");
	ck_assert_msg(strstr(show, "\"state\": \"stopped\"") != NULL, "%s",
	    show);
	ck_assert_msg(strstr(show, "\"sent_day\": 0") != NULL, "%s", show);
	ck_assert_int_gt(parts_left(box), 0);
	ck_assert_int_eq(asked(box, "resume", "one", NULL), 0);
	ck_assert(!says(box, "\"stopped\""));
	box_stop(box, SIGTERM);
	db = box_database(box);
	ck_assert(sim_get(db, "one", &sim, NULL));
	ck_assert_int_eq(sim.paused_at, 0);
	sim_clear(&sim);
	db_close(db);
	box_free(box);
}
END_TEST

START_TEST(a_modem_that_is_none_is_named_beside_those_there_are)
{
	static const char *const words[] = { "show", "pause", "resume",
		"accept" };
	struct box *box = box_new(TWO_MODEMS);
	g_autofree char *err = NULL;

	box_start(box);
	ck_assert_int_eq(asked(box, words[_i], "three", &err), 1);
	ck_assert_msg(strstr(err, "three") != NULL &&
	    strstr(err, "one, two") != NULL, "%s", err);
	box_free(box);
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
