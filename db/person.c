/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See person.h.
 */
#include "db/person.h"

#include "db/audit.h"
#include "db/statement.h"

enum { PERSON_KNOWN, PERSON_HOUSEHOLDS, PERSON_LOSE, PERSON_COPY, PERSON_SHARED,
       PERSON_CADRES, PERSON_IS_NEW };

static const struct statement_source person_sources[] = {
	[PERSON_KNOWN] = { "person.known",
	    "SELECT 1 FROM phone AS p WHERE number = ? AND " PHONE_IS_RIGHT("p")
	    " LIMIT 1" },
	[PERSON_HOUSEHOLDS] = { "person.households",
	    "SELECT DISTINCT household_id FROM phone AS p JOIN household AS h "
	    "ON h.id = household_id WHERE number = ? AND " PHONE_IS_RIGHT("p")
	    " AND h.closed_on = 0 ORDER BY household_id" },
	[PERSON_LOSE] = { "person.lose",
	    "UPDATE phone AS p SET wrong_on = ?2 WHERE number = ?1 AND "
	    PHONE_IS_RIGHT("p") " RETURNING household_id" },
	[PERSON_COPY] = { "person.copy",
	    "INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) SELECT ?2, p.household_id, p.person, "
	    "p.main, ?4, ?3, ?3 FROM phone AS p WHERE p.number = ?1 AND "
	    PHONE_IS_RIGHT("p") " ON CONFLICT (number, household_id, person) "
	    "DO UPDATE SET main = excluded.main, source = excluded.source, "
	    "confirmed_on = excluded.confirmed_on, wrong_on = 0" },
	[PERSON_SHARED] = { "person.shared",
	    "SELECT number, count(DISTINCT household_id) FROM phone AS p "
	    "WHERE main = 1 AND " PHONE_IS_RIGHT("p") " GROUP BY number "
	    "HAVING count(DISTINCT household_id) >= 3 ORDER BY number" },
	[PERSON_CADRES] = { "person.cadres",
	    "SELECT c.code, h.code FROM cadre AS c JOIN phone AS p "
	    "ON p.number = c.mobile JOIN household AS h ON h.id = p.household_id "
	    "WHERE c.gone_on = 0 ORDER BY c.code, h.code" },
	[PERSON_IS_NEW] = { "person.is_new",
	    "SELECT 1 FROM phone AS p WHERE number = ?1 AND household_id = ?2 "
	    "AND changed_on >= ?3 AND EXISTS (SELECT 1 FROM phone AS o "
	    "WHERE o.household_id = ?2 AND o.changed_on < p.changed_on) LIMIT 1" },
};
const struct statement_table person_statements = STATEMENT_TABLE(person_sources);

static gboolean	person_record(struct db *db, const char *number,
		    const char *actor, const char *action, gint64 now,
		    GError **error);
static void	person_count(gint64 household_id, void *user);

gboolean
person_is_known(struct db *db, const char *number, gboolean *known, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_KNOWN);

	statement_text(s, number);
	return statement_is(s, known, error);
}

gboolean
person_each_household(struct db *db, const char *number,
    gboolean (*row)(gint64 household_id, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_HOUSEHOLDS);

	statement_text(s, number);
	return statement_each_id(s, row, user, error);
}

gboolean
person_lose_number(struct db *db, const char *number, int day, const char *actor,
    gint64 now, void (*row)(gint64 household_id, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_LOSE);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	statement_text(s, number);
	statement_int(s, day);
	if (!statement_ids(s, ids, error))
		return FALSE;
	if (ids->len > 0 &&
	    !person_record(db, number, actor, "phone.wrong", now, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++)
		row(g_array_index(ids, gint64, i), user);
	return TRUE;
}

static gboolean
person_record(struct db *db, const char *number, const char *actor,
    const char *action, gint64 now, GError **error)
{
	g_autofree char *object = g_strconcat("phone:", number, NULL);
	const struct audit_row row = {
		.at = now, .actor = actor, .role = "villager",
		.action = action, .object = object, .before = "", .after = "",
		.reason = "",
	};

	return audit_add(db, &row, error);
}

gboolean
person_change_number(struct db *db, const char *old, const char *number,
    enum person_word word, int day, gint64 now, gboolean *changed, GError **error)
{
	static const char *const sources[] = {
		[PERSON_BY_HOUSEHOLD] = "本人", [PERSON_BY_CLERK] = "村登记",
	};
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_COPY);
	int count = 0;

	statement_text(s, old);
	statement_text(s, number);
	statement_int(s, day);
	statement_text(s, sources[word]);
	if (!statement_run(s, error) ||
	    !person_lose_number(db, old, day, number, now, person_count, &count,
	    error))
		return FALSE;
	*changed = count > 0;
	return TRUE;
}

static void
person_count(gint64 household_id, void *user)
{
	++*(int *)user;
}

gboolean
person_each_shared_number(struct db *db,
    void (*row)(const char *number, int households, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_SHARED);
	gboolean ok;

	while (statement_row(s, &ok, error)) {
		const char *number = column_borrow(s);

		row(number, (int)column_int(s), user);
	}
	return ok;
}

gboolean
person_each_number_of_cadre(struct db *db,
    void (*row)(const char *cadre, const char *household, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_CADRES);
	gboolean ok;

	while (statement_row(s, &ok, error)) {
		const char *cadre = column_borrow(s);

		row(cadre, column_borrow(s), user);
	}
	return ok;
}

gboolean
person_number_is_new(struct db *db, const char *number, gint64 household_id,
    int day, gboolean *is, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_IS_NEW);

	statement_text(s, number);
	statement_int(s, household_id);
	statement_int(s, day);
	return statement_is(s, is, error);
}
