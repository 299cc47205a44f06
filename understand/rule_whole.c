/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rules for a whole text: it is a label, a command, a code, a number, a yes or
 * a no, a nicety, and nothing else.
 */
#include "understand/rule.h"

#include <string.h>

#include "base/number.h"
#include "understand/normalise.h"
#include "understand/summary.h"
#include "understand/numeral.h"

/* A number about as long as a code, where a code is wanted, is a mistyped one. */
#define CODE_MIN	5
#define CODE_MAX	12

static char	*read_digits(const struct reading *r, const char *s,
		    enum verdict *how);
static gboolean	same_signs(const char *digits);
static gsize	read_one_of_several(const struct reading *r, const char *start,
		    const char *at, char **digits);

gboolean
rule_label(const struct reading *r, const char *s)
{
	int index = choices_label(r->choices, s);

	return index >= 0 && rule_say(r, VERDICT_LABEL, index, NULL);
}

/* Commands are whole messages: 退订 is one, 停水 is none (DESIGN 4.5). */
gboolean
rule_command(const struct reading *r, const char *s)
{
	static const struct command {
		guint	 class;
		enum verdict verdict;
	} commands[] = {
		{ WORD_OPT_OUT, VERDICT_OPT_OUT },
		{ WORD_OPT_IN, VERDICT_OPT_IN },
		{ WORD_MISSED, VERDICT_MISSED },
		{ WORD_PERSON, VERDICT_PERSON },
		{ WORD_MENU, VERDICT_MENU },
	};

	if (r->expect->opt_out &&
	    lexicon_is(r->lexicon, s, WORD_OPT_OFFERED))
		return rule_say(r, VERDICT_OPT_OUT_OFFERED, -1, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
		if (summary_cover(r->lexicon, s, commands[i].class,
		    WORD_COURTESY | WORD_GREETING) != 0)
			return rule_say(r, commands[i].verdict, -1, NULL);
	return FALSE;
}

gboolean
rule_code(const struct reading *r, const char *s)
{
	g_autofree char *rest = g_strdup(s);
	gboolean marked = rule_strip_front(r, rest, WORD_CODE_MARK);
	gboolean wanted = r->expect->code || marked;
	g_autofree char *digits = number_digits(rest);
	char number[NUMBER_SIZE];
	enum number_reading reading;
	gsize len;

	if (digits == NULL)
		return FALSE;
	len = strlen(digits);
	reading = number_read(digits, number);
	if (reading == NUMBER_HOLDS) {
		if (wanted)
			return rule_say(r, VERDICT_CODE, -1, digits);
		if (!r->expect->number)
			return rule_say(r, VERDICT_CODE_UNASKED, -1, digits);
	}
	/* Nobody answers a menu with eight digits, nor begins with them. */
	if (!wanted && reading == NUMBER_MISTYPED && !r->expect->number &&
	    !r->expect->free_text)
		return rule_say(r, VERDICT_CODE_WRONG_UNASKED, -1, digits);
	if (!wanted || len < CODE_MIN || len > CODE_MAX)
		return FALSE;
	return rule_say(r, reading == NUMBER_NONE ? VERDICT_CODE_LENGTH :
	    VERDICT_CODE_WRONG, -1, digits);
}

gboolean
rule_number(const struct reading *r, const char *s)
{
	enum verdict how;
	g_autofree char *digits = read_digits(r, s, &how);
	const char *value;
	char one[2] = "";
	int index;

	if (digits == NULL)
		return FALSE;
	index = choices_digit(r->choices, digits);
	if (index >= 0)
		return rule_say(r, how, index, NULL);
	if (strcmp(digits, "0") == 0)
		return rule_say(r, VERDICT_PERSON_ZERO, -1, NULL);
	value = digits + strspn(digits, "0");
	if (r->expect->number && how != VERDICT_DIGIT_LOOKALIKE &&
	    *value != '\0')
		return rule_say(r, VERDICT_NUMBER, -1, value);
	one[0] = digits[0];
	if (same_signs(digits)) {
		index = choices_digit(r->choices, one);
		if (index >= 0)
			return rule_say(r, VERDICT_DIGIT_BOUNCE, index, NULL);
		if (one[0] == '0')
			return rule_say(r, VERDICT_PERSON_ZERO, -1, NULL);
	}
	if (r->expect->free_text)
		return rule_say(r, VERDICT_TEXT_NUMBER, -1, NULL);
	return rule_say(r, r->expect->count > 0 ? VERDICT_DIGIT_UNOFFERED :
	    VERDICT_DIGIT_UNASKED, -1, NULL);
}

/* The digits of a whole text that is one number, however it is written. */
static char *
read_digits(const struct reading *r, const char *s, enum verdict *how)
{
	char *digits = numeral_read(s);
	int digit;

	*how = g_ascii_isdigit(*s) ? VERDICT_DIGIT : VERDICT_DIGIT_HAN;
	if (digits != NULL)
		return digits;
	*how = VERDICT_DIGIT_LETTER;
	if (r->expect->letters && *s >= 'a' && *s <= 'e' && s[1] == '\0')
		return g_strdup_printf("%d", *s - 'a' + 1);
	*how = VERDICT_DIGIT_SPELT;
	digit = lexicon_spelt_digit(r->lexicon, s);
	if (digit < 0) {
		*how = VERDICT_DIGIT_LOOKALIKE;
		digit = lexicon_lookalike(r->lexicon, s);
	}
	return digit < 0 ? NULL : g_strdup_printf("%d", digit);
}

/* "22", "222": a key that bounced (DOMAIN 5.2: two or three times). */
static gboolean
same_signs(const char *digits)
{
	gsize len = strlen(digits);

	return (len == 2 || len == 3) && digits[1] == digits[0] &&
	    (len == 2 || digits[2] == digits[0]);
}

/* "1 2", "3和4", "1/2" are asked again; "2 2" is 2. */
gboolean
rule_several(const struct reading *r, const char *s)
{
	g_autofree char *first = NULL;
	gboolean differ = FALSE;
	int count = 0, index;
	gsize len;

	for (const char *p = s; *p != '\0'; p += len) {
		g_autofree char *digits = NULL;

		len = read_one_of_several(r, s, p, &digits);
		if (len == 0)
			return FALSE;
		if (digits == NULL)
			continue;
		count++;
		differ |= first != NULL && strcmp(first, digits) != 0;
		if (first == NULL)
			first = g_steal_pointer(&digits);
	}
	if (count < 2 || r->expect->free_text)
		return FALSE;
	index = differ || count > 3 ? CHOICE_NONE :
	    choices_digit(r->choices, first);
	return rule_say(r, index >= 0 ? VERDICT_DIGIT_BOUNCE :
	    VERDICT_DIGIT_SEVERAL, index, NULL);
}

/* A number, a joining word or a mark at `at`: its octets, 0 anything else. */
static gsize
read_one_of_several(const struct reading *r, const char *start,
    const char *at, char **digits)
{
	gunichar c = g_utf8_get_char(at);
	gsize len = strspn(at, "0123456789");

	if (len > 0) {
		*digits = g_strndup(at, len);
		return len;
	}
	len = lexicon_match(r->lexicon, start, at, WORD_JOIN, NULL);
	if (len > 0)
		return len;
	if (numeral_digit(c) >= 0)
		*digits = g_strdup_printf("%d", numeral_digit(c));
	else if (!normalise_is_mark(r->lexicon, c))
		return 0;
	return (gsize)(g_utf8_next_char(at) - at);
}

gboolean
rule_sense(const struct reading *r, const char *s)
{
	static const enum verdict verdict_of[] = {
		[SENSE_NONE] = VERDICT_YES, [SENSE_YES] = VERDICT_YES,
		[SENSE_NO] = VERDICT_NO, [SENSE_UNKNOWN] = VERDICT_UNKNOWN,
	};
	int index = choices_sense(r->choices, s);

	if (index >= 0)
		return rule_say(r, verdict_of[r->expect->answers[index].sense],
		    index, NULL);
	if (index == CHOICE_UNSURE && !r->expect->free_text)
		return rule_say(r, VERDICT_SENSE_UNSURE, -1, NULL);
	if (!r->expect->free_text && summary_cover(r->lexicon, s,
	    WORD_NO | WORD_UNKNOWN, WORD_COURTESY | WORD_GREETING) != 0)
		return rule_say(r, VERDICT_SENSE_UNASKED, -1, NULL);
	return FALSE;
}

gboolean
rule_nicety(const struct reading *r, const char *s)
{
	if (summary_cover(r->lexicon, s, WORD_GREETING, WORD_COURTESY) != 0)
		return rule_say(r, VERDICT_GREETING, -1, NULL);
	if (summary_cover(r->lexicon, s, WORD_ACK | WORD_YES, WORD_COURTESY |
	    WORD_GREETING) != 0)
		return rule_say(r, VERDICT_ACK, -1, NULL);
	return FALSE;
}
