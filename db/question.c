/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions.  "One open question per (phone, line)" is a unique index; what
 * may become what is question_rows.  A phone's questions hang on a chain,
 * newest first.
 */
#include "db/question.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/agenda.h"
#include "db/machine.h"
#include "db/name.h"
#include "db/question_data.h"
#include "db/statement.h"

/* That a text left is known a little after it did: its answer may be stamped
 * before we write the time down. */
#define QUESTION_GRACE	((gint64)CLOCK_SECOND)

enum { QUESTION_ADD, QUESTION_CLOSE, QUESTION_CURRENT, QUESTION_BY_ID,
       QUESTION_NEWEST, QUESTION_SET_STATE, QUESTION_SET_WRONG,
       QUESTION_SET_SENT, QUESTION_NEXT, QUESTION_DUE, QUESTION_NEXT_DUE };

#define QUESTION_COLUMNS "id, phone, line, screen, state, priority, asked_at, " \
	"sent_at, expires_at, wrong, data"

static const struct statement_source question_sources[] = {
	[QUESTION_ADD] = { "question.add",
	    "INSERT INTO question (prev, phone, line, screen, state, priority, "
	    "asked_at, sent_at, expires_at, wrong, data) "
	    "VALUES (coalesce((SELECT last_question FROM contact "
	    "WHERE phone = ?1), 0), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)" },
	[QUESTION_CLOSE] = { "question.close",
	    "UPDATE question SET state = ?, closed_at = ? "
	    "WHERE phone = ? AND line = ? AND state = 'open'" },
	[QUESTION_CURRENT] = { "question.current",
	    "SELECT " QUESTION_COLUMNS " FROM question "
	    "WHERE phone = ? AND line = ? AND state = 'open'" },
	[QUESTION_BY_ID] = { "question.by_id",
	    "SELECT " QUESTION_COLUMNS ", prev, closed_at FROM question "
	    "WHERE id = ?" },
	[QUESTION_NEWEST] = { "question.newest",
	    "SELECT " QUESTION_COLUMNS ", prev, closed_at FROM question "
	    "WHERE id = (SELECT last_question FROM contact WHERE phone = ?)" },
	[QUESTION_SET_STATE] = { "question.set_state",
	    "UPDATE question SET state = ?, closed_at = ? WHERE id = ?" },
	[QUESTION_SET_WRONG] = { "question.set_wrong",
	    "UPDATE question SET wrong = ? WHERE id = ?" },
	[QUESTION_SET_SENT] = { "question.set_sent",
	    "UPDATE question SET sent_at = ? WHERE id = ? AND sent_at = 0" },
	[QUESTION_NEXT] = { "question.next",
	    "SELECT " QUESTION_COLUMNS " FROM question INDEXED BY question_waits "
	    "WHERE phone = ? AND line = ? AND (state = 'waiting' OR state = 'pushed') "
	    "ORDER BY CASE priority WHEN 'alert' THEN 0 WHEN 'verification' THEN 1 "
	    "WHEN 'rating' THEN 2 WHEN 'survey' THEN 3 ELSE 4 END, id LIMIT 1" },
	[QUESTION_DUE] = { "question.due",
	    "SELECT id FROM question INDEXED BY question_expires "
	    "WHERE (state = 'open' OR state = 'waiting' OR state = 'pushed') AND expires_at <= ? "
	    "ORDER BY expires_at LIMIT 1" },
	[QUESTION_NEXT_DUE] = { "question.next_due",
	    "SELECT min(expires_at) FROM question INDEXED BY question_expires "
	    "WHERE (state = 'open' OR state = 'waiting' OR state = 'pushed')" },
};
const struct statement_table question_statements =
    STATEMENT_TABLE(question_sources);

static const char *const question_states[QUESTION_STATE_COUNT] = {
	"waiting", "open", "pushed", "answered", "expired", "dropped"
};

static const char *const question_priorities[QUESTION_PRIORITY_COUNT] = {
	"menu", "survey", "rating", "verification", "alert"
};

/* An event is called by what it makes of a question; none makes it wait. */
static const char *const question_events[QUESTION_STATE_COUNT] = {
	"wait", "ask", "push", "answer", "expire", "drop"
};

static gboolean	question_store(struct db *db, void *id, int to,
		    const struct machine_act *act, GError **error);

#define QUIET(from, to)							\
	{ QUESTION_##from, QUESTION_##to, ACTOR_BIT(SYSTEM), NULL,	\
	    QUESTION_##to, TRUE, NULL, NULL }
static const struct machine_row question_rows[] = {
	QUIET(WAITING, OPEN), QUIET(WAITING, EXPIRED), QUIET(WAITING, DROPPED),
	QUIET(OPEN, PUSHED), QUIET(OPEN, ANSWERED), QUIET(OPEN, EXPIRED),
	QUIET(OPEN, DROPPED),
	QUIET(PUSHED, OPEN), QUIET(PUSHED, ANSWERED), QUIET(PUSHED, EXPIRED),
	QUIET(PUSHED, DROPPED),
	/* A crossing reply may still answer what was closed. */
	QUIET(EXPIRED, ANSWERED), QUIET(DROPPED, ANSWERED),
};
#undef QUIET
const struct machine question_machine = {
	"question", MACHINE_STATES(question_states), MACHINE_EVENTS(question_events),
	MACHINE_ROWS(question_rows), question_store
};

/* A question on its phone's chain. */
struct question_link {
	struct question q;
	gint64	 prev, closed_at;
};

/* Does the walk end here? */
typedef gboolean (*question_want)(const struct question_link *link,
	    const char *line, gint64 time);

static gboolean	question_add(struct db *db, struct question *q,
		    enum question_state state, GError **error);
static gboolean	question_one(struct db *db, int which, const char *phone,
		    const char *line, gboolean *found, struct question *q,
		    GError **error);
static void	question_load(struct statement *s, void *value);
static void	question_link_load(struct statement *s, void *value);
static gboolean	question_walk(struct db *db, const char *phone,
		    const char *line, question_want want, gint64 time,
		    gboolean *found, struct question *q, GError **error);
static gboolean	question_link_get(struct db *db, gint64 id, gboolean *found,
		    struct question_link *link, GError **error);
static gboolean	question_left_by(const struct question_link *link,
		    const char *line, gint64 time);
static gboolean	question_not_closed(const struct question_link *link,
		    const char *line, gint64 time);
static gboolean	question_expired_since(const struct question_link *link,
		    const char *line, gint64 time);

const char *
question_state_name(enum question_state state)
{
	return question_states[state];
}

const char *
question_priority_name(enum question_priority priority)
{
	return question_priorities[priority];
}

void
question_clear(struct question *question)
{
	g_free(question->phone);
	g_free(question->line);
	g_free(question->screen);
	g_clear_pointer(&question->data, g_hash_table_unref);
	memset(question, 0, sizeof(*question));
}

gboolean
question_open(struct db *db, struct question *q, enum question_state previous,
    GError **error)
{
	struct statement *s;

	g_assert(machine_find(&question_machine, QUESTION_OPEN, previous, ACTOR_SYSTEM,
	    NULL) != NULL);
	s = statement_use(db, MODULE_QUESTION, QUESTION_CLOSE);
	statement_text(s, question_states[previous]);
	statement_int(s, q->asked_at);
	statement_text(s, q->phone);
	statement_text(s, q->line);
	if (!statement_run(s, error))
		return FALSE;
	return question_add(db, q, QUESTION_OPEN, error);
}

gboolean
question_wait(struct db *db, struct question *q, GError **error)
{
	return question_add(db, q, QUESTION_WAITING, error);
}

static gboolean
question_add(struct db *db, struct question *q, enum question_state state,
    GError **error)
{
	g_autofree char *data = question_pack(q->data);
	struct statement *s = statement_use(db, MODULE_QUESTION, QUESTION_ADD);

	statement_text(s, q->phone);
	statement_text(s, q->line);
	statement_text(s, q->screen);
	statement_text(s, question_states[state]);
	statement_text(s, question_priorities[q->priority]);
	statement_int(s, q->asked_at);
	statement_int(s, q->sent_at);
	statement_int(s, q->expires_at);
	statement_int(s, q->wrong);
	statement_text(s, data);
	if (!statement_run(s, error))
		return FALSE;
	q->id = sqlite3_last_insert_rowid(db->sql);
	q->state = state;
	return agenda_sooner(db, "question.expiry", "", q->expires_at, error);
}

/* --- finding ------------------------------------------------------------------ */

gboolean
question_next(struct db *db, const char *phone, const char *line, gboolean *found,
    struct question *q, GError **error)
{
	return question_one(db, QUESTION_NEXT, phone, line, found, q, error);
}

gboolean
question_current(struct db *db, const char *phone, const char *line,
    gboolean *found, struct question *q, GError **error)
{
	return question_one(db, QUESTION_CURRENT, phone, line, found, q, error);
}

static gboolean
question_one(struct db *db, int which, const char *phone, const char *line,
    gboolean *found, struct question *q, GError **error)
{
	struct statement *s = statement_use(db, MODULE_QUESTION, which);

	statement_text(s, phone);
	statement_text(s, line);
	return statement_find(s, question_load, q, sizeof(*q), found, error);
}

static void
question_load(struct statement *s, void *value)
{
	struct question *q = value;

	q->id = column_int(s);
	q->phone = column_text(s);
	q->line = column_text(s);
	q->screen = column_text(s);
	q->state = (enum question_state)name_stored(question_states,
	    QUESTION_STATE_COUNT, column_borrow(s));
	q->priority = (enum question_priority)name_stored(question_priorities,
	    QUESTION_PRIORITY_COUNT, column_borrow(s));
	q->asked_at = column_int(s);
	q->sent_at = column_int(s);
	q->expires_at = column_int(s);
	q->wrong = (int)column_int(s);
	q->data = question_unpack(column_borrow(s));
}

gboolean
question_at(struct db *db, const char *phone, const char *line, gint64 sent_at,
    gboolean *found, gboolean *crossed, struct question *q, GError **error)
{
	struct question open;
	gboolean any_open;

	if (!question_walk(db, phone, line, question_left_by, sent_at, found, q,
	    error))
		return FALSE;
	*crossed = FALSE;
	if (*found && q->state == QUESTION_OPEN)
		return TRUE;
	if (!question_current(db, phone, line, &any_open, &open, error))
		return FALSE;
	*crossed = any_open;
	question_clear(&open);
	return TRUE;
}

static gboolean
question_walk(struct db *db, const char *phone, const char *line,
    question_want want, gint64 time, gboolean *found, struct question *q,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_QUESTION,
	    QUESTION_NEWEST);
	struct question_link link;
	gboolean there, ok;

	memset(q, 0, sizeof(*q));
	*found = FALSE;
	statement_text(s, phone);
	ok = statement_find(s, question_link_load, &link, sizeof(link), &there,
	    error);
	while (ok && there) {
		if (want(&link, line, time)) {
			*q = link.q;
			*found = TRUE;
			return TRUE;
		}
		question_clear(&link.q);
		there = link.prev != 0;
		ok = !there || question_link_get(db, link.prev, &there, &link,
		    error);
	}
	return ok;
}

static gboolean
question_link_get(struct db *db, gint64 id, gboolean *found,
    struct question_link *link, GError **error)
{
	struct statement *s = statement_use(db, MODULE_QUESTION,
	    QUESTION_BY_ID);

	statement_int(s, id);
	return statement_find(s, question_link_load, link, sizeof(*link), found,
	    error);
}

static void
question_link_load(struct statement *s, void *value)
{
	struct question_link *link = value;

	question_load(s, &link->q);
	link->prev = column_int(s);
	link->closed_at = column_int(s);
}

/* SMSC times are whole seconds, cut off: a reply stamped 10 may have been sent
 * at 10.9, after a question that left at 10.2. */
static gboolean
question_left_by(const struct question_link *link, const char *line,
    gint64 time)
{
	return strcmp(link->q.line, line) == 0 && link->q.sent_at != 0 &&
	    (link->q.sent_at - QUESTION_GRACE) / CLOCK_SECOND <=
	    time / CLOCK_SECOND;
}

gboolean
question_last_expired(struct db *db, const char *phone, const char *line,
    gint64 since, gboolean *found, struct question *q, GError **error)
{
	return question_walk(db, phone, line, question_expired_since, since,
	    found, q, error);
}

static gboolean
question_expired_since(const struct question_link *link, const char *line,
    gint64 time)
{
	return strcmp(link->q.line, line) == 0 &&
	    link->q.state == QUESTION_EXPIRED && link->closed_at >= time;
}

/* --- moving ------------------------------------------------------------------- */

gboolean
question_move(struct db *db, gint64 id, enum question_state to, gint64 now,
    GError **error)
{
	const struct machine_act act = { .event = to, .actor = "system", .now = now };
	char key[sizeof("-9223372036854775808")];
	enum question_state state;
	struct question_link link;
	gboolean found, done;

	if (!question_link_get(db, id, &found, &link, error))
		return FALSE;
	state = link.q.state;
	question_clear(&link.q);
	g_snprintf(key, sizeof(key), "%" G_GINT64_FORMAT, id);
	if (found)
		return machine_move(db, &question_machine, &id, key, state,
		    &act, NULL, &done, error);
	log_warning("question %s: there is none", key);
	return TRUE;
}

gboolean
question_drop_all(struct db *db, const char *phone, gint64 now, GError **error)
{
	gboolean found = TRUE;

	while (found) {
		struct question q;

		if (!question_walk(db, phone, "", question_not_closed, 0, &found, &q,
		    error))
			return FALSE;
		if (found && !question_move(db, q.id, QUESTION_DROPPED, now, error)) {
			question_clear(&q);
			return FALSE;
		}
		question_clear(&q);
	}
	return TRUE;
}

static gboolean
question_not_closed(const struct question_link *link, const char *line, gint64 time)
{
	return link->q.state == QUESTION_OPEN || link->q.state == QUESTION_WAITING ||
	    link->q.state == QUESTION_PUSHED;
}

static gboolean
question_store(struct db *db, void *id, int to, const struct machine_act *act,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_QUESTION,
	    QUESTION_SET_STATE);

	statement_text(s, question_states[to]);
	statement_int(s, act->now);
	statement_int(s, *(gint64 *)id);
	return statement_run(s, error);
}

gboolean
question_wrong(struct db *db, gint64 id, int wrong, GError **error)
{
	struct statement *s = statement_use(db, MODULE_QUESTION,
	    QUESTION_SET_WRONG);

	statement_int(s, wrong);
	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
question_sent(struct db *db, gint64 id, gint64 now, GError **error)
{
	struct statement *s = statement_use(db, MODULE_QUESTION,
	    QUESTION_SET_SENT);

	statement_int(s, now);
	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
question_expire(struct db *db, gint64 now, gboolean *found, struct question *q,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_QUESTION, QUESTION_DUE);
	struct question_link link;
	gint64 id = 0;

	memset(q, 0, sizeof(*q));
	*found = FALSE;
	statement_int(s, now);
	if (!statement_value(s, &id, error))
		return FALSE;
	if (id == 0)
		return TRUE;
	if (!question_link_get(db, id, found, &link, error))
		return FALSE;
	*q = link.q;
	return question_move(db, id, QUESTION_EXPIRED, now, error);
}

gboolean
question_next_time(struct db *db, gint64 *when, GError **error)
{
	*when = 0;
	return statement_value(statement_use(db, MODULE_QUESTION,
	    QUESTION_NEXT_DUE), when, error);
}
