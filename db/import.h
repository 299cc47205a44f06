/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Imports: the county's registers, replaced row by row from a file.
 *
 * All or nothing, and nobody waits for it (DESIGN 2).  Two halves in two processes: the
 * staging half reads the file, writes its rows into a file beside the database, and sorts
 * and checks them there against the database, which it can only read; the merging half,
 * in the engine, takes them over if all are valid, some thousands in each transaction.
 * From the first of these on the import is decided: an engine that starts finishes what
 * another has begun.  ARCHITECTURE 2 has the picture.
 *
 *	staging, in the reader		stage_open(), stage_add() …, stage_sort(),
 *	(import_stage.c)		stage_check(), stage_finish()
 *	merging, in the engine		import_begin(); the other half; import_attach();
 *	(import.c)			then import_decide(), import_take() until *more is
 *					FALSE, or import_drop(); and import_detach()
 *
 * One import at a time.  What is not in the file stays as it is; the same file
 * again changes nothing.
 */
#ifndef DB_IMPORT_H
#define DB_IMPORT_H

#include "db/db.h"
#include "db/import_row.h"

/* --- the staging half ---------------------------------------------------------- */

/* Makes the file `path` (replaces an old one); `db` comes from db_open_to_read(). */
gboolean stage_open(struct db *db, const char *path, GError **error);

/* A row: `count` fields in the order of the kind's columns, in stored form;
 * NULL is "". */
gboolean stage_add(struct db *db, enum import_kind kind, int line,
	    const char *const *fields, int count, GError **error);

/* Call after the last row. */
gboolean stage_sort(struct db *db, enum import_kind kind, GError **error);

/* Says what is wrong, `max` faults at most. */
gboolean stage_check(struct db *db, enum import_kind kind, int max,
	    import_fault_fn say, void *user, GError **error);

/* Counts what would change, and closes the file for good. */
gboolean stage_finish(struct db *db, enum import_kind kind,
	    struct import_summary *summary, GError **error);

/* --- the merging half ---------------------------------------------------------- */

/* *id 0: another import is under way. */
gboolean import_begin(struct db *db, enum import_kind kind, const char *actor,
	    gint64 now, gint64 *id, GError **error);

/* Opens what was staged, and takes it away when it is done with; both outside a
 * transaction. */
gboolean import_attach(struct db *db, const char *path,
	    struct import_summary *summary, GError **error);
void	import_detach(struct db *db, const char *path);

/* Decides it: from here on it will be taken over. */
gboolean import_decide(struct db *db, gint64 id,
	    const struct import_summary *summary, GError **error);

/* Takes up to `rows` over, in the caller's transaction; `today` is 20261123.
 * *taken is how many there are now. */
gboolean import_take(struct db *db, int rows, int today, int *taken,
	    gboolean *more, GError **error);

/* Drops one that was not decided; takes nothing over. */
gboolean import_drop(struct db *db, gint64 id, GError **error);

/* Call once at start, in a transaction: drops what was not decided.  *taking TRUE: one
 * must be finished by import_attach() and import_take(). */
gboolean import_recover(struct db *db, gboolean *taking, GError **error);

/* Was one left half taken over, with nobody to continue it?  Whoever ran it says so by
 * import_leave(). */
gboolean import_is_left(const struct db *db);
void	import_leave(struct db *db);

/* --- out again ------------------------------------------------------------------ */

/* Calls `row` for each row of a kind, by key; fields are borrowed.  FALSE from `row` ends
 * it. */
gboolean import_each(struct db *db, enum import_kind kind,
	    gboolean (*row)(const char *const *fields, int count, void *user),
	    void *user, GError **error);

#endif
