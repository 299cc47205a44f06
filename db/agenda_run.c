/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs the agenda: rows that are due, in order of time, each in its own savepoint.
 */
#include "db/agenda.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/words.h"

#define RUN_ROWS	100		/* in one call */
#define RUN_LONGEST	(20 * 1000)	/* us; the rest is due in the next call */

struct agenda_runner {
	struct db *db;
	GArray	*rooms;		/* struct room */
	gboolean (*parked)(const struct agenda_row *row, void *user, GError **error);
	void	*parked_user;
	guint	(*mark)(void *user);
	void	(*undone)(guint mark, void *user);
	void	*watch_user;
};

/* Kinds of one room, and what they are given. */
struct room {
	const struct agenda_kind *kinds;
	void	*context;
};

static gboolean	run_grace_over(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static const struct agenda_kind *runner_find(const struct agenda_runner *runner,
		    const char *name, void **context);
static gboolean	runner_plan_one(struct agenda_runner *runner,
		    const struct agenda_kind *kind, void *context, gint64 now,
		    GError **error);
static gboolean	runner_row(struct agenda_runner *runner, struct agenda_row *row,
		    gint64 now, GError **error);
static gboolean	runner_is_held(struct agenda_runner *runner,
		    const struct agenda_row *row, const struct agenda_kind *kind,
		    gint64 now, gboolean *held, GError **error);
static gboolean	runner_try(struct agenda_runner *runner, struct agenda_row *row,
		    const struct agenda_kind *kind, void *context, gint64 now,
		    GError **error);
static gboolean	runner_unknown(struct agenda_runner *runner,
		    const struct agenda_row *row, GError **error);
static gboolean	runner_parked(struct agenda_runner *runner,
		    const struct agenda_row *row, GError **error);

/* What the agenda itself plans. */
const struct agenda_kind agenda_kinds[] = {
	{ "clock.grace", N_("let what is overdue expire again"),
	    run_grace_over, NULL, FALSE },
	{ .name = NULL }
};

struct agenda_runner *
agenda_runner_new(struct db *db)
{
	struct agenda_runner *runner = g_new0(struct agenda_runner, 1);

	runner->db = db;
	runner->rooms = g_array_new(FALSE, FALSE, sizeof(struct room));
	agenda_runner_add(runner, agenda_kinds, NULL);
	return runner;
}

void
agenda_runner_free(struct agenda_runner *runner)
{
	if (runner == NULL)
		return;
	g_array_unref(runner->rooms);
	g_free(runner);
}

void
agenda_runner_add(struct agenda_runner *runner, const struct agenda_kind *kinds,
    void *context)
{
	const struct room room = { kinds, context };

	g_array_append_val(runner->rooms, room);
}

void
agenda_runner_tell(struct agenda_runner *runner,
    gboolean (*parked)(const struct agenda_row *row, void *user, GError **error),
    void *user)
{
	runner->parked = parked;
	runner->parked_user = user;
}

void
agenda_runner_each(const struct agenda_runner *runner,
    void (*row)(const struct agenda_kind *kind, void *user), void *user)
{
	for (guint i = 0; i < runner->rooms->len; i++) {
		const struct room *room = &g_array_index(runner->rooms, struct room, i);
		void *context;

		for (const struct agenda_kind *k = room->kinds; k->name != NULL; k++) {
			if (runner_find(runner, k->name, &context) == k)
				row(k, user);
		}
	}
}

void
agenda_runner_watch(struct agenda_runner *runner, guint (*mark)(void *user),
    void (*undone)(guint mark, void *user), void *user)
{
	runner->mark = mark;
	runner->undone = undone;
	runner->watch_user = user;
}

static const struct agenda_kind *
runner_find(const struct agenda_runner *runner, const char *name, void **context)
{
	for (guint i = runner->rooms->len; i-- > 0;) {
		const struct room *room = &g_array_index(runner->rooms, struct room, i);

		for (const struct agenda_kind *k = room->kinds; k->name != NULL; k++) {
			if (strcmp(k->name, name) != 0)
				continue;
			*context = room->context;
			return k;
		}
	}
	return NULL;
}

gboolean
agenda_runner_set_back(struct agenda_runner *runner, gint64 now, gint64 by,
    GError **error)
{
	for (guint i = 0; i < runner->rooms->len; i++) {
		const struct room *room = &g_array_index(runner->rooms, struct room, i);

		for (const struct agenda_kind *k = room->kinds; k->name != NULL; k++) {
			if (k->plan != NULL &&
			    !agenda_drop_after(runner->db, k->name, now, error))
				return FALSE;
		}
	}
	return agenda_set_back(runner->db, now, by, error);
}

gboolean
agenda_runner_plan(struct agenda_runner *runner, gint64 now, GError **error)
{
	for (guint i = 0; i < runner->rooms->len; i++) {
		const struct room *room = &g_array_index(runner->rooms, struct room, i);

		for (const struct agenda_kind *k = room->kinds; k->name != NULL; k++) {
			if (k->plan != NULL && !runner_plan_one(runner, k,
			    room->context, now, error))
				return FALSE;
		}
	}
	return TRUE;
}

static gboolean
runner_plan_one(struct agenda_runner *runner, const struct agenda_kind *kind,
    void *context, gint64 now, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (!db_save(runner->db, error))
		return FALSE;
	if (kind->plan(context, now, &why))
		return db_release(runner->db, error);
	if (!db_in_transaction(runner->db)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	db_undo(runner->db);
	log_warning("agenda: %s cannot be planned: %s", kind->name, why->message);
	return TRUE;
}

gboolean
agenda_runner_run(struct agenda_runner *runner, gint64 now, gint64 *next,
    GError **error)
{
	gint64 begun = clock_elapsed();

	/* Mostly nothing is due: that costs one question. */
	for (int i = 0; agenda_next_time(runner->db, next, error); i++) {
		struct agenda_row row;
		gboolean found, ok;

		if (*next == 0 || *next > now)
			return TRUE;
		*next = now;
		if (i >= RUN_ROWS || clock_elapsed() - begun > RUN_LONGEST)
			return TRUE;
		if (!agenda_next_due(runner->db, now, &found, &row, error))
			return FALSE;
		ok = !found || runner_row(runner, &row, now, error);
		agenda_row_clear(&row);
		if (!ok)
			return FALSE;
	}
	return FALSE;
}

static gboolean
runner_row(struct agenda_runner *runner, struct agenda_row *row, gint64 now,
    GError **error)
{
	void *context;
	const struct agenda_kind *kind = runner_find(runner, row->kind, &context);
	gboolean held;

	if (kind == NULL)
		return runner_unknown(runner, row, error);
	if (!runner_is_held(runner, row, kind, now, &held, error))
		return FALSE;
	return held || runner_try(runner, row, kind, context, now, error);
}

/* While the clock may be wrong, nothing is taken away. */
static gboolean
runner_is_held(struct agenda_runner *runner, const struct agenda_row *row,
    const struct agenda_kind *kind, gint64 now, gboolean *held, GError **error)
{
	gint64 until = 0;

	*held = FALSE;
	if (!kind->expires)
		return TRUE;
	if (!agenda_expiry_held(runner->db, &until, error))
		return FALSE;
	*held = until > now;
	return !*held || agenda_again(runner->db, row, until, error);
}

static gboolean
runner_try(struct agenda_runner *runner, struct agenda_row *row,
    const struct agenda_kind *kind, void *context, gint64 now, GError **error)
{
	g_autoptr(GError) why = NULL;
	guint mark = runner->mark != NULL ? runner->mark(runner->watch_user) : 0;
	gboolean parked;
	gint64 again = 0;

	if (!db_save(runner->db, error))
		return FALSE;
	if (kind->run(context, row, now, &again, &why) &&
	    (again == AGENDA_PLANNED ||
	    (again != 0 ? agenda_again(runner->db, row, again, &why) :
	    agenda_done(runner->db, row, &why))))
		return db_release(runner->db, error);
	if (runner->undone != NULL)
		runner->undone(mark, runner->watch_user);
	/* SQLite may have undone the whole transaction. */
	if (!db_in_transaction(runner->db)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	db_undo(runner->db);
	log_warning("agenda %" G_GINT64_FORMAT ": %s %s failed: %s", row->id,
	    row->kind, row->object, why->message);
	return agenda_failed(runner->db, row, why->message, now, &parked, error) &&
	    (!parked || runner_parked(runner, row, error));
}

static gboolean
runner_unknown(struct agenda_runner *runner, const struct agenda_row *row,
    GError **error)
{
	return agenda_park(runner->db, row, "this program knows no such kind", error) &&
	    runner_parked(runner, row, error);
}

/* That it cannot be told is no reason to try the row again. */
static gboolean
runner_parked(struct agenda_runner *runner, const struct agenda_row *row,
    GError **error)
{
	g_autoptr(GError) why = NULL;

	if (runner->parked == NULL)
		return TRUE;
	if (!db_save(runner->db, error))
		return FALSE;
	if (runner->parked(row, runner->parked_user, &why))
		return db_release(runner->db, error);
	if (!db_in_transaction(runner->db)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	db_undo(runner->db);
	log_warning("agenda %" G_GINT64_FORMAT ": nobody could be told: %s", row->id,
	    why->message);
	return TRUE;
}

static gboolean
run_grace_over(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	log_info("clock: what is overdue may expire again");
	return TRUE;
}
