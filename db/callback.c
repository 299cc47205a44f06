/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Call-backs.  A unique index holds "one open row per phone"; asking again
 * counts it and adds a reason that is not yet among those given.
 */
#include "db/callback.h"

#include <string.h>

#include "base/text.h"
#include "db/machine.h"
#include "db/statement.h"

enum { CALLBACK_OPEN, CALLBACK_BY_ID, CALLBACK_ADD, CALLBACK_AGAIN, CALLBACK_DONE,
       CALLBACK_EACH_OPEN, CALLBACK_EACH, CALLBACK_WAITING };

#define CALLBACK_COLUMNS "id, phone, line, reason, ticket, asked_at, done_at, " \
	"times, done_by, result"

static const struct statement_source callback_sources[] = {
	[CALLBACK_OPEN] = { "callback.open",
	    "SELECT " CALLBACK_COLUMNS " FROM callback "
	    "WHERE phone = ? AND done_at = 0" },
	[CALLBACK_BY_ID] = { "callback.by_id",
	    "SELECT done_at <> 0 FROM callback WHERE id = ?" },
	[CALLBACK_ADD] = { "callback.add",
	    "INSERT INTO callback (phone, line, reason, ticket, asked_at) "
	    "VALUES (?, ?, ?, ?, ?)" },
	[CALLBACK_AGAIN] = { "callback.again",
	    "UPDATE callback SET times = times + 1, reason = ?, ticket = ? "
	    "WHERE id = ?" },
	[CALLBACK_DONE] = { "callback.done",
	    "UPDATE callback SET done_at = ?, done_by = ?, result = ? "
	    "WHERE id = ?" },
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

/* Open while done_at is 0. */
enum { CALLBACK_IS_OPEN, CALLBACK_IS_DONE };
enum { CALLBACK_EVENT_DONE };

static const char *const callback_states[] = { "open", "done" };
static const char *const callback_events[] = { "done" };

static gboolean	callback_store(struct db *db, void *id, int to,
		    const struct machine_act *act, GError **error);

static const struct machine_row callback_rows[] = {
	{ CALLBACK_IS_OPEN, CALLBACK_EVENT_DONE, ACTOR_BIT(CLERK), NULL,
	    CALLBACK_IS_DONE, FALSE, NULL, NULL },
};
const struct machine callback_machine = {
	"callback", MACHINE_STATES(callback_states), MACHINE_EVENTS(callback_events),
	MACHINE_ROWS(callback_rows), callback_store
};

static gboolean	callback_find(struct db *db, const char *phone,
		    struct callback *callback, GError **error);
static gboolean	callback_again(struct db *db, const struct callback *open,
		    const char *reason, const char *ticket, GError **error);
static void	callback_load(struct statement *s, void *value);

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
	gboolean found;

	statement_text(s, phone);
	return statement_find(s, callback_load, callback, sizeof(*callback),
	    &found, error);
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
	struct statement *s = statement_use(db, MODULE_CALLBACK, CALLBACK_BY_ID);
	g_autofree char *key = text_id(id);
	const struct machine_act act = {
		.event = CALLBACK_EVENT_DONE, .by = ACTOR_CLERK, .actor = by,
		.reason = result, .now = now,
	};
	gint64 state = -1;

	*done = FALSE;
	statement_int(s, id);
	if (!statement_value(s, &state, error))
		return FALSE;
	return state < 0 || machine_move(db, &callback_machine, &id, key, (int)state,
	    &act, NULL, done, error);
}

static gboolean
callback_store(struct db *db, void *id, int to, const struct machine_act *act,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLBACK, CALLBACK_DONE);

	statement_int(s, act->now);
	statement_text(s, act->actor);
	statement_text(s, act->reason);
	statement_int(s, *(gint64 *)id);
	return statement_run(s, error);
}

gboolean
callback_each(struct db *db, gboolean open_only,
    gboolean (*row)(const struct callback *c, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLBACK,
	    open_only ? CALLBACK_EACH_OPEN : CALLBACK_EACH);
	struct callback callback;
	gboolean ok = TRUE, go_on = TRUE;

	while (go_on && statement_row(s, &ok, error)) {
		callback_load(s, &callback);
		go_on = row(&callback, user);
		callback_clear(&callback);
	}
	statement_end(s);
	return ok;
}

gboolean
callback_waiting(struct db *db, int *count, gint64 *oldest, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLBACK, CALLBACK_WAITING);
	gboolean ok, row = statement_row(s, &ok, error);

	*count = row ? (int)column_int(s) : 0;
	*oldest = row ? column_int(s) : 0;
	statement_end(s);
	return ok;
}

static void
callback_load(struct statement *s, void *value)
{
	struct callback *callback = value;

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
