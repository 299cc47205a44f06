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
	int	 link;		/* statement: id -> id before; for counting also
				 * its time and whether it counts */
};

/* The newest row of a phone; 0 none.  What is asked of a phone is mostly its newest
 * rows, and its oldest are as many as it likes: walk on from here by `prev`. */
gboolean chain_last(struct db *db, const struct chain *chain,
	    const char *phone, gint64 *id, GError **error);

/* Visits the rows of a phone, newest first, until *go is FALSE. */
typedef gboolean (*chain_visit)(struct db *db, gint64 id, gboolean *go,
	    void *user, GError **error);
gboolean chain_walk(struct db *db, const struct chain *chain,
	    const char *phone, chain_visit visit, void *user, GError **error);

/* Adds the ids of all rows of a phone to `ids` (gint64), newest first. */
gboolean chain_collect(struct db *db, const struct chain *chain,
	    const char *phone, GArray *ids, GError **error);

/* Rows of a phone that count, not older than since[i], in counts[i]: looks at up to
 * 1,000, since no guard asks for more, and no flood makes it slow. */
gboolean chain_count_since(struct db *db, const struct chain *chain,
	    const char *phone, const gint64 *since, int *counts, int spans,
	    GError **error);

/* Turns a list of ids round. */
void	chain_reverse(GArray *ids);

#endif
