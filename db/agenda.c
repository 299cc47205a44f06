/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of what will happen (agenda.h); who runs it is in agenda_run.c.
 */
#include "db/agenda.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/name.h"
#include "db/statement.h"

/* The row that holds expiry is due when the grace is over. */
#define AGENDA_GRACE	"clock.grace"

enum { AGENDA_SET, AGENDA_SOONER, AGENDA_DROP, AGENDA_FIND, AGENDA_BY_ID, AGENDA_NEXT,
       AGENDA_TIME, AGENDA_AGAIN, AGENDA_FAIL, AGENDA_RETRY,
       AGENDA_EACH_DUE, AGENDA_EACH_PARKED, AGENDA_COUNT_PARKED, AGENDA_BACK,
       AGENDA_DROP_AFTER, AGENDA_NEWEST };

#define AGENDA_COLUMNS "id, kind, object, due_at, tries, state, last_error, made_at, data"

static const struct statement_source agenda_sources[] = {
	[AGENDA_SET] = { "agenda.set",
	    "INSERT INTO agenda (kind, object, due_at, made_at, data) "
	    "VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, object) DO UPDATE SET "
	    "due_at = excluded.due_at, made_at = excluded.made_at, "
	    "data = excluded.data, tries = 0, state = 'due', last_error = ''" },
	[AGENDA_SOONER] = { "agenda.sooner",
	    "INSERT INTO agenda (kind, object, due_at, made_at) "
	    "VALUES (?, ?, ?, ?) ON CONFLICT (kind, object) DO UPDATE SET "
	    "due_at = excluded.due_at WHERE excluded.due_at < due_at "
	    "AND state = 'due'" },
	[AGENDA_DROP] = { "agenda.drop",
	    "DELETE FROM agenda WHERE kind = ? AND object = ?" },
	[AGENDA_FIND] = { "agenda.find",
	    "SELECT " AGENDA_COLUMNS " FROM agenda WHERE kind = ? AND object = ?" },
	[AGENDA_BY_ID] = { "agenda.by_id",
	    "SELECT " AGENDA_COLUMNS " FROM agenda WHERE id = ?" },
	[AGENDA_NEXT] = { "agenda.next",
	    "SELECT " AGENDA_COLUMNS " FROM agenda INDEXED BY agenda_due "
	    "WHERE state = 'due' AND due_at <= ? ORDER BY due_at, id LIMIT 1" },
	/* 0 is never: a row that has this time, from a clock that was nowhere, is due. */
	[AGENDA_TIME] = { "agenda.time",
	    "SELECT max(due_at, 1) FROM agenda INDEXED BY agenda_due WHERE state = 'due' "
	    "ORDER BY due_at, id LIMIT 1" },
	[AGENDA_AGAIN] = { "agenda.again",
	    "UPDATE agenda SET due_at = ?3, data = ?4, tries = 0, last_error = '' "
	    "WHERE kind = ?1 AND object = ?2" },
	[AGENDA_FAIL] = { "agenda.fail",
	    "UPDATE agenda SET due_at = ?2, tries = ?3, state = ?4, "
	    "last_error = ?5 WHERE id = ?1" },
	[AGENDA_RETRY] = { "agenda.retry",
	    "UPDATE agenda SET due_at = ?2, tries = 0, state = 'due' WHERE id = ?1 "
	    "AND (state = 'parked' OR tries > 0)" },
	[AGENDA_EACH_DUE] = { "agenda.each_due",
	    "SELECT " AGENDA_COLUMNS " FROM agenda INDEXED BY agenda_due "
	    "WHERE state = 'due' ORDER BY due_at, id LIMIT ?" },
	[AGENDA_EACH_PARKED] = { "agenda.each_parked",
	    "SELECT " AGENDA_COLUMNS " FROM agenda INDEXED BY agenda_parked "
	    "WHERE state = 'parked' ORDER BY id LIMIT ?" },
	[AGENDA_COUNT_PARKED] = { "agenda.count_parked",
	    "SELECT count(*) FROM agenda INDEXED BY agenda_parked "
	    "WHERE state = 'parked'" },
	[AGENDA_BACK] = { "agenda.back",
	    "UPDATE agenda INDEXED BY agenda_due SET due_at = max(due_at - ?2, 0), "
	    "made_at = ?1 WHERE state = 'due' AND made_at > ?1" },
	[AGENDA_DROP_AFTER] = { "agenda.drop_after",
	    "DELETE FROM agenda WHERE kind = ? AND made_at > ? AND state = 'due'" },
	[AGENDA_NEWEST] = { "agenda.newest",
	    "SELECT max(made_at) FROM agenda INDEXED BY agenda_due "
	    "WHERE state = 'due'" },
};
const struct statement_table agenda_statements = STATEMENT_TABLE(agenda_sources);

static const char *const agenda_states[AGENDA_STATE_COUNT] = { "due", "parked" };

/* How long to wait after each failure; then it is parked. */
static const gint64 agenda_backoff[AGENDA_TRIES_MAX - 1] = {
	CLOCK_MINUTE, 5 * CLOCK_MINUTE, 15 * CLOCK_MINUTE, CLOCK_HOUR,
	4 * CLOCK_HOUR, 4 * CLOCK_HOUR, 4 * CLOCK_HOUR
};

static void	agenda_load(struct statement *s, void *value);
static gboolean	agenda_fail(struct db *db, const struct agenda_row *row, int tries,
		    enum agenda_state state, gint64 due_at, const char *why,
		    GError **error);

const char *
agenda_state_name(enum agenda_state state)
{
	return agenda_states[state];
}

void
agenda_row_clear(struct agenda_row *row)
{
	g_free(row->kind);
	g_free(row->object);
	g_free(row->last_error);
	g_free(row->data);
	memset(row, 0, sizeof(*row));
}

gint64
agenda_number(const struct agenda_row *row, const char *name)
{
	gsize len = strlen(name);

	for (const char *s = row->data; *s != '\0';) {
		if (strncmp(s, name, len) == 0 && s[len] == '=')
			return g_ascii_strtoll(s + len + 1, NULL, 10);
		s += strcspn(s, " ");
		s += *s == ' ';
	}
	return 0;
}

gboolean
agenda_set(struct db *db, const char *kind, const char *object, gint64 due_at,
    const char *data, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_SET);

	statement_text(s, kind);
	statement_text(s, object);
	statement_int(s, due_at);
	statement_int(s, clock_now());
	statement_text(s, data);
	return statement_run(s, error);
}

gboolean
agenda_sooner(struct db *db, const char *kind, const char *object, gint64 due_at,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_SOONER);

	statement_text(s, kind);
	statement_text(s, object);
	statement_int(s, due_at);
	statement_int(s, clock_now());
	return statement_run(s, error);
}

gboolean
agenda_drop(struct db *db, const char *kind, const char *object, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_DROP);

	statement_text(s, kind);
	statement_text(s, object);
	return statement_run(s, error);
}

gboolean
agenda_find(struct db *db, const char *kind, const char *object, gboolean *found,
    struct agenda_row *row, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_FIND);

	statement_text(s, kind);
	statement_text(s, object);
	return statement_find(s, agenda_load, row, sizeof(*row), found, error);
}

static void
agenda_load(struct statement *s, void *value)
{
	struct agenda_row *row = value;

	row->id = column_int(s);
	row->kind = column_text(s);
	row->object = column_text(s);
	row->due_at = column_int(s);
	row->tries = (int)column_int(s);
	row->state = (enum agenda_state)name_stored(agenda_states,
	    AGENDA_STATE_COUNT, column_borrow(s));
	row->last_error = column_text(s);
	row->made_at = column_int(s);
	row->data = column_text(s);
}

gboolean
agenda_by_id(struct db *db, gint64 id, gboolean *found, struct agenda_row *row,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_BY_ID);

	statement_int(s, id);
	return statement_find(s, agenda_load, row, sizeof(*row), found, error);
}

gboolean
agenda_next_due(struct db *db, gint64 now, gboolean *found, struct agenda_row *row,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_NEXT);

	statement_int(s, now);
	return statement_find(s, agenda_load, row, sizeof(*row), found, error);
}

gboolean
agenda_next_time(struct db *db, gint64 *when, GError **error)
{
	*when = 0;
	return statement_value(statement_use(db, MODULE_AGENDA, AGENDA_TIME), when,
	    error);
}

/* Not by its id: what it did may have dropped it, and another row have the id now. */
gboolean
agenda_done(struct db *db, const struct agenda_row *row, GError **error)
{
	return agenda_drop(db, row->kind, row->object, error);
}

gboolean
agenda_again(struct db *db, const struct agenda_row *row, gint64 at, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_AGAIN);

	statement_text(s, row->kind);
	statement_text(s, row->object);
	statement_int(s, at);
	statement_text(s, row->data);
	return statement_run(s, error);
}

gboolean
agenda_failed(struct db *db, const struct agenda_row *row, const char *why,
    gint64 now, gboolean *parked, GError **error)
{
	*parked = row->tries + 1 >= AGENDA_TRIES_MAX;
	if (*parked)
		return agenda_park(db, row, why, error);
	return agenda_fail(db, row, row->tries + 1, AGENDA_DUE,
	    now + agenda_backoff[row->tries], why, error);
}

gboolean
agenda_park(struct db *db, const struct agenda_row *row, const char *why,
    GError **error)
{
	log_warning("agenda %" G_GINT64_FORMAT ": %s %s is parked: %s", row->id,
	    row->kind, row->object, why);
	return agenda_fail(db, row, row->tries + 1, AGENDA_PARKED, row->due_at, why,
	    error);
}

static gboolean
agenda_fail(struct db *db, const struct agenda_row *row, int tries,
    enum agenda_state state, gint64 due_at, const char *why, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_FAIL);

	statement_int(s, row->id);
	statement_int(s, due_at);
	statement_int(s, tries);
	statement_text(s, agenda_states[state]);
	statement_text(s, why);
	return statement_run(s, error);
}

gboolean
agenda_retry(struct db *db, gint64 id, gint64 now, gboolean *done, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_RETRY);

	statement_int(s, id);
	statement_int(s, now);
	if (!statement_run(s, error))
		return FALSE;
	*done = sqlite3_changes(db->sql) > 0;
	return TRUE;
}

gboolean
agenda_each(struct db *db, const struct agenda_filter *filter,
    gboolean (*row)(const struct agenda_row *row, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA,
	    filter->state == AGENDA_PARKED ? AGENDA_EACH_PARKED : AGENDA_EACH_DUE);
	gboolean go = TRUE, ok = TRUE;

	statement_int(s, filter->limit > 0 ? filter->limit : -1);
	while (go && statement_row(s, &ok, error)) {
		struct agenda_row one;

		agenda_load(s, &one);
		go = row(&one, user);
		agenda_row_clear(&one);
	}
	statement_end(s);
	return ok;
}

gboolean
agenda_parked_count(struct db *db, int *count, GError **error)
{
	return statement_count(statement_use(db, MODULE_AGENDA, AGENDA_COUNT_PARKED),
	    count, error);
}

/* --- clocks that jump --------------------------------------------------------------- */

gboolean
agenda_hold_expiry(struct db *db, gint64 until, GError **error)
{
	return agenda_set(db, AGENDA_GRACE, "", until, "", error);
}

gboolean
agenda_expiry_held(struct db *db, gint64 *until, GError **error)
{
	struct agenda_row row;
	gboolean found;

	if (!agenda_find(db, AGENDA_GRACE, "", &found, &row, error))
		return FALSE;
	*until = found ? row.due_at : 0;
	agenda_row_clear(&row);
	return TRUE;
}

gboolean
agenda_set_back(struct db *db, gint64 now, gint64 by, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_BACK);

	statement_int(s, now);
	statement_int(s, by);
	return statement_run(s, error);
}

gboolean
agenda_drop_after(struct db *db, const char *kind, gint64 now, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AGENDA, AGENDA_DROP_AFTER);

	statement_text(s, kind);
	statement_int(s, now);
	return statement_run(s, error);
}

gboolean
agenda_newest(struct db *db, gint64 *made_at, GError **error)
{
	*made_at = 0;
	return statement_value(statement_use(db, MODULE_AGENDA, AGENDA_NEWEST), made_at,
	    error);
}
