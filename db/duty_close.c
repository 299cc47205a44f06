/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_close.h.
 */
#include "db/duty_close.h"

#include "base/calendar.h"
#include "db/duty.h"
#include "db/household.h"
#include "db/machine.h"
#include "db/statement.h"

enum { CLOSE_CADRE, CLOSE_MONTH };

static const struct statement_source close_sources[] = {
	[CLOSE_CADRE] = { "duty_close.cadre",
	    "INSERT OR REPLACE INTO duty_month (month, cadre_id, due, done, "
	    "tried, late, exempt) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[CLOSE_MONTH] = { "duty_close.month",
	    "INSERT INTO duty_closed (month, at, by, households, covered) "
	    "VALUES (?, ?, ?, ?, ?)" },
};
const struct statement_table duty_close_statements =
    STATEMENT_TABLE(close_sources);

enum { MONTH_OPEN, MONTH_CLOSED };
enum { MONTH_CLOSE };

static const char *const month_states[] = { "open", "closed" };
static const char *const month_events[] = { "close" };

/* A month as it is closed. */
struct month_figures {
	int	 month, households, covered;
};

static gboolean	month_store(struct db *db, void *figures, int to,
		    const struct machine_act *act, GError **error);

static const struct machine_row month_rows[] = {
	{ MONTH_OPEN, MONTH_CLOSE, ACTOR_BIT(CLERK), NULL, MONTH_CLOSED, FALSE, NULL,
	    NULL },
};
const struct machine duty_month_machine = {
	"duty", MACHINE_STATES(month_states), MACHINE_EVENTS(month_events),
	MACHINE_ROWS(month_rows), month_store
};

gboolean
duty_coverage(struct db *db, int month, int today, int limit, gint64 *past,
    int *households, int *covered, GError **error)
{
	int last = month * 100 + calendar_month_days(month);

	return household_coverage(db, month * 100 + 1, last, MIN(last, today), limit,
	    past, households, covered, error);
}

gboolean
duty_close_cadre(struct db *db, int month, gint64 cadre_id,
    const struct duty_totals *totals, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CLOSE, CLOSE_CADRE);

	statement_int(s, month);
	statement_int(s, cadre_id);
	statement_int(s, duty_owed(totals));
	statement_int(s, totals->states[OBLIGATION_DONE]);
	statement_int(s, totals->states[OBLIGATION_TRIED]);
	statement_int(s, duty_left(totals));
	statement_int(s, totals->states[OBLIGATION_EXEMPT]);
	return statement_run(s, error);
}

gboolean
duty_close_month(struct db *db, int month, const char *by, const char *reason,
    gint64 now, int households, int covered, gboolean *done, GError **error)
{
	g_autofree char *key = calendar_month_write(month);
	struct month_figures figures = { month, households, covered };
	const struct machine_act act = {
		.event = MONTH_CLOSE, .by = ACTOR_CLERK, .actor = by, .reason = reason,
		.now = now,
	};
	gboolean closed;

	return duty_is_closed(db, month, &closed, error) &&
	    machine_move(db, &duty_month_machine, &figures, key,
	    closed ? MONTH_CLOSED : MONTH_OPEN, &act, NULL, done, error);
}

static gboolean
month_store(struct db *db, void *data, int to, const struct machine_act *act,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CLOSE, CLOSE_MONTH);
	const struct month_figures *figures = data;

	statement_int(s, figures->month);
	statement_int(s, act->now);
	statement_text(s, act->actor);
	statement_int(s, figures->households);
	statement_int(s, figures->covered);
	return statement_run(s, error);
}
