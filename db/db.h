/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The database: one SQLite file, one connection, one owner (the engine).
 *
 * WAL, synchronous=FULL, foreign keys on, STRICT tables, secure_delete; every
 * pragma is read back.  The schema is brought up to date by the numbered files
 * of db/schema/, each in one transaction that also sets user_version.  Every
 * module's statements are prepared in db_open(), so that a typo stops the
 * daemon at noon and not at three in the morning.
 *
 * Functions of db/ return FALSE and set `error` only when the world failed
 * (disk, lock, corruption).  "No" is a plain value, named at each function.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <glib.h>

struct db;

#define DB_ERROR db_error_quark()
GQuark	db_error_quark(void);
enum db_error {
	DB_ERROR_SQL,		/* disk full, locked, corrupt: try again */
	DB_ERROR_SCHEMA		/* made by a newer xiangyin, or not ours */
};

/* Opens (":memory:" for tests), migrates, prepares.  NULL on failure. */
struct db *db_open(const char *path, GError **error);

/* A second connection to the same file, for another process: sees the database
 * as it is now and goes on seeing that, can write nothing. */
struct db *db_open_to_read(const char *path, GError **error);
void	db_close(struct db *db);

/* Ends what is being read, with an error; may be called by a signal handler. */
void	db_interrupt(struct db *db);

/*
 * Transactions.  db_begin() takes the write lock at once; texts of one turn
 * share it, each inside its own savepoint: db_save(), then db_release() to
 * keep or db_undo() to forget what was written since.  Every function of db/
 * that writes must be called inside a transaction, and fails outside one.
 * Nothing may be left half-written by a failure: db_undo() or db_rollback().
 */
gboolean db_begin(struct db *db, GError **error);
gboolean db_commit(struct db *db, GError **error);
void	db_rollback(struct db *db);
gboolean db_in_transaction(const struct db *db);
gboolean db_save(struct db *db, GError **error);
gboolean db_release(struct db *db, GError **error);
void	db_undo(struct db *db);

/* Call when nothing waits: folds the log into the file if that is worth it, so
 * that no text waits for it later. */
void	db_rest(struct db *db);

/* Commits so far; for bench/ and tests. */
guint64	db_commits(const struct db *db);

/*
 * Copies the live database to `path` by SQLite's backup API, `pages` at a
 * time, while it goes on working; *more is FALSE when the copy is complete.
 * Until then it is called PATH.part; a file of the name `path` is replaced.
 */
struct db_backup;
struct db_backup *db_backup_start(struct db *db, const char *path,
	    GError **error);
gboolean db_backup_step(struct db_backup *backup, int pages, gboolean *more,
	    GError **error);
void	db_backup_free(struct db_backup *backup);

/* PRAGMA quick_check and foreign_key_check: calls `say` for each fault. */
gboolean db_verify(struct db *db, void (*say)(const char *fault, void *user),
	    void *user, GError **error);

#endif
