/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See phone_book.h.
 */
#include "db/phone_book.h"

#include "db/audit.h"
#include "db/statement.h"

enum { BOOK_KNOWS, BOOK_CADRE, BOOK_WRONG, BOOK_COPY };

static const struct statement_source book_sources[] = {
	[BOOK_KNOWS] = { "phone_book.knows",
	    "SELECT 1 FROM phone AS p WHERE number = ? AND " PHONE_IS_RIGHT("p")
	    " LIMIT 1" },
	[BOOK_CADRE] = { "phone_book.cadre",
	    "SELECT 1 FROM cadre WHERE mobile = ? AND gone_on = 0 LIMIT 1" },
	[BOOK_WRONG] = { "phone_book.wrong",
	    "UPDATE phone AS p SET wrong_on = ?2 WHERE number = ?1 AND "
	    PHONE_IS_RIGHT("p") " RETURNING household_id" },
	[BOOK_COPY] = { "phone_book.copy",
	    "INSERT INTO phone (number, household_id, person, main, source, "
	    "confirmed_on, changed_on) SELECT ?2, p.household_id, p.person, "
	    "p.main, ?4, ?3, ?3 FROM phone AS p WHERE p.number = ?1 AND "
	    PHONE_IS_RIGHT("p") " ON CONFLICT (number, household_id, person) "
	    "DO UPDATE SET main = excluded.main, source = excluded.source, "
	    "confirmed_on = excluded.confirmed_on, wrong_on = 0" },
};
const struct statement_table phone_book_statements =
    STATEMENT_TABLE(book_sources);

static gboolean	book_asks(struct db *db, int which, const char *number,
		    gboolean *is, GError **error);
static gboolean	book_record(struct db *db, const char *number,
		    const char *actor, const char *action, gint64 now,
		    GError **error);

gboolean
phone_book_knows(struct db *db, const char *number, gboolean *knows,
    GError **error)
{
	return book_asks(db, BOOK_KNOWS, number, knows, error);
}

gboolean
phone_book_is_cadres(struct db *db, const char *number, gboolean *is,
    GError **error)
{
	return book_asks(db, BOOK_CADRE, number, is, error);
}

static gboolean
book_asks(struct db *db, int which, const char *number, gboolean *is,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_PHONE_BOOK, which);

	statement_text(s, number);
	return statement_is(s, is, error);
}

gboolean
phone_book_wrong(struct db *db, const char *number, int day,
    const char *actor, gint64 now, void (*row)(gint64 household_id, void *user),
    void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_PHONE_BOOK, BOOK_WRONG);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	statement_text(s, number);
	statement_int(s, day);
	if (!statement_ids(s, ids, error))
		return FALSE;
	if (ids->len > 0 &&
	    !book_record(db, number, actor, "phone.wrong", now, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++)
		row(g_array_index(ids, gint64, i), user);
	return TRUE;
}

static gboolean
book_record(struct db *db, const char *number, const char *actor,
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

static void
book_ignore(gint64 household_id, void *user)
{
	++*(int *)user;
}

gboolean
phone_book_change(struct db *db, const char *old, const char *number,
    enum phone_word word, int day, gint64 now, gboolean *changed, GError **error)
{
	static const char *const sources[] = {
		[PHONE_BY_HOUSEHOLD] = "本人", [PHONE_BY_CLERK] = "村登记",
	};
	struct statement *s = statement_use(db, MODULE_PHONE_BOOK, BOOK_COPY);
	int count = 0;

	statement_text(s, old);
	statement_text(s, number);
	statement_int(s, day);
	statement_text(s, sources[word]);
	if (!statement_run(s, error) ||
	    !phone_book_wrong(db, old, day, number, now, book_ignore, &count,
	    error))
		return FALSE;
	*changed = count > 0;
	return TRUE;
}
