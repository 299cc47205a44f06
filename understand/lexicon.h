/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lexicon in memory: which words mean what, whatever the screen.  Loaded
 * once from etc/menus/lexicon.conf, then constant; format: xiangyin-menus(5).
 */
#ifndef UNDERSTAND_LEXICON_H
#define UNDERSTAND_LEXICON_H

#include <glib.h>

struct lexicon;

/* Loads etc/menus/lexicon.conf (libconfig); errors name file, line and what
 * was expected. */
struct lexicon *lexicon_load(const char *path, GError **error);
void	lexicon_free(struct lexicon *lexicon);

/* What a word may be; one word may be several. */
enum word_class {
	WORD_GREETING = 1 << 0,
	WORD_COURTESY = 1 << 1,		/* says nothing: 谢谢, 请 */
	WORD_YES = 1 << 2,
	WORD_NO = 1 << 3,
	WORD_UNKNOWN = 1 << 4,		/* don't know */
	WORD_ACK = 1 << 5,
	WORD_OPT_OUT = 1 << 6,
	WORD_OPT_IN = 1 << 7,
	WORD_PERSON = 1 << 8,
	WORD_MENU = 1 << 9,
	WORD_MISSED = 1 << 10,		/* wrong number */
	WORD_STRONG = 1 << 11,		/* emergency */
	WORD_SHORT = 1 << 12,		/* strong in a short text, weak in a long one */
	WORD_WEAK = 1 << 13,
	WORD_HARMLESS = 1 << 14,	/* hides emergency words within */
	WORD_CALL = 1 << 15,		/* strong, but only as the whole text: 110 */
	WORD_AUTO_MARK = 1 << 16,	/* a machine says so */
	WORD_AUTO_PHRASE = 1 << 17,	/* a machine, if little else is said */
	WORD_HUMAN_TITLE = 1 << 18,	/* 【求助】: not a company's name */
	WORD_PREFIX = 1 << 19,		/* before a choice: 我选 */
	WORD_SUFFIX = 1 << 20,		/* after it: 号 */
	WORD_REPLY_MARK = 1 << 21,
	WORD_SIGNATURE = 1 << 22,
	WORD_PROXY = 1 << 23,
	WORD_MEASURE = 1 << 24,		/* after a digit: an amount, no choice */
	WORD_NEGATION = 1 << 25,	/* 不 没 */
	WORD_DEGREE = 1 << 26,		/* between negation and label: 太 */
	WORD_JOIN = 1 << 27,		/* between two numbers: 和 */
	WORD_CODE_MARK = 1 << 28,	/* before a code: 单号 */
	WORD_OPT_OFFERED = 1 << 30,	/* opt-out only where a screen offers it: n */
	WORD_REFUSAL = 1 << 29,	/* after a digit: just not this one */
	WORD_DOUBT = 1u << 31		/* asks or supposes: 吗, 怎么 */
};

/*
 * Octets of the longest word of `classes` that begins at `at`, 0 none; *found
 * its classes among them.  `start` is where the text begins: Latin words
 * match only as whole words.
 */
gsize	lexicon_match(const struct lexicon *lexicon, const char *start,
	    const char *at, guint classes, guint *found);

/* Is the whole of `text` one word of `classes`? */
gboolean lexicon_is(const struct lexicon *lexicon, const char *text,
	    guint classes);

/* The class of a list of the file ("opt_out"), 0 none; every word of some classes, in
 * the order of their octets. */
guint	lexicon_list_class(const char *list);
void	lexicon_each(const struct lexicon *lexicon, guint classes,
	    void (*each)(const char *word, void *user), void *user);

/* The line of the file where a list begins, 0 none of that name. */
int	lexicon_list_line(const struct lexicon *lexicon, const char *list);

/* Does a word of what an answer may be (yes, no, ack…) hold this sign (👍)? */
gboolean lexicon_has_sign(const struct lexicon *lexicon, gunichar c);

/* The simplified form of a traditional character, else itself. */
gunichar lexicon_simplified(const struct lexicon *lexicon, gunichar c);

/* Chinese of a pinyin keyword typed without blanks ("tousu"), NULL none. */
const char *lexicon_pinyin(const struct lexicon *lexicon, const char *typed);

/* 0-9 of a numeral typed in pinyin ("er") or of a look-alike ("l"), -1. */
int	lexicon_spelt_digit(const struct lexicon *lexicon, const char *typed);
int	lexicon_lookalike(const struct lexicon *lexicon, const char *typed);

#endif
