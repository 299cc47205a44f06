/*
 * callback list and callback done: the people who wait for a call.  The list is there
 * to be telephoned from, so its numbers are shown in full and reading it is on
 * record.
 */
#include "tools/family.h"

#include "base/clock.h"
#include "db/callback.h"
#include "tools/catalog.h"
#include "tools/stored.h"

static const struct column columns[] = {
	{ "id", N_("ID"), TRUE },
	{ "phone", N_("CALL"), FALSE },
	{ "asked_at", N_("WAITS"), TRUE },
	{ "reason", N_("WHY"), FALSE, 8 },
	{ "times", N_("ASKED"), TRUE, 0, 3 },
	{ "ticket", N_("TICKET"), FALSE, 0, 1 },
	{ "line", N_("LINE"), FALSE, 0, 4 },
	{ "done_at", N_("DONE"), FALSE },
	{ "done_by", N_("BY"), FALSE, 6, 2 },
	{ "result", N_("RESULT"), FALSE, 8 },
};

static gboolean	callback_row(const struct callback *c, void *user);

enum command_status
callback_list_run(struct command_call *call)
{
	gboolean all = command_line_value(&call->line, "all") != NULL;
	struct table_look look = command_look(call);
	g_autoptr(GError) error = NULL;
	struct table *table;

	table = table_new(columns, G_N_ELEMENTS(columns), &look);
	if (!callback_each(call->db, !all, callback_row, table, &error)) {
		table_free(table);
		return command_failed(call, error);
	}
	command_print(call, table, _("Nobody waits for a call."));
	return COMMAND_DONE;
}

enum command_status
callback_done_run(struct command_call *call)
{
	int id = command_line_number(&call->line, "id", 0);
	const char *result = command_line_value(&call->line, "result");
	g_autofree char *object = g_strdup_printf("callback:%d", id);
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean done = FALSE;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!callback_done(call->db, id, call->actor, result, clock_now(), &done,
	    &error) || (done && !command_record(call, "callback.done", object,
	    result, &error)) || !db_commit(call->db, &error)) {
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

static gboolean
callback_row(const struct callback *c, void *user)
{
	g_autofree char *reason = stored_words(c->reason);
	struct table *table = user;
	enum tone tone = c->done_at != 0 ? TONE_FAINT :
	    clock_now() - c->asked_at > CLOCK_DAY ? TONE_BAD : TONE_PLAIN;

	table_number(table, c->id, TONE_PLAIN);
	table_text(table, c->phone, TONE_PLAIN);
	table_age(table, c->asked_at, tone);
	table_words(table, reason, c->reason, TONE_PLAIN);
	table_number(table, c->times, TONE_PLAIN);
	table_text(table, c->ticket, TONE_PLAIN);
	table_text(table, c->line, TONE_FAINT);
	table_time(table, c->done_at, TONE_PLAIN);
	table_text(table, c->done_by, TONE_PLAIN);
	table_text(table, c->result, TONE_PLAIN);
	return TRUE;
}
