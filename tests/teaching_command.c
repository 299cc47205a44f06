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

/* A list under way. */
struct listing {
	struct cursor cursor;
	GError	*error;
};

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
	struct listing listing = { .error = NULL };
	enum command_status status;

	cursor_open(&listing.cursor, call, &rows, SYNTAX_LIMIT);
	teaching_each(call->db, market_row, &listing, &listing.error);
	status = cursor_close(&listing.cursor, listing.error);
	g_clear_error(&listing.error);
	return status;
}

/* Whom the asker's scope has. */
static gboolean
market_row(const struct market_phone *phone, void *user)
{
	struct listing *listing = user;
	gboolean has;

	if (!right_has_phone(listing->cursor.call, phone->phone, &has, &listing->error))
		return FALSE;
	return !has || cursor_row(&listing->cursor, phone);
}
