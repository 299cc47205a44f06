/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Choices: which of a screen's answers some words name.
 */
#ifndef UNDERSTAND_CHOICE_H
#define UNDERSTAND_CHOICE_H

#include "understand/lexicon.h"
#include "understand/meaning.h"

/* In place of an index. */
#define CHOICE_NONE	(-1)	/* names no answer */
#define CHOICE_UNSURE	(-2)	/* names several, or denies or doubts one */

struct choices;

/* The answers of `expect`, their labels and words normal. Both are borrowed. */
struct choices *choices_new(const struct lexicon *lexicon,
	    const struct expectation *expect);
void	choices_free(struct choices *choices);

/* By digit: "2". */
int	choices_digit(const struct choices *choices, const char *digit);

/* By label or word, the whole text being one. */
int	choices_label(const struct choices *choices, const char *chars);

/* By the lexicon's yes, no and don't-know words, the whole text being such; and
 * by words of receipt where they are a yes. */
int	choices_sense(const struct choices *choices, const char *chars);

/* How choices_within() came to its answer. */
struct choice_how {
	gboolean negated;	/* 不太满意, for 不满意 */
	int	 beside;	/* weight of what stands beside the label */
};

/* By a label within a short text: longest first, negatives before positives.
 * UNSURE when two answers are named, or a denial hangs in the air. */
int	choices_within(const struct choices *choices, const char *chars,
	    struct choice_how *how);

#endif
