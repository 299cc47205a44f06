/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The numbers people are told: eight digits, seven random ones and a Damm digit
 * (DOMAIN 2.3).  How one is written and read; what it stands for is db/number.h's.
 *
 * Anybody can work out the check digit, so that one is mistyped says nothing about
 * whether it exists.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <glib.h>

#define NUMBER_DIGITS	8
#define NUMBER_SIZE	(NUMBER_DIGITS + 1)

enum number_reading {
	NUMBER_NONE,		/* not a number of this length */
	NUMBER_MISTYPED,	/* of this length, but a digit is wrong or two are swapped */
	NUMBER_HOLDS
};

/* One at random. */
void	number_draw(char number[NUMBER_SIZE]);

/*
 * The digits of a text that is nothing but one number, however people write it:
 * "30482171", "3048 2171", "3048-2171", full-width, in digits of another script or
 * in Chinese ones.  NULL when anything else is in it.  Caller frees.
 */
char	*number_digits(const char *written);

/* Reads such a text; `number` is filled when it has the length. */
enum number_reading number_read(const char *written, char number[NUMBER_SIZE]);

/* Finds the first number among words whose digits are plain: eight in a row, or four and
 * four; a longer row of digits is none. */
enum number_reading number_among(const char *words, char number[NUMBER_SIZE]);

#endif
