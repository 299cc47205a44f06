/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The insides of the door (say.h), for say.c and say_queue.c only.
 */
#ifndef MENUS_SAY_DOOR_H
#define MENUS_SAY_DOOR_H

#include "menus/say.h"

#define SAY_OUTBOX	".outbox"	/* of a waiting question: its text */

/* A row of the table of say.h. */
struct say_rules {
	enum lane lane;
	const char *topic;	/* what opting out of silences it, where its
				 * screen names nothing else; NULL nothing */
	gboolean personal;	/* not to a number that is not theirs */
	gboolean dated;		/* nothing older than its owner */
	gboolean verified;	/* nothing with content but to a verified number */
	gboolean rests;		/* not to who is dead or away, or mourns */
	gboolean bound;		/* counts for whoever causes it */
	gboolean waits;		/* its question waits its turn */
};
extern const struct say_rules say_rules[SAY_KIND_COUNT];

/* Asks what the phone has said about being texted: SAY_SAID, SAY_NOT_THEIRS or
 * SAY_OPTED_OUT. */
gboolean say_wants(struct db *db, const char *phone, const struct say_rules *rules,
	    const struct screen *screen, enum say_result *result, GError **error);

/* Sets *result to SAY_RESTS when this is no time to ask them; leaves it alone
 * otherwise. */
gboolean say_rests(struct dialog *dialog, const struct say_rules *rules, const char *phone,
	    gint64 now, enum say_result *result, GError **error);

#endif
