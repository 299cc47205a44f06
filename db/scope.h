/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a right reaches: everything, an area and all below it, or a department.
 *
 * A department reaches the cadres who work in it and the households they call on
 * today; an area reaches the cadres and households that lie in it.
 */
#ifndef DB_SCOPE_H
#define DB_SCOPE_H

#include "db/cadre.h"
#include "db/household.h"

/* Stored by name. */
enum scope_kind { SCOPE_ALL, SCOPE_AREA, SCOPE_DEPARTMENT, SCOPE_KIND_COUNT };
const char *scope_kind_name(enum scope_kind kind);	/* "", "area", … */
/* SCOPE_KIND_COUNT when there is no such kind. */
enum scope_kind scope_kind_named(const char *name);

struct scope {
	enum scope_kind kind;
	const char *code;	/* "" of SCOPE_ALL */
};

/* Finds what a code names.  *kind is SCOPE_KIND_COUNT: nothing; *both TRUE: an area and
 * a department have this code. */
gboolean scope_find(struct db *db, const char *code, enum scope_kind *kind,
	    gboolean *both, GError **error);

gboolean scope_has_cadre(struct db *db, const struct scope *scope,
	    const struct cadre *cadre, gboolean *has, GError **error);
gboolean scope_has_household(struct db *db, const struct scope *scope,
	    const struct household *household, int today, gboolean *has,
	    GError **error);
/* Does the number reach a household within? Numbers marked wrong do not count. */
gboolean scope_has_phone(struct db *db, const struct scope *scope,
	    const char *number, int today, gboolean *has, GError **error);

#endif
