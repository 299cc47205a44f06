/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The schema, brought up to date one numbered file of db/schema/ at a time.
 * Each file is one transaction and sets user_version in it: a power cut leaves
 * the old schema or the new one.  Before the first of them a database that has
 * rows is copied beside itself, and the copy is verified.
 *
 * Foreign keys are off meanwhile, so that a table can be made again under its
 * own name, and are checked before each file commits.  Sorting for new indexes
 * is done in a file: in memory it would need as much as the indexes.
 */
#include "db/schema.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "db/connection.h"
#include "db/db.h"

#define SCHEMA_APPLICATION_ID	0x58594958	/* set by the first file */
#define SCHEMA_COPY_PAGES	4096	/* copied in one go */

struct migration {
	int	 version;
	const char *sql;
};

/* Made from db/schema/NNN-*.sql by the Makefile, in order. */
static const struct migration schema_migrations[] = {
#include "db/schema.inc"
};

static gboolean	schema_number(sqlite3 *sql, const char *question, int *value,
		    GError **error);
static gboolean	schema_is_ours(sqlite3 *sql, GError **error);
static gboolean	schema_copy(struct db *db, const char *path, int next,
		    GError **error);
static gboolean	schema_has_rows(sqlite3 *sql, gboolean *has, GError **error);
static gboolean	schema_copy_verify(const char *copy, GError **error);
static gboolean	schema_run(sqlite3 *sql, const char *statements, GError **error);
static gboolean	schema_apply(sqlite3 *sql, const struct migration *migration,
		    GError **error);
static gboolean	schema_points_somewhere(sqlite3 *sql, GError **error);

int
schema_newest(void)
{
	return schema_migrations[G_N_ELEMENTS(schema_migrations) - 1].version;
}

gboolean
schema_migrate(struct db *db, const char *path, GError **error)
{
	sqlite3 *sql = db->sql;
	int version, keys = 0;

	if (!schema_is_ours(sql, error) ||
	    !schema_number(sql, "PRAGMA user_version", &version, error))
		return FALSE;
	if (version > schema_newest()) {
		g_set_error(error, DB_ERROR, DB_ERROR_SCHEMA,
		    "made by a newer xiangyin: its schema is number %d, this "
		    "program knows up to %d; install the newer program again",
		    version, schema_newest());
		return FALSE;
	}
	if (version == schema_newest())
		return TRUE;
	/* Both pragmas do nothing inside a transaction. */
	if ((version > 0 && !schema_copy(db, path, version + 1, error)) ||
	    !schema_run(sql, "PRAGMA foreign_keys = OFF; "
	    "PRAGMA temp_store = FILE", error))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(schema_migrations); i++) {
		if (schema_migrations[i].version > version &&
		    !schema_apply(sql, &schema_migrations[i], error))
			return FALSE;
	}
	if (!schema_run(sql, "PRAGMA foreign_keys = ON; "
	    "PRAGMA temp_store = MEMORY", error) ||
	    !schema_number(sql, "PRAGMA foreign_keys", &keys, error))
		return FALSE;
	g_assert(keys == 1);
	return TRUE;
}

/* An empty file is to become ours; any other must be. */
static gboolean
schema_is_ours(sqlite3 *sql, GError **error)
{
	int id, objects;

	if (!schema_number(sql, "PRAGMA application_id", &id, error) ||
	    !schema_number(sql, "SELECT count(*) FROM sqlite_schema", &objects,
	    error))
		return FALSE;
	if (id == SCHEMA_APPLICATION_ID || (id == 0 && objects == 0))
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SCHEMA,
	    "a database of another program, not of xiangyin");
	return FALSE;
}

static gboolean
schema_number(sqlite3 *sql, const char *question, int *value, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	gboolean ok;

	ok = sqlite3_prepare_v2(sql, question, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW;
	if (ok)
		*value = sqlite3_column_int(stmt, 0);
	else
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s", question,
		    sqlite3_errmsg(sql));
	sqlite3_finalize(stmt);
	return ok;
}

/* FILE.before-014 is the database as it was before file 014, whole and readable;
 * one that is there already is left as it is. */
static gboolean
schema_copy(struct db *db, const char *path, int next, GError **error)
{
	g_autofree char *kept = g_strdup_printf("%s.before-%03d", path, next);
	g_autofree char *copy = g_strconcat(kept, ".copy", NULL);
	struct db_backup *backup;
	gboolean has_rows, more = TRUE, ok;

	if (strcmp(path, ":memory:") == 0)
		return TRUE;
	if (!schema_has_rows(db->sql, &has_rows, error))
		return FALSE;
	if (!has_rows || access(kept, F_OK) == 0)
		return TRUE;
	log_info("database: its schema becomes number %d; %s is the database "
	    "before that", schema_newest(), kept);
	backup = db_backup_start(db, copy, error);
	ok = backup != NULL;
	while (ok && more)
		ok = db_backup_step(backup, SCHEMA_COPY_PAGES, &more, error);
	db_backup_free(backup);
	if (!ok || !schema_copy_verify(copy, error)) {
		unlink(copy);
		g_prefix_error(error, "no copy before the schema is changed: ");
		return FALSE;
	}
	if (rename(copy, kept) == 0)
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s", kept,
	    g_strerror(errno));
	return FALSE;
}

/* Whatever anybody did to a database left a text, in or out, or a row of the
 * audit trail. */
static gboolean
schema_has_rows(sqlite3 *sql, gboolean *has, GError **error)
{
	int found = 0;
	gboolean ok = schema_number(sql, "SELECT EXISTS (SELECT 1 FROM inbox) "
	    "OR EXISTS (SELECT 1 FROM outbox) OR EXISTS (SELECT 1 FROM audit)",
	    &found, error);

	*has = found != 0;
	return ok;
}

static gboolean
schema_copy_verify(const char *copy, GError **error)
{
	/* Nothing else has it open, and nothing is to be put beside it. */
	g_autofree char *escaped = g_uri_escape_string(copy, "/", TRUE);
	g_autofree char *name = g_strconcat("file:", escaped,
	    "?mode=ro&immutable=1", NULL);
	g_autofree char *said = g_strdup("cannot be read");
	sqlite3_stmt *stmt = NULL;
	sqlite3 *sql = NULL;
	gboolean ok;

	if (sqlite3_open_v2(name, &sql, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
	    SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(sql, "PRAGMA quick_check(1)", -1, &stmt, NULL) ==
	    SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		g_free(said);
		said = g_strdup((const char *)sqlite3_column_text(stmt, 0));
	}
	ok = g_strcmp0(said, "ok") == 0;
	sqlite3_finalize(stmt);
	sqlite3_close(sql);
	if (!ok)
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s", copy, said);
	return ok;
}

static gboolean
schema_run(sqlite3 *sql, const char *statements, GError **error)
{
	char *why = NULL;

	if (sqlite3_exec(sql, statements, NULL, NULL, &why) == SQLITE_OK)
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s",
	    why != NULL ? why : sqlite3_errmsg(sql));
	sqlite3_free(why);
	return FALSE;
}

static gboolean
schema_apply(sqlite3 *sql, const struct migration *migration, GError **error)
{
	if (schema_run(sql, "BEGIN IMMEDIATE", error) &&
	    schema_run(sql, migration->sql, error) &&
	    schema_points_somewhere(sql, error) &&
	    schema_run(sql, "COMMIT", error))
		return TRUE;
	g_prefix_error(error, "schema %03d: ", migration->version);
	if (!sqlite3_get_autocommit(sql))
		sqlite3_exec(sql, "ROLLBACK", NULL, NULL, NULL);
	return FALSE;
}

/* No row refers to one that is not there. */
static gboolean
schema_points_somewhere(sqlite3 *sql, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(sql, "PRAGMA foreign_key_check", -1, &stmt,
	    NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "row %" G_GINT64_FORMAT
		    " of %s would point to a missing row of %s",
		    (gint64)sqlite3_column_int64(stmt, 1),
		    (const char *)sqlite3_column_text(stmt, 0),
		    (const char *)sqlite3_column_text(stmt, 2));
	else if (rc != SQLITE_DONE)
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s",
		    sqlite3_errmsg(sql));
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}
