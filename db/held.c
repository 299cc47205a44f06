/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See held.h.
 */
#include "db/held.h"

#include "db/name.h"
#include "db/statement.h"

#define HELD_COLUMNS	"id, phone, line, screen, key, why, at, settled_at"

enum { HELD_ADD, HELD_EACH, HELD_OF_PHONE, HELD_SETTLE, HELD_COUNT };

static const struct statement_source held_sources[] = {
	[HELD_ADD] = { "held.add",
	    "INSERT INTO held (phone, line, screen, key, why, at) "
	    "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key, phone) DO NOTHING" },
	[HELD_EACH] = { "held.each",
	    "SELECT " HELD_COLUMNS " FROM held WHERE id < ? ORDER BY id DESC" },
	[HELD_OF_PHONE] = { "held.of_phone",
	    "SELECT " HELD_COLUMNS " FROM held WHERE phone = ? ORDER BY id DESC" },
	[HELD_SETTLE] = { "held.settle",
	    "UPDATE held SET settled_at = ?2 WHERE phone = ?1 "
	    "AND why = 'unverified' AND settled_at = 0 RETURNING id" },
	[HELD_COUNT] = { "held.count",
	    "SELECT count(*) FROM held INDEXED BY held_open "
	    "WHERE why = 'unverified' AND settled_at = 0 AND at >= ?" },
};
const struct statement_table held_statements = STATEMENT_TABLE(held_sources);

static const char *const held_whys[HELD_WHY_COUNT] = {
	[HELD_NOT_THEIRS] = "not_theirs", [HELD_UNVERIFIED] = "unverified",
	[HELD_RESTS] = "rests",
};

const char *
held_why_name(enum held_why why)
{
	return held_whys[why];
}

gboolean
held_add(struct db *db, const struct held *held, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HELD, HELD_ADD);

	statement_text(s, held->phone);
	statement_text(s, held->line);
	statement_text(s, held->screen);
	statement_text(s, held->key);
	statement_text(s, held_whys[held->why]);
	statement_int(s, held->at);
	return statement_run(s, error);
}

gboolean
held_each(struct db *db, const char *phone,
    gboolean (*row)(const struct held *held, void *user), void *user, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HELD,
	    phone != NULL ? HELD_OF_PHONE : HELD_EACH);
	gboolean ok = TRUE, more = TRUE;

	if (phone != NULL)
		statement_text(s, phone);
	else
		statement_int(s, G_MAXINT64);
	while (more && statement_row(s, &ok, error)) {
		struct held held = { .id = column_int(s) };

		held.phone = column_borrow(s);
		held.line = column_borrow(s);
		held.screen = column_borrow(s);
		held.key = column_borrow(s);
		held.why = (enum held_why)name_stored(held_whys, HELD_WHY_COUNT,
		    column_borrow(s));
		held.at = column_int(s);
		held.settled_at = column_int(s);
		more = row(&held, user);
	}
	statement_end(s);
	return ok;
}

gboolean
held_settle(struct db *db, const char *phone, gint64 now, int *count, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HELD, HELD_SETTLE);
	gboolean ok;

	*count = 0;
	statement_text(s, phone);
	statement_int(s, now);
	while (statement_row(s, &ok, error))
		++*count;
	return ok;
}

gboolean
held_unverified(struct db *db, gint64 since, int *count, GError **error)
{
	struct statement *s = statement_use(db, MODULE_HELD, HELD_COUNT);

	statement_int(s, since);
	return statement_count(s, count, error);
}
