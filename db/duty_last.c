/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_last.h.
 */
#include "db/duty_last.h"

#include "db/statement.h"

enum { LAST_DAY, LAST_TYPED };

static const struct statement_source last_sources[] = {
	[LAST_DAY] = { "duty_last.day",
	    "SELECT day FROM duty_contact INDEXED BY duty_contact_household "
	    "WHERE household_id = ? AND kind <> 'tried' AND undone_at = 0 "
	    "ORDER BY day DESC LIMIT 1" },
	[LAST_TYPED] = { "duty_last.typed",
	    "SELECT d.cadre_id, d.household_id, i.typed_by FROM inbox AS i "
	    "INDEXED BY inbox_typed JOIN duty_contact AS d ON d.inbox_id = i.id "
	    "WHERE i.typed_by <> '' AND d.undone_at = 0 "
	    "AND d.day BETWEEN ?1 AND ?2 ORDER BY d.id" },
};
const struct statement_table duty_last_statements =
    STATEMENT_TABLE_LATE(last_sources);

gboolean
duty_last_open(struct db *db, GError **error)
{
	return statement_prepare_late(db, MODULE_DUTY_LAST, error);
}

void
duty_last_close(struct db *db)
{
	statement_finalize(db, MODULE_DUTY_LAST);
}

gboolean
duty_last_day(struct db *db, gint64 household_id, int *day, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_LAST, LAST_DAY);
	gint64 last = 0;

	statement_int(s, household_id);
	if (!statement_value(s, &last, error))
		return FALSE;
	*day = (int)last;
	return TRUE;
}

gboolean
duty_each_typed(struct db *db, int month,
    void (*row)(gint64 cadre_id, gint64 household_id, const char *typed_by,
    void *user), void *user, GError **error)
{
	struct statement *s;
	gboolean ok;

	if (!statement_prepare_late(db, MODULE_DUTY_LAST, error))
		return FALSE;
	s = statement_use(db, MODULE_DUTY_LAST, LAST_TYPED);
	statement_int(s, month * 100 + 1);
	statement_int(s, month * 100 + 31);
	while (statement_row(s, &ok, error)) {
		gint64 cadre_id = column_int(s), household_id = column_int(s);

		row(cadre_id, household_id, column_borrow(s), user);
	}
	statement_finalize(db, MODULE_DUTY_LAST);
	return ok;
}
