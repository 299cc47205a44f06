/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See scope.h.  Has no statements of its own: it asks the modules that own them.
 */
#include "db/scope.h"

#include <string.h>

#include "db/area.h"
#include "db/person.h"
#include "db/unit.h"

/* A search for an area that lies within another, or for a cadre of a department. */
struct scope_search {
	struct db *db;
	const char *code;
	gboolean *has, ok;
	GError **error;
};

static const char *const scope_kinds[SCOPE_KIND_COUNT] = {
	[SCOPE_ALL] = "",
	[SCOPE_AREA] = "area",
	[SCOPE_DEPARTMENT] = "department",
};

static gboolean	scope_phone_in_area(struct db *db, const char *area,
		    const char *number, gboolean *has, GError **error);
static gboolean	scope_cadre_row(const struct cadre *cadre, void *user);
static gboolean	scope_area_row(const char *area, void *user);

const char *
scope_kind_name(enum scope_kind kind)
{
	return scope_kinds[kind];
}

enum scope_kind
scope_kind_named(const char *name)
{
	int kind = 0;

	while (kind < SCOPE_KIND_COUNT && strcmp(scope_kinds[kind], name) != 0)
		kind++;
	return (enum scope_kind)kind;
}

gboolean
scope_find(struct db *db, const char *code, enum scope_kind *kind,
    gboolean *both, GError **error)
{
	struct area area = { 0 };
	gboolean found, unit;

	if (!unit_is(db, code, &unit, error) ||
	    !area_by_code(db, code, &found, &area, error))
		return FALSE;
	area_clear(&area);
	*both = found && unit;
	*kind = found ? SCOPE_AREA : unit ? SCOPE_DEPARTMENT : SCOPE_KIND_COUNT;
	return TRUE;
}

gboolean
scope_has_cadre(struct db *db, const struct scope *scope,
    const struct cadre *cadre, gboolean *has, GError **error)
{
	if (scope->kind == SCOPE_AREA)
		return area_is_within(db, cadre->area, scope->code, has, error);
	*has = scope->kind == SCOPE_ALL ||
	    strcmp(cadre->department, scope->code) == 0;
	return TRUE;
}

gboolean
scope_has_household(struct db *db, const struct scope *scope,
    const struct household *household, int today, gboolean *has, GError **error)
{
	struct scope_search search = { .code = scope->code, .has = has };

	*has = scope->kind == SCOPE_ALL;
	if (scope->kind == SCOPE_AREA)
		return area_is_within(db, household->area, scope->code, has, error);
	return *has || cadre_each_of_household(db, household->id, today,
	    scope_cadre_row, &search, error);
}

static gboolean
scope_cadre_row(const struct cadre *cadre, void *user)
{
	struct scope_search *search = user;

	*search->has = strcmp(cadre->department, search->code) == 0;
	return !*search->has;
}

gboolean
scope_has_phone(struct db *db, const struct scope *scope, const char *number,
    int today, gboolean *has, GError **error)
{
	*has = scope->kind == SCOPE_ALL;
	if (scope->kind == SCOPE_AREA)
		return scope_phone_in_area(db, scope->code, number, has, error);
	return *has || person_is_called_on_by(db, number, scope->code, today, has,
	    error);
}

static gboolean
scope_phone_in_area(struct db *db, const char *area, const char *number,
    gboolean *has, GError **error)
{
	struct scope_search search = { db, area, has, TRUE, error };

	return person_each_area(db, number, scope_area_row, &search, error) &&
	    search.ok;
}

static gboolean
scope_area_row(const char *area, void *user)
{
	struct scope_search *search = user;

	search->ok = area_is_within(search->db, area, search->code, search->has,
	    search->error);
	return search->ok && !*search->has;
}
