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

/* Finds the newest row of a phone (0: none).  Walk on from it by `prev`: mostly the
 * newest rows are wanted, and a phone may have any number of older ones. */
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

/* Counts, in counts[i], the rows of a phone that count and are not older than since[i].
 * Looks at no more than 1,000 rows: no guard asks for more, and no flood slows it. */
gboolean chain_count_since(struct db *db, const struct chain *chain,
	    const char *phone, const gint64 *since, int *counts, int spans,
	    GError **error);

/* Reverses a list of ids. */
void	chain_reverse(GArray *ids);

#endif
