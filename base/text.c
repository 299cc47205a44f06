/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One walk over the characters serves measuring and cutting: each character
 * has a cost in the chosen alphabet, and a part is full when the next would
 * not fit.
 */
#include "base/text.h"

#include <string.h>

/* What one part holds, alone and as one of several (TS 23.040 9.2.3.24.1,
 * 8-bit reference). */
static const struct {
	int	single, several;
} text_room[] = {
	[TEXT_GSM7] = { 160, 153 },
	[TEXT_UCS2] = { 70, 67 },
};

#define GSM7_ESCAPE	0x1B

/* TS 23.038 6.2.1: default alphabet, septet by septet; 0x1B is the escape. */
static const gunichar gsm7_basic[128] = {
	'@', 0xA3, '$', 0xA5, 0xE8, 0xE9, 0xF9, 0xEC,
	0xF2, 0xC7, '\n', 0xD8, 0xF8, '\r', 0xC5, 0xE5,
	0x394, '_', 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8,
	0x3A3, 0x398, 0x39E, 0xFFFD, 0xC6, 0xE6, 0xDF, 0xC9,
	' ', '!', '"', '#', 0xA4, '%', '&', '\'',
	'(', ')', '*', '+', ',', '-', '.', '/',
	'0', '1', '2', '3', '4', '5', '6', '7',
	'8', '9', ':', ';', '<', '=', '>', '?',
	0xA1, 'A', 'B', 'C', 'D', 'E', 'F', 'G',
	'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
	'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
	'X', 'Y', 'Z', 0xC4, 0xD6, 0xD1, 0xDC, 0xA7,
	0xBF, 'a', 'b', 'c', 'd', 'e', 'f', 'g',
	'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
	'x', 'y', 'z', 0xE4, 0xF6, 0xF1, 0xFC, 0xE0
};

/* TS 23.038 6.2.1.1: the extension table. */
static const struct {
	guint8	 septet;
	gunichar c;
} gsm7_extension[] = {
	{ 0x0A, '\f' }, { 0x14, '^' }, { 0x28, '{' }, { 0x29, '}' },
	{ 0x2F, '\\' }, { 0x3C, '[' }, { 0x3D, '~' }, { 0x3E, ']' },
	{ 0x40, '|' }, { 0x65, 0x20AC },
};

static enum text_alphabet text_alphabet_of(const char *utf8);
static int	text_cost(enum text_alphabet alphabet, gunichar c);

char *
text_surname(const char *name)
{
	return *name == '\0' ? g_strdup("") : g_utf8_substring(name, 0, 1);
}

char *
text_percent(int part, int whole)
{
	return whole == 0 ? g_strdup("-") :
	    g_strdup_printf("%.1f %%", part * 100.0 / whole);
}

char *
text_id(gint64 id)
{
	return g_strdup_printf("%" G_GINT64_FORMAT, id);
}

gint64
text_id_read(const char *text)
{
	return text != NULL ? g_ascii_strtoll(text, NULL, 10) : 0;
}

struct text_size
text_measure(const char *utf8)
{
	struct text_size size = { .alphabet = text_alphabet_of(utf8) };
	int several = text_room[size.alphabet].several, in_part = 0;

	for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char(p)) {
		int cost = text_cost(size.alphabet, g_utf8_get_char(p));

		size.units += cost;
		if (size.parts == 0 || in_part + cost > several) {
			size.parts++;
			in_part = 0;
		}
		in_part += cost;
	}
	if (size.units > 0 && size.units <= text_room[size.alphabet].single)
		size.parts = 1;
	return size;
}

char **
text_split(const char *utf8)
{
	struct text_size size = text_measure(utf8);
	int several = text_room[size.alphabet].several, in_part = 0;
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	const char *start = utf8, *p;

	if (size.parts > 1) {
		for (p = utf8; *p != '\0'; p = g_utf8_next_char(p)) {
			int cost = text_cost(size.alphabet,
			    g_utf8_get_char(p));

			if (in_part + cost > several) {
				g_ptr_array_add(parts,
				    g_strndup(start, (gsize)(p - start)));
				start = p;
				in_part = 0;
			}
			in_part += cost;
		}
	}
	if (*start != '\0')
		g_ptr_array_add(parts, g_strdup(start));
	g_ptr_array_add(parts, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&parts), FALSE);
}

char *
text_from_ucs2(const guint8 *octets, gsize len)
{
	g_autoptr(GString) utf8 = g_string_sized_new(len * 2);

	for (gsize i = 0; i + 1 < len; i += 2) {
		gunichar c = (gunichar)octets[i] << 8 | octets[i + 1];
		gunichar low;

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < len) {
			low = (gunichar)octets[i + 2] << 8 | octets[i + 3];
			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) +
				    (low - 0xDC00);
				i += 2;
			}
		}
		if (c == 0 || (c >= 0xD800 && c < 0xE000))
			c = 0xFFFD;
		g_string_append_unichar(utf8, c);
	}
	return g_string_free(g_steal_pointer(&utf8), FALSE);
}

GByteArray *
text_to_ucs2(const char *utf8)
{
	GByteArray *octets = g_byte_array_new();

	for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		guint8 unit[4];
		guint len = 2;

		if (c >= 0x10000) {
			gunichar high = 0xD800 + ((c - 0x10000) >> 10);
			gunichar low = 0xDC00 + ((c - 0x10000) & 0x3FF);

			unit[2] = (guint8)(low >> 8);
			unit[3] = (guint8)low;
			c = high;
			len = 4;
		}
		unit[0] = (guint8)(c >> 8);
		unit[1] = (guint8)c;
		g_byte_array_append(octets, unit, len);
	}
	return octets;
}

int
text_gsm7_code(gunichar c)
{
	/* Nearly all we send is Chinese: nothing above the Greek but the euro
	 * is in the tables. */
	if (c > 0x3A9 && c != 0x20AC)
		return -1;
	for (int i = 0; i < 128; i++) {
		if (gsm7_basic[i] == c)
			return i;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(gsm7_extension); i++) {
		if (gsm7_extension[i].c == c)
			return GSM7_ESCAPE << 8 | gsm7_extension[i].septet;
	}
	return -1;
}

gunichar
text_gsm7_char(guint8 septet, gboolean escaped)
{
	if (!escaped)
		return gsm7_basic[septet & 0x7F];
	for (gsize i = 0; i < G_N_ELEMENTS(gsm7_extension); i++) {
		if (gsm7_extension[i].septet == septet)
			return gsm7_extension[i].c;
	}
	return 0xFFFD;
}

static enum text_alphabet
text_alphabet_of(const char *utf8)
{
	for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char(p)) {
		if (text_gsm7_code(g_utf8_get_char(p)) < 0)
			return TEXT_UCS2;
	}
	return TEXT_GSM7;
}

static int
text_cost(enum text_alphabet alphabet, gunichar c)
{
	if (alphabet == TEXT_GSM7)
		return text_gsm7_code(c) > 0x7F ? 2 : 1;
	return c >= 0x10000 || c == '~' ? 2 : 1;
}
