/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chinese numerals by place (十二, 一百零五, 两千三) and digit by digit (一二三).
 *
 * Invariants: only whole texts; linear; no overflow (length is bounded before
 * anything is added up).
 */
#include "understand/numeral.h"

#include <string.h>

/* Longest numeral by place that makes sense below 十万: 九万九千九百九十九. */
#define NUMERAL_MAX_SIGNS	9

static const struct numeral_unit {
	gunichar sign;
	int	 value;
} numeral_units[] = {
	{ 0x5341, 10 },		/* 十 */
	{ 0x62fe, 10 },		/* 拾 */
	{ 0x767e, 100 },	/* 百 */
	{ 0x4f70, 100 },	/* 佰 */
	{ 0x5343, 1000 },	/* 千 */
	{ 0x4edf, 1000 },	/* 仟 */
	{ 0x4e07, 10000 },	/* 万 */
	{ 0x842c, 10000 },	/* 萬 */
};

/* Tens of one sign: 廿三 is 23. */
static const struct numeral_unit numeral_tens[] = {
	{ 0x5eff, 20 },		/* 廿 */
	{ 0x5344, 20 },		/* 卄 */
	{ 0x5345, 30 },		/* 卅 */
	{ 0x534c, 40 },		/* 卌 */
};

static char	*numeral_by_digit(const char *normal);
static char	*numeral_by_place(const char *normal);
static int	numeral_lookup(const struct numeral_unit *table, gsize count,
		    gunichar c);

char *
numeral_read(const char *normal)
{
	gsize len = strlen(normal);

	if (len == 0 || len > NUMERAL_MAX_DIGITS * strlen("一"))
		return NULL;
	if (strspn(normal, "0123456789") == len)
		return len <= NUMERAL_MAX_DIGITS ? g_strdup(normal) : NULL;
	if (g_ascii_isdigit(normal[0]))
		return NULL;
	return numeral_by_digit(normal) ?: numeral_by_place(normal);
}

static char *
numeral_by_digit(const char *normal)
{
	g_autoptr(GString) digits = g_string_new(NULL);
	int digit;

	for (const char *p = normal; *p != '\0'; p = g_utf8_next_char(p)) {
		digit = numeral_digit(g_utf8_get_char(p));
		if (digit < 0)
			return NULL;
		g_string_append_c(digits, (char)('0' + digit));
	}
	return g_string_free(g_steal_pointer(&digits), FALSE);
}

/* Places must fall from left to right; a digit without a place ends the
 * numeral (百零五; 两千三 is refused, it may be 2003 or 2300). */
static char *
numeral_by_place(const char *normal)
{
	int total = 0, digit = -1, below = G_MAXINT, unit;
	gboolean zero = FALSE;

	if (g_utf8_strlen(normal, -1) > NUMERAL_MAX_SIGNS)
		return NULL;
	for (const char *p = normal; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		unit = numeral_lookup(numeral_tens, G_N_ELEMENTS(numeral_tens),
		    c);
		if (unit > 0) {
			if (digit >= 0 || below <= 10)
				return NULL;
			total += unit;
			below = 10;
			continue;
		}
		unit = numeral_lookup(numeral_units,
		    G_N_ELEMENTS(numeral_units), c);
		if (unit > 0) {
			if (unit >= below || (digit < 0 && unit != 10))
				return NULL;
			total += (digit < 0 ? 1 : digit) * unit;
			below = unit;
			digit = -1;
			zero = FALSE;
			continue;
		}
		unit = numeral_digit(c);
		if (unit < 0 || digit >= 0 || (unit == 0 && zero))
			return NULL;
		if (unit == 0)
			zero = TRUE;
		else
			digit = unit;
	}
	if (zero && digit < 0)
		return NULL;
	if (digit >= 0 && below > 10 && !zero)
		return NULL;
	return g_strdup_printf("%d", total + MAX(digit, 0));
}

static int
numeral_lookup(const struct numeral_unit *table, gsize count, gunichar c)
{
	for (gsize i = 0; i < count; i++)
		if (table[i].sign == c)
			return table[i].value;
	return 0;
}
