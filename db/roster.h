/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The duty roster (DOMAIN 1.4, PEERS S22): who is on duty on a day off.  Where an area
 * has a roster for a day, everybody who is not on it is off.
 */
#ifndef DB_ROSTER_H
#define DB_ROSTER_H

#include "db/cadre.h"

/* Puts a cadre on the roster of a day (20261128), or takes them off it. */
gboolean roster_put(struct db *db, int day, gint64 cadre_id, gboolean on,
	    GError **error);

/* Lists who is on from one day to another, by day and id.  FALSE from `row` ends it. */
gboolean roster_each(struct db *db, int from, int to,
	    gboolean (*row)(int day, const struct cadre *cadre, void *user),
	    void *user, GError **error);

/* Finds somebody in an area who is on duty that day and was not asked to take the
 * call-out yet. */
gboolean roster_find(struct db *db, int day, const char *area, gint64 callout_id,
	    gboolean *found, struct cadre *cadre, GError **error);

/* Is the cadre off: is there a roster of their area for the day, without them? */
gboolean roster_is_off(struct db *db, int day, const struct cadre *cadre,
	    gboolean *off, GError **error);

#endif
