/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Replies that cross a question: an answer to one that is not open any more, or not
 * yet.
 *
 * Which question a text answers is told by when it was sent (question_at(), DESIGN
 * law 3).  When that is not the open one, the replies cross:
 *
 *	question then	a bare reply is taken		because
 *	waiting, pushed	as its answer			it was never answered
 *	answered	as a new answer, of a menu	people go on using the
 *			within its time when nothing	menu they can see
 *			is open
 *	answered	as a new answer, when its	nothing has come of it:
 *			option only led to the open	the last word counts
 *			question, and names another
 *	answered	what names an answer not at	it has had its effect
 *			all ("crossing"), the rest as
 *			if nothing had been asked
 *	expired		as too late (screen "expired")	never a menu choice
 *	dropped		not at all ("crossing")		nobody waits for it
 *	any of these	as its answer, of an option	it is a call for help
 *			that says `late`
 *	not yet sent	not at all ("crossing")		it cannot be its answer
 *
 * and when the open question is of the same screen, it is that one's answer.
 * Words are never lost to this: complaints, 0, opt-outs and words of danger mean the
 * same whatever was open.
 */
#ifndef MENUS_CROSS_H
#define MENUS_CROSS_H

#include "menus/turn.h"

/* Holds a text against that table: at HEAR_ANSWER what names an answer, at HEAR_AGAIN
 * the rest that only makes sense as a reply.  *taken FALSE: go on with the question
 * that the turn now has. */
gboolean cross_take(struct turn *turn, enum hearing_stage stage, gboolean *taken,
	    GError **error);

#endif
