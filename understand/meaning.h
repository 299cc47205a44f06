/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a screen expects, and what a text may mean.
 */
#ifndef UNDERSTAND_MEANING_H
#define UNDERSTAND_MEANING_H

#include <glib.h>

/* From this weight on, words are a matter of their own (DOMAIN 5.2). An office
 * that wants another limit compares understanding.weight itself. */
#define UNDERSTAND_MATTER_WEIGHT	6

struct choices;

/* One thing that may come back. Strings are borrowed from the menu. */
struct answer {
	const char *digit;	/* "1" */
	const char *label;	/* "反映事情" */
	const char *const *words;	/* more ways to say it; NULL-terminated, or NULL */
	enum answer_sense {
		SENSE_NONE, SENSE_YES, SENSE_NO, SENSE_UNKNOWN
	} sense;		/* takes the lexicon's yes / no / don't-know words too */
};

/* What a screen expects. */
struct expectation {
	const struct answer *answers;
	int	 count;
	gboolean ack_ok;	/* 好, 收到 count as SENSE_YES (alerts) */
	gboolean letters;	/* a-e are 1-5 (surveys) */
	gboolean free_text;	/* any words are an answer */
	gboolean number;	/* a number is an answer */
	gboolean code;		/* an 8-digit code with its Damm digit */
	gboolean opt_out;	/* N counts as opt-out too */
	/* choices_new() of these answers, for who asks more than once: labels are
	 * normalised there.  NULL: made anew for each text. */
	const struct choices *choices;
};

enum meaning {
	MEANING_ANSWER,		/* answers[index] */
	MEANING_NUMBER,		/* value */
	MEANING_CODE,		/* value is the code, holds */
	MEANING_BAD_CODE,	/* eight digits, but one is wrong */
	MEANING_TEXT,		/* free text the screen wanted */
	MEANING_MATTER,		/* free text where a digit was expected, long
				 * enough to be a matter of its own; when it
				 * began with an answer ("3 根本没人来修过"),
				 * index names that, too */
	MEANING_FRAGMENT,	/* a few words: perhaps a piece of a matter; on
				 * a screen with options that is a wrong
				 * answer, unless one is being collected */
	MEANING_PERSON,		/* 0, 人工: a person, please */
	MEANING_MENU,		/* 菜单, 帮助, ? */
	MEANING_OPT_OUT,	/* a whole message that is an opt-out phrase */
	MEANING_OPT_IN,
	MEANING_GREETING,	/* 你好 and nothing else */
	MEANING_ACK,		/* 好, 谢谢, 收到 where that answers nothing */
	MEANING_MISSED,		/* "打错了", "不是我" */
	MEANING_BLANK,		/* blanks, punctuation: give the key hint */
	MEANING_UNCLEAR,	/* ask again */
	MEANING_AUTOMATIC	/* an auto-responder: do not answer */
};
enum emergency { EMERGENCY_NONE, EMERGENCY_WEAK, EMERGENCY_STRONG };

struct understanding {
	enum meaning meaning;
	int	 index;		/* MEANING_ANSWER; MEANING_MATTER perhaps; else
				 * -1 */
	char	*value;		/* MEANING_NUMBER, MEANING_CODE; NULL otherwise */
	int	 confidence;	/* percent */
	const char *rule;	/* which rule said so, a constant: "digit", "label",
				 * "yes.dialect", … */
	enum emergency emergency; /* words of danger, whatever the meaning (DOMAIN 1.6) */
	gboolean proxy;		/* 代: somebody else typed it */
	int	 weight;	/* understand_weight() of the text */
};

#endif
