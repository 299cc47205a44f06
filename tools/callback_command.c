/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * callback list and callback done: the people who wait for a call.  The list is there
 * to be telephoned from, so its numbers are shown in full and reading it is on record.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/clock.h"
#include "db/callback.h"
#include "tools/catalog.h"
#include "tools/cursor.h"
#include "tools/stored.h"

static void	callback_age(const void *row, struct cell *cell);
static void	callback_reason(const void *row, struct cell *cell);
static gboolean	callback_row(const struct callback *c, void *user);

#define AT(field)	offsetof(struct callback, field)

static const struct report_column columns[] = {
	{ "id", N_("ID"), REPORT_INT64, AT(id) },
	{ "phone", N_("CALL"), REPORT_TEXT, AT(phone) },
	{ "asked_at", N_("WAITS"), .cell = callback_age, .right = TRUE },
	{ "reason", N_("WHY"), .cell = callback_reason, .least = 8 },
	{ "times", N_("ASKED"), REPORT_INT, AT(times), .spare = 3 },
	{ "ticket", N_("TICKET"), REPORT_TEXT, AT(ticket), .spare = 1 },
	{ "line", N_("LINE"), REPORT_TEXT, AT(line), .tone = TONE_FAINT, .spare = 4 },
	{ "done_at", N_("DONE"), REPORT_TIME, AT(done_at) },
	{ "done_by", N_("BY"), REPORT_TEXT, AT(done_by), .least = 6, .spare = 2 },
	{ "result", N_("RESULT"), REPORT_TEXT, AT(result), .least = 8 },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Nobody waits for a call."),
};

enum command_status
callback_list_run(struct command_call *call)
{
	gboolean all = command_line_value(&call->line, "all") != NULL;
	g_autoptr(GError) error = NULL;
	struct cursor cursor;

	cursor_open(&cursor, call, &rows, 0);
	callback_each(call->db, !all, callback_row, &cursor, &error);
	return cursor_close(&cursor, error);
}

static gboolean
callback_row(const struct callback *c, void *user)
{
	return cursor_row(user, c);
}

static void
callback_age(const void *row, struct cell *cell)
{
	const struct callback *c = row;

	cell_age(cell, c->asked_at, c->done_at != 0 ? TONE_FAINT :
	    clock_now() - c->asked_at > CLOCK_DAY ? TONE_BAD : TONE_PLAIN);
}

static void
callback_reason(const void *row, struct cell *cell)
{
	const struct callback *c = row;
	g_autofree char *words = stored_words(c->reason);

	cell_words(cell, words, c->reason, TONE_PLAIN);
}

enum command_status
callback_done_run(struct command_call *call)
{
	int id = command_line_number(&call->line, "id", 0);
	const char *result = command_line_value(&call->line, "result");
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean done = FALSE;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!callback_done(call->db, id, call->actor, result, clock_now(), &done,
	    &error) || !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (!done) {
		g_string_append_printf(call->err,
		    _("there is no open call-back %d; see xiangyin callback list"), id);
		return COMMAND_NO;
	}
	said = g_strdup_printf(_("Call-back %d is done."), id);
	command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

