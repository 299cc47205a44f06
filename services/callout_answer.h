/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a cadre who was asked to go answers, and what whoever asked hears of it: for
 * callout.c.
 */
#ifndef SERVICES_CALLOUT_ANSWER_H
#define SERVICES_CALLOUT_ANSWER_H

#include "db/callout.h"
#include "menus/turn.h"

/* What a cadre says of an order: an enum callout_event, or that they cannot go. */
#define CALLOUT_DECLINES	CALLOUT_EVENT_COUNT

/* Orders of the sender's that are not over; fills {code} with the newest one's. */
gboolean callout_count_orders(struct turn *turn, int *count, GError **error);

/* 收, 到, 结, 退 of a cadre who has been asked. */
gboolean callout_answer(struct turn *turn, const struct word_heard *word,
	    gboolean *taken, GError **error);

/* What the answer to the question that is open about an order means, as in `value` of
 * its words; -1: none is open. */
int	callout_asked(const struct turn *turn);

/* Does a text begin with an order's number?  *rest is what follows it, NULL when it
 * does not; *theirs TRUE when the sender was asked for that order.  Fills {code}. */
gboolean callout_begins(struct turn *turn, const char *text, const char **rest,
	    gboolean *theirs, GError **error);

/* 查 while an order is open: the orders, and how to get the card. */
gboolean callout_orders(struct turn *turn, const struct word_heard *word,
	    gboolean *taken, GError **error);

/* What came of it was told. */
gboolean callout_action_result(struct action_call *call, const char **screen,
	    GError **error);

/* Why they cannot go was told. */
gboolean callout_action_decline(struct action_call *call, const char **screen,
	    GError **error);

#endif
