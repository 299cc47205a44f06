/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See teaching_command.h.
 */
#include "tests/teaching_command.h"

#include <stddef.h>

#include "tests/teaching_service.h"
#include "tools/catalog.h"
#include "tools/commands.h"
#include "tools/cursor.h"
#include "tools/right.h"

static enum command_status market_list_run(struct command_call *call);
static gboolean	market_row(const struct market_phone *phone, void *user);

#define AT(field)	offsetof(struct market_phone, field)

static const struct report_column columns[] = {
	{ "phone", N_("NUMBER"), REPORT_PHONE, AT(phone) },
	{ "line", N_("LINE"), REPORT_TEXT, AT(line) },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = "Nobody is reminded of the market.",
};

/* A real one is a row of tools/market_command.inc. */
COMMAND_ROW(market_list, "market list",
    "List those who are reminded of the market.",
    SYNTAX_ROWS | SYNTAX_TABLE | SYNTAX_READS, NO_PARAMS, PARAMS(
	{ "limit", PARAM_NUMBER, "N", "Show at most N (default 20).", 1, SYNTAX_LIMIT_MAX }),
    .need = { CLERKS, RIGHT_SCOPED }, .trace = { "market.list" })

const struct syntax *const teaching_commands[] = { COMMAND_ENTRY(market_list) NULL };

static enum command_status
market_list_run(struct command_call *call)
{
	g_autoptr(GError) error = NULL;
	struct cursor cursor;

	cursor_open(&cursor, call, &rows, SYNTAX_LIMIT);
	teaching_each(call->db, market_row, &cursor, &error);
	return cursor_close(&cursor, error);
}

/* Whom the asker's scope has. */
static gboolean
market_row(const struct market_phone *phone, void *user)
{
	struct cursor *cursor = user;
	g_autoptr(GError) error = NULL;
	gboolean has = FALSE;

	if (!right_has_phone(cursor->call, phone->phone, &has, &error))
		g_warning("market list: %s", error->message);
	return !has || cursor_row(cursor, phone);
}
