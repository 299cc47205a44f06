/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The normal form of a text: steps 1 to 5 of DOMAIN 5.2.  Nothing here knows what a
 * text means.
 */
#ifndef UNDERSTAND_NORMALISE_H
#define UNDERSTAND_NORMALISE_H

#include <glib.h>

struct lexicon;

/* Characters (steps 1-3): character_normalise(), with the lexicon's traditional
 * characters simplified (NULL: none).  Caller frees. */
char	*normalise_chars(const struct lexicon *lexicon, const char *text);

/* Ends (steps 4, 5) of a text normalise_chars() made, in place: reply marks in
 * front, signatures behind, punctuation and brackets around. "？" alone is
 * kept as "?": it is a command. */
void	normalise_ends(const struct lexicon *lexicon, char *normal);

/* Punctuation and blanks off both ends, in place. */
void	normalise_trim(const struct lexicon *lexicon, char *normal);

/* Is it a sign that only stands between or around words? */
gboolean normalise_is_mark(const struct lexicon *lexicon, gunichar c);

#endif
