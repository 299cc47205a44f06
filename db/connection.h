/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: what a connection is made of.
 */
#ifndef DB_CONNECTION_H
#define DB_CONNECTION_H

#include <glib.h>
#include <sqlite3.h>

#define AUDIT_HASH_LEN	32

/* The statements of a transaction, prepared with the connection. */
enum db_step { DB_BEGIN, DB_COMMIT, DB_SAVE, DB_RELEASE, DB_STEP_COUNT };

struct db {
	sqlite3	*sql;
	sqlite3_stmt *steps[DB_STEP_COUNT];
	const struct statement_table *const *tables;	/* by enum module */
	struct statement **statements;			/* the same; NULL not prepared */
	guint64	 commits;
	int	 wal_frames;	/* in the log since it was last started over */
	/* The last row of the audit trail; forgotten when a transaction or a
	 * savepoint is undone, because that row may be gone. */
	gboolean audit_known;
	gint64	 audit_seq;
	guint8	 audit_hash[AUDIT_HASH_LEN];
	gboolean import_left;	/* see import_is_left() */
};

/* Opens the file and sets every pragma; `db` is empty before. */
gboolean db_connect(struct db *db, const char *path, int flags, GError **error);
void	db_disconnect(struct db *db);

/* Fills `error` from SQLite, naming what was tried. */
void	db_fail(struct db *db, const char *what, GError **error);

#endif
