/*
 * See peace.h.
 */
#include "db/peace.h"

#include <string.h>

#include "db/phone_book.h"
#include "db/statement.h"

#define PEACE_COLUMNS "household_id, phone, asker, line, next_at, waits, asked_at"

enum { PEACE_PUT, PEACE_END, PEACE_WAITING, PEACE_DUE, PEACE_TIME, PEACE_PHONE };

static const struct statement_source peace_sources[] = {
	[PEACE_PUT] = { "peace.put",
	    "INSERT OR REPLACE INTO peace (" PEACE_COLUMNS ") "
	    "VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[PEACE_END] = { "peace.end",
	    "DELETE FROM peace WHERE phone = ?1 OR asker = ?1 "
	    "RETURNING household_id" },
	[PEACE_WAITING] = { "peace.waiting",
	    "SELECT " PEACE_COLUMNS " FROM peace WHERE phone = ? AND waits = 1 "
	    "LIMIT 1" },
	[PEACE_DUE] = { "peace.due",
	    "SELECT " PEACE_COLUMNS " FROM peace WHERE next_at <= ? "
	    "ORDER BY next_at LIMIT 1" },
	[PEACE_TIME] = { "peace.time",
	    "SELECT min(next_at) FROM peace WHERE next_at > ?" },
	[PEACE_PHONE] = { "peace.phone",
	    "SELECT number FROM phone AS p WHERE household_id = ?1 AND "
	    PHONE_IS_RIGHT("p") " ORDER BY number = ?2, main DESC, number "
	    "LIMIT 1" },
};
const struct statement_table peace_statements = STATEMENT_TABLE(peace_sources);

static gboolean	peace_find(struct statement *s, gboolean *found,
		    struct peace *peace, GError **error);

void
peace_clear(struct peace *peace)
{
	g_free(peace->phone);
	g_free(peace->asker);
	g_free(peace->line);
	memset(peace, 0, sizeof(*peace));
}

gboolean
peace_put(struct db *db, const struct peace *peace, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PEACE, PEACE_PUT);

	statement_int(s, peace->household_id);
	statement_text(s, peace->phone);
	statement_text(s, peace->asker);
	statement_text(s, peace->line);
	statement_int(s, peace->next_at);
	statement_int(s, peace->waits);
	statement_int(s, peace->asked_at);
	return statement_run(s, error);
}

gboolean
peace_end(struct db *db, const char *phone, gboolean *ended, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PEACE, PEACE_END);
	gboolean row;

	*ended = FALSE;
	statement_text(s, phone);
	do {
		if (!statement_next(s, &row, error))
			return FALSE;
		*ended |= row;
	} while (row);
	return TRUE;
}

gboolean
peace_waiting(struct db *db, const char *phone, gboolean *found,
    struct peace *peace, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PEACE, PEACE_WAITING);

	statement_text(s, phone);
	return peace_find(s, found, peace, error);
}

gboolean
peace_next_due(struct db *db, gint64 now, gboolean *found,
    struct peace *peace, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PEACE, PEACE_DUE);

	statement_int(s, now);
	return peace_find(s, found, peace, error);
}

static gboolean
peace_find(struct statement *s, gboolean *found, struct peace *peace,
    GError **error)
{
	memset(peace, 0, sizeof(*peace));
	if (!statement_next(s, found, error))
		return FALSE;
	if (!*found)
		return TRUE;
	peace->household_id = column_int(s);
	peace->phone = column_text(s);
	peace->asker = column_text(s);
	peace->line = column_text(s);
	peace->next_at = column_int(s);
	peace->waits = column_int(s) != 0;
	peace->asked_at = column_int(s);
	statement_end(s);
	return TRUE;
}

gboolean
peace_next_time(struct db *db, gint64 *when, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PEACE, PEACE_TIME);

	*when = 0;
	statement_int(s, 0);
	return statement_value(s, when, error);
}

gboolean
peace_phone(struct db *db, gint64 household_id, const char *asker,
    char **phone, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PEACE, PEACE_PHONE);
	gboolean row;

	*phone = NULL;
	statement_int(s, household_id);
	statement_text(s, asker);
	if (!statement_next(s, &row, error))
		return FALSE;
	if (row) {
		*phone = column_text(s);
		statement_end(s);
	}
	return TRUE;
}
