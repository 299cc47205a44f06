/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See number.h.
 */
#include "base/number.h"

#include <string.h>

#include "base/damm.h"
#include "base/numeral.h"

#define NUMBER_ASCII	"0123456789"
#define NUMBER_HALF	(NUMBER_DIGITS / 2)

static gboolean	number_is_gap(gunichar c);
static enum number_reading number_check(const char *digits, gsize len,
		    char number[NUMBER_SIZE]);
static gboolean	number_is_halves(const char *words, const char *s);
static gboolean	number_is_joint(const char *s);

void
number_draw(char number[NUMBER_SIZE])
{
	g_autofree char *drawn = damm_random(NUMBER_DIGITS - 1);

	g_strlcpy(number, drawn, NUMBER_SIZE);
}

char *
number_digits(const char *written)
{
	g_autoptr(GString) digits = g_string_new(NULL);

	for (const char *p = written; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		int digit = g_unichar_digit_value(c);

		if (digit < 0)
			digit = numeral_digit(c);
		if (digit >= 0)
			g_string_append_c(digits, (char)('0' + digit));
		else if (!number_is_gap(c))
			return NULL;
	}
	return g_string_free(g_steal_pointer(&digits), FALSE);
}

/* A blank or a dash, of any width. */
static gboolean
number_is_gap(gunichar c)
{
	return g_unichar_isspace(c) || g_unichar_type(c) == G_UNICODE_DASH_PUNCTUATION;
}

enum number_reading
number_read(const char *written, char number[NUMBER_SIZE])
{
	g_autofree char *digits = number_digits(written);

	return digits == NULL ? NUMBER_NONE :
	    number_check(digits, strlen(digits), number);
}

static enum number_reading
number_check(const char *digits, gsize len, char number[NUMBER_SIZE])
{
	if (len != NUMBER_DIGITS)
		return NUMBER_NONE;
	memmove(number, digits, len);
	number[len] = '\0';
	return damm_valid(number) ? NUMBER_HOLDS : NUMBER_MISTYPED;
}

enum number_reading
number_among(const char *words, char number[NUMBER_SIZE])
{
	const char *s = words;

	while (*s != '\0') {
		gsize row = strspn(s, NUMBER_ASCII);

		if (row == NUMBER_DIGITS)
			return number_check(s, row, number);
		if (row == NUMBER_HALF && number_is_halves(words, s)) {
			g_autofree char *whole = g_strdup_printf("%.*s%.*s",
			    NUMBER_HALF, s, NUMBER_HALF, s + NUMBER_HALF + 1);

			return number_check(whole, NUMBER_DIGITS, number);
		}
		s = row > 0 ? s + row : g_utf8_next_char(s);
	}
	number[0] = '\0';
	return NUMBER_NONE;
}

/* "3048 2171", where `s` is at the 3; "138 1234 5678" and "1234 5678 9" are not. */
static gboolean
number_is_halves(const char *words, const char *s)
{
	const char *second = s + NUMBER_HALF + 1, *end = second + NUMBER_HALF;

	return number_is_joint(s + NUMBER_HALF) &&
	    strspn(second, NUMBER_ASCII) == NUMBER_HALF &&
	    !(number_is_joint(end) && g_ascii_isdigit(end[1])) &&
	    !(s - words >= 2 && number_is_joint(s - 1) && g_ascii_isdigit(s[-2]));
}

static gboolean
number_is_joint(const char *s)
{
	return *s == ' ' || *s == '-';
}
