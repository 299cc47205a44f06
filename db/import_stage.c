/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The staging half of an import (import.h): the staging file, made and filled by a process
 * that can only read the database, read by the merging half in the engine.
 *
 * It is nobody's truth until it is whole: no journal, no fsync while it is
 * filled; one fsync at the end, after its summary has been written.
 */
#include "db/import.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "db/import_kind.h"

#define STAGE_PRAGMAS							\
	"PRAGMA staged.journal_mode = OFF;"				\
	"PRAGMA staged.synchronous = OFF;"				\
	"PRAGMA staged.cache_size = -8192;"	/* KiB */		\
	"PRAGMA staged.secure_delete = OFF;"
/* The columns have no type: what is bound as a number stays one. */
#define STAGE_TABLES							\
	"CREATE TABLE staged.row (line INTEGER PRIMARY KEY, key, " STAGE_FIELDS ");" \
	"CREATE TABLE staged.sorted (seq INTEGER PRIMARY KEY, line, key, "	\
	STAGE_FIELDS ");"						\
	"CREATE TABLE staged.summary (rows, added, changed);"
#define STAGE_INDEX	"CREATE INDEX staged.sorted_key ON sorted (key)"

static gboolean	stage_make(const char *path, GError **error);
static gboolean	stage_run(struct db *db, const char *sql, GError **error);
static char	*stage_key(const struct import_row_kind *kind,
		    const char *const *fields);
static gboolean	stage_twice(struct db *db, int max, int *found,
		    import_fault_fn say, void *user, GError **error);
static gboolean	stage_faults(struct db *db, const struct import_check *check,
		    int max, int *found, import_fault_fn say, void *user,
		    GError **error);

gboolean
stage_attach(struct db *db, const char *path, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	gboolean ok;

	ok = sqlite3_prepare_v2(db->sql, "ATTACH ? AS staged", -1, &stmt,
	    NULL) == SQLITE_OK &&
	    sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_DONE;
	if (!ok)
		db_fail(db, path, error);
	sqlite3_finalize(stmt);
	return ok;
}

void
stage_detach(struct db *db)
{
	statement_finalize(db, MODULE_STAGE);
	sqlite3_exec(db->sql, "DETACH staged", NULL, NULL, NULL);
}

gboolean
stage_open(struct db *db, const char *path, GError **error)
{
	/* What the connection sees is fixed anew behind the attaching. */
	return stage_make(path, error) &&
	    stage_run(db, "COMMIT", error) &&
	    stage_attach(db, path, error) &&
	    stage_run(db, STAGE_PRAGMAS STAGE_TABLES, error) &&
	    statement_prepare_late(db, MODULE_STAGE, error) &&
	    stage_run(db, "BEGIN", error);
}

/* It holds what people told us: its owner's alone. */
static gboolean
stage_make(const char *path, GError **error)
{
	int fd;

	unlink(path);
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (fd < 0) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "%s cannot be made: %s", path, g_strerror(errno));
		return FALSE;
	}
	close(fd);
	return TRUE;
}

static gboolean
stage_run(struct db *db, const char *sql, GError **error)
{
	if (sqlite3_exec(db->sql, sql, NULL, NULL, NULL) == SQLITE_OK)
		return TRUE;
	db_fail(db, "stage", error);
	return FALSE;
}

gboolean
stage_add(struct db *db, enum import_kind kind, int line,
    const char *const *fields, int count, GError **error)
{
	const struct import_row_kind *k = &import_kinds[kind];
	struct statement *s = statement_use(db, MODULE_STAGE, STAGE_ADD);
	g_autofree char *key = stage_key(k, fields);

	g_assert(count == k->columns);
	statement_int(s, line);
	statement_text(s, key);
	for (int i = 0; i < STAGE_COLUMNS; i++) {
		if (i >= count)
			statement_null(s);
		else if (k->numbers & (1u << i))
			statement_int(s, fields[i] == NULL ? 0 :
			    g_ascii_strtoll(fields[i], NULL, 10));
		else
			statement_text(s, fields[i]);
	}
	return statement_run(s, error);
}

static char *
stage_key(const struct import_row_kind *kind, const char *const *fields)
{
	g_autoptr(GString) key = g_string_new(NULL);

	for (int i = 0; i < kind->columns; i++) {
		if (!(kind->keys & (1u << i)))
			continue;
		if (key->len > 0)
			g_string_append_c(key, '|');
		g_string_append(key, fields[i]);
	}
	return g_strdup(key->str);
}

gboolean
stage_sort(struct db *db, enum import_kind kind, GError **error)
{
	const struct import_row_kind *k = &import_kinds[kind];

	return statement_run(statement_use(db, MODULE_STAGE, STAGE_SORT),
	    error) && stage_run(db, STAGE_INDEX, error) &&
	    (k->index == NULL || stage_run(db, k->index, error));
}

gboolean
stage_check(struct db *db, enum import_kind kind, int max,
    import_fault_fn say, void *user, GError **error)
{
	int found = 0;

	if (!stage_twice(db, max, &found, say, user, error))
		return FALSE;
	for (int i = 0; i < import_check_count; i++) {
		if (import_checks[i].kind == kind && found < max &&
		    !stage_faults(db, &import_checks[i], max, &found, say,
		    user, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
stage_twice(struct db *db, int max, int *found, import_fault_fn say,
    void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAGE, STAGE_TWICE);
	gboolean ok;

	statement_int(s, max);
	while (statement_row(s, &ok, error)) {
		int line = (int)column_int(s);
		g_autofree char *key = column_text(s);

		say(IMPORT_TWICE, line, key, (int)column_int(s), user);
		++*found;
	}
	return ok;
}

static gboolean
stage_faults(struct db *db, const struct import_check *check, int max,
    int *found, import_fault_fn say, void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAGE, check->statement);
	gboolean ok;

	statement_int(s, max - *found);
	while (statement_row(s, &ok, error)) {
		int line = (int)column_int(s);

		say(check->fault, line, column_borrow(s), 0, user);
		++*found;
	}
	return ok;
}

void
stage_summary_load(struct statement *s, void *value)
{
	struct import_summary *summary = value;

	summary->rows = (int)column_int(s);
	summary->added = (int)column_int(s);
	summary->changed = (int)column_int(s);
}

gboolean
stage_finish(struct db *db, enum import_kind kind,
    struct import_summary *summary, GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAGE,
	    import_kinds[kind].count);
	gboolean found;
	int fd;

	if (!statement_find(s, stage_summary_load, summary, sizeof(*summary),
	    &found, error))
		return FALSE;
	s = statement_use(db, MODULE_STAGE, STAGE_SUMMARY_PUT);
	statement_int(s, summary->rows);
	statement_int(s, summary->added);
	statement_int(s, summary->changed);
	if (!statement_run(s, error) || !stage_run(db, "COMMIT", error))
		return FALSE;
	fd = open(sqlite3_db_filename(db->sql, "staged"), O_RDWR | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "stage: %s",
		    g_strerror(errno));
		if (fd >= 0)
			close(fd);
		return FALSE;
	}
	close(fd);
	return stage_run(db, "BEGIN", error);
}
