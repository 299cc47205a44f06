/*
 * The gist of a text as a whole, whatever was asked: how much it tells,
 * whether it speaks of danger, whether a machine wrote it.
 */
#ifndef MENUS_GIST_H
#define MENUS_GIST_H

#include "menus/lexicon.h"

/* `chars` is of fold_chars() throughout. */
int	gist_weight(const struct lexicon *lexicon, const char *chars);
enum emergency gist_emergency(const struct lexicon *lexicon,
	    const char *chars);
gboolean gist_automatic(const struct lexicon *lexicon, const char *chars);

/*
 * Classes (of `wanted`) of the words a text is made of, when it is made of
 * nothing but words of `wanted` and `filler`, with punctuation between; 0 when
 * anything else is in it, or nothing of `wanted`.
 */
guint	gist_cover(const struct lexicon *lexicon, const char *chars,
	    guint wanted, guint filler);

#endif
