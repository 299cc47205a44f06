/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See number.h.
 */
#include "db/number.h"

#include "db/statement.h"

/* There are nine million: with a tenth of them given, all of these are taken once in
 * 10^20 objects. */
#define NUMBER_TRIES	20

enum { NUMBER_FIND };

static const struct statement_source number_sources[] = {
	[NUMBER_FIND] = { "number.find",
	    "SELECT number, kind, object FROM number WHERE number = ?" },
};
const struct statement_table number_statements = STATEMENT_TABLE(number_sources);

static void	number_load(struct statement *s, void *value);

gboolean
number_give(struct db *db, number_insert insert, void *object,
    char number[NUMBER_SIZE], GError **error)
{
	gboolean taken = FALSE;

	for (int i = 0; !taken && i < NUMBER_TRIES; i++) {
		number_draw(number);
		if (!insert(db, number, object, &taken, error))
			return FALSE;
	}
	if (!taken)
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "number.give: no free number found");
	return taken;
}

gboolean
number_find(struct db *db, const char *number, gboolean *found, struct number *of,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_NUMBER, NUMBER_FIND);

	statement_text(s, number);
	return statement_find(s, number_load, of, sizeof(*of), found, error);
}

static void
number_load(struct statement *s, void *value)
{
	struct number *of = value;

	g_strlcpy(of->number, column_borrow(s), sizeof(of->number));
	g_strlcpy(of->kind, column_borrow(s), sizeof(of->kind));
	of->object = column_int(s);
}
