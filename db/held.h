/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the door held back from a number (menus/say.h), so that a person can see it and
 * find another way: the key under which it would have been said, and why it was not.
 * The words are not kept.
 *
 * Rows that wait for the number to be confirmed are settled by `phone confirm`, or when
 * the number turns out to be somebody else's.
 */
#ifndef DB_HELD_H
#define DB_HELD_H

#include "db/db.h"

/* Stored by name. */
enum held_why {
	HELD_NOT_THEIRS,	/* the number is not that person's any more */
	HELD_UNVERIFIED,	/* nobody knows whether it still is */
	HELD_RESTS,		/* they, or their household, must not be asked now */
	HELD_WHY_COUNT
};
const char *held_why_name(enum held_why why);	/* "not_theirs" */

struct held {
	gint64	 id;
	const char *phone, *line;
	const char *screen;	/* what would have been said */
	const char *key;	/* its natural key */
	enum held_why why;
	gint64	 at;		/* us */
	gint64	 settled_at;	/* us; 0 not */
};

/* Once for each key and number: the first time counts. */
gboolean held_add(struct db *db, const struct held *held, GError **error);

/* Calls `row` for each, newest first, of one number or (phone NULL) of all; strings are
 * borrowed.  FALSE from `row` ends it. */
gboolean held_each(struct db *db, const char *phone,
	    gboolean (*row)(const struct held *held, void *user), void *user,
	    GError **error);

/* Settles all of a number: somebody knows now whose it is. */
gboolean held_settle(struct db *db, const char *phone, gint64 now, int *count,
	    GError **error);

/* Counts the texts since `since` that wait for a number to be confirmed. */
gboolean held_unverified(struct db *db, gint64 since, int *count, GError **error);

#endif
