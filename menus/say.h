/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The door: every text to a phone leaves by say_text(), say_ask() or
 * say_reply() (DESIGN 5.1).  What must hold for all that is said is asked here
 * and nowhere else, by the kind of the saying:
 *
 *	kind		lane	opt-out	not	nothing	only	not	bound	its question
 *				of its	theirs	older	verified while	per	waits its
 *				topic		than	numbers	they	causer	turn
 *						owner		rest
 *	SAY_REPLY	reply	-	-	-	-	-	-	-
 *	SAY_NEWS	reply	-	yes	yes	yes	-	-	yes
 *	SAY_NOTICE	notice	yes	yes	yes	yes	yes	yes	yes
 *	SAY_THIRD	notice	yes	yes	-	-	-	yes	yes
 *	SAY_SURVEY	survey	yes	yes	yes	yes	yes	yes	yes
 *	SAY_DUTY	duty	-	yes	yes	-	-	yes	yes
 *	SAY_OFFICE	duty	-	-	-	-	-	yes	-
 *	SAY_STAFF	its own	-	-	-	-	-	-	-
 *
 * Numbers that nobody has heard from, reached or confirmed for half a year
 * (person_verified()) get nothing with content: no saying that fills in anything, but
 * alerts.  A question that shows nothing goes, and verifies the number when it
 * arrives.  A cadre's number is the office's own to know.
 *
 * Those rest who are dead or away, and for a month whose household mourns
 * (person_may_be_asked()).
 *
 * What is held back from a number stands in db/held.h, where staff see it.
 *
 * Quiet hours, paces and ceilings belong to the lane (smsd/outflow, DOMAIN
 * 5.5); what is urgent takes the alert lane, which knows no hours.
 *
 * All of it happens in the caller's transaction; nothing leaves before its
 * commit.  Functions return FALSE only when the database failed.
 */
#ifndef MENUS_SAY_H
#define MENUS_SAY_H

#include "db/inbox.h"
#include "db/outbox.h"
#include "db/question.h"
#include "menus/options.h"
#include "menus/service.h"

/* What became of a saying. */
enum say_result {
	SAY_SAID,
	SAY_WAITS,		/* its question is asked when its turn comes */
	SAY_BEFORE,		/* its key was said before */
	SAY_OPTED_OUT,		/* they do not want this topic */
	SAY_NOT_THEIRS,		/* the number is not that person's any more */
	SAY_UNVERIFIED,		/* nobody knows whether it still is */
	SAY_RESTS,		/* they, or their household, must not be asked now */
	SAY_BOUNDED,		/* whoever caused it has caused enough */
	SAY_RESULT_COUNT
};
/* "opted out", for logs and tests. */
const char *say_result_name(enum say_result result);
/* Was it said, now or before, or will it be when its turn comes? */
gboolean say_is_said(enum say_result result);

struct say {
	/* The screen, whose kind its service's row tells (struct saying), and
	 * what it shows; fill NULL: nothing. */
	const char *screen;
	GHashTable *fill;

	const char *phone;
	const char *line;
	const char *modem;	/* the SIM it must leave by; NULL any of the line */
	const char *key;	/* natural key: said once for ever */
	gint64	 not_before;	/* us; 0 now */
	gint64	 not_after;	/* 0: the lane's (outbox_add()) */
	gboolean urgent;	/* by the alert lane */

	gint64	 since;		/* us: when the matter began that it tells of or asks
				 * about; always told, but to the office */
	const struct inbox_msg *cause;	/* the text that causes it; NULL none */
	GHashTable *data;	/* say_ask(): what its answer needs; NULL nothing */
};

/* Says a screen that asks nothing. */
gboolean say_text(struct dialog *dialog, const struct say *say,
	    enum say_result *result, GError **error);

/*
 * Says a screen and opens its question.  While another question is open on that
 * phone and line it waits, unless it is an alert's: that pushes a lesser
 * one aside, which is asked again afterwards.  One that has waited past
 * not_after is not asked.
 */
gboolean say_ask(struct dialog *dialog, const struct say *say,
	    enum say_result *result, GError **error);

/*
 * Answers a text: to its sender, by the way it came; `question_id` is what it
 * asks, 0 nothing.  *added FALSE when the key was said before.
 */
gboolean say_reply(struct dialog *dialog, const struct inbox_msg *cause,
	    enum lane lane, const char *key, const char *text, gint64 question_id,
	    gboolean *added, GError **error);

/* Words that are no screen: a clerk's own, or those an operator expects. */
struct say_words {
	const char *phone, *line, *modem, *key, *text;
	enum lane lane;
	gint64	 not_after;
};
gboolean say_words(struct db *db, const struct say_words *words, gint64 *id,
	    gboolean *added, GError **error);

#endif
