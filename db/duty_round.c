/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_round.h.
 */
#include "db/duty_round.h"

#include "db/statement.h"

enum { ROUND_GET, ROUND_PUT };

static const struct statement_source round_sources[] = {
	[ROUND_GET] = { "duty_round.get",
	    "SELECT cadre_id, ended_at <> 0 FROM duty_round "
	    "WHERE month = ? AND stage = ?" },
	[ROUND_PUT] = { "duty_round.put",
	    "INSERT OR REPLACE INTO duty_round (month, stage, cadre_id, "
	    "ended_at) VALUES (?, ?, ?, ?)" },
};
const struct statement_table duty_round_statements =
    STATEMENT_TABLE(round_sources);

gboolean
duty_round_get(struct db *db, struct duty_round *round, GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_ROUND, ROUND_GET);
	gboolean ok;

	round->cadre_id = 0;
	round->ended = FALSE;
	statement_int(s, round->month);
	statement_text(s, round->stage);
	if (statement_row(s, &ok, error)) {
		round->cadre_id = column_int(s);
		round->ended = column_int(s) != 0;
	}
	statement_end(s);
	return ok;
}

gboolean
duty_round_put(struct db *db, const struct duty_round *round, gint64 now,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_DUTY_ROUND, ROUND_PUT);

	statement_int(s, round->month);
	statement_text(s, round->stage);
	statement_int(s, round->cadre_id);
	statement_int(s, round->ended ? now : 0);
	return statement_run(s, error);
}
