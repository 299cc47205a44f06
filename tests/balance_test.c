/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What operators said is left on a SIM, and how fast it goes.
 */
#include "db/balance.h"

#include "base/clock.h"
#include "tests/db_fixture.h"

#define SIM	"460001111111111"
#define OTHER	"460002222222222"

static struct db *db;

static void
told(const char *imsi, int day, int fen)
{
	const struct balance balance = { NOON + day * CLOCK_DAY, fen };

	OK(balance_add(db, "m", imsi, &balance, error));
}

static void
balance_open(void)
{
	db = fixture_db();
	told(SIM, 0, 5000);
	told(SIM, 1, 4700);
	told(SIM, 2, 9400);	/* topped up */
	told(SIM, 3, 9000);
	told(OTHER, 4, 100);
}

static void
balance_close(void)
{
	db_close(db);
}

START_TEST(what_was_used_is_what_fell)
{
	gint64 span;
	int fen;

	OK(balance_used(db, "m", SIM, NOON, &fen, &span, error));
	ck_assert_int_eq(fen, 300 + 400);
	ck_assert_int_eq(span, 3 * CLOCK_DAY);
	OK(balance_used(db, "m", SIM, NOON + 2 * CLOCK_DAY, &fen, &span,
	    error));
	ck_assert_int_eq(fen, 400);
	OK(balance_used(db, "m", SIM, NOON + 9 * CLOCK_DAY, &fen, &span,
	    error));
	ck_assert_int_eq(fen + span, 0);
}
END_TEST

START_TEST(the_last_one_is_of_the_same_sim)
{
	struct balance last;

	OK(balance_last(db, "m", SIM, &last, error));
	ck_assert_int_eq(last.fen, 9000);
	OK(balance_last(db, "m", OTHER, &last, error));
	ck_assert_int_eq(last.fen, 100);
	OK(balance_last(db, "n", SIM, &last, error));
	ck_assert_int_eq(last.at, 0);
}
END_TEST

START_TEST(money_is_shown_in_yuan)
{
	static const struct {
		int fen;
		const char *yuan;
	} shown[] = {
		{ 0, "0.00" }, { 5, "0.05" }, { 1230, "12.30" },
		{ -5, "-0.05" }, { -305, "-3.05" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(shown); i++) {
		g_autofree char *yuan = balance_yuan(shown[i].fen);

		ck_assert_str_eq(yuan, shown[i].yuan);
	}
}
END_TEST

static void
balance_tests(Suite *suite)
{
	TCase *tc = tcase_create("balance");

	tcase_add_checked_fixture(tc, balance_open, balance_close);
	tcase_add_test(tc, what_was_used_is_what_fell);
	tcase_add_test(tc, the_last_one_is_of_the_same_sim);
	tcase_add_test(tc, money_is_shown_in_yuan);
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("balance", balance_tests)
