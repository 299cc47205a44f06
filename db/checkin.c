/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See checkin.h.
 */
#include "db/checkin.h"

#include <string.h>

#include "db/agenda.h"
#include "db/machine.h"
#include "db/statement.h"

#define CHECKIN_COLUMNS	"household_id, phone, asker, line, waits, asked_at, made_at"

enum { CHECKIN_PUT, CHECKIN_END, CHECKIN_OF_PHONE, CHECKIN_BY_ID };

static const struct statement_source checkin_sources[] = {
	[CHECKIN_PUT] = { "checkin.put",
	    "INSERT OR REPLACE INTO checkin (" CHECKIN_COLUMNS ") "
	    "VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[CHECKIN_END] = { "checkin.end",
	    "DELETE FROM checkin WHERE phone = ?1 OR asker = ?1 "
	    "RETURNING household_id" },
	[CHECKIN_OF_PHONE] = { "checkin.of_phone",
	    "SELECT " CHECKIN_COLUMNS " FROM checkin WHERE phone = ? "
	    "ORDER BY waits DESC, asked_at DESC LIMIT 1" },
	[CHECKIN_BY_ID] = { "checkin.by_id",
	    "SELECT " CHECKIN_COLUMNS " FROM checkin WHERE household_id = ?" },
};
const struct statement_table checkin_statements = STATEMENT_TABLE(checkin_sources);

/* Agenda kinds of one that rests, and of one that waits. */
static const char *const checkin_kinds[] = { "checkin.ask", "checkin.silence" };

enum { CHECKIN_RESTING, CHECKIN_IS_WAITING };

static const char *const checkin_states[] = { "resting", "waiting" };
static const char *const checkin_events[CHECKIN_EVENT_COUNT] = {
	"ask", "well", "help", "silent"
};

static gboolean	checkin_store(struct db *db, void *checkin, int to,
		    const struct machine_act *act, GError **error);

/* That all goes well every week is not on record. */
static const struct machine_row checkin_rows[] = {
	{ CHECKIN_RESTING, CHECKIN_ASK, ACTOR_BIT(SYSTEM), NULL, CHECKIN_IS_WAITING,
	    TRUE, NULL, NULL },
	{ CHECKIN_IS_WAITING, CHECKIN_WELL, ACTOR_BIT(VILLAGER), NULL, CHECKIN_RESTING,
	    TRUE, NULL, NULL },
	{ CHECKIN_IS_WAITING, CHECKIN_HELP, ACTOR_BIT(VILLAGER), NULL, CHECKIN_RESTING,
	    FALSE, NULL, NULL },
	{ CHECKIN_IS_WAITING, CHECKIN_SILENT, ACTOR_BIT(SYSTEM), NULL, CHECKIN_RESTING,
	    FALSE, NULL, NULL },
};
const struct machine checkin_machine = {
	"checkin", MACHINE_STATES(checkin_states), MACHINE_EVENTS(checkin_events),
	MACHINE_ROWS(checkin_rows), checkin_store
};

static gboolean	checkin_plan(struct db *db, const struct checkin *checkin,
		    GError **error);
static void	checkin_load(struct statement *s, void *value);

void
checkin_clear(struct checkin *checkin)
{
	g_free(checkin->phone);
	g_free(checkin->asker);
	g_free(checkin->line);
	memset(checkin, 0, sizeof(*checkin));
}

gboolean
checkin_put(struct db *db, const struct checkin *checkin, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CHECKIN, CHECKIN_PUT);

	statement_int(s, checkin->household_id);
	statement_text(s, checkin->phone);
	statement_text(s, checkin->asker);
	statement_text(s, checkin->line);
	statement_int(s, checkin->waits);
	statement_int(s, checkin->asked_at);
	statement_int(s, checkin->made_at);
	return statement_run(s, error) && checkin_plan(db, checkin, error);
}

static gboolean
checkin_plan(struct db *db, const struct checkin *checkin, GError **error)
{
	g_autofree char *key = g_strdup_printf("%" G_GINT64_FORMAT,
	    checkin->household_id);

	return agenda_drop(db, checkin_kinds[!checkin->waits], key, error) &&
	    agenda_set(db, checkin_kinds[checkin->waits], key, checkin->next_at, "",
	    error);
}

gboolean
checkin_move(struct db *db, struct checkin *checkin, enum checkin_event event,
    gint64 now, gboolean *done, GError **error)
{
	gboolean heard = event == CHECKIN_WELL || event == CHECKIN_HELP;
	g_autofree char *key = g_strdup_printf("%" G_GINT64_FORMAT,
	    checkin->household_id);
	const struct machine_act act = {
		.event = event, .by = heard ? ACTOR_VILLAGER : ACTOR_SYSTEM,
		.actor = heard ? checkin->phone : "system", .reason = "", .now = now,
	};

	return machine_move(db, &checkin_machine, checkin, key,
	    checkin->waits ? CHECKIN_IS_WAITING : CHECKIN_RESTING, &act, NULL, done,
	    error);
}

static gboolean
checkin_store(struct db *db, void *data, int to, const struct machine_act *act,
    GError **error)
{
	struct checkin *checkin = data;

	checkin->waits = to == CHECKIN_IS_WAITING;
	if (act->event == CHECKIN_ASK)
		checkin->asked_at = act->now;
	return checkin_put(db, checkin, error);
}

gboolean
checkin_end(struct db *db, const char *phone, gboolean *ended, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	struct statement *s = statement_use(db, MODULE_CHECKIN, CHECKIN_END);
	gboolean ok;

	statement_text(s, phone);
	ok = statement_ids(s, ids, error);
	*ended = ids->len > 0;
	for (guint i = 0; ok && i < ids->len; i++) {
		g_autofree char *key = g_strdup_printf("%" G_GINT64_FORMAT,
		    g_array_index(ids, gint64, i));

		ok = agenda_drop(db, checkin_kinds[FALSE], key, error) &&
		    agenda_drop(db, checkin_kinds[TRUE], key, error);
	}
	return ok;
}

gboolean
checkin_of_phone(struct db *db, const char *phone, gboolean *found,
    struct checkin *checkin, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CHECKIN, CHECKIN_OF_PHONE);

	statement_text(s, phone);
	return statement_find(s, checkin_load, checkin, sizeof(*checkin), found,
	    error);
}

gboolean
checkin_by_household(struct db *db, gint64 household_id, gboolean *found,
    struct checkin *checkin, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CHECKIN, CHECKIN_BY_ID);

	statement_int(s, household_id);
	return statement_find(s, checkin_load, checkin, sizeof(*checkin), found,
	    error);
}

static void
checkin_load(struct statement *s, void *value)
{
	struct checkin *checkin = value;

	checkin->household_id = column_int(s);
	checkin->phone = column_text(s);
	checkin->asker = column_text(s);
	checkin->line = column_text(s);
	checkin->waits = column_int(s) != 0;
	checkin->asked_at = column_int(s);
	checkin->made_at = column_int(s);
}
