/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine's side of an import.
 *
 *	staging ── decided ──> taking ── all taken ──> done
 *	   └── not to be, or the engine ended ──> dropped
 *
 * `taken` of the row moves in the same transaction as what was taken, so that
 * an engine that is killed goes on at the same row.
 */
#include "db/import.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/import_kind.h"
#include "db/machine.h"
#include "db/name.h"
#include "db/person.h"

/* As in the index import_one. */
#define IMPORT_OPEN	"state IN ('staging', 'taking')"

static const struct statement_source import_sources[] = {
	[IMPORT_BEGIN] = { "import.begin",
	    "INSERT INTO import (kind, state, actor, at) "
	    "VALUES (?, 'staging', ?, ?) RETURNING id" },
	[IMPORT_UNDER_WAY] = { "import.under_way",
	    "SELECT id FROM import WHERE " IMPORT_OPEN " LIMIT 1" },
	[IMPORT_DECIDE] = { "import.decide",
	    "UPDATE import SET rows = ?, added = ?, changed = ? WHERE id = ?" },
	[IMPORT_TAKEN] = { "import.taken",
	    "UPDATE import SET taken = ? WHERE id = ?" },
	[IMPORT_END] = { "import.end",
	    "UPDATE import SET state = ? WHERE id = ?" },
	[IMPORT_STATE] = { "import.state",
	    "SELECT state FROM import WHERE id = ?" },
	[IMPORT_TAKING] = { "import.taking",
	    "SELECT id, kind, actor, rows, added, changed, taken FROM import "
	    "WHERE " IMPORT_OPEN " AND state = 'taking'" },
};
const struct statement_table import_statements =
    STATEMENT_TABLE(import_sources);
const struct statement_table stage_statements =
    STATEMENT_TABLE_LATE(stage_sources);

static const struct statement_source export_sources[] = {
	[EXPORT_AREA] = { "export.area",
	    "SELECT code, parent, level, name FROM area ORDER BY code" },
	[EXPORT_DEPARTMENT] = { "export.department",
	    "SELECT code, name, phone, head FROM department ORDER BY code" },
	[EXPORT_CADRE] = { "export.cadre",
	    "SELECT code, name, area, department, title, mobile, office_phone, "
	    "duties, supervisor, deputy, public FROM cadre WHERE gone_on = 0 "
	    "ORDER BY code" },
	[EXPORT_HOUSEHOLD] = { "export.household",
	    "SELECT code, area, head, tags FROM household WHERE closed_on = 0 "
	    "ORDER BY code" },
	[EXPORT_PHONE] = { "export.phone",
	    "SELECT number, h.code, person, main, source, confirmed_on, "
	    "CASE WHEN " PHONE_IS_RIGHT("p") " THEN 0 ELSE wrong_on END "
	    "FROM phone AS p JOIN household AS h ON h.id = household_id "
	    "ORDER BY number, household_id, person" },
	[EXPORT_ASSIGNMENT] = { "export.assignment",
	    "SELECT c.code, h.code, a.no, a.from_day, a.to_day "
	    "FROM cadre AS c JOIN assignment AS a ON a.cadre_id = c.id "
	    "JOIN household AS h ON h.id = a.household_id "
	    "ORDER BY c.code, a.no, a.from_day" },
	[EXPORT_HOLIDAY] = { "export.holiday",
	    "SELECT day, kind FROM holiday ORDER BY day" },
};
const struct statement_table export_statements =
    STATEMENT_TABLE_LATE(export_sources);

enum { IMPORT_STAGING, IMPORT_TAKING_OVER, IMPORT_DONE, IMPORT_DROPPED };
enum { IMPORT_EVENT_DECIDE, IMPORT_EVENT_FINISH, IMPORT_EVENT_DROP };

static const char *const import_states[] = { "staging", "taking", "done", "dropped" };
static const char *const import_events[] = { "decide", "finish", "drop" };

static gboolean	import_store(struct db *db, void *id, int to,
		    const struct machine_act *act, GError **error);

/* One record for the whole, when it is done. */
static const struct machine_row import_rows[] = {
	{ IMPORT_STAGING, IMPORT_EVENT_DECIDE, ACTOR_BIT(CLERK), NULL,
	    IMPORT_TAKING_OVER, TRUE, NULL, NULL },
	{ IMPORT_STAGING, IMPORT_EVENT_DROP, ACTOR_BIT(CLERK) | ACTOR_BIT(SYSTEM), NULL,
	    IMPORT_DROPPED, TRUE, NULL, NULL },
	{ IMPORT_TAKING_OVER, IMPORT_EVENT_FINISH, ACTOR_BIT(CLERK), NULL,
	    IMPORT_DONE, FALSE, NULL, NULL },
};
const struct machine import_machine = {
	"import", MACHINE_STATES(import_states), MACHINE_EVENTS(import_events),
	MACHINE_ROWS(import_rows), import_store
};

/* The one that is being taken over. */
struct taking {
	gint64	 id;
	enum import_kind kind;
	gboolean known;		/* the kind; not when a newer program began it */
	char	*actor;
	struct import_summary summary;
	int	 taken;
};

static gboolean	import_move(struct db *db, gint64 id, int event,
		    enum actor_role by, const char *actor, const char *reason,
		    GError **error);
static gboolean	import_taking(struct db *db, gboolean *found,
		    struct taking *taking, GError **error);
static void	import_taking_load(struct statement *s, void *value);
static gboolean	import_kind_find(const char *name, enum import_kind *kind);
static gboolean	import_take_rows(struct db *db, const struct taking *taking,
		    int to, int today, GError **error);
static char	*import_summary(const struct taking *taking);

gboolean
import_begin(struct db *db, enum import_kind kind, const char *actor,
    gint64 now, gint64 *id, GError **error)
{
	struct statement *s;
	gint64 other = 0;

	*id = 0;
	if (!statement_value(statement_use(db, MODULE_IMPORT, IMPORT_UNDER_WAY),
	    &other, error))
		return FALSE;
	if (other != 0)
		return TRUE;
	s = statement_use(db, MODULE_IMPORT, IMPORT_BEGIN);
	statement_text(s, import_kinds[kind].name);
	statement_text(s, actor);
	statement_int(s, now);
	return statement_value(s, id, error);
}

gboolean
import_attach(struct db *db, const char *path, struct import_summary *summary,
    GError **error)
{
	gboolean found;

	memset(summary, 0, sizeof(*summary));
	if (!stage_attach(db, path, error) ||
	    !statement_prepare_late(db, MODULE_STAGE, error))
		return FALSE;
	return statement_find(statement_use(db, MODULE_STAGE, STAGE_SUMMARY),
	    stage_summary_load, summary, sizeof(*summary), &found, error);
}

void
import_detach(struct db *db, const char *path)
{
	db->import_left = FALSE;
	stage_detach(db);
	unlink(path);
}

gboolean
import_decide(struct db *db, gint64 id, const struct import_summary *summary,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_IMPORT, IMPORT_DECIDE);

	statement_int(s, summary->rows);
	statement_int(s, summary->added);
	statement_int(s, summary->changed);
	statement_int(s, id);
	return statement_run(s, error) && import_move(db, id, IMPORT_EVENT_DECIDE,
	    ACTOR_CLERK, "", "", error);
}

/* What it may not become it does not; that is logged. */
static gboolean
import_move(struct db *db, gint64 id, int event, enum actor_role by,
    const char *actor, const char *reason, GError **error)
{
	struct statement *s = statement_use(db, MODULE_IMPORT, IMPORT_STATE);
	g_autofree char *key = text_id(id);
	const struct machine_act act = {
		.event = event, .by = by, .actor = actor, .reason = reason,
		.now = clock_now(),
	};
	g_autofree char *name = NULL;
	gboolean done;
	int state;

	statement_int(s, id);
	if (!statement_string(s, &name, error))
		return FALSE;
	if (name == NULL)
		return TRUE;
	state = name_stored(import_states, G_N_ELEMENTS(import_states), name);
	return machine_move(db, &import_machine, &id, key, state, &act, NULL, &done,
	    error);
}

static gboolean
import_store(struct db *db, void *id, int to, const struct machine_act *act,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_IMPORT, IMPORT_END);

	statement_text(s, import_states[to]);
	statement_int(s, *(gint64 *)id);
	return statement_run(s, error);
}

gboolean
import_take(struct db *db, int rows, int today, int *taken, gboolean *more,
    GError **error)
{
	g_autofree char *summary = NULL;
	struct taking taking;
	gboolean found, ok;

	*more = FALSE;
	*taken = 0;
	if (!import_taking(db, &found, &taking, error))
		return FALSE;
	if (!found)
		return TRUE;
	*taken = MIN(taking.taken + rows, taking.summary.rows);
	*more = *taken < taking.summary.rows;
	summary = import_summary(&taking);
	ok = import_take_rows(db, &taking, *taken, today, error) &&
	    (*more || import_move(db, taking.id, IMPORT_EVENT_FINISH, ACTOR_CLERK,
	    taking.actor, summary, error));
	g_free(taking.actor);
	return ok;
}

static gboolean
import_take_rows(struct db *db, const struct taking *taking, int to, int today,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_STAGE,
	    import_kinds[taking->kind].take);

	statement_int(s, taking->taken);
	statement_int(s, to);
	statement_int(s, today);
	if (!statement_run(s, error))
		return FALSE;
	s = statement_use(db, MODULE_IMPORT, IMPORT_TAKEN);
	statement_int(s, to);
	statement_int(s, taking->id);
	return statement_run(s, error);
}

/* Which register, how much of it was new or other. */
static char *
import_summary(const struct taking *taking)
{
	return g_strdup_printf("%s: rows %d, new %d, changed %d",
	    import_kinds[taking->kind].name, taking->summary.rows,
	    taking->summary.added, taking->summary.changed);
}

gboolean
import_drop(struct db *db, gint64 id, GError **error)
{
	return import_move(db, id, IMPORT_EVENT_DROP, ACTOR_CLERK, "", "", error);
}

gboolean
import_recover(struct db *db, gboolean *taking, GError **error)
{
	struct taking one;
	gint64 id = 0;

	if (!import_taking(db, taking, &one, error))
		return FALSE;
	if (*taking) {
		g_free(one.actor);
		return TRUE;
	}
	return statement_value(statement_use(db, MODULE_IMPORT, IMPORT_UNDER_WAY),
	    &id, error) && (id == 0 || import_move(db, id, IMPORT_EVENT_DROP,
	    ACTOR_SYSTEM, "system", "", error));
}

gboolean
import_is_left(const struct db *db)
{
	return db->import_left;
}

void
import_leave(struct db *db)
{
	db->import_left = TRUE;
}

static gboolean
import_taking(struct db *db, gboolean *found, struct taking *taking,
    GError **error)
{
	if (!statement_find(statement_use(db, MODULE_IMPORT, IMPORT_TAKING),
	    import_taking_load, taking, sizeof(*taking), found, error))
		return FALSE;
	*found = taking->known;
	return TRUE;
}

static void
import_taking_load(struct statement *s, void *value)
{
	struct taking *taking = value;

	taking->id = column_int(s);
	taking->known = import_kind_find(column_borrow(s), &taking->kind);
	taking->actor = column_text(s);
	stage_summary_load(s, &taking->summary);
	taking->taken = (int)column_int(s);
}

static gboolean
import_kind_find(const char *name, enum import_kind *kind)
{
	for (int i = 0; i < IMPORT_KIND_COUNT; i++) {
		if (strcmp(import_kinds[i].name, name) == 0) {
			*kind = (enum import_kind)i;
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
import_each(struct db *db, enum import_kind kind,
    gboolean (*row)(const char *const *fields, int count, void *user),
    void *user, GError **error)
{
	const struct import_row_kind *k = &import_kinds[kind];
	struct statement *s;
	g_autofree const char **fields = g_new(const char *, k->exported);
	gboolean ok = TRUE, go_on = TRUE;

	if (!statement_prepare_late(db, MODULE_EXPORT, error))
		return FALSE;
	s = statement_use(db, MODULE_EXPORT, k->export);
	while (go_on && statement_row(s, &ok, error)) {
		for (int i = 0; i < k->exported; i++)
			fields[i] = column_borrow(s);
		go_on = row(fields, k->exported, user);
	}
	statement_end(s);
	statement_finalize(db, MODULE_EXPORT);
	return ok;
}
