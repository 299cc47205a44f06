/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See callout.h.
 */
#include "db/callout.h"

#include <string.h>

#include "base/damm.h"
#include "base/text.h"
#include "db/agenda.h"
#include "db/audit.h"
#include "db/machine.h"
#include "db/name.h"
#include "db/statement.h"

#define CALLOUT_CODES	9000	/* 1000-9999, and a check digit */
#define CALLOUT_COLUMNS							\
	"t.id, t.code, t.kind, t.state, t.household_id, t.phone, t.line, "	\
	"t.modem, t.inbox_id, t.cadre_id, t.level, t.asked_at"

enum { CALLOUT_ADD, CALLOUT_KNOWN, CALLOUT_CODE, CALLOUT_LAST, CALLOUT_MINE, CALLOUT_OF,
       CALLOUT_ASKED, CALLOUT_ASK, CALLOUT_HAND, CALLOUT_MOVE, CALLOUT_BY_ID,
       CALLOUT_TEXT };

static const struct statement_source callout_sources[] = {
	[CALLOUT_ADD] = { "callout.add",
	    "INSERT INTO callout (code, kind, state, household_id, phone, line, "
	    "modem, inbox_id, level, asked_at) VALUES (?, ?, 'open', ?, "
	    "?, ?, ?, ?, 'own', ?) RETURNING id" },
	[CALLOUT_KNOWN] = { "callout.known",
	    "SELECT " CALLOUT_COLUMNS " FROM callout AS t WHERE household_id = ? "
	    "AND kind = ? AND state <> 'done'" },
	[CALLOUT_CODE] = { "callout.code",
	    "SELECT " CALLOUT_COLUMNS " FROM callout AS t WHERE code = ? "
	    "AND state <> 'done'" },
	[CALLOUT_LAST] = { "callout.last", "SELECT max(id) FROM callout" },
	[CALLOUT_MINE] = { "callout.mine",
	    "SELECT " CALLOUT_COLUMNS " FROM callout_asked AS a "
	    "JOIN callout AS t ON t.id = a.callout_id WHERE a.cadre_id = ? "
	    "AND t.state <> 'done' ORDER BY t.id DESC" },
	[CALLOUT_OF] = { "callout.of",
	    "SELECT " CALLOUT_COLUMNS " FROM callout_asked AS a "
	    "JOIN callout AS t ON t.id = a.callout_id WHERE a.cadre_id = ?1 "
	    "AND t.cadre_id = ?1 AND t.state <> 'done' ORDER BY t.id" },
	[CALLOUT_ASKED] = { "callout.asked",
	    "SELECT 1 FROM callout_asked WHERE cadre_id = ? AND callout_id = ?" },
	[CALLOUT_ASK] = { "callout.ask",
	    "INSERT OR IGNORE INTO callout_asked (cadre_id, callout_id, at) "
	    "VALUES (?, ?, ?)" },
	[CALLOUT_HAND] = { "callout.hand",
	    "UPDATE callout SET cadre_id = ?, level = ? WHERE id = ?" },
	[CALLOUT_MOVE] = { "callout.move",
	    "UPDATE callout SET state = ?2, acknowledged_at = CASE WHEN "
	    "acknowledged_at = 0 THEN ?3 ELSE acknowledged_at END, arrived_at = "
	    "CASE WHEN ?4 AND arrived_at = 0 THEN ?3 ELSE arrived_at END, "
	    "done_at = CASE WHEN ?2 = 'done' THEN ?3 ELSE 0 END, "
	    "result = ?5 WHERE id = ?1" },
	[CALLOUT_BY_ID] = { "callout.by_id",
	    "SELECT " CALLOUT_COLUMNS " FROM callout AS t WHERE id = ?" },
	[CALLOUT_TEXT] = { "callout.text",
	    "SELECT max(last_inbox) FROM contact WHERE phone IN (?, ?)" },
};
const struct statement_table callout_statements =
    STATEMENT_TABLE(callout_sources);

static const char *const callout_kinds[CALLOUT_KIND_COUNT] = {
	[CALLOUT_FUNERAL] = "funeral", [CALLOUT_WEDDING] = "wedding",
	[CALLOUT_QUARREL] = "quarrel", [CALLOUT_DISASTER] = "disaster",
	[CALLOUT_WELFARE] = "welfare",
};
static const char *const callout_states[CALLOUT_STATE_COUNT] = {
	[CALLOUT_OPEN] = "open", [CALLOUT_ACKNOWLEDGED] = "acknowledged",
	[CALLOUT_ARRIVED] = "arrived", [CALLOUT_DONE] = "done",
};

static const char *const callout_levels[CALLOUT_LEVEL_COUNT] = {
	[CALLOUT_OWN] = "own", [CALLOUT_DEPUTY] = "deputy",
	[CALLOUT_ROSTER] = "roster", [CALLOUT_SUPERVISOR] = "supervisor",
	[CALLOUT_OFFICE] = "office",
};

static const char *const callout_events[CALLOUT_EVENT_COUNT] = {
	[CALLOUT_SEEN] = "acknowledge", [CALLOUT_THERE] = "arrive",
	[CALLOUT_OVER] = "finish",
};

/* What a move stores. */
struct callout_told {
	const struct callout *task;
	const char *key, *result;
};

static gboolean	callout_store(struct db *db, void *told, int to,
		    const struct machine_act *act, GError **error);

#define ROW(from, event, to) \
	{ CALLOUT_##from, CALLOUT_##event, ACTOR_BIT(CADRE), NULL, CALLOUT_##to, \
	    FALSE, NULL, NULL }
static const struct machine_row callout_rows[] = {
	ROW(OPEN, SEEN, ACKNOWLEDGED),
	ROW(OPEN, THERE, ARRIVED),
	ROW(OPEN, OVER, DONE),
	ROW(ACKNOWLEDGED, SEEN, ACKNOWLEDGED),
	ROW(ACKNOWLEDGED, THERE, ARRIVED),
	ROW(ACKNOWLEDGED, OVER, DONE),
	ROW(ARRIVED, SEEN, ARRIVED),
	ROW(ARRIVED, THERE, ARRIVED),
	ROW(ARRIVED, OVER, DONE),
};
#undef ROW
const struct machine callout_machine = {
	"callout", MACHINE_STATES(callout_states), MACHINE_EVENTS(callout_events),
	MACHINE_ROWS(callout_rows), callout_store
};

static gboolean	callout_find(struct statement *s, gboolean *found,
		    struct callout *task, GError **error);
static void	callout_load(struct statement *s, void *value);
static gboolean	callout_code(struct db *db, char code[CALLOUT_CODE_MAX],
		    GError **error);
static gboolean	callout_record_open(struct db *db, const struct callout *task,
		    gint64 now, GError **error);

enum callout_level
callout_level_stored(const char *name)
{
	return (enum callout_level)name_stored(callout_levels, CALLOUT_LEVEL_COUNT,
	    name);
}

const char *
callout_kind_name(enum callout_kind kind)
{
	return callout_kinds[kind];
}

const char *
callout_state_name(enum callout_state state)
{
	return callout_states[state];
}

void
callout_clear(struct callout *task)
{
	g_free(task->phone);
	g_free(task->line);
	g_free(task->modem);
	memset(task, 0, sizeof(*task));
}

gboolean
callout_open(struct db *db, struct callout *task, gint64 now, gboolean *fresh,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_KNOWN);
	struct callout known;
	gboolean found;

	statement_int(s, task->household_id);
	statement_text(s, callout_kinds[task->kind]);
	if (!callout_find(s, &found, &known, error))
		return FALSE;
	*fresh = !found;
	if (found) {
		callout_clear(task);
		*task = known;
		return TRUE;
	}
	if (!callout_code(db, task->code, error))
		return FALSE;
	task->state = CALLOUT_OPEN;
	task->asked_at = now;
	s = statement_use(db, MODULE_CALLOUT, CALLOUT_ADD);
	statement_text(s, task->code);
	statement_text(s, callout_kinds[task->kind]);
	statement_int(s, task->household_id);
	statement_text(s, task->phone);
	statement_text(s, task->line);
	statement_text(s, task->modem);
	statement_int(s, task->inbox_id);
	statement_int(s, now);
	return statement_value(s, &task->id, error) &&
	    callout_record_open(db, task, now, error);
}

/* By whom, and what for. */
static gboolean
callout_record_open(struct db *db, const struct callout *task, gint64 now,
    GError **error)
{
	g_autofree char *object = g_strdup_printf("callout:%" G_GINT64_FORMAT,
	    task->id);
	const struct audit_row row = {
		.at = now, .actor = task->phone,
		.role = actor_role_name(ACTOR_VILLAGER), .action = "callout.open",
		.object = object, .before = "",
		.after = callout_kinds[task->kind], .reason = "",
	};

	return audit_add(db, &row, error);
}

/* The next that no open task has. */
static gboolean
callout_code(struct db *db, char code[CALLOUT_CODE_MAX], GError **error)
{
	gint64 last = 0;
	gboolean found = TRUE;

	if (!statement_value(statement_use(db, MODULE_CALLOUT, CALLOUT_LAST),
	    &last, error))
		return FALSE;
	for (gint64 n = last + 1; found; n++) {
		int plain = 1000 + (int)(n * 37 % CALLOUT_CODES);
		struct callout task;

		g_snprintf(code, CALLOUT_CODE_MAX, "%d", plain);
		code[CALLOUT_CODE_OLD] = damm_digit(code);
		code[CALLOUT_CODE_DIGITS] = '\0';
		if (!callout_by_code(db, code, &found, &task, error))
			return FALSE;
		if (found)
			callout_clear(&task);
	}
	return TRUE;
}

gboolean
callout_by_id(struct db *db, gint64 id, gboolean *found, struct callout *task,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_BY_ID);

	statement_int(s, id);
	return callout_find(s, found, task, error);
}

gboolean
callout_code_holds(const char *code)
{
	return strlen(code) == CALLOUT_CODE_OLD || damm_valid(code);
}

gboolean
callout_by_code(struct db *db, const char *code, gboolean *found,
    struct callout *task, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_CODE);

	statement_text(s, code);
	return callout_find(s, found, task, error);
}

static gboolean
callout_find(struct statement *s, gboolean *found, struct callout *task,
    GError **error)
{
	return statement_find(s, callout_load, task, sizeof(*task), found, error);
}

static void
callout_load(struct statement *s, void *value)
{
	struct callout *task = value;

	task->id = column_int(s);
	g_strlcpy(task->code, column_borrow(s), sizeof(task->code));
	task->kind = (enum callout_kind)name_stored(callout_kinds,
	    CALLOUT_KIND_COUNT, column_borrow(s));
	task->state = (enum callout_state)name_stored(callout_states,
	    CALLOUT_STATE_COUNT, column_borrow(s));
	task->household_id = column_int(s);
	task->phone = column_text(s);
	task->line = column_text(s);
	task->modem = column_text(s);
	task->inbox_id = column_int(s);
	task->cadre_id = column_int(s);
	task->level = callout_level_stored(column_borrow(s));
	task->asked_at = column_int(s);
}

gboolean
callout_of_cadre(struct db *db, gint64 cadre_id, int *count, struct callout *task,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_MINE);
	gboolean ok;

	*count = 0;
	memset(task, 0, sizeof(*task));
	statement_int(s, cadre_id);
	while (statement_row(s, &ok, error)) {
		if ((*count)++ == 0)
			callout_load(s, task);
	}
	if (!ok)
		callout_clear(task);
	return ok;
}

gboolean
callout_each_of(struct db *db, gint64 cadre_id,
    void (*row)(const struct callout *task, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_OF);
	gboolean ok;

	statement_int(s, cadre_id);
	while (statement_row(s, &ok, error)) {
		struct callout task = { 0 };

		callout_load(s, &task);
		row(&task, user);
		callout_clear(&task);
	}
	return ok;
}

gboolean
callout_was_asked(struct db *db, gint64 callout_id, gint64 cadre_id,
    gboolean *asked, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_ASKED);

	statement_int(s, cadre_id);
	statement_int(s, callout_id);
	return statement_is(s, asked, error);
}

gboolean
callout_assign(struct db *db, gint64 callout_id, gint64 cadre_id,
    enum callout_level level, gint64 now, GError **error)
{
	struct statement *s;

	if (cadre_id != 0) {
		s = statement_use(db, MODULE_CALLOUT, CALLOUT_ASK);
		statement_int(s, cadre_id);
		statement_int(s, callout_id);
		statement_int(s, now);
		if (!statement_run(s, error))
			return FALSE;
	}
	s = statement_use(db, MODULE_CALLOUT, CALLOUT_HAND);
	statement_id(s, cadre_id);
	statement_text(s, callout_levels[level]);
	statement_int(s, callout_id);
	return statement_run(s, error);
}

gboolean
callout_move(struct db *db, const struct callout *task, enum callout_event event,
    const char *actor, const char *result, gint64 now, gboolean *done,
    GError **error)
{
	g_autofree char *key = text_id(task->id);
	struct callout_told told = { task, key, result };
	const struct machine_act act = {
		.event = event, .by = ACTOR_CADRE, .actor = actor, .reason = "",
		.now = now,
	};

	return machine_move(db, &callout_machine, &told, key, task->state, &act,
	    NULL, done, error);
}

static gboolean
callout_store(struct db *db, void *data, int to, const struct machine_act *act,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_MOVE);
	const struct callout_told *told = data;

	statement_int(s, told->task->id);
	statement_text(s, callout_states[to]);
	statement_int(s, act->now);
	statement_int(s, to == CALLOUT_ARRIVED || to == CALLOUT_DONE);
	statement_text(s, told->result);
	return statement_run(s, error) && agenda_drop(db, CALLOUT_ACKNOWLEDGE,
	    told->key, error);
}

gboolean
callout_last_text(struct db *db, const char *phone, const char *other,
    gint64 *inbox_id, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CALLOUT, CALLOUT_TEXT);

	statement_text(s, phone);
	statement_text(s, other);
	return statement_value(s, inbox_id, error);
}
