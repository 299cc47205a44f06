/*
 * See duty_task.h.
 */
#include "db/duty_task.h"

#include <string.h>

#include "base/log.h"
#include "db/area.h"
#include "db/audit.h"
#include "db/phone_book.h"
#include "db/statement.h"

#define TASK_CODES	9000	/* 1000-9999 */
#define TASK_COLUMNS							\
	"t.id, t.code, t.kind, t.state, t.household_id, t.phone, t.line, "	\
	"t.modem, t.inbox_id, t.cadre_id, t.level, t.asked_at, t.due_at"

enum { TASK_ADD, TASK_KNOWN, TASK_CODE, TASK_LAST, TASK_MINE, TASK_ASKED,
       TASK_ASK, TASK_HAND, TASK_MOVE, TASK_DUE, TASK_TIME, TASK_PHONE,
       TASK_NAMED, TASK_HOUSEHOLD, TASK_TEXT };

static const struct statement_source task_sources[] = {
	[TASK_ADD] = { "task.add",
	    "INSERT INTO duty_task (code, kind, state, household_id, phone, line, "
	    "modem, inbox_id, level, asked_at, due_at) VALUES (?, ?, 'open', ?, "
	    "?, ?, ?, ?, 0, ?, 0) RETURNING id" },
	[TASK_KNOWN] = { "task.known",
	    "SELECT " TASK_COLUMNS " FROM duty_task AS t WHERE household_id = ? "
	    "AND kind = ? AND state <> 'done'" },
	[TASK_CODE] = { "task.code",
	    "SELECT " TASK_COLUMNS " FROM duty_task AS t WHERE code = ? "
	    "AND state <> 'done'" },
	[TASK_LAST] = { "task.last", "SELECT max(id) FROM duty_task" },
	[TASK_MINE] = { "task.mine",
	    "SELECT " TASK_COLUMNS " FROM duty_task_asked AS a "
	    "JOIN duty_task AS t ON t.id = a.task_id WHERE a.cadre_id = ? "
	    "AND t.state <> 'done' ORDER BY t.id DESC" },
	[TASK_ASKED] = { "task.asked",
	    "SELECT 1 FROM duty_task_asked WHERE cadre_id = ? AND task_id = ?" },
	[TASK_ASK] = { "task.ask",
	    "INSERT OR IGNORE INTO duty_task_asked (cadre_id, task_id, at) "
	    "VALUES (?, ?, ?)" },
	[TASK_HAND] = { "task.hand",
	    "UPDATE duty_task SET cadre_id = ?, level = ?, due_at = ? "
	    "WHERE id = ?" },
	[TASK_MOVE] = { "task.move",
	    "UPDATE duty_task SET state = ?2, acknowledged_at = CASE WHEN "
	    "acknowledged_at = 0 THEN ?3 ELSE acknowledged_at END, arrived_at = "
	    "CASE WHEN ?4 AND arrived_at = 0 THEN ?3 ELSE arrived_at END, "
	    "done_at = CASE WHEN ?2 = 'done' THEN ?3 ELSE 0 END, "
	    "result = ?5 WHERE id = ?1" },
	[TASK_DUE] = { "task.due",
	    "SELECT " TASK_COLUMNS " FROM duty_task AS t "
	    "INDEXED BY duty_task_due WHERE state = 'open' AND due_at <> 0 "
	    "AND due_at <= ? ORDER BY due_at LIMIT 1" },
	[TASK_TIME] = { "task.time",
	    "SELECT min(due_at) FROM duty_task INDEXED BY duty_task_due "
	    "WHERE state = 'open' AND due_at <> 0 AND due_at > 0" },
	[TASK_PHONE] = { "task.phone",
	    "SELECT DISTINCT household_id FROM phone AS p JOIN household AS h "
	    "ON h.id = household_id WHERE number = ? AND " PHONE_IS_RIGHT("p")
	    " AND h.closed_on = 0 "
	    "ORDER BY household_id" },
	[TASK_NAMED] = { "task.named",
	    "SELECT id FROM household WHERE area = ?1 AND closed_on = 0 "
	    "AND substr(head, 1, length(?2)) = ?2 ORDER BY id" },
	[TASK_TEXT] = { "task.text",
	    "SELECT max(last_inbox) FROM contact WHERE phone IN (?, ?)" },
	[TASK_HOUSEHOLD] = { "task.household",
	    "SELECT head, area FROM household WHERE id = ?" },
};
const struct statement_table duty_task_statements =
    STATEMENT_TABLE(task_sources);

static const char *const task_kinds[TASK_KIND_COUNT] = {
	[TASK_FUNERAL] = "funeral", [TASK_WEDDING] = "wedding",
	[TASK_QUARREL] = "quarrel", [TASK_DISASTER] = "disaster",
	[TASK_WELFARE] = "welfare",
};
static const char *const task_states[TASK_STATE_COUNT] = {
	[TASK_OPEN] = "open", [TASK_ACKNOWLEDGED] = "acknowledged",
	[TASK_ARRIVED] = "arrived", [TASK_DONE] = "done",
};

/* From a state by an event to a state; what is not here is refused. */
static const struct transition {
	enum task_state from;
	enum task_event event;
	enum task_state to;
} transitions[] = {
	{ TASK_OPEN,		TASK_SEEN,	TASK_ACKNOWLEDGED },
	{ TASK_OPEN,		TASK_THERE,	TASK_ARRIVED },
	{ TASK_OPEN,		TASK_OVER,	TASK_DONE },
	{ TASK_ACKNOWLEDGED,	TASK_SEEN,	TASK_ACKNOWLEDGED },
	{ TASK_ACKNOWLEDGED,	TASK_THERE,	TASK_ARRIVED },
	{ TASK_ACKNOWLEDGED,	TASK_OVER,	TASK_DONE },
	{ TASK_ARRIVED,		TASK_SEEN,	TASK_ARRIVED },
	{ TASK_ARRIVED,		TASK_THERE,	TASK_ARRIVED },
	{ TASK_ARRIVED,		TASK_OVER,	TASK_DONE },
};

static gboolean	task_find(struct statement *s, gboolean *found,
		    struct task *task, GError **error);
static void	task_read(struct statement *s, struct task *task);
static int	task_index(const char *const *names, int count, const char *name);
static gboolean	task_code(struct db *db, char code[TASK_CODE_MAX],
		    GError **error);
static gboolean	task_record(struct db *db, const struct task *task,
		    const char *actor, const char *action, const char *after,
		    gint64 now, GError **error);
static gboolean	task_households(struct statement *s,
		    gboolean (*row)(gint64 household_id, void *user), void *user,
		    GError **error);

const char *
task_kind_name(enum task_kind kind)
{
	return task_kinds[kind];
}

const char *
task_state_name(enum task_state state)
{
	return task_states[state];
}

void
task_clear(struct task *task)
{
	g_free(task->phone);
	g_free(task->line);
	g_free(task->modem);
	memset(task, 0, sizeof(*task));
}

gboolean
task_open(struct db *db, struct task *task, gint64 now, gboolean *fresh,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_KNOWN);
	struct task known;
	gboolean found;

	statement_int(s, task->household_id);
	statement_text(s, task_kinds[task->kind]);
	if (!task_find(s, &found, &known, error))
		return FALSE;
	*fresh = !found;
	if (found) {
		task_clear(task);
		*task = known;
		return TRUE;
	}
	if (!task_code(db, task->code, error))
		return FALSE;
	task->state = TASK_OPEN;
	task->asked_at = now;
	s = statement_use(db, MODULE_DUTY_TASK, TASK_ADD);
	statement_text(s, task->code);
	statement_text(s, task_kinds[task->kind]);
	statement_int(s, task->household_id);
	statement_text(s, task->phone);
	statement_text(s, task->line);
	statement_text(s, task->modem);
	statement_int(s, task->inbox_id);
	statement_int(s, now);
	return statement_value(s, &task->id, error) &&
	    task_record(db, task, task->phone, "task.open",
	    task_kinds[task->kind], now, error);
}

/* The next that no open task has. */
static gboolean
task_code(struct db *db, char code[TASK_CODE_MAX], GError **error)
{
	gint64 last = 0;
	gboolean found = TRUE;

	if (!statement_value(statement_use(db, MODULE_DUTY_TASK, TASK_LAST),
	    &last, error))
		return FALSE;
	for (gint64 n = last + 1; found; n++) {
		struct task task;

		g_snprintf(code, TASK_CODE_MAX, "%d",
		    1000 + (int)(n * 37 % TASK_CODES));
		if (!task_by_code(db, code, &found, &task, error))
			return FALSE;
		if (found)
			task_clear(&task);
	}
	return TRUE;
}

gboolean
task_by_code(struct db *db, const char *code, gboolean *found,
    struct task *task, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_CODE);

	statement_text(s, code);
	return task_find(s, found, task, error);
}

static gboolean
task_find(struct statement *s, gboolean *found, struct task *task,
    GError **error)
{
	memset(task, 0, sizeof(*task));
	if (!statement_next(s, found, error))
		return FALSE;
	if (*found) {
		task_read(s, task);
		statement_end(s);
	}
	return TRUE;
}

static void
task_read(struct statement *s, struct task *task)
{
	memset(task, 0, sizeof(*task));
	task->id = column_int(s);
	g_strlcpy(task->code, column_borrow(s), sizeof(task->code));
	task->kind = (enum task_kind)task_index(task_kinds, TASK_KIND_COUNT,
	    column_borrow(s));
	task->state = (enum task_state)task_index(task_states,
	    TASK_STATE_COUNT, column_borrow(s));
	task->household_id = column_int(s);
	task->phone = column_text(s);
	task->line = column_text(s);
	task->modem = column_text(s);
	task->inbox_id = column_int(s);
	task->cadre_id = column_int(s);
	task->level = (enum task_level)column_int(s);
	task->asked_at = column_int(s);
	task->due_at = column_int(s);
}

/* The table's CHECK lets no other name in. */
static int
task_index(const char *const *names, int count, const char *name)
{
	int i = 0;

	while (i < count - 1 && strcmp(names[i], name) != 0)
		i++;
	return i;
}

gboolean
task_of_cadre(struct db *db, gint64 cadre_id, int *count, struct task *task,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_MINE);
	gboolean row;

	*count = 0;
	memset(task, 0, sizeof(*task));
	statement_int(s, cadre_id);
	for (;;) {
		if (!statement_next(s, &row, error)) {
			task_clear(task);
			return FALSE;
		}
		if (!row)
			return TRUE;
		if ((*count)++ == 0)
			task_read(s, task);
	}
}

gboolean
task_was_asked(struct db *db, gint64 task_id, gint64 cadre_id,
    gboolean *asked, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_ASKED);
	gint64 found = 0;

	statement_int(s, cadre_id);
	statement_int(s, task_id);
	if (!statement_value(s, &found, error))
		return FALSE;
	*asked = found != 0;
	return TRUE;
}

gboolean
task_hand(struct db *db, gint64 task_id, gint64 cadre_id,
    enum task_level level, gint64 now, gint64 due_at, GError **error)
{
	struct statement *s;

	if (cadre_id != 0) {
		s = statement_use(db, MODULE_DUTY_TASK, TASK_ASK);
		statement_int(s, cadre_id);
		statement_int(s, task_id);
		statement_int(s, now);
		if (!statement_run(s, error))
			return FALSE;
	}
	s = statement_use(db, MODULE_DUTY_TASK, TASK_HAND);
	statement_id(s, cadre_id);
	statement_int(s, level);
	statement_int(s, due_at);
	statement_int(s, task_id);
	return statement_run(s, error);
}

gboolean
task_move(struct db *db, const struct task *task, enum task_event event,
    const char *actor, const char *result, gint64 now, gboolean *done,
    GError **error)
{
	const struct transition *t = NULL;
	struct statement *s;

	for (gsize i = 0; i < G_N_ELEMENTS(transitions); i++) {
		if (transitions[i].from == task->state &&
		    transitions[i].event == event)
			t = &transitions[i];
	}
	*done = t != NULL;
	if (t == NULL) {
		log_warning("task %s: no event %d in state %s", task->code,
		    event, task_states[task->state]);
		return TRUE;
	}
	s = statement_use(db, MODULE_DUTY_TASK, TASK_MOVE);
	statement_int(s, task->id);
	statement_text(s, task_states[t->to]);
	statement_int(s, now);
	statement_int(s, t->to == TASK_ARRIVED || t->to == TASK_DONE);
	statement_text(s, result);
	return statement_run(s, error) && task_record(db, task, actor,
	    "task.move", task_states[t->to], now, error);
}

static gboolean
task_record(struct db *db, const struct task *task, const char *actor,
    const char *action, const char *after, gint64 now, GError **error)
{
	g_autofree char *object = g_strdup_printf("task:%" G_GINT64_FORMAT,
	    task->id);
	const struct audit_row row = {
		.at = now, .actor = actor, .role = "cadre", .action = action,
		.object = object, .before = "", .after = after, .reason = "",
	};

	return audit_add(db, &row, error);
}

gboolean
task_next_due(struct db *db, gint64 now, gboolean *found, struct task *task,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_DUE);

	statement_int(s, now);
	return task_find(s, found, task, error);
}

gboolean
task_next_time(struct db *db, gint64 *when, GError **error)
{
	*when = 0;
	return statement_value(statement_use(db, MODULE_DUTY_TASK, TASK_TIME),
	    when, error);
}

gboolean
task_each_household_of_phone(struct db *db, const char *phone,
    gboolean (*row)(gint64 household_id, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_PHONE);

	statement_text(s, phone);
	return task_households(s, row, user, error);
}

gboolean
task_each_household_named(struct db *db, const char *area, const char *begin,
    gboolean (*row)(gint64 household_id, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_NAMED);

	statement_text(s, area);
	statement_text(s, begin);
	return task_households(s, row, user, error);
}

static gboolean
task_households(struct statement *s,
    gboolean (*row)(gint64 household_id, void *user), void *user,
    GError **error)
{
	gboolean found;

	for (;;) {
		if (!statement_next(s, &found, error))
			return FALSE;
		if (!found)
			return TRUE;
		if (!row(column_int(s), user)) {
			statement_end(s);
			return TRUE;
		}
	}
}

gboolean
task_last_text(struct db *db, const char *phone, const char *other,
    gint64 *inbox_id, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK, TASK_TEXT);

	statement_text(s, phone);
	statement_text(s, other);
	return statement_value(s, inbox_id, error);
}

gboolean
task_household(struct db *db, gint64 household_id, char **head, char **place,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_TASK,
	    TASK_HOUSEHOLD);
	g_autofree char *area = NULL;
	gboolean row;

	*head = *place = NULL;
	statement_int(s, household_id);
	if (!statement_next(s, &row, error))
		return FALSE;
	if (!row)
		return TRUE;
	*head = column_text(s);
	area = column_text(s);
	statement_end(s);
	*place = area_place(db, area, error);
	return *place != NULL;
}
