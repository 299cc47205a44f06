/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Prepared statements: checking all of them, and the few steps of using one.
 *
 * A statement that is in use when it is asked for again has twins, a line of them:
 * the same SQL, prepared when it is first needed and kept until the end.
 */
#include "db/statement.h"

#include <string.h>

static gboolean	statement_prepare(struct statement *s, struct db *db,
		    const char *name, const char *sql, GError **error);
static gboolean	statement_in_use(const struct db *db, enum module module);
static void	statement_rest(struct statement *s);
static void	statement_finalize_one(struct statement *s);
static struct statement *statement_twin(struct statement *s);
static void	statement_check_bind(struct statement *s, int rc);
static gboolean	statement_may_run(struct statement *s, GError **error);

gboolean
statement_prepare_all(struct db *db, const struct statement_table *const *tables,
    GError **error)
{
	db->tables = tables;
	db->statements = g_new0(struct statement *, MODULE_COUNT);
	for (int m = 0; m < MODULE_COUNT; m++) {
		if (!tables[m]->late &&
		    !statement_prepare_late(db, (enum module)m, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
statement_prepare_late(struct db *db, enum module module, GError **error)
{
	const struct statement_table *table = db->tables[module];

	if (db->statements[module] != NULL)
		return TRUE;
	db->statements[module] = g_new0(struct statement, table->count);
	for (int i = 0; i < table->count; i++) {
		const struct statement_source *source = &table->sources[i];

		if (!statement_prepare(&db->statements[module][i], db,
		    source->name, source->sql, error))
			return FALSE;
		/* Two thirds are of commands that nobody may ever give. */
		if (!table->late)
			statement_rest(&db->statements[module][i]);
	}
	return TRUE;
}

static void
statement_rest(struct statement *s)
{
	sqlite3_finalize(s->stmt);
	s->stmt = NULL;
}

static gboolean
statement_prepare(struct statement *s, struct db *db, const char *name,
    const char *sql, GError **error)
{
	s->db = db;
	s->name = name;
	s->sql = sql;
	if (sqlite3_prepare_v3(db->sql, sql, -1, SQLITE_PREPARE_PERSISTENT,
	    &s->stmt, NULL) != SQLITE_OK) {
		db_fail(db, name, error);
		return FALSE;
	}
	s->parameters = sqlite3_bind_parameter_count(s->stmt);
	s->writes = !sqlite3_stmt_readonly(s->stmt);
	return TRUE;
}

void
statement_finalize_all(struct db *db)
{
	for (int m = 0; db->statements != NULL && m < MODULE_COUNT; m++)
		statement_finalize(db, (enum module)m);
	g_clear_pointer(&db->statements, g_free);
}

void
statement_finalize(struct db *db, enum module module)
{
	if (db->statements[module] == NULL || statement_in_use(db, module))
		return;
	for (int i = 0; i < db->tables[module]->count; i++)
		statement_finalize_one(&db->statements[module][i]);
	g_clear_pointer(&db->statements[module], g_free);
}

static gboolean
statement_in_use(const struct db *db, enum module module)
{
	for (int i = 0; i < db->tables[module]->count; i++) {
		if (db->statements[module][i].busy)
			return TRUE;
	}
	return FALSE;
}

static void
statement_finalize_one(struct statement *s)
{
	if (s->twin != NULL)
		statement_finalize_one(s->twin);
	g_clear_pointer(&s->twin, g_free);
	sqlite3_finalize(s->stmt);
}

struct statement *
statement_use(struct db *db, enum module module, int which)
{
	struct statement *s;

	g_assert(which >= 0 && which < db->tables[module]->count);
	s = &db->statements[module][which];
	if (s->busy)
		s = statement_twin(s);
	s->bound = 0;
	s->column = 0;
	s->busy = TRUE;
	s->fault = s->sql == NULL ? "used within itself too deep" :
	    s->stmt != NULL || statement_prepare(s, db, s->name, s->sql, NULL) ? NULL :
	    "cannot be prepared any more";
	return s;
}

/* The first of its line that is not in use.  The last one has no SQLite statement
 * and fails when it is stepped. */
static struct statement *
statement_twin(struct statement *s)
{
	for (int depth = 1; s->busy; depth++, s = s->twin) {
		if (s->twin != NULL)
			continue;
		s->twin = g_new0(struct statement, 1);
		s->twin->db = s->db;
		s->twin->name = s->name;
		if (depth < STATEMENT_DEPTH_MAX)
			statement_prepare(s->twin, s->db, s->name, s->sql, NULL);
	}
	return s;
}

void
statement_int(struct statement *s, gint64 value)
{
	s->bound++;
	if (s->fault == NULL)
		statement_check_bind(s, sqlite3_bind_int64(s->stmt, s->bound,
		    value));
}

void
statement_text(struct statement *s, const char *value)
{
	s->bound++;
	if (s->fault == NULL)
		statement_check_bind(s, sqlite3_bind_text(s->stmt, s->bound,
		    value != NULL ? value : "", -1, SQLITE_STATIC));
}

void
statement_blob(struct statement *s, const void *value, gsize len)
{
	s->bound++;
	/* A NULL pointer would bind NULL, not nothing. */
	if (s->fault == NULL)
		statement_check_bind(s, sqlite3_bind_blob64(s->stmt, s->bound,
		    value != NULL ? value : "", len, SQLITE_STATIC));
}

void
statement_null(struct statement *s)
{
	s->bound++;
	if (s->fault == NULL)
		statement_check_bind(s, sqlite3_bind_null(s->stmt, s->bound));
}

void
statement_id(struct statement *s, gint64 id)
{
	if (id == 0)
		statement_null(s);
	else
		statement_int(s, id);
}

/* Too big, or out of memory, is told when the statement is stepped; a wrong
 * index is ours. */
static void
statement_check_bind(struct statement *s, int rc)
{
	g_assert(rc != SQLITE_RANGE && rc != SQLITE_MISUSE);
	if (rc != SQLITE_OK)
		s->fault = "a value is too long";
}

gboolean
statement_row(struct statement *s, gboolean *ok, GError **error)
{
	int rc;

	*ok = statement_may_run(s, error);
	if (!*ok) {
		statement_end(s);
		return FALSE;
	}
	rc = sqlite3_step(s->stmt);
	s->column = 0;
	if (rc == SQLITE_ROW)
		return TRUE;
	*ok = rc == SQLITE_DONE;
	if (!*ok) {
		db_fail(s->db, s->name, error);
		/* SQLite may have undone the whole transaction. */
		s->db->audit_known = FALSE;
	}
	statement_end(s);
	return FALSE;
}

static gboolean
statement_may_run(struct statement *s, GError **error)
{
	const char *fault = s->fault;

	if (fault == NULL) {
		g_assert(s->bound == s->parameters);
		if (s->writes && sqlite3_get_autocommit(s->db->sql))
			fault = "writes outside a transaction";
	}
	if (fault == NULL)
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s", s->name, fault);
	return FALSE;
}

void
statement_end(struct statement *s)
{
	if (!s->busy)
		return;
	sqlite3_reset(s->stmt);
	s->busy = FALSE;
}

gboolean
statement_run(struct statement *s, GError **error)
{
	gboolean ok;

	while (statement_row(s, &ok, error))
		continue;
	return ok;
}

gboolean
statement_find(struct statement *s, statement_load load, void *value, gsize size,
    gboolean *found, GError **error)
{
	gboolean ok;

	memset(value, 0, size);
	*found = statement_row(s, &ok, error);
	if (*found)
		load(s, value);
	statement_end(s);
	return ok;
}

gboolean
statement_value(struct statement *s, gint64 *value, GError **error)
{
	gboolean ok;

	if (statement_row(s, &ok, error) &&
	    sqlite3_column_type(s->stmt, 0) != SQLITE_NULL)
		*value = sqlite3_column_int64(s->stmt, 0);
	statement_end(s);
	return ok;
}

gboolean
statement_count(struct statement *s, int *count, GError **error)
{
	gint64 value = 0;
	gboolean ok = statement_value(s, &value, error);

	*count = (int)value;
	return ok;
}

gboolean
statement_is(struct statement *s, gboolean *is, GError **error)
{
	gint64 value = 0;
	gboolean ok = statement_value(s, &value, error);

	*is = value != 0;
	return ok;
}

gboolean
statement_string(struct statement *s, char **text, GError **error)
{
	gboolean ok;

	*text = statement_row(s, &ok, error) ? column_text(s) : NULL;
	statement_end(s);
	return ok;
}

gboolean
statement_ids(struct statement *s, GArray *ids, GError **error)
{
	gboolean ok;

	while (statement_row(s, &ok, error)) {
		gint64 id = column_int(s);

		g_array_append_val(ids, id);
	}
	return ok;
}

gboolean
statement_each_id(struct statement *s, gboolean (*row)(gint64 id, void *user),
    void *user, GError **error)
{
	gboolean ok = TRUE, go_on = TRUE;

	while (go_on && statement_row(s, &ok, error))
		go_on = row(column_int(s), user);
	statement_end(s);
	return ok;
}

gint64
column_int(struct statement *s)
{
	return sqlite3_column_int64(s->stmt, s->column++);
}

char *
column_text(struct statement *s)
{
	return g_strdup(column_borrow(s));
}

const char *
column_borrow(struct statement *s)
{
	const unsigned char *text = sqlite3_column_text(s->stmt, s->column++);

	return text != NULL ? (const char *)text : "";
}

const guint8 *
column_blob(struct statement *s, gsize *len)
{
	const void *blob = sqlite3_column_blob(s->stmt, s->column);

	*len = (gsize)sqlite3_column_bytes(s->stmt, s->column++);
	return blob;
}

void
column_skip(struct statement *s)
{
	s->column++;
}
