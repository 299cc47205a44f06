/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See household.h.
 */
#include "db/household.h"

#include <string.h>

#include "base/text.h"
#include "db/area.h"
#include "db/contact.h"
#include "db/person.h"
#include "db/statement.h"

#define HOUSEHOLD_COLUMNS						\
	"h.id, h.tags, h.tags_before, h.tags_on, h.closed_on, h.code, h.area, h.head"

/* A number p that is its household's, as far as anybody has said; and by which it may
 * be texted. */
#define HOUSEHOLD_HAS							\
	PHONE_IS_RIGHT("p") " AND NOT EXISTS (SELECT 1 FROM opt_out AS o "	\
	"WHERE o.phone = p.number AND o.topic = '" CONTACT_PERSONAL "')"
#define HOUSEHOLD_MAY_TEXT						\
	HOUSEHOLD_HAS " AND NOT EXISTS (SELECT 1 FROM person_mark AS m "	\
	"WHERE m.household_id = p.household_id AND m.person = p.person "	\
	"AND m.kind = 'dead' AND m.undone_at = 0)"

enum { HOUSEHOLD_ID, HOUSEHOLD_CODE, HOUSEHOLD_NAMED, HOUSEHOLD_ASSIGNED,
       HOUSEHOLD_SPECIAL, HOUSEHOLD_COVERAGE, HOUSEHOLD_OF_NUMBER, HOUSEHOLD_PHONES,
       HOUSEHOLD_LOST, HOUSEHOLD_NUMBERS, HOUSEHOLD_MAIN, HOUSEHOLD_OTHER };

static const struct statement_source household_sources[] = {
	[HOUSEHOLD_ID] = { "household.id",
	    "SELECT " HOUSEHOLD_COLUMNS " FROM household AS h WHERE id = ?" },
	[HOUSEHOLD_CODE] = { "household.code",
	    "SELECT " HOUSEHOLD_COLUMNS " FROM household AS h WHERE code = ?" },
	[HOUSEHOLD_NAMED] = { "household.named",
	    "SELECT id FROM household WHERE area = ?1 AND closed_on = 0 "
	    "AND substr(head, 1, length(?2)) = ?2 ORDER BY id" },
	[HOUSEHOLD_ASSIGNED] = { "household.assigned",
	    "SELECT " HOUSEHOLD_COLUMNS " FROM assignment AS a "
	    "JOIN household AS h ON h.id = a.household_id "
	    "WHERE a.cadre_id = ?1 AND a.from_day <= ?3 "
	    "AND (a.to_day = 0 OR a.to_day >= ?2)" },
	/* All of it stands in the index. */
	[HOUSEHOLD_SPECIAL] = { "household.special",
	    "SELECT id, tags, tags_before, tags_on, closed_on FROM household "
	    "INDEXED BY household_special "
	    "WHERE tags <> '' OR tags_on <> 0 OR closed_on <> 0" },
	/* first and last day, day that counts, past, limit */
	[HOUSEHOLD_COVERAGE] = { "household.coverage",
	    "SELECT count(*), total(his), total(his AND reached), max(id) FROM ("
	    "SELECT h.id AS id, h.closed_on = 0 AND EXISTS (SELECT 1 "
	    "FROM assignment AS a WHERE a.household_id = h.id "
	    "AND a.from_day <= ?3 AND (a.to_day = 0 OR a.to_day >= ?3)) AS his, "
	    "EXISTS (SELECT 1 FROM duty_contact AS d "
	    "INDEXED BY duty_contact_household WHERE d.household_id = h.id "
	    "AND d.day BETWEEN ?1 AND ?2 AND d.kind <> 'tried' "
	    "AND d.undone_at = 0) AS reached FROM household AS h "
	    "WHERE h.id > ?4 ORDER BY h.id LIMIT ?5)" },
	[HOUSEHOLD_OF_NUMBER] = { "household.of_number",
	    "SELECT h.code, h.head, p.person, p.source, p.main, p.confirmed_on, "
	    "CASE WHEN " PHONE_IS_RIGHT("p") " THEN 0 ELSE p.wrong_on END "
	    "FROM phone AS p JOIN household AS h ON h.id = p.household_id "
	    "WHERE p.number = ? ORDER BY h.code, p.person" },
	[HOUSEHOLD_PHONES] = { "household.phones",
	    "SELECT number FROM phone AS p WHERE household_id = ? AND main = 1 "
	    "AND " HOUSEHOLD_MAY_TEXT },
	[HOUSEHOLD_LOST] = { "household.lost",
	    "SELECT number FROM phone AS p WHERE household_id = ? AND main = 1 "
	    "AND NOT (" HOUSEHOLD_HAS ")" },
	[HOUSEHOLD_NUMBERS] = { "household.numbers",
	    "SELECT DISTINCT number FROM phone AS p WHERE household_id = ? AND "
	    HOUSEHOLD_MAY_TEXT " ORDER BY number" },
	[HOUSEHOLD_MAIN] = { "household.main",
	    "SELECT p.number FROM phone AS p INDEXED BY phone_household "
	    "WHERE p.household_id = ? AND p.main = 1 AND " HOUSEHOLD_MAY_TEXT
	    " AND NOT EXISTS (SELECT 1 FROM cadre AS c WHERE c.mobile = p.number "
	    "AND c.gone_on = 0) ORDER BY p.confirmed_on DESC, p.number LIMIT 1" },
	[HOUSEHOLD_OTHER] = { "household.other",
	    "SELECT number FROM phone AS p WHERE household_id = ?1 AND "
	    HOUSEHOLD_MAY_TEXT " ORDER BY number = ?2, main DESC, number LIMIT 1" },
};
const struct statement_table household_statements =
    STATEMENT_TABLE(household_sources);

static gboolean	household_find(struct statement *s, gboolean *found,
		    struct household *household, GError **error);
static void	household_load(struct statement *s, void *value);
static void	household_load_special(struct statement *s, void *value);
static gboolean	household_rows(struct statement *s,
		    void (*load)(struct statement *s, void *value),
		    void (*row)(const struct household *household, void *user),
		    void *user, GError **error);
static gboolean	household_numbers(struct statement *s, gint64 id,
		    void (*row)(const char *number, void *user), void *user,
		    GError **error);

void
household_clear(struct household *household)
{
	g_free(household->code);
	g_free(household->area);
	g_free(household->head);
	g_free(household->tags);
	g_free(household->tags_before);
	memset(household, 0, sizeof(*household));
}

gboolean
household_by_id(struct db *db, gint64 id, gboolean *found,
    struct household *household, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD, HOUSEHOLD_ID);

	statement_int(s, id);
	return household_find(s, found, household, error);
}

gboolean
household_by_code(struct db *db, const char *code, gboolean *found,
    struct household *household, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD, HOUSEHOLD_CODE);

	statement_text(s, code);
	return household_find(s, found, household, error);
}

static gboolean
household_find(struct statement *s, gboolean *found, struct household *household,
    GError **error)
{
	return statement_find(s, household_load, household, sizeof(*household),
	    found, error);
}

static void
household_load(struct statement *s, void *value)
{
	struct household *household = value;

	household_load_special(s, household);
	household->code = column_text(s);
	household->area = column_text(s);
	household->head = column_text(s);
}

static void
household_load_special(struct statement *s, void *value)
{
	struct household *household = value;

	household->id = column_int(s);
	household->tags = column_text(s);
	household->tags_before = column_text(s);
	household->tags_on = (int)column_int(s);
	household->closed_on = (int)column_int(s);
}

gboolean
household_title(struct db *db, gint64 id, char **head, char **place, GError **error)
{
	struct household household;
	gboolean found;

	*head = *place = NULL;
	if (!household_by_id(db, id, &found, &household, error))
		return FALSE;
	if (found) {
		*head = g_steal_pointer(&household.head);
		*place = area_place(db, household.area, error);
	}
	household_clear(&household);
	return !found || *place != NULL;
}

char *
household_surname(struct db *db, gint64 id, GError **error)
{
	g_autofree char *surname = NULL;
	struct household household;
	gboolean found;

	if (!household_by_id(db, id, &found, &household, error))
		return NULL;
	surname = text_surname(found ? household.head : "");
	household_clear(&household);
	return g_steal_pointer(&surname);
}

gboolean
household_each_named(struct db *db, const char *area, const char *begin,
    gboolean (*row)(gint64 id, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD, HOUSEHOLD_NAMED);

	statement_text(s, area);
	statement_text(s, begin);
	return statement_each_id(s, row, user, error);
}

gboolean
household_each_assigned(struct db *db, gint64 cadre_id, int first, int last,
    void (*row)(const struct household *household, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD,
	    HOUSEHOLD_ASSIGNED);

	statement_int(s, cadre_id);
	statement_int(s, first);
	statement_int(s, last);
	return household_rows(s, household_load, row, user, error);
}

gboolean
household_each_special(struct db *db,
    void (*row)(const struct household *household, void *user), void *user,
    GError **error)
{
	return household_rows(statement_use(db, MODULE_HOUSEHOLD,
	    HOUSEHOLD_SPECIAL), household_load_special, row, user, error);
}

static gboolean
household_rows(struct statement *s, void (*load)(struct statement *s, void *value),
    void (*row)(const struct household *household, void *user), void *user,
    GError **error)
{
	gboolean ok;

	while (statement_row(s, &ok, error)) {
		struct household household = { 0 };

		load(s, &household);
		row(&household, user);
		household_clear(&household);
	}
	return ok;
}

gboolean
household_coverage(struct db *db, int first, int last, int day, int limit,
    gint64 *past, int *households, int *covered, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD,
	    HOUSEHOLD_COVERAGE);
	gboolean ok, more;

	statement_int(s, first);
	statement_int(s, last);
	statement_int(s, day);
	statement_int(s, *past);
	statement_int(s, limit);
	if (!statement_row(s, &ok, error))
		return ok;
	more = column_int(s) == limit;
	*households += (int)column_int(s);
	*covered += (int)column_int(s);
	*past = more ? column_int(s) : 0;
	statement_end(s);
	return TRUE;
}

gboolean
household_each_of_number(struct db *db, const char *number,
    void (*row)(const struct household_number *home, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD,
	    HOUSEHOLD_OF_NUMBER);
	gboolean ok;

	statement_text(s, number);
	while (statement_row(s, &ok, error)) {
		struct household_number home = { .code = column_borrow(s) };

		home.head = column_borrow(s);
		home.person = column_borrow(s);
		home.source = column_borrow(s);
		home.main = column_int(s) != 0;
		home.confirmed_on = (int)column_int(s);
		home.wrong_on = (int)column_int(s);
		row(&home, user);
	}
	return ok;
}

gboolean
household_each_phone(struct db *db, gint64 id,
    void (*row)(const char *number, void *user), void *user, GError **error)
{
	return household_numbers(statement_use(db, MODULE_HOUSEHOLD,
	    HOUSEHOLD_PHONES), id, row, user, error);
}

gboolean
household_each_number(struct db *db, gint64 id,
    void (*row)(const char *number, void *user), void *user, GError **error)
{
	return household_numbers(statement_use(db, MODULE_HOUSEHOLD,
	    HOUSEHOLD_NUMBERS), id, row, user, error);
}

gboolean
household_each_lost_phone(struct db *db, gint64 id,
    void (*row)(const char *number, void *user), void *user, GError **error)
{
	return household_numbers(statement_use(db, MODULE_HOUSEHOLD, HOUSEHOLD_LOST),
	    id, row, user, error);
}

static gboolean
household_numbers(struct statement *s, gint64 id,
    void (*row)(const char *number, void *user), void *user, GError **error)
{
	gboolean ok;

	statement_int(s, id);
	while (statement_row(s, &ok, error))
		row(column_borrow(s), user);
	return ok;
}

gboolean
household_main_phone(struct db *db, gint64 id, char **number, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD, HOUSEHOLD_MAIN);

	statement_int(s, id);
	return statement_string(s, number, error);
}

gboolean
household_other_phone(struct db *db, gint64 id, const char *asker, char **number,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_HOUSEHOLD, HOUSEHOLD_OTHER);

	statement_int(s, id);
	statement_text(s, asker);
	return statement_string(s, number, error);
}
