/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numerals: a whole text that is one number, in whatever script.
 */
#ifndef UNDERSTAND_NUMERAL_H
#define UNDERSTAND_NUMERAL_H

#include <glib.h>

#include "base/numeral.h"

#define NUMERAL_MAX_DIGITS	18

/*
 * Decimal digits of a normal text that is a numeral from end to end: "12",
 * "十二", "廿三", "一百零五", "两千", "三零四八" (digit by digit), financial ones;
 * NULL when it is none, or longer than NUMERAL_MAX_DIGITS.  Leading zeros stay
 * in what was typed digit by digit.  Caller frees.
 */
char	*numeral_read(const char *normal);

#endif
