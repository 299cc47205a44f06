/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The agenda: what will happen, and when (DESIGN 5.2).  Holds that end, questions
 * that expire, deadlines, rounds of reminders, probes: each is a row of a kind.
 *
 *	agenda_set(db, "complaint.hold", "30482171", now + hold, "", error);
 *
 * One row a (kind, object).  The owner of a kind says what is done when a row is due
 * (struct agenda_kind); whoever has a clock runs them (agenda_runner): each in its own
 * savepoint, so that one that fails undoes itself alone and delays nothing else.  It
 * is tried again after 1, 5 and 15 minutes, 1 hour and every 4 hours; after
 * AGENDA_TRIES_MAX failures it is parked, and a person is told.  `xiangyin agenda
 * retry` takes it up again.
 *
 * Invariants
 *  - a row of a kind nobody knows is parked, never dropped: another program knew it.
 *  - a date that a text names is computed from the row that will keep it (DESIGN
 *    law 13).
 *  - kinds that take something away when its time is over (`expires`) are held while
 *    a clock that has jumped may be wrong: agenda_hold_expiry().
 */
#ifndef DB_AGENDA_H
#define DB_AGENDA_H

#include "db/db.h"

#define AGENDA_TRIES_MAX	8

enum agenda_state { AGENDA_DUE, AGENDA_PARKED, AGENDA_STATE_COUNT };
const char *agenda_state_name(enum agenda_state state);

struct agenda_row {
	gint64	 id;
	char	*kind, *object;
	gint64	 due_at;	/* us */
	int	 tries;		/* that failed, in a row */
	enum agenda_state state;
	char	*last_error;	/* "" none */
	gint64	 made_at;	/* us: planned, or planned anew */
	char	*data;		/* the kind's own: "month=202611 after=37"; "" */
};
void	agenda_row_clear(struct agenda_row *row);

/* A number of a row's data; 0 when it is not there. */
gint64	agenda_number(const struct agenda_row *row, const char *name);

/* Plans it, or plans it anew: a row that was parked is due again. */
gboolean agenda_set(struct db *db, const char *kind, const char *object,
	    gint64 due_at, const char *data, GError **error);

/* Plans it, or brings it forward; never puts it off, and leaves a parked one.  Writes
 * nothing when nothing changes. */
gboolean agenda_sooner(struct db *db, const char *kind, const char *object,
	    gint64 due_at, GError **error);

/* Removes it; does nothing when there is none. */
gboolean agenda_drop(struct db *db, const char *kind, const char *object,
	    GError **error);

gboolean agenda_find(struct db *db, const char *kind, const char *object,
	    gboolean *found, struct agenda_row *row, GError **error);
gboolean agenda_by_id(struct db *db, gint64 id, gboolean *found,
	    struct agenda_row *row, GError **error);

/* Finds the row that is due first at `now`; tells when the first of all is due (0:
 * never). */
gboolean agenda_next_due(struct db *db, gint64 now, gboolean *found,
	    struct agenda_row *row, GError **error);
gboolean agenda_next_time(struct db *db, gint64 *when, GError **error);

/* Record what became of a due row: it is done, it comes again at `at` (with row->data),
 * or it failed (*parked: it is not tried any more). */
gboolean agenda_done(struct db *db, const struct agenda_row *row, GError **error);
gboolean agenda_again(struct db *db, const struct agenda_row *row, gint64 at,
	    GError **error);
gboolean agenda_failed(struct db *db, const struct agenda_row *row, const char *why,
	    gint64 now, gboolean *parked, GError **error);
gboolean agenda_park(struct db *db, const struct agenda_row *row, const char *why,
	    GError **error);

/* Due now, with all its tries, one that failed, whether it is parked or waits to be
 * tried again. *done FALSE: there is none, or it has not failed. */
gboolean agenda_retry(struct db *db, gint64 id, gint64 now, gboolean *done,
	    GError **error);

/* Calls `row` for each row in order of time, parked ones in the order they were made.
 * FALSE from `row` ends it; the row is borrowed. */
struct agenda_filter {
	enum agenda_state state;
	int	 limit;			/* rows; 0: all */
};
gboolean agenda_each(struct db *db, const struct agenda_filter *filter,
	    gboolean (*row)(const struct agenda_row *row, void *user), void *user,
	    GError **error);
gboolean agenda_parked_count(struct db *db, int *count, GError **error);

/* --- clocks that jump --------------------------------------------------------------- */

/* Lets nothing expire until then. */
gboolean agenda_hold_expiry(struct db *db, gint64 until, GError **error);
/* *until is 0 when nothing is held. */
gboolean agenda_expiry_held(struct db *db, gint64 *until, GError **error);

/* Call when the clock was set back by `by` us to `now`: rows planned after `now` were
 * planned by a wrong clock, and are moved forward by as much. */
gboolean agenda_set_back(struct db *db, gint64 now, gint64 by, GError **error);

/* Drops what of a kind was planned after `now`. */
gboolean agenda_drop_after(struct db *db, const char *kind, gint64 now, GError **error);

/* When the newest row was planned, us; 0 there is none. */
gboolean agenda_newest(struct db *db, gint64 *made_at, GError **error);

/* --- kinds and who runs them ---------------------------------------------------------- */

/* *again: run() has planned its row itself. */
#define AGENDA_PLANNED	(-1)

struct agenda_kind {
	const char *name;	/* "complaint.hold"; NULL behind the last */
	const char *words;	/* what it does, for staff: N_(), an imperative */
	/*
	 * Does what is due, inside its own savepoint.  *again is 0: it is over, or
	 * set to when it comes again (row->data may be replaced), or to
	 * AGENDA_PLANNED.  FALSE: undone, and tried again later.
	 */
	gboolean (*run)(void *context, struct agenda_row *row, gint64 now,
	    gint64 *again, GError **error);
	/* At start, and when calendars or settings have changed: makes the rows that
	 * must be there.  NULL: whoever causes one makes it. */
	gboolean (*plan)(void *context, gint64 now, GError **error);
	gboolean expires;	/* takes something away that people wait for */
};

/* Those of the agenda itself. */
extern const struct agenda_kind agenda_kinds[];

struct agenda_runner;

struct agenda_runner *agenda_runner_new(struct db *db);
void	agenda_runner_free(struct agenda_runner *runner);

/* Adds kinds (an array that ends with a NULL name) and the context their functions are
 * given.  A later kind replaces an earlier one of the same name. */
void	agenda_runner_add(struct agenda_runner *runner,
	    const struct agenda_kind *kinds, void *context);

/* Sets what is called when a row is parked, in its transaction; it may fail. */
void	agenda_runner_tell(struct agenda_runner *runner,
	    gboolean (*parked)(const struct agenda_row *row, void *user,
	    GError **error), void *user);

/* Sets `mark`, called before a row is run, and `undone`, called with what `mark`
 * returned when the row is undone: it forgets what the row left in memory. */
void	agenda_runner_watch(struct agenda_runner *runner,
	    guint (*mark)(void *user), void (*undone)(guint mark, void *user),
	    void *user);

/* Calls each kind's plan(); logs one that fails and goes on with the others. */
gboolean agenda_runner_plan(struct agenda_runner *runner, gint64 now,
	    GError **error);

/* agenda_set_back(); but what kinds plan by themselves is dropped, to be planned anew:
 * a round that a wrong clock has passed comes when it should. */
gboolean agenda_runner_set_back(struct agenda_runner *runner, gint64 now, gint64 by,
	    GError **error);

/* Runs what is due, for some milliseconds, in the caller's transaction.  *next is
 * when to call again: `now` when more is due, 0 never.  FALSE only when nothing
 * can be stored. */
gboolean agenda_runner_run(struct agenda_runner *runner, gint64 now, gint64 *next,
	    GError **error);

/* Calls `row` once for each kind. */
void	agenda_runner_each(const struct agenda_runner *runner,
	    void (*row)(const struct agenda_kind *kind, void *user), void *user);

#endif
