/*
 * See duty_report.h.
 */
#include "db/duty_last.h"

#include "db/statement.h"

enum { REPORT_LAST, REPORT_TYPED };

static const struct statement_source report_sources[] = {
	[REPORT_LAST] = { "duty_report.last",
	    "SELECT household_id, max(day) FROM duty_contact "
	    "INDEXED BY duty_contact_household WHERE kind <> 'tried' "
	    "AND undone_at = 0 GROUP BY household_id" },
	[REPORT_TYPED] = { "duty_report.typed",
	    "SELECT d.cadre_id, d.household_id, i.typed_by FROM inbox AS i "
	    "INDEXED BY inbox_typed JOIN duty_contact AS d ON d.inbox_id = i.id "
	    "WHERE i.typed_by <> '' AND d.undone_at = 0 "
	    "AND d.day BETWEEN ?1 AND ?2 ORDER BY d.id" },
};
const struct statement_table duty_last_statements =
    STATEMENT_TABLE(report_sources);

static gboolean	report_last(struct db *db, GHashTable *days, GError **error);
static gboolean	report_typed(struct db *db, int month,
		    void (*row)(gint64 cadre_id, gint64 household_id,
		    const char *typed_by, void *user), void *user,
		    GError **error);

GHashTable *
duty_last_days(struct db *db, GError **error)
{
	GHashTable *days = g_hash_table_new_full(g_int64_hash, g_int64_equal,
	    g_free, NULL);

	if (statement_prepare_late(db, MODULE_DUTY_LAST, error) &&
	    report_last(db, days, error)) {
		statement_finalize(db, MODULE_DUTY_LAST);
		return days;
	}
	g_hash_table_unref(days);
	return NULL;
}

static gboolean
report_last(struct db *db, GHashTable *days, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_LAST, REPORT_LAST);
	gboolean row;

	for (;;) {
		gint64 *id;

		if (!statement_next(s, &row, error))
			return FALSE;
		if (!row)
			return TRUE;
		id = g_new(gint64, 1);
		*id = column_int(s);
		g_hash_table_replace(days, id,
		    GINT_TO_POINTER((int)column_int(s)));
	}
}

gboolean
duty_each_typed(struct db *db, int month,
    void (*row)(gint64 cadre_id, gint64 household_id, const char *typed_by,
    void *user), void *user, GError **error)
{
	gboolean ok = statement_prepare_late(db, MODULE_DUTY_LAST, error) &&
	    report_typed(db, month, row, user, error);

	statement_finalize(db, MODULE_DUTY_LAST);
	return ok;
}

static gboolean
report_typed(struct db *db, int month, void (*row)(gint64 cadre_id,
    gint64 household_id, const char *typed_by, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_LAST, REPORT_TYPED);
	gboolean found;

	statement_int(s, month * 100 + 1);
	statement_int(s, month * 100 + 31);
	for (;;) {
		gint64 cadre_id, household_id;

		if (!statement_next(s, &found, error))
			return FALSE;
		if (!found)
			return TRUE;
		cadre_id = column_int(s);
		household_id = column_int(s);
		row(cadre_id, household_id, column_borrow(s), user);
	}
}
