/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Copies of the live database, and whether it is whole.
 *
 * A copy grows as PATH.part and takes its name when it is complete, so that a
 * file of that name is always a whole database.
 */
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "db/connection.h"

struct db_backup {
	sqlite3	*copy;
	sqlite3_backup *backup;
	char	*path, *part;
};

static gboolean	backup_finish(struct db_backup *backup, GError **error);
static gboolean	verify_ask(struct db *db, const char *question,
		    void (*say)(const char *fault, void *user), void *user,
		    GError **error);
static char	*verify_row(sqlite3_stmt *stmt);

struct db_backup *
db_backup_start(struct db *db, const char *path, GError **error)
{
	struct db_backup *backup = g_new0(struct db_backup, 1);
	int fd;

	backup->path = g_strdup(path);
	backup->part = g_strconcat(path, ".part", NULL);
	unlink(backup->part);
	fd = open(backup->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s",
		    backup->part, g_strerror(errno));
		g_clear_pointer(&backup, db_backup_free);
		return NULL;
	}
	close(fd);
	if (sqlite3_open_v2(backup->part, &backup->copy, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
		backup->backup = sqlite3_backup_init(backup->copy, "main",
		    db->sql, "main");
	if (backup->backup == NULL) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s",
		    backup->part, sqlite3_errmsg(backup->copy));
		g_clear_pointer(&backup, db_backup_free);
	}
	return backup;
}

gboolean
db_backup_step(struct db_backup *backup, int pages, gboolean *more,
    GError **error)
{
	int rc = sqlite3_backup_step(backup->backup, pages);

	*more = rc != SQLITE_DONE;
	if (rc == SQLITE_DONE)
		return backup_finish(backup, error);
	if (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
		return TRUE;
	g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s", backup->part,
	    sqlite3_errstr(rc));
	return FALSE;
}

static gboolean
backup_finish(struct db_backup *backup, GError **error)
{
	int rc = sqlite3_backup_finish(backup->backup);

	backup->backup = NULL;
	if (rc == SQLITE_OK)
		rc = sqlite3_close(g_steal_pointer(&backup->copy));
	if (rc != SQLITE_OK) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s",
		    backup->part, sqlite3_errstr(rc));
		return FALSE;
	}
	if (rename(backup->part, backup->path) != 0) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s: %s",
		    backup->path, g_strerror(errno));
		return FALSE;
	}
	g_clear_pointer(&backup->part, g_free);
	return TRUE;
}

void
db_backup_free(struct db_backup *backup)
{
	if (backup == NULL)
		return;
	sqlite3_backup_finish(backup->backup);
	sqlite3_close(backup->copy);
	if (backup->part != NULL)
		unlink(backup->part);
	g_free(backup->part);
	g_free(backup->path);
	g_free(backup);
}

gboolean
db_verify(struct db *db, void (*say)(const char *fault, void *user),
    void *user, GError **error)
{
	return verify_ask(db, "PRAGMA quick_check", say, user, error) &&
	    verify_ask(db, "PRAGMA foreign_key_check", say, user, error);
}

static gboolean
verify_ask(struct db *db, const char *question,
    void (*say)(const char *fault, void *user), void *user, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	rc = sqlite3_prepare_v2(db->sql, question, -1, &stmt, NULL);
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW) {
			g_autofree char *fault = verify_row(stmt);

			if (g_strcmp0(fault, "ok") != 0)
				say(fault, user);
		}
	}
	sqlite3_finalize(stmt);
	if (rc == SQLITE_DONE)
		return TRUE;
	db_fail(db, question, error);
	return FALSE;
}

/* quick_check answers with a sentence, foreign_key_check with (table, rowid,
 * parent, which). */
static char *
verify_row(sqlite3_stmt *stmt)
{
	const char *first = (const char *)sqlite3_column_text(stmt, 0);

	if (sqlite3_column_count(stmt) == 1)
		return g_strdup(first);
	return g_strdup_printf("%s row %" G_GINT64_FORMAT
	    " points to a missing row of %s", first,
	    (gint64)sqlite3_column_int64(stmt, 1),
	    (const char *)sqlite3_column_text(stmt, 2));
}
