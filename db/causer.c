/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See causer.h.
 */
#include "db/causer.h"

#include "base/clock.h"
#include "db/statement.h"

enum { CAUSER_HAS, CAUSER_COUNT, CAUSER_ADD, CAUSER_FORGET };

static const struct statement_source causer_sources[] = {
	[CAUSER_HAS] = { "causer.has",
	    "SELECT count(*) FROM causer WHERE phone = ? AND at > ? AND inbox_id = ?" },
	[CAUSER_COUNT] = { "causer.count",
	    "SELECT count(*) FROM causer WHERE phone = ? AND at > ?" },
	[CAUSER_ADD] = { "causer.add",
	    "INSERT INTO causer (phone, at, inbox_id) VALUES (?, ?, ?)" },
	[CAUSER_FORGET] = { "causer.forget",
	    "DELETE FROM causer WHERE phone = ? AND at <= ?" },
};
const struct statement_table causer_statements =
    STATEMENT_TABLE(causer_sources);

static gboolean	causer_count(struct db *db, const char *phone, gint64 since,
		    gint64 *count, GError **error);

gboolean
causer_may(struct db *db, const char *phone, gint64 inbox_id,
    const struct causer_bound *bound, gint64 now, gboolean *may, GError **error)
{
	struct statement *s = statement_use(db, MODULE_CAUSER, CAUSER_HAS);
	gint64 has = 0, hour = 0, day = 0;

	*may = TRUE;
	statement_text(s, phone);
	statement_int(s, now - CLOCK_DAY);
	statement_int(s, inbox_id);
	if (!statement_value(s, &has, error))
		return FALSE;
	if (has > 0)
		return TRUE;
	if (!causer_count(db, phone, now - CLOCK_HOUR, &hour, error) ||
	    !causer_count(db, phone, now - CLOCK_DAY, &day, error))
		return FALSE;
	*may = (bound->per_hour == 0 || hour < bound->per_hour) &&
	    (bound->per_day == 0 || day < bound->per_day);
	if (!*may)
		return TRUE;
	s = statement_use(db, MODULE_CAUSER, CAUSER_FORGET);
	statement_text(s, phone);
	statement_int(s, now - CLOCK_DAY);
	if (!statement_run(s, error))
		return FALSE;
	s = statement_use(db, MODULE_CAUSER, CAUSER_ADD);
	statement_text(s, phone);
	statement_int(s, now);
	statement_int(s, inbox_id);
	return statement_run(s, error);
}

static gboolean
causer_count(struct db *db, const char *phone, gint64 since, gint64 *count,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_CAUSER, CAUSER_COUNT);

	statement_text(s, phone);
	statement_int(s, since);
	return statement_value(s, count, error);
}
