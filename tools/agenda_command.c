/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * agenda list, show and retry: what the box will do next, what it gave up, and
 * trying that again.
 */
#include "tools/family.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/agenda.h"
#include "tools/catalog.h"

#define AGENDA_LIMIT	50

static const struct column columns[] = {
	{ "id", N_("ID"), TRUE },
	{ "due_at", N_("WHEN"), FALSE },
	{ "kind", N_("WHAT"), FALSE, 12 },
	{ "object", N_("OF"), FALSE },
	{ "tries", N_("FAILED"), TRUE, 0, 3 },
	{ "error", N_("WHY"), FALSE, 8, 4 },
};

/* What a kind does, in words; one that is not here goes by its name. */
static const struct {
	const char *kind, *words;
} kind_words[] = {
	{ "backcheck.round", N_("ask households whether anybody called") },
	{ "balance.ask", N_("ask for the credit of a SIM") },
	{ "callout.acknowledge", N_("pass a call-out on to the next person") },
	{ "checkin.ask", N_("ask a household how it is") },
	{ "checkin.silence", N_("send the cadre to a household that is silent") },
	{ "clock.grace", N_("let what is overdue expire again") },
	{ "complaint.hold", N_("register what a complaint has said so far") },
	{ "duty.remind", N_("remind cadres of the households left") },
	{ "inbox.parts", N_("take long texts without their missing parts") },
	{ "modem.alarm", N_("look whether a modem can send") },
	{ "outbox.expiry", N_("give up texts that are too late") },
	{ "probe.send", N_("send test texts, or judge them") },
	{ "question.expiry", N_("end questions nobody has answered") },
};

static gboolean	agenda_row(const struct agenda_row *row, void *user);
static enum command_status agenda_missing(struct command_call *call, int id);

const char *
agenda_kind_words(const char *kind)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kind_words); i++) {
		if (strcmp(kind_words[i].kind, kind) == 0)
			return _(kind_words[i].words);
	}
	return kind;
}

enum command_status
agenda_list_run(struct command_call *call)
{
	gboolean parked = command_line_value(&call->line, "parked") != NULL;
	struct table_look look = command_look(call);
	const struct agenda_filter filter = {
		.state = parked ? AGENDA_PARKED : AGENDA_DUE,
		.limit = command_line_number(&call->line, "limit", AGENDA_LIMIT),
	};
	g_autoptr(GError) error = NULL;
	struct table *table;

	table = table_new(columns, G_N_ELEMENTS(columns), &look);
	if (!agenda_each(call->db, &filter, agenda_row, table, &error)) {
		table_free(table);
		return command_failed(call, error);
	}
	command_print(call, table, parked ? _("Nothing was given up.") :
	    _("Nothing is planned."));
	return COMMAND_DONE;
}

static gboolean
agenda_row(const struct agenda_row *row, void *user)
{
	struct table *table = user;
	enum tone tone = row->state == AGENDA_PARKED ? TONE_BAD :
	    row->tries > 0 ? TONE_CARE : TONE_PLAIN;

	table_number(table, row->id, TONE_PLAIN);
	table_time(table, row->due_at, tone);
	table_words(table, agenda_kind_words(row->kind), row->kind, TONE_PLAIN);
	table_text(table, row->object, TONE_PLAIN);
	table_number(table, row->tries, row->tries > 0 ? tone : TONE_FAINT);
	table_text(table, row->last_error, tone);
	return TRUE;
}

enum command_status
agenda_show_run(struct command_call *call)
{
	int id = command_line_number(&call->line, "id", 0);
	g_autofree char *due = NULL, *made = NULL, *tries = NULL;
	g_autoptr(GError) error = NULL;
	struct agenda_row row;
	struct json json;
	gboolean found;

	if (!agenda_by_id(call->db, id, &found, &row, &error))
		return command_failed(call, error);
	if (!found)
		return agenda_missing(call, id);
	if (call->line.json) {
		json_start(&json, call->out);
		json_begin(&json, NULL, '{');
		json_number(&json, "id", row.id);
		json_string(&json, "kind", row.kind);
		json_string(&json, "object", row.object);
		json_string(&json, "state", agenda_state_name(row.state));
		json_time(&json, "due_at", row.due_at, call->zone);
		json_time(&json, "made_at", row.made_at, call->zone);
		json_number(&json, "tries", row.tries);
		json_string(&json, "error", row.last_error);
		json_string(&json, "data", row.data);
		json_end(&json, '}');
	} else {
		due = calendar_format(row.due_at, call->zone, "%Y-%m-%d %H:%M:%S");
		made = calendar_format(row.made_at, call->zone, "%Y-%m-%d %H:%M:%S");
		tries = row.tries > 0 ? g_strdup_printf("%d", row.tries) :
		    g_strdup("");
		command_say(call, TONE_TITLE, agenda_kind_words(row.kind));
		command_fact(call, _("kind"), row.kind);
		command_fact(call, _("of"), row.object);
		command_fact(call, row.state == AGENDA_PARKED ? _("was due") :
		    _("due"), due);
		command_fact(call, _("planned"), made);
		command_fact(call, _("failed"), tries);
		command_fact(call, _("why"), row.last_error);
		command_fact(call, _("data"), row.data);
		if (row.state == AGENDA_PARKED)
			command_say(call, TONE_BAD,
			    _("It was given up; when its cause is mended: xiangyin "
			    "agenda retry"));
	}
	agenda_row_clear(&row);
	return COMMAND_DONE;
}

enum command_status
agenda_retry_run(struct command_call *call)
{
	int id = command_line_number(&call->line, "id", 0);
	g_autofree char *object = g_strdup_printf("agenda:%d", id);
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean done = FALSE;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!agenda_retry(call->db, id, clock_now(), &done, &error) ||
	    (done && !command_record(call, "agenda.retry", object, "", &error)) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (!done)
		return agenda_missing(call, id);
	said = g_strdup_printf(_("%d is tried again now; see xiangyin agenda show %d"),
	    id, id);
	command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

static enum command_status
agenda_missing(struct command_call *call, int id)
{
	g_string_append_printf(call->err,
	    _("there is no row %d; see xiangyin agenda list"), id);
	return COMMAND_NO;
}
