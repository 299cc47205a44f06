/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What operators say is left on a SIM.
 */
#include "smsd/amount.h"
#include "tests/suite.h"

static const struct amount {
	const char *answer, *words;
	gboolean found;
	int	 fen;
} amounts[] = {
	{ "您好,您的账户余额为12.34元", "余额", TRUE, 1234 },
	{ "【中国移动】当前可用余额:12.30元。", "余额", TRUE, 1230 },
	{ "余额为人民币 1,234.5元", "余额", TRUE, 123450 },
	{ "话费余额-3.20元,请尽快充值", "余额", TRUE, -320 },
	{ "余额5元", "余额", TRUE, 500 },
	{ "余额:5", "余额", TRUE, 500 },
	{ "Balance: 7.05 RMB", "Balance", TRUE, 705 },
	{ "回复1查余额,您的余额为8元", "余额", TRUE, 800 },
	{ "余额不足,请充值50元", "余额", FALSE, 0 },
	{ "余额低于10元将停机", "余额", FALSE, 0 },
	{ "余额查询请拨10086", "余额", FALSE, 0 },
	{ "余额", "余额", FALSE, 0 },
	{ "本月流量已用12.3G", "余额", FALSE, 0 },
	{ "", "余额", FALSE, 0 },
};

START_TEST(an_amount_is_read_only_where_one_stands)
{
	const struct amount *row = &amounts[_i];
	int fen = 0;

	ck_assert_msg(amount_find(row->answer, row->words, &fen) == row->found,
	    "%s", row->answer);
	if (row->found)
		ck_assert_msg(fen == row->fen, "%s: %d", row->answer, fen);
}
END_TEST

static void
amount_tests(Suite *suite)
{
	TCase *tc = tcase_create("amount");

	tcase_add_loop_test(tc, an_amount_is_read_only_where_one_stands, 0,
	    G_N_ELEMENTS(amounts));
	suite_add_tcase(suite, tc);
}

SUITE_MAIN("amount", amount_tests)
