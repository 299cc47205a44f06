/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: the chain of a phone's rows, newest first (schema 001).
 */
#ifndef DB_CHAIN_H
#define DB_CHAIN_H

#include "db/statement.h"

struct chain {
	enum module module;
	int	 last_of;	/* statement: phone -> id of its newest row */
	int	 link;		/* statement: id -> id before, time, counts? */
};

/*
 * Visits the rows of a phone, newest first, until *go is FALSE: what is asked
 * of a phone is mostly its newest rows, and its oldest are as many as it likes.
 */
typedef gboolean (*chain_visit)(struct db *db, gint64 id, gboolean *go,
	    void *user, GError **error);
gboolean chain_walk(struct db *db, const struct chain *chain,
	    const char *phone, chain_visit visit, void *user, GError **error);

/* Adds the ids of all rows of a phone to `ids` (gint64), newest first. */
gboolean chain_collect(struct db *db, const struct chain *chain,
	    const char *phone, GArray *ids, GError **error);

/* Rows of a phone not older than `since` that count, up to 1,000: no guard
 * asks for more, and no flood makes it slow. */
gboolean chain_count_since(struct db *db, const struct chain *chain,
	    const char *phone, gint64 since, int *count, GError **error);

/* Turns a list of ids round. */
void	chain_reverse(GArray *ids);

#endif
