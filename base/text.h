/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How long a text is on the air, and how it is cut into parts.
 * 3GPP TS 23.038 (alphabets), TS 23.040 9.2.3.24.1 (concatenation).
 *
 * GSM-7: 160 septets in one part, 153 in each of several; ^{}[]\~| and the
 * euro sign count two and are not cut.  UCS-2: 70 units in one part, 67 in
 * each of several; surrogate pairs are not cut.  In UCS-2 '~' counts two,
 * because libgammu takes "~~" for it (LIBGAMMU 5.4).
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <glib.h>

#define TEXT_MAX_PARTS	10	/* more is refused: no villager reads it */

enum text_alphabet { TEXT_GSM7, TEXT_UCS2 };

/* What one text costs. */
struct text_size {
	enum text_alphabet alphabet;
	int	units;		/* septets or UCS-2 units */
	int	parts;		/* segments on the air; 0 for an empty text */
};

/* The first character of a person's name, by which neighbours tell households apart; ""
 * of "".  Caller frees. */
char	*text_surname(const char *name);

/* A share with one decimal, "18.2 %"; "-" of nothing.  Caller frees. */
char	*text_percent(int part, int whole);

/* An id as text, as the key of what it names; caller frees.  And back: 0 of NULL and of
 * what is no number. */
char	*text_id(gint64 id);
gint64	text_id_read(const char *text);

/* Measures valid UTF-8. */
struct text_size text_measure(const char *utf8);

/*
 * Cuts valid UTF-8 into the parts it is sent as, in order: the same cut on
 * every machine, so that a half-sent text can be resumed at its first unsent
 * part.  NULL-terminated; free with g_strfreev().  An empty text has no parts.
 */
char	**text_split(const char *utf8);

/* UTF-16BE octets (as in a PDU) to UTF-8: lone surrogates and NUL become
 * U+FFFD, an odd last octet is dropped.  Caller frees. */
char	*text_from_ucs2(const guint8 *octets, gsize len);

/* UTF-8 to UTF-16BE octets. */
GByteArray *text_to_ucs2(const char *utf8);

/* GSM 03.38 default alphabet: the septet(s) of a character, -1 when it has
 * none; 0x1Bxx for an escaped one. */
int	text_gsm7_code(gunichar c);

/* The character of a septet, of the extension table when `escaped`; U+FFFD
 * when there is none. */
gunichar text_gsm7_char(guint8 septet, gboolean escaped);

#endif
