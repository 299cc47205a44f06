/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Areas: county, towns, villages, groups; who is above whom, and what people
 * call them.
 */
#ifndef DB_AREA_H
#define DB_AREA_H

#include "db/db.h"

struct area {
	char	*code, *parent, *level, *name;
};
void	area_clear(struct area *area);

/* *found FALSE when there is none; clear `area` in any case. */
gboolean area_by_code(struct db *db, const char *code, gboolean *found,
	    struct area *area, GError **error);

/* Calls `row` for each area of that name, by code.  FALSE from `row` ends it. */
gboolean area_each_named(struct db *db, const char *name,
	    gboolean (*row)(const struct area *area, void *user), void *user,
	    GError **error);

/* Returns the town that an area lies in or is, or the area itself when it lies above the
 * towns.  NULL when the database failed, "" when there is no such area.  Caller frees. */
char	*area_town(struct db *db, const char *code, GError **error);

/* Returns the area's name below its town: "红岩村一组".  NULL and "" as above. */
char	*area_place(struct db *db, const char *code, GError **error);

/* Does `code` lie in `above`, or is it? */
gboolean area_is_within(struct db *db, const char *code, const char *above,
	    gboolean *is, GError **error);

#endif
