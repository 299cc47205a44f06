/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a text travels: by SMS, over a live session (console, USSD), or not as words
 * at all (a missed call).  What a bearer can do is a row of one table; nobody asks
 * which bearer it is.
 */
#ifndef BASE_BEARER_H
#define BASE_BEARER_H

#include <glib.h>

enum bearer { BEARER_SMS, BEARER_CONSOLE, BEARER_USSD, BEARER_CALL, BEARER_COUNT };

struct bearer_traits {
	const char *name;	/* as stored: "sms" */
	gboolean live;		/* a session: answers go to its far end and nowhere else,
				 * and what is not said when it ends is never said */
	gboolean worded;	/* what comes by it has words */
	gboolean guarded;	/* loops and auto-responders are possible: its texts
				 * are counted by the guards */
	gboolean budgeted;	/* each text costs: budgets, ceilings and quiet hours
				 * hold, and it may fail on its way */
	int	 cells;		/* UCS-2 characters of a page; 0 any number */
};

const struct bearer_traits *bearer_traits(enum bearer bearer);

/* BEARER_COUNT when there is none of that name. */
enum bearer bearer_from_name(const char *name);
const char *bearer_name(enum bearer bearer);

#endif
