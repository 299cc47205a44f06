/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See person.h.
 */
#include "db/person.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/name.h"
#include "db/statement.h"

#define PERSON_OWNER_COLUMNS						\
	"phone, since, how, by, other, coalesce(inbox_id, 0), day, undone_at, undone_by"
#define PERSON_CHAIN_MAX	"40"	/* newest texts to a phone that are looked at */

enum { PERSON_SIGNS, PERSON_KNOWN, PERSON_LISTED, PERSON_HOUSEHOLDS,
       PERSON_AREAS, PERSON_CALLED_ON, PERSON_SINCE, PERSON_REACH, PERSON_HEARD,
       PERSON_DELIVERED, PERSON_CONFIRM, PERSON_EACH_OWNER, PERSON_LAST_OWNER,
       PERSON_GAVE, PERSON_BEGIN, PERSON_END, PERSON_LOSE, PERSON_RESTORE,
       PERSON_DROP_COPY, PERSON_COPY, PERSON_IS_NEW };

static const struct statement_source person_sources[] = {
	[PERSON_SIGNS] = { "person.signs",
	    "SELECT coalesce((SELECT max(since) FROM phone_owner WHERE phone = ?1 "
	    "AND undone_at = 0), 0), coalesce((SELECT id FROM cadre "
	    "WHERE mobile = ?1 AND gone_on = 0 LIMIT 1), (SELECT id FROM cadre "
	    "WHERE mobile = ?1 AND gone_on <> 0 ORDER BY gone_on DESC LIMIT 1), 0), "
	    "EXISTS (SELECT 1 FROM phone WHERE number = ?1), coalesce((SELECT code "
	    "FROM department WHERE phone = ?1 AND phone <> '' LIMIT 1), '')" },
	[PERSON_KNOWN] = { "person.known",
	    "SELECT 1 FROM phone AS p WHERE number = ? AND " PHONE_IS_RIGHT("p")
	    " LIMIT 1" },
	[PERSON_LISTED] = { "person.listed",
	    "SELECT 1 FROM phone WHERE number = ? AND household_id = ? LIMIT 1" },
	[PERSON_HOUSEHOLDS] = { "person.households",
	    "SELECT DISTINCT household_id FROM phone AS p JOIN household AS h "
	    "ON h.id = household_id WHERE number = ? AND " PHONE_IS_RIGHT("p")
	    " AND h.closed_on = 0 ORDER BY household_id" },
	[PERSON_AREAS] = { "person.areas",
	    "SELECT h.area FROM phone AS p "
	    "JOIN household AS h ON h.id = p.household_id "
	    "WHERE p.number = ? AND " PHONE_IS_RIGHT("p") },
	[PERSON_CALLED_ON] = { "person.called_on",
	    "SELECT 1 FROM phone AS p "
	    "JOIN assignment AS a ON a.household_id = p.household_id "
	    "JOIN cadre AS c ON c.id = a.cadre_id "
	    "WHERE p.number = ?1 AND " PHONE_IS_RIGHT("p") " "
	    "AND a.from_day <= ?2 AND (a.to_day = 0 OR a.to_day >= ?2) "
	    "AND c.department = ?3 LIMIT 1" },
	[PERSON_SINCE] = { "person.since",
	    "SELECT max(since) FROM phone_owner WHERE phone = ? AND undone_at = 0" },
	[PERSON_REACH] = { "person.reach",
	    "SELECT coalesce((SELECT max(since) FROM phone_owner WHERE phone = ?1 "
	    "AND undone_at = 0), 0), coalesce((SELECT doubted_at FROM contact "
	    "WHERE phone = ?1), 0)" },
	/* number, since (us), the day of that */
	[PERSON_HEARD] = { "person.heard",
	    "SELECT EXISTS (SELECT 1 FROM contact WHERE phone = ?1 "
	    "AND last_at >= ?2) OR EXISTS (SELECT 1 FROM phone AS p "
	    "WHERE number = ?1 AND " PHONE_IS_RIGHT("p") " AND confirmed_on >= ?3)" },
	/* The chain of what was sent to it, as far as it is young. */
	[PERSON_DELIVERED] = { "person.delivered",
	    "WITH RECURSIVE chain (prev, state, at, n) AS (SELECT o.prev, o.state, "
	    "o.changed_at, 1 FROM contact AS c JOIN outbox AS o "
	    "ON o.id = c.last_outbox WHERE c.phone = ?1 "
	    "UNION ALL SELECT o.prev, o.state, o.changed_at, n + 1 "
	    "FROM chain JOIN outbox AS o ON o.id = chain.prev "
	    "WHERE chain.at >= ?2 AND n < " PERSON_CHAIN_MAX ") "
	    "SELECT 1 FROM chain WHERE state = 'delivered' AND at >= ?2 LIMIT 1" },
	[PERSON_CONFIRM] = { "person.confirm",
	    "UPDATE phone SET confirmed_on = ?2 WHERE number = ?1 "
	    "RETURNING household_id" },
	[PERSON_EACH_OWNER] = { "person.each_owner",
	    "SELECT " PERSON_OWNER_COLUMNS " FROM phone_owner WHERE phone = ? "
	    "ORDER BY since DESC" },
	[PERSON_LAST_OWNER] = { "person.last_owner",
	    "SELECT " PERSON_OWNER_COLUMNS " FROM phone_owner WHERE phone = ? "
	    "AND undone_at = 0 ORDER BY since DESC LIMIT 1" },
	[PERSON_GAVE] = { "person.gave",
	    "SELECT " PERSON_OWNER_COLUMNS " FROM phone_owner WHERE other = ? "
	    "AND other <> '' AND since = ?" },
	[PERSON_BEGIN] = { "person.begin",
	    "INSERT INTO phone_owner (phone, since, how, by, inbox_id, other, day) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING" },
	[PERSON_END] = { "person.end",
	    "UPDATE phone_owner SET undone_at = ?3, undone_by = ?4 "
	    "WHERE phone = ?1 AND since = ?2" },
	[PERSON_LOSE] = { "person.lose",
	    "UPDATE phone AS p SET wrong_on = ?2 WHERE number = ?1 AND "
	    PHONE_IS_RIGHT("p") " RETURNING household_id" },
	/* number, day it was lost */
	[PERSON_RESTORE] = { "person.restore",
	    "UPDATE phone SET wrong_on = 0 WHERE number = ? AND wrong_on = ? "
	    "RETURNING household_id" },
	/* new number, the old one, day */
	[PERSON_DROP_COPY] = { "person.drop_copy",
	    "DELETE FROM phone AS p WHERE number = ?1 AND changed_on = ?3 "
	    "AND EXISTS (SELECT 1 FROM phone AS o WHERE o.number = ?2 "
	    "AND o.household_id = p.household_id AND o.person = p.person)" },
	[PERSON_COPY] = { "person.copy",
	    "INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) SELECT ?2, p.household_id, p.person, "
	    "p.main, ?4, ?3, ?3 FROM phone AS p WHERE p.number = ?1 AND "
	    PHONE_IS_RIGHT("p") " ON CONFLICT (number, household_id, person) "
	    "DO UPDATE SET main = excluded.main, source = excluded.source, "
	    "confirmed_on = excluded.confirmed_on, wrong_on = 0" },
	[PERSON_IS_NEW] = { "person.is_new",
	    "SELECT 1 FROM phone AS p WHERE number = ?1 AND household_id = ?2 "
	    "AND changed_on >= ?3 AND EXISTS (SELECT 1 FROM phone AS o "
	    "WHERE o.household_id = ?2 AND o.changed_on < p.changed_on) LIMIT 1" },
};
const struct statement_table person_statements = STATEMENT_TABLE(person_sources);

static const char *const person_hows[PERSON_HOW_COUNT] = {
	[PERSON_REGISTERED] = "registered", [PERSON_WRONG_NUMBER] = "wrong_number",
	[PERSON_RENUMBER] = "renumber", [PERSON_CLERK] = "clerk",
};

static gboolean	person_count(gint64 household_id, void *user);
static void	person_signs_load(struct statement *s, void *value);
static void	person_reach_load(struct statement *s, void *value);
static void	person_owner_load(struct statement *s, void *value);
static gboolean	person_tell(struct statement *s,
		    void (*row)(gint64 household_id, void *user), void *user,
		    GError **error);

gboolean
person_signs(struct db *db, const char *number, struct person_signs *signs,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_SIGNS);
	gboolean found;

	statement_text(s, number);
	return statement_find(s, person_signs_load, signs, sizeof(*signs), &found,
	    error);
}

static void
person_signs_load(struct statement *s, void *value)
{
	struct person_signs *signs = value;

	signs->since = column_int(s);
	signs->cadre_id = column_int(s);
	signs->registered = column_int(s) != 0;
	signs->unit = column_text(s);
}

gboolean
person_is_known(struct db *db, const char *number, gboolean *known, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_KNOWN);

	statement_text(s, number);
	return statement_is(s, known, error);
}

gboolean
person_is_listed(struct db *db, const char *number, gint64 household_id,
    gboolean *listed, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_LISTED);

	statement_text(s, number);
	statement_int(s, household_id);
	return statement_is(s, listed, error);
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
person_is_shared(struct db *db, const char *number, gboolean *shared, GError **error)
{
	int households = 0;

	*shared = FALSE;
	if (!person_each_household(db, number, person_count, &households, error))
		return FALSE;
	*shared = households > 1;
	return TRUE;
}

static gboolean
person_count(gint64 household_id, void *user)
{
	int *count = user;

	++*count;
	return TRUE;
}

gboolean
person_each_area(struct db *db, const char *number,
    gboolean (*row)(const char *area, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_AREAS);
	gboolean ok = TRUE, more = TRUE;

	statement_text(s, number);
	while (more && statement_row(s, &ok, error))
		more = row(column_borrow(s), user);
	statement_end(s);
	return ok;
}

gboolean
person_is_called_on_by(struct db *db, const char *number, const char *unit, int day,
    gboolean *is, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_CALLED_ON);

	statement_text(s, number);
	statement_int(s, day);
	statement_text(s, unit);
	return statement_is(s, is, error);
}

gboolean
person_owner_since(struct db *db, const char *number, gint64 *since, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_SINCE);

	*since = 0;
	statement_text(s, number);
	return statement_value(s, since, error);
}

gboolean
person_reach(struct db *db, const char *number, struct person_reach *reach,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_REACH);
	gboolean found;

	statement_text(s, number);
	return statement_find(s, person_reach_load, reach, sizeof(*reach), &found,
	    error);
}

static void
person_reach_load(struct statement *s, void *value)
{
	struct person_reach *reach = value;

	reach->owner_since = column_int(s);
	reach->told_since = column_int(s);
	reach->told_since = MAX(reach->told_since, reach->owner_since);
}

gboolean
person_verified(struct db *db, const char *number, gint64 now, gboolean *verified,
    GError **error)
{
	gint64 since = now - PERSON_VERIFIED_DAYS * CLOCK_DAY;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_HEARD);

	statement_text(s, number);
	statement_int(s, since);
	statement_int(s, calendar_day(since, utc));
	if (!statement_is(s, verified, error))
		return FALSE;
	if (*verified)
		return TRUE;
	s = statement_use(db, MODULE_PERSON, PERSON_DELIVERED);
	statement_text(s, number);
	statement_int(s, since);
	return statement_is(s, verified, error);
}

gboolean
person_confirm(struct db *db, const char *number, int day, gboolean *known,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_CONFIRM);

	statement_text(s, number);
	statement_int(s, day);
	return statement_is(s, known, error);
}

const char *
person_how_name(enum person_how how)
{
	return person_hows[how];
}

void
person_owner_clear(struct person_owner *owner)
{
	g_free((char *)owner->phone);
	g_free((char *)owner->by);
	g_free((char *)owner->other);
	g_free((char *)owner->undone_by);
	memset(owner, 0, sizeof(*owner));
}

gboolean
person_each_owner(struct db *db, const char *number,
    void (*row)(const struct person_owner *owner, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_EACH_OWNER);
	gboolean ok;

	statement_text(s, number);
	while (statement_row(s, &ok, error)) {
		struct person_owner owner = { 0 };

		person_owner_load(s, &owner);
		row(&owner, user);
		person_owner_clear(&owner);
	}
	return ok;
}

static void
person_owner_load(struct statement *s, void *value)
{
	struct person_owner *owner = value;

	owner->phone = column_text(s);
	owner->since = column_int(s);
	owner->how = (enum person_how)name_stored(person_hows, PERSON_HOW_COUNT,
	    column_borrow(s));
	owner->by = column_text(s);
	owner->other = column_text(s);
	owner->inbox_id = column_int(s);
	owner->day = (int)column_int(s);
	owner->undone_at = column_int(s);
	owner->undone_by = column_text(s);
}

gboolean
person_last_owner(struct db *db, const char *number, gboolean *found,
    struct person_owner *owner, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_LAST_OWNER);

	statement_text(s, number);
	return statement_find(s, person_owner_load, owner, sizeof(*owner), found,
	    error);
}

gboolean
person_who_gave(struct db *db, const char *number, gint64 since, gboolean *found,
    struct person_owner *owner, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_GAVE);

	statement_text(s, number);
	statement_int(s, since);
	return statement_find(s, person_owner_load, owner, sizeof(*owner), found,
	    error);
}

gboolean
person_begin_owner(struct db *db, const struct person_owner *owner, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_BEGIN);

	statement_text(s, owner->phone);
	statement_int(s, owner->since);
	statement_text(s, person_hows[owner->how]);
	statement_text(s, owner->by);
	statement_id(s, owner->inbox_id);
	statement_text(s, owner->other);
	statement_int(s, owner->day);
	return statement_run(s, error);
}

gboolean
person_end_owner(struct db *db, const char *number, gint64 since, const char *by,
    gint64 now, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_END);

	statement_text(s, number);
	statement_int(s, since);
	statement_int(s, now);
	statement_text(s, by);
	return statement_run(s, error);
}

gboolean
person_lose_number(struct db *db, const char *number, int day,
    void (*row)(gint64 household_id, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_LOSE);

	statement_text(s, number);
	statement_int(s, day);
	return person_tell(s, row, user, error);
}

/* Once the statement has ended, of each household once. */
static gboolean
person_tell(struct statement *s, void (*row)(gint64 household_id, void *user),
    void *user, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!statement_ids(s, ids, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		guint before = 0;

		while (before < i && g_array_index(ids, gint64, before) != id)
			before++;
		if (before == i)
			row(id, user);
	}
	return TRUE;
}

gboolean
person_restore_number(struct db *db, const struct person_owner *owner,
    void (*row)(gint64 household_id, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_RESTORE);

	statement_text(s, owner->phone);
	statement_int(s, owner->day);
	if (!person_tell(s, row, user, error))
		return FALSE;
	if (*owner->other == '\0')
		return TRUE;
	s = statement_use(db, MODULE_PERSON, PERSON_DROP_COPY);
	statement_text(s, owner->other);
	statement_text(s, owner->phone);
	statement_int(s, owner->day);
	return statement_run(s, error);
}

gboolean
person_copy_number(struct db *db, const char *old, const char *number,
    enum person_word word, int day, GError **error)
{
	static const char *const sources[] = {
		[PERSON_BY_HOUSEHOLD] = "本人", [PERSON_BY_CLERK] = "村登记",
	};
	struct statement *s = statement_use(db, MODULE_PERSON, PERSON_COPY);

	statement_text(s, old);
	statement_text(s, number);
	statement_int(s, day);
	statement_text(s, sources[word]);
	return statement_run(s, error);
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
