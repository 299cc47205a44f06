/*
 * The engine's side of an import.
 *
 *	staging ── decided ──> taking ── all taken ──> done
 *	   └── not to be, or the engine ended ──> dropped
 *
 * `taken` of the row moves in the same transaction as what was taken, so that
 * an engine that is killed goes on at the same row.
 */
#include "db/import_kind.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "db/audit.h"

/* As in the index import_one. */
#define IMPORT_OPEN	"state IN ('staging', 'taking')"

static const struct statement_source import_sources[] = {
	[IMPORT_BEGIN] = { "import.begin",
	    "INSERT INTO import (kind, state, actor, at) "
	    "VALUES (?, 'staging', ?, ?) RETURNING id" },
	[IMPORT_UNDER_WAY] = { "import.under_way",
	    "SELECT id FROM import WHERE " IMPORT_OPEN },
	[IMPORT_DECIDE] = { "import.decide",
	    "UPDATE import SET state = 'taking', rows = ?, added = ?, "
	    "changed = ? WHERE id = ? AND state = 'staging'" },
	[IMPORT_TAKEN] = { "import.taken",
	    "UPDATE import SET taken = ? WHERE id = ?" },
	[IMPORT_END] = { "import.end",
	    "UPDATE import SET state = ? WHERE id = ?" },
	[IMPORT_DROP_UNDECIDED] = { "import.drop_undecided",
	    "UPDATE import SET state = 'dropped' WHERE " IMPORT_OPEN
	    " AND state = 'staging'" },
	[IMPORT_TAKING] = { "import.taking",
	    "SELECT id, kind, actor, rows, added, changed, taken FROM import "
	    "WHERE " IMPORT_OPEN " AND state = 'taking'" },
};
const struct statement_table import_statements =
    STATEMENT_TABLE(import_sources);
const struct statement_table stage_statements = {
	stage_sources, STAGE_STATEMENTS
};

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
	    "SELECT number, h.code, person, main, source, confirmed_on "
	    "FROM phone JOIN household AS h ON h.id = household_id "
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
    STATEMENT_TABLE(export_sources);

/* The one that is being taken over. */
struct taking {
	gint64	 id;
	enum import_kind kind;
	char	*actor;
	struct import_summary summary;
	int	 taken;
};

static gboolean	import_end(struct db *db, gint64 id, const char *state,
		    GError **error);
static gboolean	import_taking(struct db *db, gboolean *found,
		    struct taking *taking, GError **error);
static gboolean	import_kind_find(const char *name, enum import_kind *kind);
static gboolean	import_take_rows(struct db *db, const struct taking *taking,
		    int to, int today, GError **error);
static gboolean	import_record(struct db *db, const struct taking *taking,
		    gint64 now, GError **error);

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
	struct statement *s;
	gboolean row;

	memset(summary, 0, sizeof(*summary));
	if (!stage_attach(db, path, error) ||
	    !statement_prepare_late(db, MODULE_STAGE, error))
		return FALSE;
	s = statement_use(db, MODULE_STAGE, STAGE_SUMMARY);
	if (!statement_next(s, &row, error))
		return FALSE;
	if (row) {
		summary->rows = (int)column_int(s);
		summary->added = (int)column_int(s);
		summary->changed = (int)column_int(s);
		statement_end(s);
	}
	return TRUE;
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
	return statement_run(s, error);
}

gboolean
import_take(struct db *db, int rows, int today, int *taken, gboolean *more,
    GError **error)
{
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
	ok = import_take_rows(db, &taking, *taken, today, error) &&
	    (*more || (import_end(db, taking.id, "done", error) &&
	    import_record(db, &taking, clock_now(), error)));
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

/* One row for the whole: which register, how much of it was new or other. */
static gboolean
import_record(struct db *db, const struct taking *taking, gint64 now,
    GError **error)
{
	g_autofree char *object = g_strdup_printf("import:%" G_GINT64_FORMAT,
	    taking->id);
	g_autofree char *after = g_strdup_printf("%s: rows %d, new %d, "
	    "changed %d", import_kinds[taking->kind].name,
	    taking->summary.rows, taking->summary.added,
	    taking->summary.changed);
	const struct audit_row row = {
		.at = now, .actor = taking->actor, .role = "clerk",
		.action = "import", .object = object, .before = "",
		.after = after, .reason = "",
	};

	return audit_add(db, &row, error);
}

gboolean
import_drop(struct db *db, gint64 id, GError **error)
{
	return import_end(db, id, "dropped", error);
}

static gboolean
import_end(struct db *db, gint64 id, const char *state, GError **error)
{
	struct statement *s = statement_use(db, MODULE_IMPORT, IMPORT_END);

	statement_text(s, state);
	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
import_recover(struct db *db, gboolean *taking, GError **error)
{
	struct taking one;

	if (!statement_run(statement_use(db, MODULE_IMPORT,
	    IMPORT_DROP_UNDECIDED), error) ||
	    !import_taking(db, taking, &one, error))
		return FALSE;
	if (*taking)
		g_free(one.actor);
	return TRUE;
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
	struct statement *s = statement_use(db, MODULE_IMPORT, IMPORT_TAKING);

	memset(taking, 0, sizeof(*taking));
	if (!statement_next(s, found, error))
		return FALSE;
	if (!*found)
		return TRUE;
	taking->id = column_int(s);
	*found = import_kind_find(column_borrow(s), &taking->kind);
	taking->actor = column_text(s);
	taking->summary.rows = (int)column_int(s);
	taking->summary.added = (int)column_int(s);
	taking->summary.changed = (int)column_int(s);
	taking->taken = (int)column_int(s);
	statement_end(s);
	return TRUE;
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
	g_autofree const char **fields = g_new(const char *, k->columns);
	gboolean found, ok;

	if (!statement_prepare_late(db, MODULE_EXPORT, error))
		return FALSE;
	s = statement_use(db, MODULE_EXPORT, k->export);
	while ((ok = statement_next(s, &found, error)) && found) {
		for (int i = 0; i < k->columns; i++)
			fields[i] = column_borrow(s);
		if (!row(fields, k->columns, user))
			break;
	}
	statement_finalize(db, MODULE_EXPORT);
	return ok;
}
