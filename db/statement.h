/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: prepared statements.
 *
 * A module owns a table of statements and an enum to index it, and stands in
 * db/modules.inc.  db_open() prepares all tables that are not late.  Use is always
 * the same:
 *
 *	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_FIND);
 *
 *	statement_text(s, number);
 *	return statement_find(s, ticket_load, t, sizeof(*t), found, error);
 *
 * and of several rows
 *
 *	while (go_on && statement_row(s, &ok, error))
 *		go_on = row(column_int(s), user);
 *	statement_end(s);
 *	return ok;
 *
 * Values are bound, and columns read, in order.  Strings are borrowed until the
 * statement ends.  A statement that writes is refused outside a transaction: what
 * belongs together would otherwise be committed by halves.  A statement may be used
 * again while it is in use, as when a callback asks for the list that called it, up
 * to STATEMENT_DEPTH_MAX deep; deeper, the use fails.
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

#define STATEMENT_DEPTH_MAX	8

struct statement {
	struct db *db;
	sqlite3_stmt *stmt;	/* NULL until the first use */
	const char *name, *sql;	/* sql NULL: one too deep, see statement.c */
	int	 parameters;	/* how many must be bound */
	int	 bound, column;
	gboolean writes, busy;
	const char *fault;	/* why this use cannot be; NULL it can */
	struct statement *twin;	/* for a use within its use; NULL none yet */
};

/* Checks all tables but the late ones: each statement is prepared, and let go of until
 * it is used.  `tables` is indexed by enum module, and borrowed. */
gboolean statement_prepare_all(struct db *db,
	    const struct statement_table *const *tables, GError **error);
void	statement_finalize_all(struct db *db);

/* A late table, before it is used; finalize it afterwards.  Within another use of the
 * same table neither does anything. */
gboolean statement_prepare_late(struct db *db, enum module module,
	    GError **error);
void	statement_finalize(struct db *db, enum module module);

/* Starts a use. */
struct statement *statement_use(struct db *db, enum module module, int which);

/* Bind the next value.  NULL text is "". */
void	statement_int(struct statement *s, gint64 value);
void	statement_text(struct statement *s, const char *value);
void	statement_blob(struct statement *s, const void *value, gsize len);
void	statement_null(struct statement *s);
void	statement_id(struct statement *s, gint64 id);	/* 0 is NULL */

/*
 * The next row.  FALSE ends the use: there is no more (*ok TRUE), or the world
 * failed (*ok FALSE and `error` set).
 */
gboolean statement_row(struct statement *s, gboolean *ok, GError **error);

/* Ends a use before its last row; does nothing when it has ended. */
void	statement_end(struct statement *s);

/* The rest run a statement to its end.  FALSE: the world failed. */

/* One whose rows do not matter. */
gboolean statement_run(struct statement *s, GError **error);

/* Fills `value` (`size` octets, zeroed before) from the first row; *found tells
 * whether there was one. */
typedef void (*statement_load)(struct statement *s, void *value);
gboolean statement_find(struct statement *s, statement_load load, void *value,
	    gsize size, gboolean *found, GError **error);

/* First column of the first row; *value stays when there is none or NULL. */
gboolean statement_value(struct statement *s, gint64 *value, GError **error);
/* The same; 0 when there is none. */
gboolean statement_count(struct statement *s, int *count, GError **error);
/* Is there a row, and its first column not 0? */
gboolean statement_is(struct statement *s, gboolean *is, GError **error);
/* The same as text, owned by the caller; NULL when there is no row. */
gboolean statement_string(struct statement *s, char **text, GError **error);

/* First columns of all rows, added to `ids` (gint64). */
gboolean statement_ids(struct statement *s, GArray *ids, GError **error);
/* First column of each row, until `row` returns FALSE. */
gboolean statement_each_id(struct statement *s,
	    gboolean (*row)(gint64 id, void *user), void *user, GError **error);

/* The next column of the row. */
gint64	column_int(struct statement *s);
char	*column_text(struct statement *s);		/* owned */
const char *column_borrow(struct statement *s);		/* until the next row */
const guint8 *column_blob(struct statement *s, gsize *len);
void	column_skip(struct statement *s);

#endif
