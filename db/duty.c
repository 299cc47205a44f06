/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See duty.h. */
#include "db/duty.h"

#include "base/calendar.h"
#include "db/audit.h"
#include "db/household.h"
#include "db/statement.h"

enum { DUTY_ADD, DUTY_TYPED, DUTY_NEWEST, DUTY_UNDO, DUTY_UNDO_ALL, DUTY_LAST_TEXT,
       DUTY_OF_TEXT, DUTY_CLOSED };

static const struct statement_source duty_sources[] = {
	[DUTY_ADD] = { "duty.add",
	    "INSERT INTO duty_contact (cadre_id, household_id, day, kind, "
	    "made_at, inbox_id, note) VALUES (?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT DO NOTHING RETURNING id" },
	[DUTY_TYPED] = { "duty.typed",
	    "SELECT i.typed_by, c.code FROM inbox AS i, cadre AS c "
	    "WHERE i.id = ? AND i.typed_by <> '' AND c.id = ?" },
	[DUTY_NEWEST] = { "duty.newest",
	    "SELECT id, kind FROM duty_contact WHERE cadre_id = ? "
	    "AND day >= ? AND household_id = ? AND made_at >= ? "
	    "AND undone_at = 0 ORDER BY made_at DESC, id DESC LIMIT 1" },
	[DUTY_UNDO] = { "duty.undo",
	    "UPDATE duty_contact SET undone_at = ? WHERE id = ?" },
	[DUTY_UNDO_ALL] = { "duty.undo_all",
	    "UPDATE duty_contact SET undone_at = ? WHERE cadre_id = ? "
	    "AND day >= ? AND made_at >= ? AND inbox_id IS NOT NULL "
	    "AND undone_at = 0 RETURNING id" },
	[DUTY_LAST_TEXT] = { "duty.last_text",
	    "SELECT inbox_id FROM duty_contact WHERE cadre_id = ? "
	    "AND day >= ? AND made_at >= ? AND inbox_id IS NOT NULL "
	    "AND undone_at = 0 ORDER BY made_at DESC, id DESC LIMIT 1" },
	[DUTY_OF_TEXT] = { "duty.of_text",
	    "SELECT household_id FROM duty_contact WHERE inbox_id = ? "
	    "AND undone_at = 0 ORDER BY id" },
	[DUTY_CLOSED] = { "duty.closed",
	    "SELECT 1 FROM duty_closed WHERE month = ?" },
};
const struct statement_table duty_statements = STATEMENT_TABLE(duty_sources);

/* How many days before today a report can lie, and be taken back. */
#define DUTY_BACK_DAYS	40

static gboolean	duty_record_typed(struct db *db,
		    const struct duty_booking *report, GError **error);
static int	duty_back(gint64 since);

gboolean
duty_add(struct db *db, const struct duty_booking *report, gboolean *added,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_ADD);

	statement_int(s, report->cadre_id);
	statement_int(s, report->household_id);
	statement_int(s, report->day);
	statement_text(s, duty_kind_name(report->kind));
	statement_int(s, report->made_at);
	statement_id(s, report->inbox_id);
	statement_text(s, report->note);
	return statement_is(s, added, error) &&
	    (!*added || duty_record_typed(db, report, error));
}

/* A report that no cadre's phone sent is in the audit trail, under who typed it. */
static gboolean
duty_record_typed(struct db *db, const struct duty_booking *report,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_TYPED);
	g_autofree char *actor = NULL, *object = NULL, *after = NULL;
	g_autofree char *reason = g_strdup_printf("inbox:%" G_GINT64_FORMAT,
	    report->inbox_id);
	struct audit_row row = {
		.at = report->made_at, .role = "console", .action = "duty.report",
		.before = "", .reason = reason,
	};
	struct household household;
	gboolean found, ok;

	statement_int(s, report->inbox_id);
	statement_int(s, report->cadre_id);
	if (!statement_row(s, &ok, error))
		return ok;
	actor = column_text(s);
	object = g_strconcat("cadre:", column_borrow(s), NULL);
	statement_end(s);
	if (!household_by_id(db, report->household_id, &found, &household, error))
		return FALSE;
	after = g_strdup_printf("%s %s %d", found ? household.code : "",
	    duty_kind_name(report->kind), report->day);
	household_clear(&household);
	row.actor = actor;
	row.object = object;
	row.after = after;
	return audit_add(db, &row, error);
}

/* The earliest day that a report made since then can be of: so that the index of
 * days is walked from there. */
static int
duty_back(gint64 since)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

	return calendar_day_add(calendar_day(since, utc), -DUTY_BACK_DAYS);
}

gboolean
duty_undo(struct db *db, gint64 cadre_id, gint64 household_id, gint64 since,
    gint64 now, gboolean *done, enum duty_kind *kind, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_NEWEST);
	gint64 id = 0;
	gboolean ok;

	statement_int(s, cadre_id);
	statement_int(s, duty_back(since));
	statement_int(s, household_id);
	statement_int(s, since);
	*done = statement_row(s, &ok, error);
	if (!*done)
		return ok;
	id = column_int(s);
	duty_kind_from_name(column_borrow(s), kind);
	statement_end(s);
	s = statement_use(db, MODULE_DUTY, DUTY_UNDO);
	statement_int(s, now);
	statement_int(s, id);
	return statement_run(s, error);
}

gboolean
duty_undo_all(struct db *db, gint64 cadre_id, gint64 since, gint64 now,
    int *count, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_UNDO_ALL);
	gboolean ok;

	*count = 0;
	statement_int(s, now);
	statement_int(s, cadre_id);
	statement_int(s, duty_back(since));
	statement_int(s, since);
	while (statement_row(s, &ok, error))
		++*count;
	return ok;
}

gboolean
duty_last_text(struct db *db, gint64 cadre_id, gint64 since, gint64 *inbox_id,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_LAST_TEXT);

	*inbox_id = 0;
	statement_int(s, cadre_id);
	statement_int(s, duty_back(since));
	statement_int(s, since);
	return statement_value(s, inbox_id, error);
}

gboolean
duty_each_of_text(struct db *db, gint64 inbox_id,
    gboolean (*row)(gint64 household_id, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_OF_TEXT);

	statement_int(s, inbox_id);
	return statement_each_id(s, row, user, error);
}

gboolean
duty_is_closed(struct db *db, int month, gboolean *closed, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY, DUTY_CLOSED);

	statement_int(s, month);
	return statement_is(s, closed, error);
}
