/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is done about a modem that falls again and again: which step at which
 * fall, how often its power is cut, and that the hook really runs.
 */
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "smsd/recovery.h"
#include "tests/suite.h"
#include "tests/engine_fixture.h"

static const enum recovery_step steps[] = {
	RECOVERY_REOPEN, RECOVERY_REOPEN, RECOVERY_RESET, RECOVERY_REOPEN,
	RECOVERY_POWER, RECOVERY_REOPEN, RECOVERY_RESET, RECOVERY_REOPEN,
	RECOVERY_POWER, RECOVERY_REST, RECOVERY_REST, RECOVERY_REST, RECOVERY_REST,
	RECOVERY_REST, RECOVERY_POWER, RECOVERY_REST,
};

START_TEST(each_fall_takes_the_next_step)
{
	struct recovery recovery = { 0 };

	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
		ck_assert_msg(recovery_next(&recovery) == steps[i], "fall %d",
		    (int)i + 1);
	recovery_done(&recovery);
	ck_assert_int_eq(recovery_next(&recovery), RECOVERY_REOPEN);
}
END_TEST

START_TEST(power_is_cut_so_often_in_an_hour)
{
	struct recovery recovery = { 0 };

	ck_assert(!recovery_may_power(&recovery, 0, CLOCK_SECOND));
	ck_assert(recovery_may_power(&recovery, 2, CLOCK_SECOND));
	ck_assert(recovery_may_power(&recovery, 2, 2 * CLOCK_SECOND));
	ck_assert(!recovery_may_power(&recovery, 2, CLOCK_HOUR));
	ck_assert(recovery_may_power(&recovery, 2, CLOCK_HOUR + CLOCK_SECOND));
}
END_TEST

static gboolean
power_was_cut(struct box *box)
{
	g_autofree char *path = g_build_filename(box->dir, "cut", NULL);
	g_autofree char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) &&
	    strcmp(text, "fake /dev/null\n") == 0;
}

START_TEST(the_power_hook_is_told_which_modem)
{
	struct box *box = box_new(NULL);
	g_autofree char *text = NULL, *more = NULL;
	char *at;

	ck_assert(g_file_get_contents(box->config, &text, NULL, NULL));
	at = strstr(text, "per_minute");
	ck_assert_ptr_nonnull(at);
	more = g_strdup_printf("%.*spower = \"echo $XIANGYIN_MODEM "
	    "$XIANGYIN_DEVICE >%s/cut\"; %s", (int)(at - text), text,
	    box->dir, at);
	ck_assert(g_file_set_contents(box->config, more, -1, NULL));
	box->mode = "exit";
	g_setenv("XIANGYIN_CLOCK", "+0x50", TRUE);
	box_start(box);
	box_wait(box, 60, power_was_cut);
	box_stop(box, SIGTERM);
	box_free(box);
}
END_TEST

static void
recovery_tests(Suite *suite)
{
	TCase *tc = tcase_create("recovery");

	tcase_set_timeout(tc, 90);
	tcase_add_test(tc, each_fall_takes_the_next_step);
	tcase_add_test(tc, power_is_cut_so_often_in_an_hour);
	tcase_add_test(tc, the_power_hook_is_told_which_modem);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("recovery", recovery_tests)
