/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The connection: opened with every setting read back, transactions, and when
 * the write-ahead log is normal into the file.
 *
 * Checkpoints.  A commit costs one fsync of the log.  Folding the log back
 * costs an fsync of the file and a write of each changed page, tens of ms: too
 * long between a text and its reply.  So it is done when the engine rests
 * (db_rest()), and at a commit only when the log has grown past
 * DB_WAL_FRAMES_MAX (32 MiB), which one busy hour of a county does not reach.
 */
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "db/connection.h"

#define DB_WAL_FRAMES_MAX	8192
#define DB_WAL_FRAMES_REST	2048

static const struct {
	const char *name, *sql;
} db_steps[DB_STEP_COUNT] = {
	[DB_BEGIN] = { "db.begin", "BEGIN IMMEDIATE" },
	[DB_COMMIT] = { "db.commit", "COMMIT" },
	[DB_SAVE] = { "db.save", "SAVEPOINT text" },
	[DB_RELEASE] = { "db.release", "RELEASE text" },
};

/* What is set, and what must be read back.  SQLite ignores a misspelt pragma
 * and a refused value in silence. */
struct pragma {
	const char *name, *value, *expected;
	const char *in_memory;		/* expected there; NULL the same */
};

static const struct pragma db_pragmas[] = {
	{ "busy_timeout", "2000", "2000" },	/* ms; we are the only writer */
	{ "journal_mode", "WAL", "wal", "memory" },
	{ "synchronous", "FULL", "2" },
	{ "wal_autocheckpoint", "0", "0" },	/* db_wal_hook() does it */
	{ "journal_size_limit", "67108864", "67108864" },
	{ "foreign_keys", "ON", "1" },
	{ "secure_delete", "ON", "1" },
	{ "temp_store", "MEMORY", "2" },
	{ "cache_size", "-6144", "-6144" },	/* KiB, of the engine's 24 MiB */
	{ "trusted_schema", "OFF", "0" },
	{ "cell_size_check", "ON", "1" },
};

static gboolean	db_create_private(const char *path, GError **error);
static gboolean	db_set_pragma(struct db *db, const struct pragma *pragma,
		    gboolean in_memory, GError **error);
static int	db_wal_hook(void *user, sqlite3 *sql, const char *name,
		    int frames);
static gboolean	db_prepare_steps(struct db *db, GError **error);
static gboolean	db_step(struct db *db, enum db_step step, GError **error);

G_DEFINE_QUARK(db-error, db_error)

gboolean
db_connect(struct db *db, const char *path, int flags, GError **error)
{
	gboolean in_memory = strcmp(path, ":memory:") == 0;
	int off = 0;

	/* No threads anywhere (DESIGN 1), so no locks for them; and nobody asks
	 * SQLite to count its memory.  Only the first call of a process has a
	 * say. */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (!in_memory && (flags & SQLITE_OPEN_CREATE) &&
	    !db_create_private(path, error))
		return FALSE;
	if (sqlite3_open_v2(path, &db->sql, flags | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK) {
		db_fail(db, "open", error);
		return FALSE;
	}
	/* "name" in double quotes is a column, never by mistake a string. */
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DML, 0, &off);
	sqlite3_db_config(db->sql, SQLITE_DBCONFIG_DQS_DDL, 0, &off);
	for (gsize i = 0; i < G_N_ELEMENTS(db_pragmas); i++) {
		if (!db_set_pragma(db, &db_pragmas[i], in_memory, error))
			return FALSE;
	}
	sqlite3_wal_hook(db->sql, db_wal_hook, db);
	return db_prepare_steps(db, error);
}

/* A new file is its owner's alone: it holds what people told us. */
static gboolean
db_create_private(const char *path, GError **error)
{
	int fd;

	if (access(path, F_OK) == 0)
		return TRUE;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "cannot be created: %s", g_strerror(errno));
		return FALSE;
	}
	close(fd);
	return TRUE;
}

static gboolean
db_set_pragma(struct db *db, const struct pragma *pragma, gboolean in_memory,
    GError **error)
{
	g_autofree char *set = g_strdup_printf("PRAGMA %s = %s", pragma->name,
	    pragma->value);
	g_autofree char *ask = g_strdup_printf("PRAGMA %s", pragma->name);
	const char *expected = pragma->expected, *found = "nothing";
	sqlite3_stmt *stmt = NULL;
	gboolean ok;

	if (in_memory && pragma->in_memory != NULL)
		expected = pragma->in_memory;
	if (sqlite3_exec(db->sql, set, NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db->sql, ask, -1, &stmt, NULL) != SQLITE_OK) {
		db_fail(db, set, error);
		return FALSE;
	}
	if (sqlite3_step(stmt) == SQLITE_ROW)
		found = (const char *)sqlite3_column_text(stmt, 0);
	ok = g_strcmp0(found, expected) == 0;
	if (!ok)
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "%s: expected to read back %s, found %s", set, expected,
		    found);
	sqlite3_finalize(stmt);
	return ok;
}

static gboolean
db_prepare_steps(struct db *db, GError **error)
{
	for (int i = 0; i < DB_STEP_COUNT; i++) {
		if (sqlite3_prepare_v3(db->sql, db_steps[i].sql, -1,
		    SQLITE_PREPARE_PERSISTENT, &db->steps[i], NULL) != SQLITE_OK) {
			db_fail(db, db_steps[i].name, error);
			return FALSE;
		}
	}
	return TRUE;
}

/* After each commit; `frames` are in the log now. */
static int
db_wal_hook(void *user, sqlite3 *sql, const char *name, int frames)
{
	struct db *db = user;

	db->wal_frames = frames;
	if (frames >= DB_WAL_FRAMES_MAX)
		sqlite3_wal_checkpoint_v2(sql, name, SQLITE_CHECKPOINT_PASSIVE,
		    NULL, NULL);
	return SQLITE_OK;
}

void
db_interrupt(struct db *db)
{
	sqlite3_interrupt(db->sql);
}

void
db_disconnect(struct db *db)
{
	for (int i = 0; i < DB_STEP_COUNT; i++)
		sqlite3_finalize(db->steps[i]);
	sqlite3_close(db->sql);
}

gboolean
db_begin(struct db *db, GError **error)
{
	return db_step(db, DB_BEGIN, error);
}

static gboolean
db_step(struct db *db, enum db_step step, GError **error)
{
	gboolean ok = sqlite3_step(db->steps[step]) == SQLITE_DONE;

	if (!ok) {
		db_fail(db, db_steps[step].name, error);
		/* SQLite may have undone the whole transaction. */
		db->audit_known = FALSE;
	}
	sqlite3_reset(db->steps[step]);
	return ok;
}

gboolean
db_commit(struct db *db, GError **error)
{
	if (!db_step(db, DB_COMMIT, error))
		return FALSE;
	db->commits++;
	return TRUE;
}

void
db_rollback(struct db *db)
{
	db->audit_known = FALSE;
	if (db_in_transaction(db))
		sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->sql);
}

gboolean
db_save(struct db *db, GError **error)
{
	/* Alone, a savepoint would begin a transaction that does not hold the
	 * write lock yet. */
	if (!db_in_transaction(db)) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "db.save: outside a transaction");
		return FALSE;
	}
	return db_step(db, DB_SAVE, error);
}

gboolean
db_release(struct db *db, GError **error)
{
	return db_step(db, DB_RELEASE, error);
}

void
db_undo(struct db *db)
{
	db->audit_known = FALSE;
	if (db_in_transaction(db))
		sqlite3_exec(db->sql, "ROLLBACK TO text; RELEASE text", NULL,
		    NULL, NULL);
}

guint64
db_commits(const struct db *db)
{
	return db->commits;
}

void
db_rest(struct db *db)
{
	if (db->wal_frames < DB_WAL_FRAMES_REST || db_in_transaction(db))
		return;
	sqlite3_wal_checkpoint_v2(db->sql, "main", SQLITE_CHECKPOINT_PASSIVE,
	    NULL, NULL);
	db->wal_frames = 0;
}

void
db_fail(struct db *db, const char *what, GError **error)
{
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s (SQLite %d)", what,
	    sqlite3_errmsg(db->sql), sqlite3_extended_errcode(db->sql));
}
