/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See scope.h.
 */
#include "db/scope.h"

#include <string.h>

#include "db/area.h"
#include "db/person.h"
#include "db/statement.h"

enum { SCOPE_DEPARTMENT_BY_CODE, SCOPE_PHONE_AREAS, SCOPE_PHONE_DEPARTMENT };

static const struct statement_source scope_sources[] = {
	[SCOPE_DEPARTMENT_BY_CODE] = { "scope.department",
	    "SELECT 1 FROM department WHERE code = ?" },
	[SCOPE_PHONE_AREAS] = { "scope.phone_areas",
	    "SELECT h.area FROM phone AS p "
	    "JOIN household AS h ON h.id = p.household_id "
	    "WHERE p.number = ? AND " PHONE_IS_RIGHT("p") },
	[SCOPE_PHONE_DEPARTMENT] = { "scope.phone_department",
	    "SELECT 1 FROM phone AS p "
	    "JOIN assignment AS a ON a.household_id = p.household_id "
	    "JOIN cadre AS c ON c.id = a.cadre_id "
	    "WHERE p.number = ?1 AND " PHONE_IS_RIGHT("p") " "
	    "AND a.from_day <= ?2 AND (a.to_day = 0 OR a.to_day >= ?2) "
	    "AND c.department = ?3 LIMIT 1" },
};
const struct statement_table scope_statements = STATEMENT_TABLE(scope_sources);

static const char *const scope_kinds[SCOPE_KIND_COUNT] = {
	[SCOPE_ALL] = "",
	[SCOPE_AREA] = "area",
	[SCOPE_DEPARTMENT] = "department",
};

static gboolean	scope_phone_in_area(struct db *db, const char *area,
		    const char *number, gboolean *has, GError **error);
static gboolean	scope_phone_of_department(struct db *db,
		    const char *department, const char *number, int today,
		    gboolean *has, GError **error);

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
	struct statement *s = statement_use(db, MODULE_SCOPE,
	    SCOPE_DEPARTMENT_BY_CODE);
	gint64 department = 0;
	struct area area = { 0 };
	gboolean found;

	statement_text(s, code);
	if (!statement_value(s, &department, error) ||
	    !area_by_code(db, code, &found, &area, error))
		return FALSE;
	area_clear(&area);
	*both = found && department != 0;
	*kind = found ? SCOPE_AREA :
	    department != 0 ? SCOPE_DEPARTMENT : SCOPE_KIND_COUNT;
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
scope_has_phone(struct db *db, const struct scope *scope, const char *number,
    int today, gboolean *has, GError **error)
{
	*has = scope->kind == SCOPE_ALL;
	if (scope->kind == SCOPE_AREA)
		return scope_phone_in_area(db, scope->code, number, has, error);
	return *has || scope_phone_of_department(db, scope->code, number, today,
	    has, error);
}

static gboolean
scope_phone_in_area(struct db *db, const char *area, const char *number,
    gboolean *has, GError **error)
{
	struct statement *s = statement_use(db, MODULE_SCOPE, SCOPE_PHONE_AREAS);
	gboolean ok = TRUE;

	statement_text(s, number);
	while (ok && !*has && statement_row(s, &ok, error))
		ok = area_is_within(db, column_borrow(s), area, has, error);
	statement_end(s);
	return ok;
}

static gboolean
scope_phone_of_department(struct db *db, const char *department,
    const char *number, int today, gboolean *has, GError **error)
{
	struct statement *s = statement_use(db, MODULE_SCOPE,
	    SCOPE_PHONE_DEPARTMENT);

	statement_text(s, number);
	statement_int(s, today);
	statement_text(s, department);
	return statement_is(s, has, error);
}
