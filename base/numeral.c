/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See numeral.h.
 */
#include "base/numeral.h"

#include <uchar.h>

/* Digits: the place in the string is the value; several signs a value. */
static const char32_t *const numeral_digits[] = {
	U"〇零", U"一壹弌幺", U"二贰弍两俩", U"三叁弎仨参叄", U"四肆", U"五伍", U"六陆",
	U"七柒", U"八捌", U"九玖"
};

int
numeral_digit(gunichar c)
{
	for (gsize i = 0; i < G_N_ELEMENTS(numeral_digits); i++)
		for (const char32_t *sign = numeral_digits[i]; *sign != 0; sign++)
			if (*sign == c)
				return (int)i;
	return -1;
}
