/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Walking a phone's chain.  A row that is gone ends the walk.
 */
#include "db/chain.h"

#define CHAIN_COUNT_MAX	1000

static gboolean	chain_append(struct db *db, gint64 id, gboolean *go, void *user,
		    GError **error);

gboolean
chain_last(struct db *db, const struct chain *chain, const char *phone,
    gint64 *id, GError **error)
{
	struct statement *s = statement_use(db, chain->module, chain->last_of);

	*id = 0;
	statement_text(s, phone);
	return statement_value(s, id, error);
}

gboolean
chain_walk(struct db *db, const struct chain *chain, const char *phone,
    chain_visit visit, void *user, GError **error)
{
	gint64 id, prev;
	gboolean go = TRUE;

	if (!chain_last(db, chain, phone, &id, error))
		return FALSE;
	for (; go && id != 0; id = prev) {
		struct statement *s = statement_use(db, chain->module,
		    chain->link);

		prev = 0;
		statement_int(s, id);
		if (!statement_value(s, &prev, error) ||
		    !visit(db, id, &go, user, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
chain_collect(struct db *db, const struct chain *chain, const char *phone,
    GArray *ids, GError **error)
{
	return chain_walk(db, chain, phone, chain_append, ids, error);
}

static gboolean
chain_append(struct db *db, gint64 id, gboolean *go, void *user, GError **error)
{
	g_array_append_val((GArray *)user, id);
	return TRUE;
}

gboolean
chain_count_since(struct db *db, const struct chain *chain, const char *phone,
    const gint64 *since, int *counts, int spans, GError **error)
{
	gint64 id, oldest = G_MAXINT64;

	for (int i = 0; i < spans; i++) {
		oldest = MIN(oldest, since[i]);
		counts[i] = 0;
	}
	if (!chain_last(db, chain, phone, &id, error))
		return FALSE;
	for (int seen = 0; id != 0 && seen < CHAIN_COUNT_MAX; seen++) {
		struct statement *s = statement_use(db, chain->module,
		    chain->link);
		gboolean ok, counts_too;
		gint64 time;

		statement_int(s, id);
		if (!statement_row(s, &ok, error))
			return ok;
		id = column_int(s);
		time = column_int(s);
		counts_too = column_int(s) != 0;
		statement_end(s);
		if (time < oldest)
			break;
		for (int i = 0; i < spans; i++)
			counts[i] += counts_too && time >= since[i];
	}
	return TRUE;
}

void
chain_reverse(GArray *ids)
{
	for (guint i = 0, j = ids->len; i + 1 < j; i++) {
		gint64 other = g_array_index(ids, gint64, --j);

		g_array_index(ids, gint64, j) = g_array_index(ids, gint64, i);
		g_array_index(ids, gint64, i) = other;
	}
}
