/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Balances: a few rows a day and modem.
 */
#include "db/balance.h"

#include "db/statement.h"

enum { BALANCE_ADD, BALANCE_LAST, BALANCE_USED };

static const struct statement_source balance_sources[] = {
	[BALANCE_ADD] = { "balance.add",
	    "INSERT OR REPLACE INTO balance (modem, at, imsi, fen) "
	    "VALUES (?, ?, ?, ?)" },
	[BALANCE_LAST] = { "balance.last",
	    "SELECT at, fen FROM balance WHERE modem = ? AND imsi = ? "
	    "ORDER BY at DESC LIMIT 1" },
	[BALANCE_USED] = { "balance.used",
	    "SELECT COALESCE(SUM(MAX(before - fen, 0)), 0), "
	    "COALESCE(MAX(at) - MIN(at), 0) "
	    "FROM (SELECT at, fen, LAG(fen) OVER (ORDER BY at) AS before "
	    "FROM balance WHERE modem = ? AND imsi = ? AND at >= ?)" },
};
const struct statement_table balance_statements =
    STATEMENT_TABLE(balance_sources);

static void	balance_load(struct statement *s, void *value);

gboolean
balance_add(struct db *db, const char *modem, const char *imsi,
    const struct balance *balance, GError **error)
{
	struct statement *s = statement_use(db, MODULE_BALANCE, BALANCE_ADD);

	statement_text(s, modem);
	statement_int(s, balance->at);
	statement_text(s, imsi);
	statement_int(s, balance->fen);
	return statement_run(s, error);
}

gboolean
balance_last(struct db *db, const char *modem, const char *imsi,
    struct balance *last, GError **error)
{
	struct statement *s = statement_use(db, MODULE_BALANCE, BALANCE_LAST);
	gboolean found;

	statement_text(s, modem);
	statement_text(s, imsi);
	return statement_find(s, balance_load, last, sizeof(*last), &found,
	    error);
}

static void
balance_load(struct statement *s, void *value)
{
	struct balance *balance = value;

	balance->at = column_int(s);
	balance->fen = (int)column_int(s);
}

gboolean
balance_used(struct db *db, const char *modem, const char *imsi, gint64 since,
    int *fen, gint64 *span, GError **error)
{
	struct statement *s = statement_use(db, MODULE_BALANCE, BALANCE_USED);
	gboolean ok;

	*fen = 0;
	*span = 0;
	statement_text(s, modem);
	statement_text(s, imsi);
	statement_int(s, since);
	if (statement_row(s, &ok, error)) {
		*fen = (int)column_int(s);
		*span = column_int(s);
	}
	statement_end(s);
	return ok;
}

char *
balance_yuan(int fen)
{
	return g_strdup_printf("%s%d.%02d", fen < 0 ? "-" : "",
	    ABS(fen) / 100, ABS(fen) % 100);
}
