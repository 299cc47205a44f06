/*
 * Prepared statements: preparing all of them, and the few steps of using one.
 */
#include "db/statement.h"

static const struct statement_table *const statement_tables[MODULE_COUNT] = {
	[MODULE_APPROVAL] = &approval_statements,
	[MODULE_AREA] = &area_statements,
	[MODULE_AUDIT] = &audit_statements,
	[MODULE_BALANCE] = &balance_statements,
	[MODULE_CADRE] = &cadre_statements,
	[MODULE_CALLBACK] = &callback_statements,
	[MODULE_CAUSER] = &causer_statements,
	[MODULE_CONTACT] = &contact_statements,
	[MODULE_DB] = &db_statements,
	[MODULE_DUTY] = &duty_statements,
	[MODULE_BACKCHECK] = &backcheck_statements,
	[MODULE_DUTY_CLOSE] = &duty_close_statements,
	[MODULE_DUTY_FLAG] = &duty_flag_statements,
	[MODULE_DUTY_LAST] = &duty_last_statements,
	[MODULE_DUTY_ROUND] = &duty_round_statements,
	[MODULE_CALLOUT] = &callout_statements,
	[MODULE_EXPORT] = &export_statements,
	[MODULE_HANDOVER] = &handover_statements,
	[MODULE_HOLIDAY] = &holiday_statements,
	[MODULE_IMPORT] = &import_statements,
	[MODULE_INBOX] = &inbox_statements,
	[MODULE_JOIN] = &join_statements,
	[MODULE_ORPHAN] = &orphan_statements,
	[MODULE_OUTBOX] = &outbox_statements,
	[MODULE_OUTBOX_PART] = &outbox_part_statements,
	[MODULE_OUTBOX_QUEUE] = &outbox_queue_statements,
	[MODULE_OUTBOX_CEILING] = &outbox_ceiling_statements,
	[MODULE_OUTBOX_STATE] = &outbox_state_statements,
	[MODULE_CHECKIN] = &checkin_statements,
	[MODULE_PHONE_BOOK] = &phone_book_statements,
	[MODULE_QUESTION] = &question_statements,
	[MODULE_ROSTER] = &roster_statements,
	[MODULE_SCOPE] = &scope_statements,
	[MODULE_SIM] = &sim_statements,
	[MODULE_STAFF] = &staff_statements,
	[MODULE_STAGE] = &stage_statements,
	[MODULE_TICKET] = &ticket_statements,
};

static gboolean	statement_prepare(struct statement *s, struct db *db,
		    const struct statement_source *source, GError **error);
static void	statement_check_bind(struct statement *s, int rc);

gboolean
statement_prepare_all(struct db *db, GError **error)
{
	for (int m = 0; m < MODULE_COUNT; m++) {
		if (m != MODULE_STAGE && m != MODULE_EXPORT &&
		    m != MODULE_DUTY_FLAG && m != MODULE_DUTY_LAST &&
		    !statement_prepare_late(db, (enum module)m, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
statement_prepare_late(struct db *db, enum module module, GError **error)
{
	const struct statement_table *table = statement_tables[module];

	db->statements[module] = g_new0(struct statement, table->count);
	for (int i = 0; i < table->count; i++) {
		if (!statement_prepare(&db->statements[module][i], db,
		    &table->sources[i], error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
statement_prepare(struct statement *s, struct db *db,
    const struct statement_source *source, GError **error)
{
	if (sqlite3_prepare_v3(db->sql, source->sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &s->stmt, NULL) != SQLITE_OK) {
		db_fail(db, source->name, error);
		return FALSE;
	}
	s->db = db;
	s->name = source->name;
	s->parameters = sqlite3_bind_parameter_count(s->stmt);
	/* BEGIN IMMEDIATE counts as a writer, and is what makes it right. */
	s->writes = !sqlite3_stmt_readonly(s->stmt) &&
	    !g_str_has_prefix(source->sql, "BEGIN");
	return TRUE;
}

void
statement_finalize_all(struct db *db)
{
	for (int m = 0; m < MODULE_COUNT; m++)
		statement_finalize(db, (enum module)m);
}

void
statement_finalize(struct db *db, enum module module)
{
	if (db->statements[module] == NULL)
		return;
	for (int i = 0; i < statement_tables[module]->count; i++)
		sqlite3_finalize(db->statements[module][i].stmt);
	g_clear_pointer(&db->statements[module], g_free);
}

struct statement *
statement_use(struct db *db, enum module module, int which)
{
	struct statement *s;

	g_assert(which >= 0 && which < statement_tables[module]->count);
	s = &db->statements[module][which];
	g_assert(!s->busy);
	s->bound = 0;
	s->column = 0;
	s->busy = TRUE;
	return s;
}

void
statement_int(struct statement *s, gint64 value)
{
	statement_check_bind(s, sqlite3_bind_int64(s->stmt, ++s->bound, value));
}

void
statement_text(struct statement *s, const char *value)
{
	statement_check_bind(s, sqlite3_bind_text(s->stmt, ++s->bound,
	    value != NULL ? value : "", -1, SQLITE_STATIC));
}

void
statement_blob(struct statement *s, const void *value, gsize len)
{
	/* A NULL pointer would bind NULL, not nothing. */
	statement_check_bind(s, sqlite3_bind_blob64(s->stmt, ++s->bound,
	    value != NULL ? value : "", len, SQLITE_STATIC));
}

void
statement_null(struct statement *s)
{
	statement_check_bind(s, sqlite3_bind_null(s->stmt, ++s->bound));
}

void
statement_id(struct statement *s, gint64 id)
{
	if (id == 0)
		statement_null(s);
	else
		statement_int(s, id);
}

/* Too big, or out of memory, is told when the statement is stepped; a wrong
 * index is ours. */
static void
statement_check_bind(struct statement *s, int rc)
{
	g_assert(rc != SQLITE_RANGE && rc != SQLITE_MISUSE);
	if (rc != SQLITE_OK)
		s->bound = -1;
}

gboolean
statement_next(struct statement *s, gboolean *row, GError **error)
{
	int rc;

	*row = FALSE;
	if (s->bound < 0) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "%s: a value is too long", s->name);
		statement_end(s);
		return FALSE;
	}
	g_assert(s->bound == s->parameters);
	if (s->writes && sqlite3_get_autocommit(s->db->sql)) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "%s: writes outside a transaction", s->name);
		statement_end(s);
		return FALSE;
	}
	rc = sqlite3_step(s->stmt);
	s->column = 0;
	if (rc == SQLITE_ROW) {
		*row = TRUE;
		return TRUE;
	}
	if (rc != SQLITE_DONE) {
		db_fail(s->db, s->name, error);
		/* SQLite may have undone the whole transaction. */
		s->db->audit_known = FALSE;
	}
	statement_end(s);
	return rc == SQLITE_DONE;
}

gboolean
statement_run(struct statement *s, GError **error)
{
	gboolean row;

	do {
		if (!statement_next(s, &row, error))
			return FALSE;
	} while (row);
	return TRUE;
}

gboolean
statement_value(struct statement *s, gint64 *value, GError **error)
{
	gboolean row;

	if (!statement_next(s, &row, error))
		return FALSE;
	if (row) {
		if (sqlite3_column_type(s->stmt, 0) != SQLITE_NULL)
			*value = sqlite3_column_int64(s->stmt, 0);
		statement_end(s);
	}
	return TRUE;
}

void
statement_end(struct statement *s)
{
	sqlite3_reset(s->stmt);
	s->busy = FALSE;
}

gint64
column_int(struct statement *s)
{
	return sqlite3_column_int64(s->stmt, s->column++);
}

char *
column_text(struct statement *s)
{
	return g_strdup(column_borrow(s));
}

const char *
column_borrow(struct statement *s)
{
	const unsigned char *text = sqlite3_column_text(s->stmt, s->column++);

	return text != NULL ? (const char *)text : "";
}

const guint8 *
column_blob(struct statement *s, gsize *len)
{
	const void *blob = sqlite3_column_blob(s->stmt, s->column);

	*len = (gsize)sqlite3_column_bytes(s->stmt, s->column++);
	return blob;
}

void
column_skip(struct statement *s)
{
	s->column++;
}
