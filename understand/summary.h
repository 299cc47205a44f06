/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The summary of a text as a whole, whatever was asked: how much it tells,
 * whether it speaks of danger, whether a machine wrote it.
 */
#ifndef UNDERSTAND_SUMMARY_H
#define UNDERSTAND_SUMMARY_H

#include "understand/lexicon.h"
#include "understand/meaning.h"

/* `chars` is of normalise_chars() throughout. */
int	summary_weight(const struct lexicon *lexicon, const char *chars);
enum emergency summary_emergency(const struct lexicon *lexicon,
	    const char *chars);
gboolean summary_automatic(const struct lexicon *lexicon, const char *chars);

/*
 * Classes (of `wanted`) of the words a text is made of, when it is made of
 * nothing but words of `wanted` and `filler`, with punctuation between; 0 when
 * anything else is in it, or nothing of `wanted`.
 */
guint	summary_cover(const struct lexicon *lexicon, const char *chars,
	    guint wanted, guint filler);

#endif
