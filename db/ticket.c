/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tickets.
 *
 * State	  what may be trusted
 * draft	  has a number nobody has seen; collects texts until hold_until
 * registered	  has at least one text; its number may be told
 * void		  had nothing to tell; its number is never told nor used again
 * withdrawn	  was registered; its own sender took it back
 *
 * ticket_rows is all that can happen to one.
 */
#include "db/ticket.h"

#include <string.h>

#include "base/log.h"
#include "db/agenda.h"
#include "db/audit.h"
#include "db/name.h"
#include "db/number.h"
#include "db/statement.h"
#include "db/ticket_row.h"

#define TICKET_HOLD		"complaint.hold"	/* agenda kind */

enum { TICKET_ADD, TICKET_SET_STATE, TICKET_ADD_TEXT, TICKET_COUNT_TEXT,
       TICKET_SET_RECEIPTED, TICKET_SET_URGENCY, TICKET_BY_ID,
       TICKET_BY_NUMBER, TICKET_URGENT, TICKET_NEWEST, TICKET_TEXTS };

static const struct statement_source ticket_sources[] = {
	[TICKET_ADD] = { "ticket.add",
	    "INSERT INTO ticket (prev, number, state, urgency, line, phone, "
	    "topic, place, opened_at, hold_until, confidential) "
	    "VALUES (coalesce((SELECT last_ticket FROM contact "
	    "WHERE phone = ?4), 0), ?1, 'draft', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)" },
	[TICKET_SET_STATE] = { "ticket.set_state",
	    "UPDATE ticket SET state = ?, registered_at = ? WHERE id = ?" },
	[TICKET_ADD_TEXT] = { "ticket.add_text",
	    "INSERT INTO ticket_text (ticket_id, inbox_id) VALUES (?, ?) "
	    "ON CONFLICT DO NOTHING" },
	[TICKET_COUNT_TEXT] = { "ticket.count_text",
	    "UPDATE ticket SET texts = texts + 1, last_text_at = ?2, "
	    "hold_until = CASE ?3 WHEN 0 THEN hold_until ELSE ?3 END "
	    "WHERE id = ?1" },
	[TICKET_SET_RECEIPTED] = { "ticket.set_receipted",
	    "UPDATE ticket SET receipted = 1 WHERE id = ?" },
	[TICKET_SET_URGENCY] = { "ticket.set_urgency",
	    "UPDATE ticket SET urgency = ? WHERE id = ?" },
	[TICKET_BY_ID] = { "ticket.by_id",
	    "SELECT " TICKET_COLUMNS " FROM ticket WHERE id = ?" },
	[TICKET_BY_NUMBER] = { "ticket.by_number",
	    "SELECT " TICKET_COLUMNS " FROM ticket WHERE id = "
	    NUMBER_OBJECT(TICKET_NUMBER, "?") },
	[TICKET_URGENT] = { "ticket.urgent",
	    "SELECT count(*), max(id) FROM ticket INDEXED BY ticket_urgent "
	    "WHERE urgency = 'P1' AND state IN ('draft', 'registered')" },
	[TICKET_NEWEST] = { "ticket.newest",
	    "SELECT " TICKET_COLUMNS " FROM ticket "
	    "WHERE id = (SELECT last_ticket FROM contact WHERE phone = ?)" },
	[TICKET_TEXTS] = { "ticket.texts",
	    "SELECT inbox.text FROM ticket_text "
	    "JOIN inbox ON inbox.id = ticket_text.inbox_id "
	    "WHERE ticket_id = ? ORDER BY ticket_text.inbox_id" },
};
const struct statement_table ticket_statements =
    STATEMENT_TABLE(ticket_sources);

static const char *const ticket_states[TICKET_STATE_COUNT] = {
	"draft", "registered", "void", "withdrawn"
};
static const char *const ticket_events[TICKET_EVENT_COUNT] = {
	"register", "discard", "withdraw"
};
static const char *const ticket_urgencies[TICKET_URGENCY_COUNT] = {
	"", "P1", "P2", "P3"
};

static gboolean	ticket_has_text(const void *ticket);
static gboolean	ticket_store(struct db *db, void *ticket, int to,
		    const struct machine_act *act, GError **error);

static const struct machine_row ticket_rows[] = {
	{ TICKET_DRAFT, TICKET_EVENT_REGISTER, ACTOR_BIT(SYSTEM) |
	    ACTOR_BIT(VILLAGER) | ACTOR_BIT(CLERK), ticket_has_text,
	    TICKET_REGISTERED, .when = "it has a text" },
	{ TICKET_DRAFT, TICKET_EVENT_DISCARD, ACTOR_BIT(SYSTEM) | ACTOR_BIT(CLERK),
	    NULL, TICKET_VOID },
	{ TICKET_REGISTERED, TICKET_EVENT_WITHDRAW, ACTOR_BIT(VILLAGER), NULL,
	    TICKET_WITHDRAWN },
};
const struct machine ticket_machine = {
	"ticket", MACHINE_STATES(ticket_states), MACHINE_EVENTS(ticket_events),
	MACHINE_ROWS(ticket_rows), ticket_store
};

static gboolean	ticket_insert(struct db *db, const char *number, void *ticket,
		    gboolean *taken, GError **error);
static gboolean	ticket_get(struct db *db, gint64 id, gboolean *found,
		    struct ticket *t, GError **error);
static gboolean	ticket_take(struct statement *s, gboolean *found,
		    struct ticket *t, GError **error);
static gboolean	ticket_record_urgency(struct db *db, const struct ticket *t,
		    enum ticket_urgency urgency, const char *reason, gint64 now,
		    GError **error);
static void	ticket_link_load(struct statement *s, void *value);

const char *
ticket_state_name(enum ticket_state state)
{
	return ticket_states[state];
}

const char *
ticket_urgency_name(enum ticket_urgency urgency)
{
	return ticket_urgencies[urgency];
}

void
ticket_clear(struct ticket *ticket)
{
	g_free(ticket->number);
	g_free(ticket->line);
	g_free(ticket->phone);
	g_free(ticket->topic);
	g_free(ticket->place);
	g_free(ticket->text);
	memset(ticket, 0, sizeof(*ticket));
}

gboolean
ticket_open(struct db *db, struct ticket *t, gint64 now, GError **error)
{
	char number[NUMBER_SIZE];

	if (t->urgency == 0)
		t->urgency = TICKET_P3;
	t->opened_at = now;
	if (!number_give(db, ticket_insert, t, number, error))
		return FALSE;
	g_free(t->number);
	t->number = g_strdup(number);
	t->id = sqlite3_last_insert_rowid(db->sql);
	t->state = TICKET_DRAFT;
	return TRUE;
}

static gboolean
ticket_insert(struct db *db, const char *number, void *ticket, gboolean *taken,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_ADD);
	const struct ticket *t = ticket;

	statement_text(s, number);
	statement_text(s, ticket_urgencies[t->urgency]);
	statement_text(s, t->line);
	statement_text(s, t->phone);
	statement_text(s, t->topic);
	statement_text(s, t->place);
	statement_int(s, t->opened_at);
	statement_int(s, t->hold_until);
	statement_int(s, t->confidential ? 1 : 0);
	if (!statement_run(s, error))
		return FALSE;
	*taken = sqlite3_changes(db->sql) > 0;
	return TRUE;
}

gboolean
ticket_add_text(struct db *db, gint64 ticket_id, gint64 inbox_id, gint64 now,
    gint64 hold_until, GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_ADD_TEXT);

	statement_int(s, ticket_id);
	statement_int(s, inbox_id);
	if (!statement_run(s, error))
		return FALSE;
	if (sqlite3_changes(db->sql) == 0)
		return TRUE;
	s = statement_use(db, MODULE_TICKET, TICKET_COUNT_TEXT);
	statement_int(s, ticket_id);
	statement_int(s, now);
	statement_int(s, hold_until);
	return statement_run(s, error);
}

/* --- moves -------------------------------------------------------------------- */

gboolean
ticket_move(struct db *db, gint64 ticket_id, enum ticket_event event,
    enum actor_role by, const char *actor, const char *reason, gint64 now,
    gboolean *done, GError **error)
{
	const struct machine_act act = {
		.event = event, .by = by, .actor = actor, .reason = reason,
		.now = now,
	};
	struct ticket t;
	gboolean found, ok;

	*done = FALSE;
	if (!ticket_get(db, ticket_id, &found, &t, error))
		return FALSE;
	if (!found) {
		log_warning("ticket: there is no row %" G_GINT64_FORMAT,
		    ticket_id);
		return TRUE;
	}
	ok = machine_move(db, &ticket_machine, &t, t.number, t.state, &act, NULL,
	    done, error);
	ticket_clear(&t);
	return ok;
}

static gboolean
ticket_has_text(const void *ticket)
{
	return ((const struct ticket *)ticket)->texts > 0;
}

static gboolean
ticket_store(struct db *db, void *ticket, int to, const struct machine_act *act,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_SET_STATE);
	struct ticket *t = ticket;

	statement_text(s, ticket_states[to]);
	statement_int(s, to == TICKET_REGISTERED ? act->now : t->registered_at);
	statement_int(s, t->id);
	return statement_run(s, error) && (t->state != TICKET_DRAFT ||
	    agenda_drop(db, TICKET_HOLD, t->number, error));
}

gboolean
ticket_set_receipted(struct db *db, gint64 ticket_id, GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET,
	    TICKET_SET_RECEIPTED);

	statement_int(s, ticket_id);
	return statement_run(s, error);
}

gboolean
ticket_set_urgency(struct db *db, gint64 ticket_id, enum ticket_urgency urgency,
    const char *reason, gint64 now, GError **error)
{
	struct statement *s;
	struct ticket t;
	gboolean found, ok;

	if (!ticket_get(db, ticket_id, &found, &t, error))
		return FALSE;
	if (!found || t.urgency == urgency) {
		ticket_clear(&t);
		return TRUE;
	}
	s = statement_use(db, MODULE_TICKET, TICKET_SET_URGENCY);
	statement_text(s, ticket_urgencies[urgency]);
	statement_int(s, ticket_id);
	ok = statement_run(s, error) &&
	    ticket_record_urgency(db, &t, urgency, reason, now, error);
	ticket_clear(&t);
	return ok;
}

static gboolean
ticket_record_urgency(struct db *db, const struct ticket *t,
    enum ticket_urgency urgency, const char *reason, gint64 now, GError **error)
{
	g_autofree char *object = g_strconcat("ticket:", t->number, NULL);
	const struct audit_row row = {
		.at = now, .actor = "system", .role = actor_role_name(ACTOR_SYSTEM),
		.action = "ticket.urgency", .object = object,
		.before = ticket_urgencies[t->urgency],
		.after = ticket_urgencies[urgency], .reason = reason,
	};

	return audit_add(db, &row, error);
}

/* --- finding ------------------------------------------------------------------ */

static gboolean
ticket_get(struct db *db, gint64 id, gboolean *found, struct ticket *t,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_BY_ID);

	statement_int(s, id);
	return statement_find(s, ticket_load, t, sizeof(*t), found, error);
}

void
ticket_load(struct statement *s, void *value)
{
	struct ticket *t = value;

	t->id = column_int(s);
	t->number = column_text(s);
	t->state = (enum ticket_state)name_stored(ticket_states,
	    TICKET_STATE_COUNT, column_borrow(s));
	t->urgency = (enum ticket_urgency)name_stored(ticket_urgencies,
	    TICKET_URGENCY_COUNT, column_borrow(s));
	t->line = column_text(s);
	t->phone = column_text(s);
	t->topic = column_text(s);
	t->place = column_text(s);
	t->opened_at = column_int(s);
	t->registered_at = column_int(s);
	t->hold_until = column_int(s);
	t->last_text_at = column_int(s);
	t->receipted = column_int(s) != 0;
	t->confidential = column_int(s) != 0;
	t->texts = (int)column_int(s);
	t->text = g_strdup("");
}

gboolean
ticket_collecting(struct db *db, const char *phone, const char *line,
    gint64 now, gboolean *found, struct ticket *t, GError **error)
{
	struct ticket_link link;
	gboolean ok, there;

	memset(t, 0, sizeof(*t));
	ok = ticket_newest_of(db, phone, &there, &link, error);
	while (ok && there && strcmp(link.t.line, line) != 0) {
		ticket_clear(&link.t);
		ok = ticket_before(db, link.prev, &there, &link, error);
	}
	*found = ok && there && link.t.hold_until > now &&
	    (link.t.state == TICKET_DRAFT || link.t.state == TICKET_REGISTERED);
	if (!*found) {
		ticket_clear(&link.t);
		return ok;
	}
	*t = link.t;
	return ticket_load_text(db, t, error);
}

gboolean
ticket_newest_of(struct db *db, const char *phone, gboolean *found,
    struct ticket_link *link, GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_NEWEST);

	statement_text(s, phone);
	return statement_find(s, ticket_link_load, link, sizeof(*link), found,
	    error);
}

gboolean
ticket_before(struct db *db, gint64 prev, gboolean *found,
    struct ticket_link *link, GError **error)
{
	struct statement *s;

	memset(link, 0, sizeof(*link));
	*found = FALSE;
	if (prev == 0)
		return TRUE;
	s = statement_use(db, MODULE_TICKET, TICKET_BY_ID);
	statement_int(s, prev);
	return statement_find(s, ticket_link_load, link, sizeof(*link), found,
	    error);
}

static void
ticket_link_load(struct statement *s, void *value)
{
	struct ticket_link *link = value;

	ticket_load(s, &link->t);
	link->prev = column_int(s);
}

gboolean
ticket_load_text(struct db *db, struct ticket *t, GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_TEXTS);
	g_autoptr(GString) text = g_string_new(NULL);
	gboolean ok;

	statement_int(s, t->id);
	while (statement_row(s, &ok, error)) {
		if (text->len > 0)
			g_string_append_c(text, '\n');
		g_string_append(text, column_borrow(s));
	}
	if (!ok) {
		ticket_clear(t);
		return FALSE;
	}
	g_free(t->text);
	t->text = g_strdup(text->str);
	return TRUE;
}

gboolean
ticket_hold(struct db *db, const struct ticket *t, gint64 until, GError **error)
{
	return agenda_set(db, TICKET_HOLD, t->number, until, "", error);
}

/* The one row of a statement, with its texts. */
static gboolean
ticket_take(struct statement *s, gboolean *found, struct ticket *t,
    GError **error)
{
	if (!statement_find(s, ticket_load, t, sizeof(*t), found, error))
		return FALSE;
	return !*found || ticket_load_text(s->db, t, error);
}

gboolean
ticket_urgent(struct db *db, int *count, struct ticket *newest, GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET, TICKET_URGENT);
	gboolean ok, found;
	gint64 id = 0;

	memset(newest, 0, sizeof(*newest));
	*count = 0;
	if (statement_row(s, &ok, error)) {
		*count = (int)column_int(s);
		id = column_int(s);
	}
	statement_end(s);
	return ok && (*count == 0 ||
	    ticket_get(db, id, &found, newest, error));
}

gboolean
ticket_by_id(struct db *db, gint64 id, gboolean *found, struct ticket *t, GError **error)
{
	return ticket_get(db, id, found, t, error) &&
	    (!*found || ticket_load_text(db, t, error));
}

gboolean
ticket_by_number(struct db *db, const char *number, gboolean *found,
    struct ticket *t, GError **error)
{
	struct statement *s = statement_use(db, MODULE_TICKET,
	    TICKET_BY_NUMBER);

	statement_text(s, number);
	return ticket_take(s, found, t, error);
}
