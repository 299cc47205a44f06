/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: prepared statements.
 *
 * A module owns a table of statements and an enum to index it, and stands in
 * db/modules.inc.  db_open() prepares all tables that are not late.  Use is always
 * the same:
 *
 *	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_FIND);
 *	statement_text(s, number);
 *	if (!statement_next(s, &row, error))
 *		return FALSE;
 *	if (row) { t->id = column_int(s); ...; statement_end(s); }
 *
 * Values are bound, and columns read, in order.  Strings are borrowed until
 * the statement ends.  A statement that writes is refused outside a transaction: what
 * belongs together would otherwise be committed by halves.
 */
#ifndef DB_STATEMENT_H
#define DB_STATEMENT_H

#include "db/connection.h"
#include "db/db.h"

enum module {
#define MODULE(upper, lower)	MODULE_##upper,
#include "db/modules.inc"
#undef MODULE
	MODULE_COUNT
};

struct statement_source {
	const char *name;	/* "ticket.find", for errors */
	const char *sql;
};

struct statement_table {
	const struct statement_source *sources;
	int	 count;
	gboolean late;		/* prepared when something is asked of it */
};
#define STATEMENT_TABLE(sources)	{ sources, G_N_ELEMENTS(sources), FALSE }
#define STATEMENT_TABLE_LATE(sources)	{ sources, G_N_ELEMENTS(sources), TRUE }

struct statement {
	struct db *db;
	sqlite3_stmt *stmt;
	const char *name;
	int	 parameters;	/* how many must be bound */
	int	 bound, column;
	gboolean writes, busy;
};

/* All tables but the late ones; `tables` is indexed by enum module, and borrowed. */
gboolean statement_prepare_all(struct db *db,
	    const struct statement_table *const *tables, GError **error);
void	statement_finalize_all(struct db *db);

/* A late table, before it is used; finalize it afterwards. */
gboolean statement_prepare_late(struct db *db, enum module module,
	    GError **error);
void	statement_finalize(struct db *db, enum module module);

/* Starts a use; one that is under way must have ended. */
struct statement *statement_use(struct db *db, enum module module, int which);

/* Bind the next value.  NULL text is "". */
void	statement_int(struct statement *s, gint64 value);
void	statement_text(struct statement *s, const char *value);
void	statement_blob(struct statement *s, const void *value, gsize len);
void	statement_null(struct statement *s);
void	statement_id(struct statement *s, gint64 id);	/* 0 is NULL */

/* The next row; *row FALSE and the use ended when there is none. */
gboolean statement_next(struct statement *s, gboolean *row, GError **error);
/* All of a statement whose rows do not matter. */
gboolean statement_run(struct statement *s, GError **error);
/* First column of the first row; *value stays when there is none or NULL. */
gboolean statement_value(struct statement *s, gint64 *value, GError **error);
void	statement_end(struct statement *s);

/* The next column of the row. */
gint64	column_int(struct statement *s);
char	*column_text(struct statement *s);		/* owned */
const char *column_borrow(struct statement *s);		/* until the next row */
const guint8 *column_blob(struct statement *s, gsize *len);
void	column_skip(struct statement *s);

#endif
