/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_last.h.
 */
#include "db/duty_last.h"

#include "db/statement.h"

enum { LAST_DAY };

static const struct statement_source last_sources[] = {
	[LAST_DAY] = { "duty_last.day",
	    "SELECT day FROM duty_contact INDEXED BY duty_contact_household "
	    "WHERE household_id = ? AND kind <> 'tried' AND undone_at = 0 "
	    "ORDER BY day DESC LIMIT 1" },
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
