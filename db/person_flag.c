/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See person_flag.h.
 */
#include "db/person_flag.h"

#include "db/person.h"
#include "db/statement.h"

enum { PERSON_SHARED, PERSON_CADRES };

static const struct statement_source person_flag_sources[] = {
	[PERSON_SHARED] = { "person.shared",
	    "SELECT number, count(DISTINCT household_id) FROM phone AS p "
	    "WHERE main = 1 AND " PHONE_IS_RIGHT("p") " GROUP BY number "
	    "HAVING count(DISTINCT household_id) >= 3 ORDER BY number" },
	[PERSON_CADRES] = { "person.cadres",
	    "SELECT c.code, h.code FROM cadre AS c JOIN phone AS p "
	    "ON p.number = c.mobile JOIN household AS h ON h.id = p.household_id "
	    "WHERE c.gone_on = 0 ORDER BY c.code, h.code" },
};
const struct statement_table person_flag_statements =
    STATEMENT_TABLE_LATE(person_flag_sources);

gboolean
person_each_shared_number(struct db *db,
    void (*row)(const char *number, int households, void *user), void *user,
    GError **error)
{
	struct statement *s;
	gboolean ok;

	if (!statement_prepare_late(db, MODULE_PERSON_FLAG, error))
		return FALSE;
	s = statement_use(db, MODULE_PERSON_FLAG, PERSON_SHARED);
	while (statement_row(s, &ok, error)) {
		const char *number = column_borrow(s);

		row(number, (int)column_int(s), user);
	}
	statement_finalize(db, MODULE_PERSON_FLAG);
	return ok;
}

gboolean
person_each_number_of_cadre(struct db *db,
    void (*row)(const char *cadre, const char *household, void *user), void *user,
    GError **error)
{
	struct statement *s;
	gboolean ok;

	if (!statement_prepare_late(db, MODULE_PERSON_FLAG, error))
		return FALSE;
	s = statement_use(db, MODULE_PERSON_FLAG, PERSON_CADRES);
	while (statement_row(s, &ok, error)) {
		const char *cadre = column_borrow(s);

		row(cadre, column_borrow(s), user);
	}
	statement_finalize(db, MODULE_PERSON_FLAG);
	return ok;
}
