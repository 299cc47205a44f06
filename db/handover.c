/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See handover.h.
 */
#include "db/handover.h"

#include <string.h>

#include "base/calendar.h"
#include "db/statement.h"

#define HANDOVER_NO_MAX	999
#define HANDOVER_REST	12	/* months before a number is given again */

enum { HANDOVER_OLD, HANDOVER_NEW, HANDOVER_END, HANDOVER_DROP, HANDOVER_GIVE,
       HANDOVER_GONE, HANDOVER_LEAVES, HANDOVER_DEPUTIES, HANDOVER_SUPERVISED };

static const struct statement_source handover_sources[] = {
	[HANDOVER_OLD] = { "handover.old",
	    "SELECT household_id, no, from_day, to_day FROM assignment "
	    "WHERE cadre_id = ?1 AND (to_day = 0 OR to_day >= ?2) ORDER BY no" },
	[HANDOVER_NEW] = { "handover.new",
	    "SELECT household_id, no, to_day = 0 OR to_day >= ?2 "
	    "FROM assignment WHERE cadre_id = ?1 "
	    "AND (to_day = 0 OR to_day > ?3)" },
	[HANDOVER_END] = { "handover.end",
	    "UPDATE assignment SET to_day = ?4 WHERE cadre_id = ?1 "
	    "AND household_id = ?2 AND from_day = ?3" },
	/* It would have begun later. */
	[HANDOVER_DROP] = { "handover.drop",
	    "DELETE FROM assignment WHERE cadre_id = ?1 AND household_id = ?2 "
	    "AND from_day = ?3" },
	[HANDOVER_GIVE] = { "handover.give",
	    "INSERT INTO assignment (cadre_id, household_id, from_day, to_day, "
	    "no) VALUES (?, ?, ?, ?, ?)" },
	[HANDOVER_GONE] = { "handover.gone",
	    "UPDATE cadre SET gone_on = ? WHERE id = ?" },
	/* Nobody stands in for themselves.  old, new, from */
	[HANDOVER_LEAVES] = { "handover.leaves",
	    "UPDATE leave SET deputy_id = CASE WHEN cadre_id = ?2 THEN NULL ELSE ?2 END, "
	    "deputy_before = CASE WHEN from_day < ?3 THEN ?1 END, deputy_since = ?3 "
	    "WHERE deputy_id = ?1 AND to_day >= ?3 RETURNING cadre_id" },
	/* codes of both */
	[HANDOVER_DEPUTIES] = { "handover.deputies",
	    "UPDATE cadre SET deputy = CASE WHEN code = ?2 THEN '' ELSE ?2 END "
	    "WHERE deputy = ?1 AND deputy <> '' AND gone_on = 0 RETURNING id" },
	[HANDOVER_SUPERVISED] = { "handover.supervised",
	    "SELECT count(*) FROM cadre WHERE supervisor = ? AND supervisor <> '' "
	    "AND gone_on = 0" },
};
const struct statement_table handover_statements =
    STATEMENT_TABLE(handover_sources);

/* An assignment of the old one. */
struct given {
	gint64	 household_id;
	int	 no, from, to;
};

static gboolean	handover_rows(struct statement *s, int *count, GError **error);
static GArray	*handover_old(struct db *db, gint64 cadre_id, int from,
		    GError **error);
static gboolean	handover_new(struct db *db, gint64 cadre_id, int from,
		    gboolean *taken, GHashTable *has, GError **error);
static gboolean	handover_end(struct db *db, gint64 cadre_id,
		    const struct given *given, int from, GError **error);
static gboolean	handover_give(struct db *db, gint64 cadre_id,
		    const struct given *given, int from, int no, GError **error);
static int	handover_no(gboolean *taken, int wanted);

gboolean
handover_cadre(struct db *db, const struct cadre *old, const struct cadre *new,
    int from, void (*row)(const struct handover *handover, void *user),
    void *user, GError **error)
{
	g_autofree gboolean *taken = g_new0(gboolean, HANDOVER_NO_MAX + 1);
	g_autoptr(GHashTable) has = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, NULL);
	g_autoptr(GArray) all = handover_old(db, old->id, from, error);
	g_autoptr(GArray) done = g_array_new(FALSE, FALSE,
	    sizeof(struct handover));
	struct statement *s;

	if (all == NULL || !handover_new(db, new->id, from, taken, has, error))
		return FALSE;
	for (guint i = 0; i < all->len; i++) {
		const struct given *given = &g_array_index(all, struct given, i);
		struct handover one = { .household_id = given->household_id };

		if (!handover_end(db, old->id, given, from, error))
			return FALSE;
		if (g_hash_table_contains(has, &given->household_id))
			continue;
		one.no = handover_no(taken, given->no);
		if (!handover_give(db, new->id, given, from, one.no, error))
			return FALSE;
		g_array_append_val(done, one);
	}
	s = statement_use(db, MODULE_HANDOVER, HANDOVER_GONE);
	statement_int(s, from);
	statement_int(s, old->id);
	if (!statement_run(s, error))
		return FALSE;
	for (guint i = 0; i < done->len; i++)
		row(&g_array_index(done, struct handover, i), user);
	return TRUE;
}

gboolean
handover_deputies(struct db *db, const struct cadre *old, const struct cadre *new,
    int from, struct handover_duties *duties, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HANDOVER, HANDOVER_LEAVES);

	memset(duties, 0, sizeof(*duties));
	statement_int(s, old->id);
	statement_int(s, new->id);
	statement_int(s, from);
	if (!handover_rows(s, &duties->leaves, error))
		return FALSE;
	s = statement_use(db, MODULE_HANDOVER, HANDOVER_DEPUTIES);
	statement_text(s, old->code);
	statement_text(s, new->code);
	if (!handover_rows(s, &duties->deputies, error))
		return FALSE;
	s = statement_use(db, MODULE_HANDOVER, HANDOVER_SUPERVISED);
	statement_text(s, old->code);
	return statement_count(s, &duties->supervised, error);
}

static gboolean
handover_rows(struct statement *s, int *count, GError **error)
{
	gboolean ok;

	while (statement_row(s, &ok, error))
		++*count;
	return ok;
}

static GArray *
handover_old(struct db *db, gint64 cadre_id, int from, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HANDOVER, HANDOVER_OLD);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct given));
	gboolean ok;

	statement_int(s, cadre_id);
	statement_int(s, from);
	while (statement_row(s, &ok, error)) {
		struct given given;

		given.household_id = column_int(s);
		given.no = (int)column_int(s);
		given.from = (int)column_int(s);
		given.to = (int)column_int(s);
		g_array_append_val(all, given);
	}
	if (!ok)
		g_clear_pointer(&all, g_array_unref);
	return all;
}

/* Numbers that are taken on their card, households that are theirs. */
static gboolean
handover_new(struct db *db, gint64 cadre_id, int from, gboolean *taken,
    GHashTable *has, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HANDOVER, HANDOVER_NEW);
	gboolean ok;

	statement_int(s, cadre_id);
	statement_int(s, from);
	statement_int(s, calendar_month_add(from / 100, -HANDOVER_REST) * 100 +
	    from % 100);
	while (statement_row(s, &ok, error)) {
		gint64 id = column_int(s);

		taken[column_int(s)] = TRUE;
		if (column_int(s) != 0)
			g_hash_table_add(has, g_memdup2(&id, sizeof(id)));
	}
	return ok;
}

static gboolean
handover_end(struct db *db, gint64 cadre_id, const struct given *given,
    int from, GError **error)
{
	gboolean begun = given->from < from;
	struct statement *s = statement_use(db, MODULE_HANDOVER,
	    begun ? HANDOVER_END : HANDOVER_DROP);

	statement_int(s, cadre_id);
	statement_int(s, given->household_id);
	statement_int(s, given->from);
	if (begun)
		statement_int(s, calendar_day_add(from, -1));
	return statement_run(s, error);
}

static gboolean
handover_give(struct db *db, gint64 cadre_id, const struct given *given,
    int from, int no, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HANDOVER, HANDOVER_GIVE);

	statement_int(s, cadre_id);
	statement_int(s, given->household_id);
	statement_int(s, MAX(from, given->from));
	statement_int(s, given->to);
	statement_int(s, no);
	return statement_run(s, error);
}

/* The wanted number, or the lowest that is free. */
static int
handover_no(gboolean *taken, int wanted)
{
	int no = wanted;

	for (int i = 1; taken[no] && i <= HANDOVER_NO_MAX; i++)
		no = i;
	taken[no] = TRUE;
	return no;
}
