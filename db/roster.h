/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The duty roster (DOMAIN 1.4, PEERS S22): who is there on a day that others rest.
 * Where a roster is kept for a day and an area, who is not on it is off.
 */
#ifndef DB_ROSTER_H
#define DB_ROSTER_H

#include "db/cadre.h"

/* Puts a cadre on a day (20261128), or takes him off it. */
gboolean roster_put(struct db *db, int day, gint64 cadre_id, gboolean on,
	    GError **error);

/* Who is on from day to day, by day and id. FALSE from `row` ends it. */
gboolean roster_each(struct db *db, int from, int to,
	    gboolean (*row)(int day, const struct cadre *cadre, void *user),
	    void *user, GError **error);

/* Somebody of an area who is on that day and was not asked for the task yet; *found
 * FALSE: nobody. */
gboolean roster_find(struct db *db, int day, const char *area, gint64 callout_id,
	    gboolean *found, struct cadre *cadre, GError **error);

/* Is he off: is there a roster of his area for the day, and he is not on it? */
gboolean roster_is_off(struct db *db, int day, const struct cadre *cadre,
	    gboolean *off, GError **error);

#endif
