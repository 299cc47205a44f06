/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chinese digits, one sign each; whole numerals are understand/numeral.h's.
 */
#ifndef BASE_NUMERAL_H
#define BASE_NUMERAL_H

#include <glib.h>

/* 0-9 of one Chinese digit (一 两 贰 幺 〇 …), -1 when it is none. */
int	numeral_digit(gunichar c);

#endif
