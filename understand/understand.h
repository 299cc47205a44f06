/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Understanding: what a text means on the screen it answers.
 *
 * One path for all screens, in this order (DOMAIN 5.2, PEERS 2.1): fold the
 * text (full-width, circled, keycap, Chinese, financial and pinyin numerals,
 * look-alikes, courtesy words, signatures); match the whole of it (number,
 * then label and words, longest first, negatives before positives, dialect
 * yes/no); only then take it as free text.  It never guesses from blanks or punctuation,
 * nor when digit and words disagree.
 *
 * Pure functions of text, lexicon and expectation: no database, no clock.
 */
#ifndef UNDERSTAND_UNDERSTAND_H
#define UNDERSTAND_UNDERSTAND_H

#include "understand/meaning.h"

struct lexicon;

const char *meaning_name(enum meaning meaning);

void	understanding_clear(struct understanding *u);

/* Reads `text` (valid UTF-8) for `expect`; NULL expects nothing (no open
 * question). */
void	understand(const struct lexicon *lexicon, const char *text,
	    const struct expectation *expect, struct understanding *u);

/* The normal form of step 1-5, for tests and logs. Caller frees. */
char	*understand_normalise(const struct lexicon *lexicon, const char *text);

/* A normal text without the greetings and courtesy around it; all of it when nothing else
 * is there.  Caller frees. */
char	*understand_plain(const struct lexicon *lexicon, const char *normal);

/* How much a text tells: Chinese characters that carry meaning (not greetings,
 * courtesy, punctuation), words of other scripts, numbers beside words.  What
 * the 6-character rule counts. */
int	understand_weight(const struct lexicon *lexicon, const char *text);

#endif
