/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damm's table, row by row as in DOMAIN 2.3: start at 0, next = T[i][d]; the
 * state after the digits is the check digit, and the state after that is 0.
 */
#include "base/damm.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

static const char damm_table[10][11] = {
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790"
};

static guint	damm_random_below(guint limit);

char
damm_digit(const char *digits)
{
	int state = 0;

	for (; *digits != '\0'; digits++)
		state = damm_table[state][*digits - '0'] - '0';
	return (char)('0' + state);
}

gboolean
damm_valid(const char *digits)
{
	if (*digits == '\0' || strspn(digits, "0123456789") != strlen(digits))
		return FALSE;
	return damm_digit(digits) == '0';
}

char *
damm_random(int digits)
{
	char *number = g_new0(char, digits + 2);

	number[0] = (char)('1' + damm_random_below(9));
	for (int i = 1; i < digits; i++)
		number[i] = (char)('0' + damm_random_below(10));
	number[digits] = damm_digit(number);
	return number;
}

/* Uniform: what would make some digits likelier is thrown again. */
static guint
damm_random_below(guint limit)
{
	guint8 octet;

	do {
		while (getrandom(&octet, 1, 0) != 1) {
			if (errno != EINTR)
				g_error("no random numbers: %s",
				    g_strerror(errno));
		}
	} while (octet >= 256 / limit * limit);
	return octet % limit;
}
