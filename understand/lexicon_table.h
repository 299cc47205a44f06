/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lexicon's tables, for lexicon.c and lexicon_load.c only.
 *
 * Invariants: constant once loaded; every word stands in the form
 * character_normalise() gives texts.
 */
#ifndef UNDERSTAND_LEXICON_TABLE_H
#define UNDERSTAND_LEXICON_TABLE_H

#include "understand/lexicon.h"

struct word {
	char	*text;
	gsize	 len;
	guint	 classes;
};

/* Most characters begin no word: they are told by a bit, of their lowest 16. */
#define LEXICON_FIRST_BITS	0x10000

struct lexicon {
	GHashTable *words;	/* first character -> GArray of struct word */
	guint8	 first[LEXICON_FIRST_BITS / 8];
	GHashTable *signs;	/* characters that are no decoration */
	GHashTable *simplified;	/* character -> character */
	GHashTable *pinyin;	/* char* -> char* */
	GHashTable *spelt;	/* char* -> digit */
	GHashTable *lookalikes;	/* char* -> digit */
	int	*lines;		/* of the file, where each list stands */
};

/* The entry of a word; `make` one when there is none yet. */
struct word *lexicon_word(const struct lexicon *lexicon, const char *normal, gboolean make);

#endif
