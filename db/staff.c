/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See staff.h.
 */
#include "db/staff.h"

#include <string.h>

#include "db/statement.h"

enum { STAFF_ANY, STAFF_BY_CODE, STAFF_BY_USER, STAFF_EACH, STAFF_EACH_ALL,
       STAFF_STOOD_FOR, STAFF_ADD, STAFF_DROP_ROLES, STAFF_ADD_ROLE, STAFF_SCOPE,
       STAFF_ABSENCE, STAFF_REMOVE };

#define STAFF_SELECT							\
	"SELECT s.id, s.code, s.name, s.user, coalesce((SELECT "	\
	"group_concat(role) FROM staff_role WHERE staff_id = s.id), ''), " \
	"s.scope_kind, s.scope, s.away_from, s.away_to, "		\
	"coalesce((SELECT code FROM staff WHERE id = s.deputy_id), ''), " \
	"s.gone_on FROM staff AS s "

static const struct statement_source staff_sources[] = {
	[STAFF_ANY] = { "staff.any", "SELECT 1 FROM staff LIMIT 1" },
	[STAFF_BY_CODE] = { "staff.by_code", STAFF_SELECT "WHERE s.code = ?" },
	[STAFF_BY_USER] = { "staff.by_user",
	    STAFF_SELECT "WHERE s.user = ? AND s.user <> '' AND s.gone_on = 0" },
	[STAFF_EACH] = { "staff.each",
	    STAFF_SELECT "WHERE s.gone_on = 0 ORDER BY s.code" },
	[STAFF_EACH_ALL] = { "staff.each_all", STAFF_SELECT "ORDER BY s.code" },
	[STAFF_STOOD_FOR] = { "staff.stood_for",
	    STAFF_SELECT "WHERE s.deputy_id = ?1 AND s.away_from <= ?2 "
	    "AND s.away_to >= ?2 AND s.gone_on = 0 ORDER BY s.code" },
	[STAFF_ADD] = { "staff.add",
	    "INSERT INTO staff (code, name, user, scope_kind, scope) "
	    "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id" },
	[STAFF_DROP_ROLES] = { "staff.drop_roles",
	    "DELETE FROM staff_role WHERE staff_id = ?" },
	[STAFF_ADD_ROLE] = { "staff.add_role",
	    "INSERT INTO staff_role (staff_id, role) VALUES (?, ?)" },
	[STAFF_SCOPE] = { "staff.scope",
	    "UPDATE staff SET scope_kind = ?, scope = ? WHERE id = ?" },
	[STAFF_ABSENCE] = { "staff.absence",
	    "UPDATE staff SET away_from = ?, away_to = ?, deputy_id = ? "
	    "WHERE id = ?" },
	[STAFF_REMOVE] = { "staff.remove",
	    "UPDATE staff SET gone_on = ? WHERE id = ?" },
};
const struct statement_table staff_statements = STATEMENT_TABLE(staff_sources);

static const char *const staff_roles[STAFF_ROLE_COUNT] = {
	[STAFF_CLERK] = "clerk",
	[STAFF_SUPERVISOR] = "supervisor",
	[STAFF_UNIT] = "unit",
	[STAFF_REGISTRAR] = "registrar",
	[STAFF_SURVEY] = "survey",
	[STAFF_LEADER] = "leader",
	[STAFF_AUDITOR] = "auditor",
	[STAFF_ADMIN] = "admin",
};

static gboolean	staff_one(struct statement *s, gboolean *found,
		    struct staff *staff, GError **error);
static void	staff_load(struct statement *s, void *value);
static guint	staff_roles_read(const char *list);
static gboolean	staff_rows(struct statement *s,
		    gboolean (*row)(const struct staff *staff, void *user),
		    void *user, GError **error);

const char *
staff_role_name(enum staff_role role)
{
	return staff_roles[role];
}

enum staff_role
staff_role_named(const char *name)
{
	int role = 0;

	while (role < STAFF_ROLE_COUNT && strcmp(staff_roles[role], name) != 0)
		role++;
	return (enum staff_role)role;
}

char *
staff_roles_words(guint roles)
{
	GString *words = g_string_new(NULL);

	for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
		if (roles & STAFF_BIT(role))
			g_string_append_printf(words, "%s%s",
			    words->len > 0 ? ", " : "", staff_roles[role]);
	}
	return g_string_free(words, FALSE);
}

void
staff_clear(struct staff *staff)
{
	g_free(staff->code);
	g_free(staff->name);
	g_free(staff->user);
	g_free(staff->scope);
	g_free(staff->deputy);
	memset(staff, 0, sizeof(*staff));
}

gboolean
staff_any(struct db *db, gboolean *any, GError **error)
{
	return statement_is(statement_use(db, MODULE_STAFF, STAFF_ANY), any, error);
}

gboolean
staff_by_code(struct db *db, const char *code, gboolean *found,
    struct staff *staff, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_BY_CODE);

	statement_text(s, code);
	return staff_one(s, found, staff, error);
}

gboolean
staff_by_user(struct db *db, const char *user, gboolean *found,
    struct staff *staff, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_BY_USER);

	statement_text(s, user);
	return staff_one(s, found, staff, error);
}

static gboolean
staff_one(struct statement *s, gboolean *found, struct staff *staff,
    GError **error)
{
	return statement_find(s, staff_load, staff, sizeof(*staff), found, error);
}

static void
staff_load(struct statement *s, void *value)
{
	struct staff *staff = value;

	staff->id = column_int(s);
	staff->code = column_text(s);
	staff->name = column_text(s);
	staff->user = column_text(s);
	staff->roles = staff_roles_read(column_borrow(s));
	staff->scope_kind = scope_kind_named(column_borrow(s));
	staff->scope = column_text(s);
	staff->away_from = (int)column_int(s);
	staff->away_to = (int)column_int(s);
	staff->deputy = column_text(s);
	staff->gone_on = (int)column_int(s);
}

static guint
staff_roles_read(const char *list)
{
	g_auto(GStrv) names = g_strsplit(list, ",", -1);
	guint roles = 0;

	for (int i = 0; names[i] != NULL; i++)
		roles |= STAFF_BIT(staff_role_named(names[i]));
	return roles & STAFF_ALL;
}

gboolean
staff_each(struct db *db, gboolean gone,
    gboolean (*row)(const struct staff *staff, void *user), void *user,
    GError **error)
{
	return staff_rows(statement_use(db, MODULE_STAFF,
	    gone ? STAFF_EACH_ALL : STAFF_EACH), row, user, error);
}

gboolean
staff_each_stood_for(struct db *db, gint64 deputy_id, int day,
    gboolean (*row)(const struct staff *staff, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_STOOD_FOR);

	statement_int(s, deputy_id);
	statement_int(s, day);
	return staff_rows(s, row, user, error);
}

static gboolean
staff_rows(struct statement *s,
    gboolean (*row)(const struct staff *staff, void *user), void *user,
    GError **error)
{
	gboolean ok = TRUE, go = TRUE;

	while (go && statement_row(s, &ok, error)) {
		struct staff staff;

		staff_load(s, &staff);
		go = row(&staff, user);
		staff_clear(&staff);
	}
	statement_end(s);
	return ok;
}

gboolean
staff_add(struct db *db, const struct staff *staff, gboolean *added,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_ADD);
	gint64 id = 0;

	statement_text(s, staff->code);
	statement_text(s, staff->name);
	statement_text(s, staff->user);
	statement_text(s, scope_kind_name(staff->scope_kind));
	statement_text(s, staff->scope);
	if (!statement_value(s, &id, error))
		return FALSE;
	*added = id != 0;
	return !*added || staff_set_roles(db, id, staff->roles, error);
}

gboolean
staff_set_roles(struct db *db, gint64 id, guint roles, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_DROP_ROLES);

	statement_int(s, id);
	if (!statement_run(s, error))
		return FALSE;
	for (int role = 0; role < STAFF_ROLE_COUNT; role++) {
		if (!(roles & STAFF_BIT(role)))
			continue;
		s = statement_use(db, MODULE_STAFF, STAFF_ADD_ROLE);
		statement_int(s, id);
		statement_text(s, staff_roles[role]);
		if (!statement_run(s, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
staff_set_scope(struct db *db, gint64 id, enum scope_kind kind,
    const char *code, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_SCOPE);

	statement_text(s, scope_kind_name(kind));
	statement_text(s, code);
	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
staff_set_absence(struct db *db, gint64 id, int from, int to, gint64 deputy_id,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_ABSENCE);

	statement_int(s, from);
	statement_int(s, to);
	statement_id(s, deputy_id);
	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
staff_remove(struct db *db, gint64 id, int day, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAFF, STAFF_REMOVE);

	statement_int(s, day);
	statement_int(s, id);
	return statement_run(s, error);
}
