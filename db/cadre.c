/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See cadre.h.
 */
#include "db/cadre.h"

#include <string.h>

#include "db/statement.h"

#define CADRE_COLUMNS							\
	"c.id, c.code, c.name, c.area, c.department, c.title, c.mobile, " \
	"c.office_phone, c.duties, c.supervisor, c.deputy, c.public, c.gone_on"
#define CADRE_LEAVE_COLUMNS						\
	"cadre_id, from_day, to_day, deputy_id, deputy_before, deputy_since"

enum { CADRE_ID, CADRE_CODE, CADRE_EACH, CADRE_OF_MONTH, CADRE_UNDER,
       CADRE_AREA, CADRE_DEPARTMENT, CADRE_NAMED, CADRE_IS_MOBILE, CADRE_WAS_MOBILE,
       CADRE_HOUSEHOLD,
       CADRE_LEAVE, CADRE_STOOD_FOR, CADRE_PUT_LEAVE };

static const struct statement_source cadre_sources[] = {
	[CADRE_ID] = { "cadre.id",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c WHERE id = ?" },
	[CADRE_CODE] = { "cadre.code",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c WHERE code = ?" },
	[CADRE_EACH] = { "cadre.each",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c "
	    "WHERE id > ? AND gone_on = 0 ORDER BY id" },
	[CADRE_OF_MONTH] = { "cadre.of_month",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c "
	    "WHERE id > ? AND (gone_on = 0 OR gone_on > ?) ORDER BY id" },
	[CADRE_UNDER] = { "cadre.under",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c WHERE supervisor = ? "
	    "AND supervisor <> '' AND gone_on = 0 ORDER BY id" },
	[CADRE_AREA] = { "cadre.area",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c WHERE area = ? "
	    "AND gone_on = 0 ORDER BY id" },
	[CADRE_DEPARTMENT] = { "cadre.department",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c WHERE department = ? "
	    "AND gone_on = 0 ORDER BY id" },
	[CADRE_NAMED] = { "cadre.named",
	    "SELECT " CADRE_COLUMNS " FROM cadre AS c WHERE name = ? "
	    "AND gone_on = 0 ORDER BY id" },
	[CADRE_IS_MOBILE] = { "cadre.is_mobile",
	    "SELECT 1 FROM cadre WHERE mobile = ? AND gone_on = 0 LIMIT 1" },
	[CADRE_WAS_MOBILE] = { "cadre.was_mobile",
	    "SELECT 1 WHERE EXISTS (SELECT 1 FROM cadre WHERE mobile = ?1 "
	    "AND gone_on = 0) OR EXISTS (SELECT 1 FROM cadre WHERE mobile = ?1 "
	    "AND gone_on <> 0 AND gone_on >= ?2)" },
	[CADRE_HOUSEHOLD] = { "cadre.household",
	    "SELECT " CADRE_COLUMNS " FROM assignment AS a "
	    "JOIN cadre AS c ON c.id = a.cadre_id WHERE a.household_id = ?1 "
	    "AND a.from_day <= ?2 AND (a.to_day = 0 OR a.to_day >= ?2) "
	    "AND c.gone_on = 0 ORDER BY c.id" },
	[CADRE_LEAVE] = { "cadre.leave",
	    "SELECT " CADRE_LEAVE_COLUMNS " FROM leave "
	    "WHERE cadre_id = ? AND from_day <= ? AND to_day >= ? "
	    "ORDER BY from_day" },
	[CADRE_STOOD_FOR] = { "cadre.stood_for",
	    "SELECT " CADRE_LEAVE_COLUMNS " FROM leave "
	    "WHERE deputy_id = ? AND from_day <= ? AND to_day >= ? "
	    "ORDER BY cadre_id, from_day" },
	[CADRE_PUT_LEAVE] = { "cadre.put_leave",
	    "INSERT OR REPLACE INTO leave (cadre_id, from_day, to_day, "
	    "deputy_id) VALUES (?, ?, ?, ?)" },
};
const struct statement_table cadre_statements = STATEMENT_TABLE(cadre_sources);

static void	cadre_load(struct statement *s, void *value);
static gboolean	cadre_find(struct statement *s, gboolean *found,
		    struct cadre *cadre, GError **error);
static gboolean	cadre_rows(struct statement *s,
		    gboolean (*row)(const struct cadre *cadre, void *user),
		    void *user, GError **error);
static gboolean	cadre_leaves(struct statement *s, gint64 cadre_id, int from,
		    int to,
		    gboolean (*row)(const struct cadre_leave *leave, void *user),
		    void *user, GError **error);

void
cadre_clear(struct cadre *cadre)
{
	g_free(cadre->code);
	g_free(cadre->name);
	g_free(cadre->area);
	g_free(cadre->department);
	g_free(cadre->title);
	g_free(cadre->mobile);
	g_free(cadre->office_phone);
	g_free(cadre->duties);
	g_free(cadre->supervisor);
	g_free(cadre->deputy);
	memset(cadre, 0, sizeof(*cadre));
}

gboolean
cadre_by_id(struct db *db, gint64 id, gboolean *found, struct cadre *cadre,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_ID);

	statement_int(s, id);
	return cadre_find(s, found, cadre, error);
}

gboolean
cadre_by_code(struct db *db, const char *code, gboolean *found,
    struct cadre *cadre, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_CODE);

	statement_text(s, code);
	return cadre_find(s, found, cadre, error);
}

gboolean
cadre_has_mobile(struct db *db, const char *mobile, gboolean *has, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_IS_MOBILE);

	statement_text(s, mobile);
	return statement_is(s, has, error);
}

gboolean
cadre_had_mobile(struct db *db, const char *mobile, int since, gboolean *had,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_WAS_MOBILE);

	statement_text(s, mobile);
	statement_int(s, since);
	return statement_is(s, had, error);
}

static gboolean
cadre_find(struct statement *s, gboolean *found, struct cadre *cadre,
    GError **error)
{
	return statement_find(s, cadre_load, cadre, sizeof(*cadre), found, error);
}

static void
cadre_load(struct statement *s, void *value)
{
	struct cadre *cadre = value;

	cadre->id = column_int(s);
	cadre->code = column_text(s);
	cadre->name = column_text(s);
	cadre->area = column_text(s);
	cadre->department = column_text(s);
	cadre->title = column_text(s);
	cadre->mobile = column_text(s);
	cadre->office_phone = column_text(s);
	cadre->duties = column_text(s);
	cadre->supervisor = column_text(s);
	cadre->deputy = column_text(s);
	cadre->public = column_int(s) != 0;
	cadre->gone_on = (int)column_int(s);
}

gboolean
cadre_each(struct db *db, gint64 past,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_EACH);

	statement_int(s, past);
	return cadre_rows(s, row, user, error);
}

gboolean
cadre_each_under(struct db *db, const char *code,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_UNDER);

	statement_text(s, code);
	return cadre_rows(s, row, user, error);
}

gboolean
cadre_each_of_month(struct db *db, gint64 past, int first,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_OF_MONTH);

	statement_int(s, past);
	statement_int(s, first);
	return cadre_rows(s, row, user, error);
}

gboolean
cadre_each_of_area(struct db *db, const char *area,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_AREA);

	statement_text(s, area);
	return cadre_rows(s, row, user, error);
}

gboolean
cadre_each_of_department(struct db *db, const char *department,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_DEPARTMENT);

	statement_text(s, department);
	return cadre_rows(s, row, user, error);
}

gboolean
cadre_each_named(struct db *db, const char *name,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_NAMED);

	statement_text(s, name);
	return cadre_rows(s, row, user, error);
}

gboolean
cadre_each_of_household(struct db *db, gint64 household_id, int day,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_HOUSEHOLD);

	statement_int(s, household_id);
	statement_int(s, day);
	return cadre_rows(s, row, user, error);
}

static gboolean
cadre_rows(struct statement *s,
    gboolean (*row)(const struct cadre *cadre, void *user), void *user,
    GError **error)
{
	gboolean ok = TRUE, go_on = TRUE;

	while (go_on && statement_row(s, &ok, error)) {
		struct cadre cadre;

		cadre_load(s, &cadre);
		go_on = row(&cadre, user);
		cadre_clear(&cadre);
	}
	statement_end(s);
	return ok;
}

gboolean
cadre_each_leave(struct db *db, gint64 cadre_id, int from, int to,
    gboolean (*row)(const struct cadre_leave *leave, void *user), void *user,
    GError **error)
{
	return cadre_leaves(statement_use(db, MODULE_CADRE, CADRE_LEAVE),
	    cadre_id, from, to, row, user, error);
}

gboolean
cadre_each_stood_for(struct db *db, gint64 deputy_id, int from, int to,
    gboolean (*row)(const struct cadre_leave *leave, void *user), void *user,
    GError **error)
{
	return cadre_leaves(statement_use(db, MODULE_CADRE, CADRE_STOOD_FOR),
	    deputy_id, from, to, row, user, error);
}

static gboolean
cadre_leaves(struct statement *s, gint64 cadre_id, int from, int to,
    gboolean (*row)(const struct cadre_leave *leave, void *user), void *user,
    GError **error)
{
	gboolean ok = TRUE, go_on = TRUE;

	statement_int(s, cadre_id);
	statement_int(s, to);
	statement_int(s, from);
	while (go_on && statement_row(s, &ok, error)) {
		struct cadre_leave leave;

		leave.cadre_id = column_int(s);
		leave.from = (int)column_int(s);
		leave.to = (int)column_int(s);
		leave.deputy_id = column_int(s);
		leave.deputy_before = column_int(s);
		leave.deputy_since = (int)column_int(s);
		go_on = row(&leave, user);
	}
	statement_end(s);
	return ok;
}

gboolean
cadre_put_leave(struct db *db, const struct cadre_leave *leave, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CADRE, CADRE_PUT_LEAVE);

	statement_int(s, leave->cadre_id);
	statement_int(s, leave->from);
	statement_int(s, leave->to);
	statement_id(s, leave->deputy_id);
	return statement_run(s, error);
}
