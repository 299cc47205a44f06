/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Understanding, from the normal text to its meaning.
 *
 * The order is the point (DOMAIN 5.2): the text is tried as it stands, then
 * without courtesy, then without what people put around a choice, then out of
 * pinyin, each time as a whole; only then is a digit looked for beside words,
 * a label within them, and at last it is what a person has to tell.  The first
 * rule that speaks ends it; asking again is speaking, too.
 *
 * Invariants: no state; rules that try a text in many forms see at most
 * UNDERSTAND_RULES_MAX characters, so that everything stays linear; a rule
 * never leaves a text empty and then judges that.
 */
#include "understand/understand.h"

#include <string.h>

#include "understand/normalise.h"
#include "understand/summary.h"
#include "understand/rule.h"

/* Longer texts tell something; all they may do besides is begin with a digit. */
#define UNDERSTAND_RULES_MAX	64

static const char *const meaning_names[] = {
	[MEANING_ANSWER] = "answer", [MEANING_NUMBER] = "number",
	[MEANING_CODE] = "code", [MEANING_BAD_CODE] = "bad code",
	[MEANING_TEXT] = "text", [MEANING_MATTER] = "matter",
	[MEANING_FRAGMENT] = "fragment", [MEANING_PERSON] = "person",
	[MEANING_MENU] = "menu", [MEANING_OPT_OUT] = "opt out",
	[MEANING_OPT_IN] = "opt in", [MEANING_GREETING] = "greeting",
	[MEANING_ACK] = "ack", [MEANING_MISSED] = "missed",
	[MEANING_BLANK] = "blank", [MEANING_UNCLEAR] = "ask again",
	[MEANING_AUTOMATIC] = "automatic",
};

static const struct expectation nothing_expected;

/* The forms one text is tried in. */
enum form_step {
	FORM_PLAIN,		/* as normal (after step 5) */
	FORM_COURTESY,		/* without 你好, 谢谢 */
	FORM_SUFFIX,		/* without 吧, 号 */
	FORM_BARE,		/* without 我选, 第, too (after step 6) */
	FORM_PINYIN,		/* tousu as 投诉 */
	FORM_COUNT
};

typedef gboolean (*rule_fn)(const struct reading *r, const char *s);

/* Rules for the whole of a text, in order.  Bare forms have lost a word, so
 * that 要不要 is bared to 不要: they may not say yes or no. */
static const struct rule {
	rule_fn	 fn;
	gboolean bare;
} whole_rules[] = {
	{ rule_label, TRUE },
	{ rule_command, TRUE },
	{ rule_code, TRUE },
	{ rule_number, TRUE },
	{ rule_several, TRUE },
	{ rule_sense, FALSE },
	{ rule_nicety, FALSE },
};

static gboolean	read_choice(const struct reading *r, const char *normal);
static gboolean	read_proxy(const struct reading *r, const char *normal);
static void	read_forms(const struct reading *r, const char *normal,
		    char *forms[FORM_COUNT]);
static void	read_plain(const struct reading *r, char *s);
static gboolean	read_whole(const struct reading *r, char *const forms[]);
static void	read_free(const struct reading *r);

const char *
meaning_name(enum meaning meaning)
{
	return meaning_names[meaning];
}

void
understanding_clear(struct understanding *u)
{
	g_free(u->value);
	*u = (struct understanding){ .index = -1 };
}

char *
understand_normalise(const struct lexicon *lexicon, const char *text)
{
	char *normal = normalise_chars(lexicon, text);

	normalise_ends(lexicon, normal);
	return normal;
}

char *
understand_plain(const struct lexicon *lexicon, const char *normal)
{
	const struct reading r = { .lexicon = lexicon };
	char *plain = g_strdup(normal);

	if (g_utf8_strlen(normal, -1) <= UNDERSTAND_RULES_MAX)
		read_plain(&r, plain);
	return plain;
}

int
understand_weight(const struct lexicon *lexicon, const char *text)
{
	g_autofree char *normal = understand_normalise(lexicon, text);

	return summary_weight(lexicon, normal);
}

void
understand(const struct lexicon *lexicon, const char *text,
    const struct expectation *expect, struct understanding *u)
{
	struct reading r = { lexicon, expect ?: &nothing_expected, NULL, u };
	struct choices *choices = r.expect->choices != NULL ? NULL :
	    choices_new(lexicon, r.expect);
	g_autofree char *chars = normalise_chars(lexicon, text);
	g_autofree char *normal = g_strdup(chars);

	r.choices = choices != NULL ? choices : r.expect->choices;
	*u = (struct understanding){ .index = -1 };
	normalise_ends(lexicon, normal);
	u->emergency = summary_emergency(lexicon, chars);
	u->weight = summary_weight(lexicon, normal);
	if (*normal == '\0')
		rule_say(&r, VERDICT_BLANK, -1, NULL);
	else if (summary_automatic(lexicon, chars))
		rule_say(&r, VERDICT_AUTOMATIC, -1, NULL);
	else if (!(g_utf8_strlen(normal, -1) > UNDERSTAND_RULES_MAX ?
	    rule_digit_words(&r, normal) : rule_label(&r, normal) ||
	    read_proxy(&r, normal) || read_choice(&r, normal)))
		read_free(&r);
	choices_free(choices);
}

/* Whole, then digit beside words, then label within them. */
static gboolean
read_choice(const struct reading *r, const char *normal)
{
	char *forms[FORM_COUNT];
	gboolean said;

	read_forms(r, normal, forms);
	said = read_whole(r, forms) ||
	    rule_digit_words(r, forms[FORM_PLAIN]) ||
	    rule_digit_words(r, forms[FORM_COURTESY]) ||
	    rule_within(r, forms[FORM_COURTESY]);
	for (int i = 0; i < FORM_COUNT; i++)
		g_free(forms[i]);
	return said;
}

/* "代1", "1(代)": the mark counts only beside an answer, 代办 is a word. */
static gboolean
read_proxy(const struct reading *r, const char *normal)
{
	g_autofree char *rest = g_strdup(normal);
	struct understanding *u = r->u;

	if (!rule_strip_front(r, rest, WORD_PROXY) &&
	    !rule_strip_behind(r, rest, WORD_PROXY))
		return FALSE;
	if (!read_choice(r, rest))
		return FALSE;
	u->proxy = u->index >= 0 || u->meaning == MEANING_NUMBER ||
	    u->meaning == MEANING_CODE;
	return u->proxy;
}

static void
read_forms(const struct reading *r, const char *normal,
    char *forms[FORM_COUNT])
{
	g_auto(GStrv) words = g_strsplit(normal, " ", -1);
	g_autofree char *typed = g_strjoinv(NULL, words);
	const char *chinese = lexicon_pinyin(r->lexicon, typed);
	char *s;

	forms[FORM_PLAIN] = g_strdup(normal);
	s = forms[FORM_COURTESY] = g_strdup(normal);
	read_plain(r, s);
	s = forms[FORM_SUFFIX] = g_strdup(s);
	rule_strip_behind(r, s, WORD_SUFFIX);
	s = forms[FORM_BARE] = g_strdup(s);
	if (rule_strip_front(r, s, WORD_PREFIX))
		rule_strip_front(r, s, WORD_PREFIX);
	rule_strip_behind(r, s, WORD_SUFFIX |
	    (r->expect->number ? (guint)WORD_MEASURE : 0));
	forms[FORM_PINYIN] = g_strdup(chinese ?: normal);
}

static void
read_plain(const struct reading *r, char *s)
{
	while (rule_strip_front(r, s, WORD_GREETING | WORD_COURTESY) ||
	    rule_strip_behind(r, s, WORD_GREETING | WORD_COURTESY))
		continue;
}

static gboolean
read_whole(const struct reading *r, char *const forms[])
{
	for (int i = 0; i < FORM_COUNT; i++)
		for (gsize j = 0; j < G_N_ELEMENTS(whole_rules); j++)
			if ((i != FORM_BARE || whole_rules[j].bare) &&
			    whole_rules[j].fn(r, forms[i]))
				return TRUE;
	return FALSE;
}

/* It is what a person has to tell. */
static void
read_free(const struct reading *r)
{
	if (r->expect->free_text)
		rule_say(r, VERDICT_TEXT, -1, NULL);
	else if (r->u->weight >= UNDERSTAND_MATTER_WEIGHT)
		rule_say(r, VERDICT_MATTER, -1, NULL);
	else if (r->u->weight > 0)
		rule_say(r, VERDICT_FRAGMENT, -1, NULL);
	else
		rule_say(r, VERDICT_SIGNS, -1, NULL);
}
