/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See holiday.h.
 */
#include "db/holiday.h"

#include "db/statement.h"

enum { HOLIDAY_SINCE };

static const struct statement_source holiday_sources[] = {
	[HOLIDAY_SINCE] = { "holiday.since",
	    "SELECT day, kind FROM holiday WHERE day > ?" },
};
const struct statement_table holiday_statements =
    STATEMENT_TABLE(holiday_sources);

struct workday *
holiday_load(struct db *db, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOLIDAY, HOLIDAY_SINCE);
	struct workday *calendar = workday_new();
	gboolean ok;

	statement_int(s, 0);
	while (statement_row(s, &ok, error)) {
		int day = (int)column_int(s);
		enum workday_kind kind;

		if (workday_kind_from_name(column_borrow(s), &kind))
			workday_set(calendar, day, kind);
	}
	if (!ok)
		g_clear_pointer(&calendar, workday_free);
	return calendar;
}
