/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules for a choice with words beside it: "1满意", "好2", "3 没人来修",
 * "非常满意".  What contradicts itself is asked again.
 */
#include "understand/rule.h"

#include <string.h>

#include "understand/normalise.h"
#include "understand/summary.h"
#include "understand/numeral.h"

/* A text that is a digit and something beside it. */
struct beside {
	char	 digits[4];
	char	*rest;		/* the words, trimmed */
	int	 index;		/* the digit's answer, CHOICE_NONE */
	int	 weight;	/* of the words */
	gboolean first;		/* the digit is in front */
	gboolean apart;		/* a blank or a mark stands between */
	gboolean han;		/* a Chinese numeral */
};

static gboolean	read_beside(const struct reading *r, const char *s,
		    struct beside *b);
static int	choice_named(const struct reading *r, const char *rest);
static gboolean	judge_named(const struct reading *r, const struct beside *b,
		    int named);
static gboolean	judge_nicety(const struct reading *r, const struct beside *b);
static gboolean	judge_words(const struct reading *r, const struct beside *b);

/*
 * A digit and words.  They must agree when the words name an answer; words that
 * name none are a comment after a digit that stands apart ("3 根本没人来"), and
 * otherwise make a digit doubtful ("3次", "不要2").
 */
gboolean
rule_digit_words(const struct reading *r, const char *s)
{
	struct beside b = { 0 };
	gboolean said;

	if (!read_beside(r, s, &b))
		return FALSE;
	said = judge_named(r, &b, choice_named(r, b.rest)) ||
	    judge_nicety(r, &b) || judge_words(r, &b);
	g_free(b.rest);
	return said;
}

static gboolean
read_beside(const struct reading *r, const char *s, struct beside *b)
{
	gsize len = strlen(s), front = strspn(s, "0123456789"), behind = 0;
	const char *last = g_utf8_prev_char(s + len);
	const char *rest = s;
	int digit = -1;

	while (behind < len && g_ascii_isdigit(s[len - behind - 1]))
		behind++;
	if (front == 0 && behind == 0) {
		b->han = TRUE;
		digit = numeral_digit(g_utf8_get_char(s));
		if (digit >= 0)
			front = (gsize)(g_utf8_next_char(s) - s);
		else if ((digit = numeral_digit(g_utf8_get_char(last))) >= 0)
			behind = strlen(last);
	}
	b->first = front > 0;
	if (front == len || (front == 0 && behind == 0) ||
	    (!b->han && MAX(front, b->first ? 0 : behind) >= sizeof b->digits))
		return FALSE;
	if (b->han)
		g_snprintf(b->digits, sizeof b->digits, "%d", digit);
	else if (b->first)
		memcpy(b->digits, s, front);
	else
		memcpy(b->digits, s + len - behind, behind);
	rest = b->first ? s + front : s;
	b->rest = b->first ? g_strdup(rest) : g_strndup(s, len - behind);
	b->apart = normalise_is_mark(r->lexicon, b->first ?
	    g_utf8_get_char(rest) :
	    g_utf8_get_char(g_utf8_prev_char(s + len - behind)));
	normalise_trim(r->lexicon, b->rest);
	b->index = choices_digit(r->choices, b->digits);
	b->weight = summary_weight(r->lexicon, b->rest);
	return TRUE;
}

/* The answer some words name, by any rule. */
static int
choice_named(const struct reading *r, const char *rest)
{
	struct choice_how how;
	int index = choices_label(r->choices, rest);

	if (index == CHOICE_NONE)
		index = choices_sense(r->choices, rest);
	if (index == CHOICE_NONE)
		index = choices_within(r->choices, rest, &how);
	return index;
}

static gboolean
judge_named(const struct reading *r, const struct beside *b, int named)
{
	if (named == CHOICE_NONE)
		return FALSE;
	if (named == b->index && b->weight < 2 * UNDERSTAND_MATTER_WEIGHT)
		return rule_say(r, VERDICT_DIGIT_LABEL, b->index, NULL);
	if (named == b->index)
		return rule_say(r, VERDICT_DIGIT_MATTER, b->index, NULL);
	if (b->weight >= 2 * UNDERSTAND_MATTER_WEIGHT)
		return FALSE;
	return rule_say(r, VERDICT_DIGIT_DISAGREE, -1, NULL);
}

/* "好2", "0人工": what is beside the digit says nothing, or the same. */
static gboolean
judge_nicety(const struct reading *r, const struct beside *b)
{
	guint nice = WORD_COURTESY | WORD_GREETING | WORD_ACK | WORD_YES;
	gboolean zero = b->index < 0 && strcmp(b->digits, "0") == 0;

	if (summary_cover(r->lexicon, b->rest, zero ? nice | WORD_PERSON : nice,
	    0) == 0)
		return FALSE;
	if (zero)
		return rule_say(r, VERDICT_PERSON_ZERO, -1, NULL);
	if (b->index >= 0)
		return rule_say(r, VERDICT_DIGIT_COURTESY, b->index, NULL);
	return !r->expect->free_text && r->expect->count > 0 &&
	    rule_say(r, VERDICT_DIGIT_UNOFFERED, -1, NULL);
}

static gboolean
judge_words(const struct reading *r, const struct beside *b)
{
	gboolean amount = b->first && lexicon_match(r->lexicon, b->rest,
	    b->rest, WORD_MEASURE, NULL) > 0;
	gboolean refused = lexicon_match(r->lexicon, b->rest, b->rest,
	    WORD_REFUSAL, NULL) > 0;

	if (b->han || amount || r->expect->free_text ||
	    r->expect->count == 0 || g_ascii_isdigit(b->rest[0]))
		return FALSE;
	if (b->weight >= UNDERSTAND_MATTER_WEIGHT)
		return b->first && b->apart && !refused && b->index >= 0 &&
		    rule_say(r, VERDICT_DIGIT_MATTER, b->index, NULL);
	if (b->index < 0)
		return rule_say(r, VERDICT_DIGIT_UNOFFERED, -1, NULL);
	if (b->first && b->apart && !refused)
		return rule_say(r, VERDICT_DIGIT_WORDS, b->index, NULL);
	return rule_say(r, VERDICT_DIGIT_GLUED, -1, NULL);
}

/* A label with words around it, where no words were asked for. */
gboolean
rule_within(const struct reading *r, const char *s)
{
	struct choice_how how;
	int index;

	if (r->expect->free_text)
		return FALSE;
	index = choices_within(r->choices, s, &how);
	if (index == CHOICE_NONE)
		return FALSE;
	if (how.beside >= UNDERSTAND_MATTER_WEIGHT)
		return index >= 0 && !how.negated &&
		    rule_say(r, VERDICT_LABEL_MATTER, index, NULL);
	if (index == CHOICE_UNSURE)
		return rule_say(r, VERDICT_LABEL_UNSURE, -1, NULL);
	return rule_say(r, how.negated ? VERDICT_LABEL_NEGATED :
	    VERDICT_LABEL_WITHIN, index, NULL);
}
