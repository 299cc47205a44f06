/*
 * Call-backs.  A unique index holds "one open row per phone"; asking again
 * counts it and adds a reason that is not yet among those given.
 */
#include "db/callback.h"

#include <string.h>

#include "db/statement.h"

enum { CALLBACK_OPEN, CALLBACK_ADD, CALLBACK_AGAIN, CALLBACK_DONE,
       CALLBACK_EACH_OPEN, CALLBACK_EACH, CALLBACK_WAITING };

#define CALLBACK_COLUMNS "id, phone, line, reason, ticket, asked_at, done_at, " \
	"times, done_by, result"

static const struct statement_source callback_sources[] = {
	[CALLBACK_OPEN] = { "callback.open",
	    "SELECT " CALLBACK_COLUMNS " FROM callback "
	    "WHERE phone = ? AND done_at = 0" },
	[CALLBACK_ADD] = { "callback.add",
	    "INSERT INTO callback (phone, line, reason, ticket, asked_at) "
	    "VALUES (?, ?, ?, ?, ?)" },
	[CALLBACK_AGAIN] = { "callback.again",
	    "UPDATE callback SET times = times + 1, reason = ?, ticket = ? "
	    "WHERE id = ?" },
	[CALLBACK_DONE] = { "callback.done",
	    "UPDATE callback SET done_at = ?, done_by = ?, result = ? "
	    "WHERE id = ? AND done_at = 0 RETURNING id" },
	[CALLBACK_EACH_OPEN] = { "callback.each_open",
	    "SELECT " CALLBACK_COLUMNS " FROM callback INDEXED BY callback_waits "
	    "WHERE done_at = 0 AND asked_at > 0 ORDER BY asked_at" },
	[CALLBACK_EACH] = { "callback.each",
	    "SELECT " CALLBACK_COLUMNS " FROM callback WHERE id > 0 ORDER BY id" },
	[CALLBACK_WAITING] = { "callback.waiting",
	    "SELECT count(*), min(asked_at) FROM callback "
	    "INDEXED BY callback_waits WHERE done_at = 0 AND asked_at > 0" },
};
const struct statement_table callback_statements =
    STATEMENT_TABLE(callback_sources);

static gboolean	callback_find(struct db *db, const char *phone,
		    struct callback *callback, GError **error);
static gboolean	callback_again(struct db *db, const struct callback *open,
		    const char *reason, const char *ticket, GError **error);
static void	callback_load(struct statement *s, struct callback *callback);

void
callback_clear(struct callback *callback)
{
	g_free(callback->phone);
	g_free(callback->line);
	g_free(callback->reason);
	g_free(callback->ticket);
	g_free(callback->done_by);
	g_free(callback->result);
	memset(callback, 0, sizeof(*callback));
}

gboolean
callback_ask(struct db *db, const char *phone, const char *line,
    const char *reason, const char *ticket, gint64 now, gboolean *fresh,
    GError **error)
{
	struct callback open;
	struct statement *s;
	gboolean ok;

	if (!callback_find(db, phone, &open, error))
		return FALSE;
	*fresh = open.id == 0;
	if (!*fresh) {
		ok = callback_again(db, &open, reason, ticket, error);
		callback_clear(&open);
		return ok;
	}
	s = statement_use(db, MODULE_CALLBACK, CALLBACK_ADD);
	statement_text(s, phone);
	statement_text(s, line);
	statement_text(s, reason);
	statement_text(s, ticket);
	statement_int(s, now);
	return statement_run(s, error);
}

/* id stays 0 when none is open. */
static gboolean
callback_find(struct db *db, const char *phone, struct callback *callback,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLBACK, CALLBACK_OPEN);
	gboolean row;

	memset(callback, 0, sizeof(*callback));
	statement_text(s, phone);
	if (!statement_next(s, &row, error))
		return FALSE;
	if (row) {
		callback_load(s, callback);
		statement_end(s);
	}
	return TRUE;
}

static gboolean
callback_again(struct db *db, const struct callback *open, const char *reason,
    const char *ticket, GError **error)
{
	g_auto(GStrv) given = g_strsplit(open->reason, "; ", -1);
	g_autofree char *both = g_strconcat(open->reason, "; ", reason, NULL);
	gboolean known = *reason == '\0' ||
	    g_strv_contains((const char *const *)given, reason);
	struct statement *s;

	s = statement_use(db, MODULE_CALLBACK, CALLBACK_AGAIN);
	statement_text(s, known ? open->reason : both);
	statement_text(s, ticket != NULL && *ticket != '\0' ? ticket :
	    open->ticket);
	statement_int(s, open->id);
	return statement_run(s, error);
}

gboolean
callback_done(struct db *db, gint64 id, const char *by, const char *result,
    gint64 now, gboolean *done, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLBACK, CALLBACK_DONE);

	statement_int(s, now);
	statement_text(s, by);
	statement_text(s, result);
	statement_int(s, id);
	if (!statement_next(s, done, error))
		return FALSE;
	if (*done)
		statement_end(s);
	return TRUE;
}

gboolean
callback_each(struct db *db, gboolean open_only,
    gboolean (*row)(const struct callback *c, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLBACK,
	    open_only ? CALLBACK_EACH_OPEN : CALLBACK_EACH);
	struct callback callback;
	gboolean found, go = TRUE;

	while (go) {
		if (!statement_next(s, &found, error))
			return FALSE;
		if (!found)
			return TRUE;
		callback_load(s, &callback);
		go = row(&callback, user);
		callback_clear(&callback);
	}
	statement_end(s);
	return TRUE;
}

gboolean
callback_waiting(struct db *db, int *count, gint64 *oldest, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLBACK, CALLBACK_WAITING);
	gboolean row;

	if (!statement_next(s, &row, error))
		return FALSE;
	*count = row ? (int)column_int(s) : 0;
	*oldest = row ? column_int(s) : 0;
	if (row)
		statement_end(s);
	return TRUE;
}

static void
callback_load(struct statement *s, struct callback *callback)
{
	callback->id = column_int(s);
	callback->phone = column_text(s);
	callback->line = column_text(s);
	callback->reason = column_text(s);
	callback->ticket = column_text(s);
	callback->asked_at = column_int(s);
	callback->done_at = column_int(s);
	callback->times = (int)column_int(s);
	callback->done_by = column_text(s);
	callback->result = column_text(s);
}
