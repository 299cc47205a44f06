/*
 * Inside db/ only: the connection and its prepared statements.
 *
 * A module owns a table of statements and an enum to index it.  They are
 * prepared by db_open().  Use is always the same:
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

#include <sqlite3.h>

#include "db/db.h"

#define AUDIT_HASH_LEN	32

enum module {
	MODULE_AREA, MODULE_AUDIT, MODULE_BALANCE, MODULE_CADRE, MODULE_CALLBACK, MODULE_CAUSER,
	MODULE_CONTACT, MODULE_DB, MODULE_DUTY,
	MODULE_BACKCHECK, MODULE_DUTY_CLOSE, MODULE_DUTY_FLAG,
	MODULE_DUTY_LAST, MODULE_DUTY_ROUND, MODULE_CALLOUT,
	MODULE_EXPORT, MODULE_HANDOVER, MODULE_HOLIDAY, MODULE_IMPORT, MODULE_INBOX, MODULE_JOIN, MODULE_ORPHAN, MODULE_OUTBOX,
	MODULE_OUTBOX_PART, MODULE_OUTBOX_QUEUE, MODULE_OUTBOX_STATE,
	MODULE_OUTBOX_CEILING, MODULE_CHECKIN, MODULE_PHONE_BOOK, MODULE_QUESTION, MODULE_ROSTER,
	MODULE_SIM, MODULE_STAGE,
	MODULE_TICKET,
	MODULE_APPROVAL, MODULE_SCOPE, MODULE_STAFF,
	MODULE_COUNT
};

struct statement_source {
	const char *name;	/* "ticket.find", for errors */
	const char *sql;
};

struct statement_table {
	const struct statement_source *sources;
	int	 count;
};
#define STATEMENT_TABLE(sources) { sources, G_N_ELEMENTS(sources) }

extern const struct statement_table area_statements, audit_statements, balance_statements,
    cadre_statements, callback_statements, causer_statements, contact_statements, db_statements,
    duty_statements, backcheck_statements, duty_close_statements,
    duty_flag_statements, duty_last_statements, duty_round_statements, callout_statements,
    handover_statements, holiday_statements,
    export_statements, import_statements, inbox_statements,
    join_statements, orphan_statements, outbox_statements,
    outbox_part_statements, outbox_queue_statements, outbox_state_statements,
    outbox_ceiling_statements, checkin_statements, phone_book_statements, question_statements,
    roster_statements, sim_statements,
    stage_statements, ticket_statements,
    approval_statements, scope_statements, staff_statements;

struct statement {
	struct db *db;
	sqlite3_stmt *stmt;
	const char *name;
	int	 parameters;	/* how many must be bound */
	int	 bound, column;
	gboolean writes, busy;
};

struct db {
	sqlite3	*sql;
	struct statement *statements[MODULE_COUNT];
	guint64	 commits;
	int	 wal_frames;	/* in the log since it was last started over */
	/* The last row of the audit trail; forgotten when a transaction or a
	 * savepoint is undone, because that row may be gone. */
	gboolean audit_known;
	gint64	 audit_seq;
	gboolean import_left;	/* see import_is_left() */
	guint8	 audit_hash[AUDIT_HASH_LEN];
};

gboolean statement_prepare_all(struct db *db, GError **error);
void	statement_finalize_all(struct db *db);

/* MODULE_STAGE, MODULE_EXPORT, MODULE_DUTY_FLAG and MODULE_DUTY_LAST are prepared
 * when something is asked of them. */
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

/* Fills `error` from SQLite, naming what was tried. */
void	db_fail(struct db *db, const char *what, GError **error);

/* Brings the schema up to date (schema.c). */
gboolean schema_migrate(sqlite3 *sql, GError **error);
int	schema_newest(void);

#endif
