/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See person_mark.h.
 */
#include "db/person_mark.h"

#include "base/calendar.h"
#include "db/audit.h"
#include "db/checkin.h"
#include "db/household.h"
#include "db/name.h"
#include "db/outbox.h"
#include "db/person.h"
#include "db/question.h"
#include "db/statement.h"

/* Is the person of a row of `phone AS p` marked?  Inside `m`. */
#define MARK_OF(p, condition)						\
	"EXISTS (SELECT 1 FROM person_mark AS m "			\
	"WHERE m.household_id = " p ".household_id "			\
	"AND m.person = " p ".person AND m.undone_at = 0 AND " condition ")"
#define MARK_COLUMNS							\
	"m.id, m.household_id, h.code, h.head, m.person, m.kind, m.day, m.by, "	\
	"coalesce(m.inbox_id, 0), m.made_at, m.undone_at, m.undone_by"

enum { MARK_FITS, MARK_ADD, MARK_UNDO, MARK_EACH, MARK_NUMBERS, MARK_RESTS, MARK_DEATHS };

static const struct statement_source mark_sources[] = {
	[MARK_FITS] = { "person_mark.fits",
	    "SELECT 1 WHERE EXISTS (SELECT 1 FROM household WHERE id = ?1 "
	    "AND head = ?2) OR EXISTS (SELECT 1 FROM phone WHERE household_id = ?1 "
	    "AND person = ?2)" },
	[MARK_ADD] = { "person_mark.add",
	    "INSERT INTO person_mark (household_id, person, kind, day, by, inbox_id, "
	    "made_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING "
	    "RETURNING id" },
	[MARK_UNDO] = { "person_mark.undo",
	    "UPDATE person_mark SET undone_at = ?3, undone_by = ?4 "
	    "WHERE household_id = ?1 AND person = ?2 AND undone_at = 0 RETURNING id" },
	[MARK_EACH] = { "person_mark.each",
	    "SELECT " MARK_COLUMNS " FROM person_mark AS m JOIN household AS h "
	    "ON h.id = m.household_id WHERE m.id < ?1 "
	    "AND (m.undone_at = 0 OR ?2) ORDER BY m.id DESC" },
	/* household, person: their numbers that no living person has */
	[MARK_NUMBERS] = { "person_mark.numbers",
	    "SELECT number FROM phone AS p WHERE household_id = ?1 AND person = ?2 "
	    "AND " PHONE_IS_RIGHT("p") " AND NOT EXISTS (SELECT 1 FROM phone AS o "
	    "WHERE o.number = p.number AND " PHONE_IS_RIGHT("o") " AND NOT "
	    MARK_OF("o", "m.kind = 'dead'") ")" },
	/* number, day, the day after which a death counts */
	[MARK_RESTS] = { "person_mark.rests",
	    "SELECT 1 WHERE EXISTS (SELECT 1 FROM phone AS p JOIN person_mark AS m "
	    "ON m.household_id = p.household_id WHERE p.number = ?1 AND "
	    PHONE_IS_RIGHT("p") " AND m.kind = 'dead' AND m.undone_at = 0 "
	    "AND m.day <= ?2 AND m.day > ?3) OR (EXISTS (SELECT 1 FROM phone AS p "
	    "WHERE p.number = ?1 AND " PHONE_IS_RIGHT("p") ") AND NOT EXISTS "
	    "(SELECT 1 FROM phone AS p WHERE p.number = ?1 AND " PHONE_IS_RIGHT("p")
	    " AND NOT " MARK_OF("p", "m.day <= ?2") "))" },
	[MARK_DEATHS] = { "person_mark.deaths",
	    "SELECT household_id, day FROM person_mark INDEXED BY person_mark_death "
	    "WHERE kind = 'dead' AND undone_at = 0 AND day >= ?" },
};
const struct statement_table person_mark_statements = STATEMENT_TABLE(mark_sources);

static const char *const mark_kinds[PERSON_MARK_COUNT] = {
	[PERSON_DEAD] = "dead", [PERSON_AWAY] = "away",
};

static gboolean	mark_end_talk(struct db *db, const struct person_mark *mark,
		    GError **error);
static gboolean	mark_record(struct db *db, const struct person_mark *mark,
		    const char *action, GError **error);

const char *
person_mark_name(enum person_mark_kind kind)
{
	return mark_kinds[kind];
}

gboolean
person_mark_fits(struct db *db, gint64 household_id, const char *person,
    gboolean *fits, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON_MARK, MARK_FITS);

	statement_int(s, household_id);
	statement_text(s, person);
	return statement_is(s, fits, error);
}

gboolean
person_mark_add(struct db *db, const struct person_mark *mark, gboolean *added,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON_MARK, MARK_ADD);
	g_autofree char *action = g_strconcat("person.", mark_kinds[mark->kind], NULL);

	statement_int(s, mark->household_id);
	statement_text(s, mark->person);
	statement_text(s, mark_kinds[mark->kind]);
	statement_int(s, mark->day);
	statement_text(s, mark->by);
	statement_id(s, mark->inbox_id);
	statement_int(s, mark->made_at);
	return statement_is(s, added, error) && (!*added ||
	    (mark_record(db, mark, action, error) &&
	    (mark->kind != PERSON_DEAD || mark_end_talk(db, mark, error))));
}

/* What was under way with the dead. */
static gboolean
mark_end_talk(struct db *db, const struct person_mark *mark, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON_MARK, MARK_NUMBERS);
	g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func(g_free);
	gboolean ok, ended;

	statement_int(s, mark->household_id);
	statement_text(s, mark->person);
	while (statement_row(s, &ok, error))
		g_ptr_array_add(numbers, column_text(s));
	for (guint i = 0; ok && i < numbers->len; i++) {
		const char *number = g_ptr_array_index(numbers, i);

		ok = question_drop_all(db, number, mark->made_at, error) &&
		    outbox_cancel_all(db, number, mark->made_at, error) &&
		    checkin_end(db, number, &ended, error);
	}
	return ok;
}

static gboolean
mark_record(struct db *db, const struct person_mark *mark, const char *action,
    GError **error)
{
	g_autofree char *object = NULL, *since = NULL;
	struct audit_row row = {
		.at = mark->made_at, .actor = mark->by, .role = mark->role,
		.action = action, .before = "", .after = mark->person,
	};
	struct household household;
	gboolean found, ok;

	if (!household_by_id(db, mark->household_id, &found, &household, error))
		return FALSE;
	row.object = object = g_strconcat("household:", found ? household.code : "",
	    NULL);
	row.reason = since = mark->day == 0 ? g_strdup("") :
	    g_strdup_printf("since %d", mark->day);
	ok = audit_add(db, &row, error);
	household_clear(&household);
	return ok;
}

gboolean
person_mark_undo(struct db *db, const struct person_mark *mark, int *count,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON_MARK, MARK_UNDO);
	gboolean ok;

	*count = 0;
	statement_int(s, mark->household_id);
	statement_text(s, mark->person);
	statement_int(s, mark->made_at);
	statement_text(s, mark->by);
	while (statement_row(s, &ok, error))
		++*count;
	return ok && (*count == 0 || mark_record(db, mark, "person.back", error));
}

gboolean
person_mark_each(struct db *db, gboolean all,
    gboolean (*row)(const struct person_mark *mark, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON_MARK, MARK_EACH);
	gboolean ok = TRUE, more = TRUE;

	statement_int(s, G_MAXINT64);
	statement_int(s, all);
	while (more && statement_row(s, &ok, error)) {
		struct person_mark mark = { .id = column_int(s) };

		mark.household_id = column_int(s);
		mark.code = column_borrow(s);
		mark.head = column_borrow(s);
		mark.person = column_borrow(s);
		mark.kind = (enum person_mark_kind)name_stored(mark_kinds,
		    PERSON_MARK_COUNT, column_borrow(s));
		mark.day = (int)column_int(s);
		mark.by = column_borrow(s);
		mark.inbox_id = column_int(s);
		mark.made_at = column_int(s);
		mark.undone_at = column_int(s);
		mark.undone_by = column_borrow(s);
		more = row(&mark, user);
	}
	statement_end(s);
	return ok;
}

gboolean
person_may_be_asked(struct db *db, const char *number, int day, gboolean *may,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON_MARK, MARK_RESTS);
	gboolean rests;

	statement_text(s, number);
	statement_int(s, day);
	statement_int(s, calendar_day_add(day, -PERSON_REST_DAYS));
	if (!statement_is(s, &rests, error))
		return FALSE;
	*may = !rests;
	return TRUE;
}

gboolean
person_mark_each_death(struct db *db, int since,
    void (*row)(gint64 household_id, int day, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PERSON_MARK, MARK_DEATHS);
	gboolean ok;

	statement_int(s, since);
	while (statement_row(s, &ok, error)) {
		gint64 household_id = column_int(s);

		row(household_id, (int)column_int(s), user);
	}
	return ok;
}
