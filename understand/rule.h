/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of understanding, and what they work with.  A rule looks at a normal text
 * and either says what it means (TRUE, first come first served) or leaves it
 * to the next.
 *
 *	understand.c	the order of things
 *	rule.c		what they share
 *	rule_whole.c	rules for a whole text
 *	rule_beside.c	rules for a choice with words beside it
 */
#ifndef UNDERSTAND_RULE_H
#define UNDERSTAND_RULE_H

#include "understand/choice.h"
#include "understand/lexicon.h"

/* Every rule: its name, what it makes of the text, how sure it is. */
#define VERDICT_LIST(X)							\
	X(LABEL,	"label",		ANSWER,		100)	\
	X(LABEL_WITHIN,	"label.within",		ANSWER,		85)	\
	X(LABEL_NEGATED, "label.negated",	ANSWER,		65)	\
	X(LABEL_UNSURE,	"label.unsure",		UNCLEAR,	100)	\
	X(LABEL_MATTER,	"label.matter",		MATTER,		80)	\
	X(DIGIT,	"digit",		ANSWER,		100)	\
	X(DIGIT_HAN,	"digit.han",		ANSWER,		100)	\
	X(DIGIT_SPELT,	"digit.spelt",		ANSWER,		90)	\
	X(DIGIT_LETTER,	"digit.letter",		ANSWER,		100)	\
	X(DIGIT_LOOKALIKE, "digit.lookalike",	ANSWER,		80)	\
	X(DIGIT_BOUNCE,	"digit.bounce",		ANSWER,		60)	\
	X(DIGIT_LABEL,	"digit.label",		ANSWER,		100)	\
	X(DIGIT_COURTESY, "digit.courtesy",	ANSWER,		90)	\
	X(DIGIT_WORDS,	"digit.words",		ANSWER,		70)	\
	X(DIGIT_MATTER,	"digit.matter",		MATTER,		80)	\
	X(DIGIT_DISAGREE, "digit.disagree",	UNCLEAR,	100)	\
	X(DIGIT_GLUED,	"digit.glued",		UNCLEAR,	100)	\
	X(DIGIT_SEVERAL, "digit.several",	UNCLEAR,	100)	\
	X(DIGIT_UNOFFERED, "digit.unoffered",	UNCLEAR,	100)	\
	X(DIGIT_UNASKED, "digit.unasked",	UNCLEAR,	100)	\
	X(NUMBER,	"number",		NUMBER,		100)	\
	X(CODE,		"code",			CODE,		100)	\
	X(CODE_UNASKED,	"code.unasked",		CODE,		90)	\
	X(CODE_WRONG,	"code.wrong",		BAD_CODE,	100)	\
	X(CODE_WRONG_UNASKED, "code.wrong.unasked", BAD_CODE,	80)	\
	X(CODE_LENGTH,	"code.length",		BAD_CODE,	80)	\
	X(YES,		"yes",			ANSWER,		95)	\
	X(NO,		"no",			ANSWER,		95)	\
	X(UNKNOWN,	"unknown",		ANSWER,		95)	\
	X(SENSE_UNSURE,	"sense.unsure",		UNCLEAR,	100)	\
	X(SENSE_UNASKED, "sense.unasked",	UNCLEAR,	100)	\
	X(PERSON,	"person",		PERSON,		100)	\
	X(PERSON_ZERO,	"person.zero",		PERSON,		100)	\
	X(MENU,		"menu",			MENU,		100)	\
	X(OPT_OUT,	"opt_out",		OPT_OUT,	100)	\
	X(OPT_OUT_OFFERED, "opt_out.offered",	OPT_OUT,	100)	\
	X(OPT_IN,	"opt_in",		OPT_IN,		100)	\
	X(MISSED,	"missed",		MISSED,		100)	\
	X(GREETING,	"greeting",		GREETING,	100)	\
	X(ACK,		"ack",			ACK,		100)	\
	X(BLANK,	"blank",		BLANK,		100)	\
	X(AUTOMATIC,	"automatic",		AUTOMATIC,	90)	\
	X(TEXT,		"text",			TEXT,		90)	\
	X(TEXT_NUMBER,	"text.number",		TEXT,		60)	\
	X(MATTER,	"matter",		MATTER,		90)	\
	X(FRAGMENT,	"fragment",		FRAGMENT,	50)	\
	X(SIGNS,	"signs",		UNCLEAR,	100)

enum verdict {
#define X(name, rule, meaning, confidence)	VERDICT_##name,
	VERDICT_LIST(X)
#undef X
};

/* One text being read. */
struct reading {
	const struct lexicon *lexicon;
	const struct expectation *expect;
	const struct choices *choices;
	struct understanding *u;
};

/* Writes a verdict down; always TRUE. */
gboolean rule_say(const struct reading *r, enum verdict verdict, int index,
	    const char *value);

/* Take one word of `classes` off an end, and the marks beside it, in place;
 * FALSE when there is none or nothing would be left. */
gboolean rule_strip_front(const struct reading *r, char *s, guint classes);
gboolean rule_strip_behind(const struct reading *r, char *s, guint classes);

gboolean rule_label(const struct reading *r, const char *s);
gboolean rule_command(const struct reading *r, const char *s);
gboolean rule_code(const struct reading *r, const char *s);
gboolean rule_number(const struct reading *r, const char *s);
gboolean rule_several(const struct reading *r, const char *s);
gboolean rule_sense(const struct reading *r, const char *s);
gboolean rule_nicety(const struct reading *r, const char *s);

gboolean rule_digit_words(const struct reading *r, const char *s);
gboolean rule_within(const struct reading *r, const char *s);

#endif
