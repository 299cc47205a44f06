/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers: how they are written and read.
 */
#include "base/number.h"

#include <string.h>

#include "base/damm.h"
#include "tests/suite.h"

START_TEST(every_wrong_digit_and_every_swap_is_said_to_be_mistyped)
{
	for (int turn = 0; turn < 200; turn++) {
		char number[NUMBER_SIZE], read[NUMBER_SIZE];

		number_draw(number);
		ck_assert_int_eq(number_read(number, read), NUMBER_HOLDS);
		ck_assert_str_eq(read, number);
		for (int i = 0; i < NUMBER_DIGITS; i++) {
			char wrong[NUMBER_SIZE];

			for (char digit = '0'; digit <= '9'; digit++) {
				g_strlcpy(wrong, number, NUMBER_SIZE);
				wrong[i] = digit;
				ck_assert_int_eq(number_read(wrong, read), digit ==
				    number[i] ? NUMBER_HOLDS : NUMBER_MISTYPED);
			}
			g_strlcpy(wrong, number, NUMBER_SIZE);
			if (i + 1 == NUMBER_DIGITS || number[i] == number[i + 1])
				continue;
			wrong[i] = number[i + 1];
			wrong[i + 1] = number[i];
			ck_assert_int_eq(number_read(wrong, read), NUMBER_MISTYPED);
		}
	}
}
END_TEST

static const struct {
	const char *written;
	enum number_reading reading;
} written[] = {
	{ "30482171", NUMBER_HOLDS },
	{ " 3048 2171 ", NUMBER_HOLDS },
	{ "3048-2171", NUMBER_HOLDS },
	{ "30 48 21 71", NUMBER_HOLDS },
	{ "3048—2171", NUMBER_HOLDS },
	{ "3048－2171", NUMBER_HOLDS },
	{ "３０４８　２１７１", NUMBER_HOLDS },
	{ "三零四八二一七一", NUMBER_HOLDS },
	{ "三〇四八 贰幺七1", NUMBER_HOLDS },
	{ "٣٠٤٨٢١٧١", NUMBER_HOLDS },
	{ "30482172", NUMBER_MISTYPED },
	{ "３０４８２１１７", NUMBER_MISTYPED },
	{ "3048217", NUMBER_NONE },
	{ "304821710", NUMBER_NONE },
	{ "30482171号", NUMBER_NONE },
	{ "3048,2171", NUMBER_NONE },
	{ "三千零四十八", NUMBER_NONE },
	{ "-", NUMBER_NONE },
	{ "", NUMBER_NONE },
};

START_TEST(a_number_is_read_however_people_write_it)
{
	char number[NUMBER_SIZE];

	ck_assert_msg(number_read(written[_i].written, number) == written[_i].reading,
	    "%s", written[_i].written);
	if (written[_i].reading == NUMBER_HOLDS)
		ck_assert_str_eq(number, "30482171");
}
END_TEST

static const struct {
	const char *words;
	enum number_reading reading;
} among[] = {
	{ "30482171修好没", NUMBER_HOLDS },
	{ "编号30482171办好了没有", NUMBER_HOLDS },
	{ "编号3048 2171 2个月了", NUMBER_NONE },
	{ "编号3048 2171两个月了", NUMBER_HOLDS },
	{ "编号3048-2171修好没", NUMBER_HOLDS },
	{ "30482171 2个月了", NUMBER_HOLDS },
	{ "路灯30482172还没修", NUMBER_MISTYPED },
	{ "打138 3048 2171", NUMBER_NONE },
	{ "打13830482171", NUMBER_NONE },
	{ "从2026-11-23起停水", NUMBER_NONE },
	{ "三组3户停水", NUMBER_NONE },
	{ "", NUMBER_NONE },
};

START_TEST(a_number_is_found_among_words)
{
	char number[NUMBER_SIZE];

	ck_assert_msg(number_among(among[_i].words, number) == among[_i].reading, "%s",
	    among[_i].words);
	if (among[_i].reading == NUMBER_HOLDS)
		ck_assert_str_eq(number, "30482171");
	if (among[_i].reading == NUMBER_NONE)
		ck_assert_str_eq(number, "");
}
END_TEST

static void
number_tests(Suite *suite)
{
	TCase *tcase = tcase_create("written");

	tcase_add_test(tcase, every_wrong_digit_and_every_swap_is_said_to_be_mistyped);
	tcase_add_loop_test(tcase, a_number_is_read_however_people_write_it, 0,
	    G_N_ELEMENTS(written));
	tcase_add_loop_test(tcase, a_number_is_found_among_words, 0,
	    G_N_ELEMENTS(among));
	suite_add_tcase(suite, tcase);
}

SUITE_MAIN("number", number_tests)
