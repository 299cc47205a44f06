/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables of characters.
 *
 * Invariants: linear in the text; what is normal stays as it is (every rule yields
 * characters that no rule takes); never fails.
 */
#include "understand/character.h"

#include <string.h>

/* Longest expansion of one character by NFKD is 18. */
#define CHARACTER_EXPAND_MAX	18

/* Runs of signs that NFKD leaves alone: `first` stands for `value`, and so on
 * upwards. */
static const struct character_run {
	gunichar first, last;
	int	 value;
} character_runs[] = {
	{ 0x2160, 0x216b, 1 },		/* Ⅰ-Ⅻ */
	{ 0x2170, 0x217b, 1 },		/* ⅰ-ⅻ */
	{ 0x24eb, 0x24f4, 11 },		/* ⓫-⓴ */
	{ 0x24f5, 0x24fe, 1 },		/* ⓵-⓾ */
	{ 0x24ff, 0x24ff, 0 },		/* ⓿ */
	{ 0x2776, 0x277f, 1 },		/* ❶-❿ */
	{ 0x2780, 0x2789, 1 },		/* ➀-➉ */
	{ 0x278a, 0x2793, 1 },		/* ➊-➓ */
	{ 0x3021, 0x3029, 1 },		/* 〡-〩, Suzhou numerals */
	{ 0x1f10b, 0x1f10c, 0 },	/* dingbat zeros */
};

/* Single signs that NFKD leaves alone. */
static const struct character_sign {
	gunichar from, to;
} character_signs[] = {
	{ 0x25cb, 0x3007 },		/* ○ 〇 */
	{ 0x25ef, 0x3007 },		/* ◯ 〇 */
	{ 0x1f51f, 0x5341 },		/* keycap ten: 十 */
	{ 0x2223, '|' },		/* ∣ */
	{ 0x2502, '|' },		/* │ */
};

/* A text being written. */
struct writer {
	GString *out;
	character_map_fn map;
	const void *user;
	gunichar last;		/* the character before */
	gboolean blank;		/* a blank waits to be written */
	gboolean enclosed;	/* the digits before were one sign: ① */
};

static void	character_one(struct writer *writer, gunichar c);
static gboolean	character_unseen(gunichar c);
static int	character_run_value(gunichar c);
static void	character_number(struct writer *writer, int value);
static void	character_decomposed(struct writer *writer, gunichar c);
static void	character_put(struct writer *writer, gunichar c);

char *
character_normalise(const char *text, character_map_fn map, const void *user)
{
	struct writer writer = {
		.out = g_string_sized_new(strlen(text) + 1), .map = map, .user = user,
	};

	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		character_one(&writer, g_utf8_get_char(p));
	return g_string_free(writer.out, FALSE);
}

gboolean
character_is_han(gunichar c)
{
	return c == 0x3007 || c == 0x3005 || (c >= 0x3400 && c <= 0x4dbf) ||
	    (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff);
}

static void
character_one(struct writer *writer, gunichar c)
{
	gunichar parts[CHARACTER_EXPAND_MAX];
	gsize count;
	int value;

	value = character_run_value(c);
	if (value >= 0) {
		character_number(writer, value);
		return;
	}
	count = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
	if (g_unichar_type(c) == G_UNICODE_OTHER_NUMBER && count > 0 &&
	    g_ascii_isdigit((char)MIN(parts[0], 0x7f))) {
		character_number(writer, -1);
		for (gsize i = 0; i < count; i++)
			character_decomposed(writer, parts[i]);
		writer->enclosed = TRUE;
		return;
	}
	for (gsize i = 0; i < count && i < G_N_ELEMENTS(parts); i++)
		character_decomposed(writer, parts[i]);
}

static int
character_run_value(gunichar c)
{
	const struct character_run *run;

	for (gsize i = 0; i < G_N_ELEMENTS(character_runs); i++) {
		run = &character_runs[i];
		if (c >= run->first && c <= run->last)
			return run->value + (int)(c - run->first);
	}
	return -1;
}

/* ①② are two numbers, not twelve: a blank parts digits of which one side is a
 * single sign.  -1: only the blank. */
static void
character_number(struct writer *writer, int value)
{
	char digits[8];

	if (writer->last < 0x80 && g_ascii_isdigit((char)writer->last))
		writer->blank = TRUE;
	if (value < 0)
		return;
	g_snprintf(digits, sizeof digits, "%d", value);
	for (const char *p = digits; *p != '\0'; p++)
		character_put(writer, (gunichar)*p);
	writer->enclosed = TRUE;
}

static void
character_decomposed(struct writer *writer, gunichar c)
{
	int digit = g_unichar_digit_value(c);

	for (gsize i = 0; i < G_N_ELEMENTS(character_signs); i++)
		if (c == character_signs[i].from)
			c = character_signs[i].to;
	if (g_unichar_isspace(c) || c == 0x2028 || c == 0x2029) {
		writer->blank = TRUE;
		return;
	}
	if (character_unseen(c))
		return;
	if (digit >= 0 && digit <= 9)
		c = (gunichar)('0' + digit);
	else
		c = g_unichar_tolower(c);
	if (writer->map != NULL)
		c = writer->map(writer->user, c);
	character_put(writer, c);
}

/* Controls, formats, marks that sit on other characters, skin tones, unassigned and
 * private ones (old phones' emoji), fillers. */
static gboolean
character_unseen(gunichar c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_UNASSIGNED:
	case G_UNICODE_PRIVATE_USE:
	case G_UNICODE_SURROGATE:
	case G_UNICODE_ENCLOSING_MARK:
	case G_UNICODE_NON_SPACING_MARK:
		return TRUE;
	default:
		return (c >= 0x1f3fb && c <= 0x1f3ff) || c == 0x115f ||
		    c == 0x1160 || c == 0x3164 || c == 0xffa0;
	}
}

static void
character_put(struct writer *writer, gunichar c)
{
	gboolean digit = c < 0x80 && g_ascii_isdigit((char)c);

	if (writer->enclosed && digit && writer->last < 0x80 &&
	    g_ascii_isdigit((char)writer->last) && !writer->blank)
		writer->blank = TRUE;
	if (writer->blank && writer->out->len > 0 &&
	    !(character_is_han(writer->last) && character_is_han(c)))
		g_string_append_c(writer->out, ' ');
	g_string_append_unichar(writer->out, c);
	writer->last = c;
	writer->blank = FALSE;
	writer->enclosed = FALSE;
}
