/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See second_word.h.
 */
#include "db/second_word.h"

#include <string.h>

#include "db/statement.h"

enum { WORD_FIRST, WORD_SAY, WORD_UNSAY };

static const struct statement_source word_sources[] = {
	[WORD_FIRST] = { "second_word.first",
	    "SELECT by FROM second_word WHERE what = ? AND at >= ?" },
	[WORD_SAY] = { "second_word.say",
	    "INSERT OR REPLACE INTO second_word (what, by, at) "
	    "VALUES (?, ?, ?)" },
	[WORD_UNSAY] = { "second_word.unsay",
	    "DELETE FROM second_word WHERE what = ?" },
};
const struct statement_table second_word_statements =
    STATEMENT_TABLE(word_sources);

gboolean
second_word(struct db *db, const char *what, const char *by, gint64 now,
    gint64 since, gboolean *second, GError **error)
{
	struct statement *s = statement_use(db, MODULE_SECOND_WORD, WORD_FIRST);
	g_autofree char *first = NULL;

	statement_text(s, what);
	statement_int(s, since);
	if (!statement_string(s, &first, error))
		return FALSE;
	*second = first != NULL && strcmp(first, by) != 0;
	s = statement_use(db, MODULE_SECOND_WORD, *second ? WORD_UNSAY : WORD_SAY);
	statement_text(s, what);
	if (!*second) {
		statement_text(s, by);
		statement_int(s, now);
	}
	return statement_run(s, error);
}
