/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_report.h.
 */
#include "db/duty_last.h"

#include "db/statement.h"

enum { REPORT_LAST };

static const struct statement_source report_sources[] = {
	[REPORT_LAST] = { "duty_report.last",
	    "SELECT household_id, max(day) FROM duty_contact "
	    "INDEXED BY duty_contact_household WHERE kind <> 'tried' "
	    "AND undone_at = 0 GROUP BY household_id" },
};
const struct statement_table duty_last_statements =
    STATEMENT_TABLE_LATE(report_sources);

static gboolean	report_last(struct db *db, GHashTable *days, GError **error);

GHashTable *
duty_last_days(struct db *db, GError **error)
{
	GHashTable *days = g_hash_table_new_full(g_int64_hash, g_int64_equal,
	    g_free, NULL);

	if (!statement_prepare_late(db, MODULE_DUTY_LAST, error) ||
	    !report_last(db, days, error))
		g_clear_pointer(&days, g_hash_table_unref);
	statement_finalize(db, MODULE_DUTY_LAST);
	return days;
}

static gboolean
report_last(struct db *db, GHashTable *days, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_LAST, REPORT_LAST);
	gboolean ok;

	while (statement_row(s, &ok, error)) {
		gint64 *id = g_new(gint64, 1);

		*id = column_int(s);
		g_hash_table_replace(days, id,
		    GINT_TO_POINTER((int)column_int(s)));
	}
	return ok;
}
