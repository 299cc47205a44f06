/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Matching words against a screen's answers.
 *
 * Invariants: a label never matches inside a longer label (满意 in 不满意); a
 * label with a denial before it is never taken for itself; what doubts, denies
 * twice or names two answers is UNSURE, never a guess.
 *
 * A denial in another clause is a second thought about what was good, and the
 * reason for what was not: 办好了，水还没通 is UNSURE, 不满意，灯没修 is not.
 */
#include "understand/choice.h"

#include <string.h>

#include "understand/normalise.h"
#include "understand/summary.h"

/* A label is looked for in texts no longer than this, characters. */
#define CHOICE_WITHIN_MAX	32

struct form {
	char	*text;
	gsize	 len;
	int	 index;
};

struct choices {
	const struct lexicon *lexicon;
	const struct expectation *expect;
	GArray	*forms;		/* struct form, longest first */
};

/* What choices_within() has seen so far. */
struct within {
	int	 index;		/* NONE, an answer, or UNSURE */
	int	 labels;	/* weight of the labels seen */
	gboolean denial;	/* a negation waits for its label */
	gboolean loose;		/* a negation found none, or there is a doubt */
	gboolean named;		/* this clause names an answer */
	gboolean doubted;	/* a clause that did had such a negation */
	gboolean elsewhere;	/* a clause that did not */
	gboolean unknown;	/* a don't-know word */
	gboolean negated;
};

static void	choices_add(struct choices *choices, const char *words,
		    int index);
static int	choices_longer(const void *a, const void *b);
static void	choices_form_clear(void *form);
static int	choices_with_sense(const struct choices *choices,
		    enum answer_sense sense);
static gboolean	choices_doubled(const struct choices *choices,
		    const char *chars);
static const struct form *choices_form_at(const struct choices *choices,
		    const char *at);
static gsize	choices_see(const struct choices *choices, const char *start,
		    const char *at, struct within *within);
static void	choices_see_form(const struct choices *choices,
		    const struct form *form, struct within *within);
static void	choices_end_clause(struct within *within);
static gboolean	choices_denies(const struct choices *choices, int index);
static int	choices_denied(const struct choices *choices,
		    const struct form *form);

struct choices *
choices_new(const struct lexicon *lexicon, const struct expectation *expect)
{
	struct choices *choices = g_new0(struct choices, 1);
	const struct answer *answer;

	choices->lexicon = lexicon;
	choices->expect = expect;
	choices->forms = g_array_new(FALSE, FALSE, sizeof(struct form));
	g_array_set_clear_func(choices->forms, choices_form_clear);
	for (int i = 0; i < expect->count; i++) {
		answer = &expect->answers[i];
		choices_add(choices, answer->label, i);
		for (int j = 0; answer->words != NULL &&
		    answer->words[j] != NULL; j++)
			choices_add(choices, answer->words[j], i);
	}
	g_array_sort(choices->forms, choices_longer);
	return choices;
}

void
choices_free(struct choices *choices)
{
	if (choices == NULL)
		return;
	g_array_free(choices->forms, TRUE);
	g_free(choices);
}

int
choices_digit(const struct choices *choices, const char *digit)
{
	const struct expectation *expect = choices->expect;

	for (int i = 0; i < expect->count; i++)
		if (g_strcmp0(expect->answers[i].digit, digit) == 0)
			return i;
	return CHOICE_NONE;
}

int
choices_label(const struct choices *choices, const char *chars)
{
	const struct form *form;

	for (guint i = 0; i < choices->forms->len; i++) {
		form = &g_array_index(choices->forms, struct form, i);
		if (strcmp(form->text, chars) == 0)
			return form->index;
	}
	return CHOICE_NONE;
}

int
choices_sense(const struct choices *choices, const char *chars)
{
	static const struct sense_row {
		guint	 class;
		enum answer_sense sense;
	} rows[] = {
		{ WORD_YES, SENSE_YES }, { WORD_NO, SENSE_NO },
		{ WORD_UNKNOWN, SENSE_UNKNOWN }, { WORD_ACK, SENSE_YES },
	};
	guint wanted = WORD_YES | WORD_NO | WORD_UNKNOWN, said;

	if (choices->expect->ack_ok)
		wanted |= WORD_ACK;
	said = summary_cover(choices->lexicon, chars, wanted,
	    WORD_COURTESY | WORD_GREETING);
	if ((said & WORD_YES) != 0)
		said &= ~(guint)WORD_ACK;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		if (said == rows[i].class)
			return choices_doubled(choices, chars) ?
			    CHOICE_UNSURE :
			    choices_with_sense(choices, rows[i].sense);
	return said != 0 ? CHOICE_UNSURE : CHOICE_NONE;
}

int
choices_within(const struct choices *choices, const char *chars,
    struct choice_how *how)
{
	struct within within = { .index = CHOICE_NONE };

	*how = (struct choice_how){ 0 };
	if (choices->forms->len == 0 ||
	    g_utf8_strlen(chars, -1) > CHOICE_WITHIN_MAX)
		return CHOICE_NONE;
	for (const char *p = chars; *p != '\0';)
		p += choices_see(choices, chars, p, &within);
	choices_end_clause(&within);
	if (within.index == CHOICE_NONE)
		return CHOICE_NONE;
	how->beside = summary_weight(choices->lexicon, chars) - within.labels;
	how->negated = within.negated;
	if (within.unknown)
		return choices_with_sense(choices, SENSE_UNKNOWN) >= 0 ?
		    choices_with_sense(choices, SENSE_UNKNOWN) : CHOICE_UNSURE;
	if (within.doubted || (within.elsewhere &&
	    !choices_denies(choices, within.index)))
		return CHOICE_UNSURE;
	return within.index;
}

static void
choices_add(struct choices *choices, const char *words, int index)
{
	struct form form = { .index = index };

	if (words == NULL)
		return;
	form.text = normalise_chars(choices->lexicon, words);
	normalise_trim(choices->lexicon, form.text);
	form.len = strlen(form.text);
	if (form.len > 0)
		g_array_append_val(choices->forms, form);
	else
		g_free(form.text);
}

static int
choices_longer(const void *a, const void *b)
{
	const struct form *one = a, *other = b;

	return (one->len < other->len) - (one->len > other->len);
}

static void
choices_form_clear(void *form)
{
	g_free(((struct form *)form)->text);
}

static int
choices_with_sense(const struct choices *choices, enum answer_sense sense)
{
	const struct expectation *expect = choices->expect;

	for (int i = 0; i < expect->count; i++)
		if (expect->answers[i].sense == sense)
			return i;
	return CHOICE_NONE;
}

/* Two different noes in one breath make a yes, or a stutter: 没有不行. */
static gboolean
choices_doubled(const struct choices *choices, const char *chars)
{
	const char *before = NULL;
	gsize len, before_len = 0;

	for (const char *p = chars; *p != '\0'; p += len) {
		len = lexicon_match(choices->lexicon, chars, p, WORD_NO, NULL);
		if (len > 0 && before != NULL &&
		    (len != before_len || memcmp(p, before, len) != 0))
			return TRUE;
		before = len > 0 ? p : NULL;
		before_len = len;
		if (len == 0)
			len = (gsize)(g_utf8_next_char(p) - p);
	}
	return FALSE;
}

/* One character is too little to find in the middle of something. */
static const struct form *
choices_form_at(const struct choices *choices, const char *at)
{
	const struct form *form;

	for (guint i = 0; i < choices->forms->len; i++) {
		form = &g_array_index(choices->forms, struct form, i);
		if (strncmp(at, form->text, form->len) == 0 &&
		    *g_utf8_next_char(form->text) != '\0' &&
		    !g_ascii_isalnum(form->text[0]))
			return form;
	}
	return NULL;
}

/* Takes what stands at `at`; returns its octets. */
static gsize
choices_see(const struct choices *choices, const char *start, const char *at,
    struct within *within)
{
	const struct form *form = choices_form_at(choices, at);
	guint found = 0;
	gsize len;

	if (form != NULL) {
		choices_see_form(choices, form, within);
		return form->len;
	}
	len = lexicon_match(choices->lexicon, start, at, WORD_UNKNOWN |
	    WORD_NEGATION | WORD_DOUBT | WORD_DEGREE, &found);
	if (within->denial && (found & WORD_DEGREE) != 0)
		return len;
	within->loose |= within->denial;
	within->denial = (found & WORD_NEGATION) != 0;
	within->loose |= (found & WORD_DOUBT) != 0;
	within->unknown |= (found & WORD_UNKNOWN) != 0;
	if (len > 0)
		return len;
	if (*at != ' ' && normalise_is_mark(choices->lexicon, g_utf8_get_char(at)))
		choices_end_clause(within);
	return (gsize)(g_utf8_next_char(at) - at);
}

/* What hung in the air makes the label of its clause doubtful, or the others'. */
static void
choices_end_clause(struct within *within)
{
	within->loose |= within->denial;
	within->doubted |= within->loose && within->named;
	within->elsewhere |= within->loose && !within->named;
	within->denial = within->loose = within->named = FALSE;
}

static void
choices_see_form(const struct choices *choices, const struct form *form,
    struct within *within)
{
	int index = form->index;

	if (within->denial) {
		index = choices_denied(choices, form);
		within->negated = TRUE;
		within->denial = FALSE;
	}
	within->named = TRUE;
	within->unknown |= index >= 0 &&
	    choices->expect->answers[index].sense == SENSE_UNKNOWN;
	within->labels += summary_weight(choices->lexicon, form->text);
	if (within->index == CHOICE_NONE)
		within->index = index;
	else if (within->index != index)
		within->index = CHOICE_UNSURE;
}

/* The answer that is a negation and this label: 不满意 of 满意. */
static int
choices_denied(const struct choices *choices, const struct form *form)
{
	const struct form *other;
	gsize len;

	for (guint i = 0; i < choices->forms->len; i++) {
		other = &g_array_index(choices->forms, struct form, i);
		len = lexicon_match(choices->lexicon, other->text, other->text,
		    WORD_NEGATION, NULL);
		if (len > 0 && strcmp(other->text + len, form->text) == 0)
			return other->index;
	}
	return CHOICE_UNSURE;
}

/* Is the answer's label a denial itself? */
static gboolean
choices_denies(const struct choices *choices, int index)
{
	g_autofree char *label = NULL;

	if (index < 0)
		return FALSE;
	label = normalise_chars(choices->lexicon,
	    choices->expect->answers[index].label);
	return lexicon_match(choices->lexicon, label, label, WORD_NEGATION,
	    NULL) > 0;
}
