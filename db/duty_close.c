/*
 * See duty_close.h.
 */
#include "db/duty_close.h"

#include "base/calendar.h"
#include "db/statement.h"

enum { CLOSE_COVERAGE, CLOSE_CADRE, CLOSE_MONTH };

static const struct statement_source close_sources[] = {
	/* first and last day, day that counts, past, limit */
	[CLOSE_COVERAGE] = { "duty_close.coverage",
	    "SELECT count(*), total(his), total(his AND reached), max(id) FROM ("
	    "SELECT h.id AS id, h.closed_on = 0 AND EXISTS (SELECT 1 "
	    "FROM assignment AS a WHERE a.household_id = h.id "
	    "AND a.from_day <= ?3 AND (a.to_day = 0 OR a.to_day >= ?3)) AS his, "
	    "EXISTS (SELECT 1 FROM duty_contact AS d "
	    "INDEXED BY duty_contact_household WHERE d.household_id = h.id "
	    "AND d.day BETWEEN ?1 AND ?2 AND d.kind <> 'tried' "
	    "AND d.undone_at = 0) AS reached FROM household AS h "
	    "WHERE h.id > ?4 ORDER BY h.id LIMIT ?5)" },
	[CLOSE_CADRE] = { "duty_close.cadre",
	    "INSERT OR REPLACE INTO duty_month (month, cadre_id, due, done, "
	    "tried, late, exempt) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[CLOSE_MONTH] = { "duty_close.month",
	    "INSERT INTO duty_closed (month, at, by, households, covered) "
	    "VALUES (?, ?, ?, ?, ?)" },
};
const struct statement_table duty_close_statements =
    STATEMENT_TABLE(close_sources);

gboolean
duty_coverage(struct db *db, int month, int today, int limit, gint64 *past,
    int *households, int *covered, GError **error)
{
	int last = month * 100 + calendar_month_days(month);
	struct statement *s = statement_use(db, MODULE_DUTY_CLOSE,
	    CLOSE_COVERAGE);
	gboolean row, more;

	statement_int(s, month * 100 + 1);
	statement_int(s, last);
	statement_int(s, MIN(last, today));
	statement_int(s, *past);
	statement_int(s, limit);
	if (!statement_next(s, &row, error))
		return FALSE;
	more = column_int(s) == limit;
	*households += (int)column_int(s);
	*covered += (int)column_int(s);
	*past = more ? column_int(s) : 0;
	statement_end(s);
	return TRUE;
}

gboolean
duty_close_cadre(struct db *db, int month, gint64 cadre_id,
    const struct duty_totals *totals, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CLOSE, CLOSE_CADRE);

	statement_int(s, month);
	statement_int(s, cadre_id);
	statement_int(s, duty_owed(totals));
	statement_int(s, totals->states[OBLIGATION_DONE]);
	statement_int(s, totals->states[OBLIGATION_TRIED]);
	statement_int(s, duty_left(totals));
	statement_int(s, totals->states[OBLIGATION_EXEMPT]);
	return statement_run(s, error);
}

gboolean
duty_close_month(struct db *db, int month, const char *by, gint64 now,
    int households, int covered, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_CLOSE, CLOSE_MONTH);

	statement_int(s, month);
	statement_int(s, now);
	statement_text(s, by);
	statement_int(s, households);
	statement_int(s, covered);
	return statement_run(s, error);
}
