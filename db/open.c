/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening the database: the connection, the schema, and every module's
 * statements.  Stands above all modules; none of them needs it.
 */
#include "db/db.h"

#include "db/connection.h"
#include "db/schema.h"
#include "db/statement.h"

#define MODULE(upper, lower)	extern const struct statement_table lower##_statements;
#include "db/modules.inc"
#undef MODULE

static const struct statement_table *const module_tables[MODULE_COUNT] = {
#define MODULE(upper, lower)	[MODULE_##upper] = &lower##_statements,
#include "db/modules.inc"
#undef MODULE
};

static gboolean	db_is_writable(struct db *db, GError **error);

struct db *
db_open(const char *path, GError **error)
{
	struct db *db = g_new0(struct db, 1);

	if (!db_connect(db, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	    error) ||
	    !db_is_writable(db, error) ||
	    !schema_migrate(db, path, error) ||
	    !statement_prepare_all(db, module_tables, error)) {
		g_prefix_error(error, "database %s: ", path);
		g_clear_pointer(&db, db_close);
	}
	return db;
}

/* SQLite opens a file that this user may only read without a word: one that root has
 * put back from a backup. */
static gboolean
db_is_writable(struct db *db, GError **error)
{
	if (sqlite3_db_readonly(db->sql, "main") != 1)
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SQL,
	    "read-only, expected a file this user may write");
	return FALSE;
}

/* What a deferred transaction sees is fixed by its first read. */
struct db *
db_open_to_read(const char *path, GError **error)
{
	/* Read-only by its name and not by its flags: a staging file beside it
	 * may be written (import_stage.c). */
	g_autofree char *escaped = g_uri_escape_string(path, "/", TRUE);
	g_autofree char *name = g_strconcat("file:", escaped, "?mode=ro", NULL);
	struct db *db = g_new0(struct db, 1);

	if (!db_connect(db, name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI,
	    error) ||
	    !statement_prepare_all(db, module_tables, error)) {
		g_prefix_error(error, "database %s: ", path);
		g_clear_pointer(&db, db_close);
	} else if (sqlite3_exec(db->sql, "BEGIN; SELECT count(*) FROM "
	    "sqlite_schema", NULL, NULL, NULL) != SQLITE_OK) {
		db_fail(db, "db.read", error);
		g_clear_pointer(&db, db_close);
	}
	return db;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	statement_finalize_all(db);
	db_disconnect(db);
	g_free(db);
}
