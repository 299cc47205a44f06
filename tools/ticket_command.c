/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ticket list and ticket show.  Lists mask numbers and tell the beginning; show
 * tells all of one ticket, and that it was looked at goes on record.
 */
#include "tools/family.h"

#include <stddef.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/number.h"
#include "db/audit.h"
#include "db/inbox.h"
#include "db/ticket.h"
#include "db/ticket_list.h"
#include "tools/catalog.h"
#include "tools/cursor.h"
#include "tools/right.h"
#include "tools/stored.h"

#define SHOW_TEXTS_MAX	200	/* of one ticket; more is not read by anybody */

static const struct {
	const char *words;
	enum tone tone;
} state_words[TICKET_STATE_COUNT] = {
	[TICKET_DRAFT] = { N_("draft"), TONE_CARE },
	[TICKET_REGISTERED] = { N_("registered"), TONE_PLAIN },
	[TICKET_VOID] = { N_("void"), TONE_FAINT },
	[TICKET_WITHDRAWN] = { N_("withdrawn"), TONE_FAINT },
};

static const struct {
	const char *words;	/* "" in lists: nothing special */
	enum tone tone;
} urgency_words[] = {
	[TICKET_P1] = { N_("urgent"), TONE_BAD },
	[TICKET_P2] = { N_("soon"), TONE_CARE },
	[TICKET_P3] = { "", TONE_PLAIN },
};

/* A ticket, a text of it, and what was done: rows of `show`. */
struct ticket_row {
	struct ticket ticket;
	GTimeZone *zone;
};
struct text_row {
	struct inbox_msg msg;
	GTimeZone *zone;
};
struct shown_ticket {
	struct command_call *call;
	struct report *report;
};

/* A list under way, and why it ends early. */
struct listing {
	struct cursor cursor;
	GError	*error;
};

static gboolean	list_row(const struct ticket *t, void *user);
static void	state_cell(const void *row, struct cell *cell);
static void	urgency_cell(const void *row, struct cell *cell);
static gboolean	show_find(struct command_call *call, struct ticket *ticket,
		    GError **error);
static gboolean	show_print(struct command_call *call, struct report *report,
		    const struct ticket_row *row, GError **error);
static void	show_head(struct report *report, const struct ticket *t);
static gboolean	show_text(const struct inbox_msg *msg, void *user);
static gboolean	show_event(const struct audit_row *row, void *user);
static void	secret_fact(const void *row, struct cell *cell);
static void	opened_fact(const void *row, struct cell *cell);
static void	registered_fact(const void *row, struct cell *cell);
static void	receipt_fact(const void *row, struct cell *cell);
static void	moment_words(GTimeZone *zone, gint64 at, struct cell *cell);
static void	text_head_cell(const void *row, struct cell *cell);
static void	text_bearer_cell(const void *row, struct cell *cell);
static void	text_end_cell(const void *row, struct cell *cell);
static void	text_confidence_cell(const void *row, struct cell *cell);
static void	event_reason_cell(const void *row, struct cell *cell);

#define AT(field)	offsetof(struct ticket, field)
#define TEXT(field)	offsetof(struct text_row, msg.field)
#define EVENT(field)	offsetof(struct audit_row, field)

static const struct report_column list_columns[] = {
	{ "number", N_("TICKET"), REPORT_TEXT, AT(number) },
	{ "opened_at", N_("AGE"), REPORT_AGE, AT(opened_at), .spare = 2 },
	{ "registered_at", NULL, REPORT_TIME, AT(registered_at) },
	{ "phone", N_("FROM"), REPORT_PHONE, AT(phone), .spare = 1 },
	{ "state", N_("STATE"), .cell = state_cell },
	{ "urgency", N_("URGENCY"), .cell = urgency_cell },
	{ "topic", N_("TOPIC"), REPORT_TEXT, AT(topic), .least = 4, .spare = 4 },
	{ "place", N_("PLACE"), REPORT_TEXT, AT(place), .least = 4, .spare = 3 },
	{ "line", NULL, REPORT_TEXT, AT(line) },
	{ "text", N_("TEXT"), REPORT_TEXT, AT(text), .least = 8 },
	{ "texts", NULL, REPORT_INT, AT(texts) },
	{ "receipted", NULL, REPORT_BOOLEAN, AT(receipted) },
	{ "confidential", NULL, REPORT_BOOLEAN, AT(confidential) },
};

static const struct report_rows list_rows = {
	.columns = list_columns, .count = G_N_ELEMENTS(list_columns),
	.none = N_("There is no such ticket."),
};

/* The ticket is the first member of its row. */
static const struct report_column show_columns[] = {
	{ "number", NULL, REPORT_TEXT, AT(number) },
	{ "state", NULL, .cell = state_cell },
	{ "urgency", NULL, .cell = urgency_cell },
	{ "phone", NULL, REPORT_TEXT, AT(phone), .fact = N_("From") },
	{ .cell = secret_fact, .fact = "" },
	{ "line", NULL, REPORT_TEXT, AT(line), .fact = N_("Line") },
	{ "topic", NULL, REPORT_TEXT, AT(topic), .fact = N_("Topic") },
	{ "place", NULL, REPORT_TEXT, AT(place), .fact = N_("Place") },
	{ "opened_at", NULL, REPORT_TIME, AT(opened_at) },
	{ "registered_at", NULL, REPORT_TIME, AT(registered_at) },
	{ .cell = opened_fact, .fact = N_("Opened") },
	{ .cell = registered_fact, .fact = N_("Registered") },
	{ "receipted", NULL, REPORT_BOOLEAN, AT(receipted) },
	{ .cell = receipt_fact, .fact = N_("Receipt") },
	{ "confidential", NULL, REPORT_BOOLEAN, AT(confidential) },
};

static const struct report_rows show_rows = {
	.columns = show_columns, .count = G_N_ELEMENTS(show_columns),
	.layout = REPORT_FACTS,
};

static const struct report_column text_columns[] = {
	{ "received_at", NULL, REPORT_TIME, TEXT(received_at) },
	{ NULL, N_("WHEN"), .cell = text_head_cell },
	{ "bearer", NULL, .cell = text_bearer_cell },
	{ "text", N_("TEXT"), REPORT_TEXT, TEXT(text) },
	{ "end", NULL, .cell = text_end_cell },
	{ "rule", NULL, REPORT_TEXT, TEXT(rule) },
	{ "confidence", NULL, .cell = text_confidence_cell },
	{ "incomplete", NULL, REPORT_BOOLEAN, TEXT(incomplete) },
	{ "typed_by", NULL, REPORT_TEXT, TEXT(typed_by) },
};

static const struct report_rows text_rows = {
	.key = "texts",
	.columns = text_columns, .count = G_N_ELEMENTS(text_columns),
	.layout = REPORT_TEXTS,
};

static const struct report_column event_columns[] = {
	{ "at", N_("WHEN"), REPORT_TIME, EVENT(at) },
	{ "actor", N_("WHO"), REPORT_TEXT, EVENT(actor), .least = 8 },
	{ "action", N_("WHAT"), REPORT_TEXT, EVENT(action), .least = 8 },
	{ "reason", N_("WHY"), .cell = event_reason_cell, .least = 8, .spare = 1 },
};

static const struct report_rows event_rows = {
	.key = "events",
	.columns = event_columns, .count = G_N_ELEMENTS(event_columns),
};

enum command_status
ticket_list_run(struct command_call *call)
{
	struct ticket_filter filter = { .with_text = TRUE, .told = TRUE };
	g_autoptr(GError) error = NULL;
	struct listing listing = { .error = NULL };
	struct cursor *cursor = &listing.cursor;

	cursor_open(cursor, call, &list_rows, SYNTAX_LIMIT);
	filter.phone = cursor->phone;
	filter.state = cursor->state;
	filter.urgent = command_line_value(&call->line, "urgent") != NULL;
	if (ticket_each(call->db, &filter, list_row, &listing, &error))
		error = listing.error;
	else
		g_clear_error(&listing.error);
	return cursor_close(cursor, error);
}

static gboolean
list_row(const struct ticket *t, void *user)
{
	struct listing *listing = user;
	gboolean has;

	if (!right_has_ticket(listing->cursor.call, t, &has, &listing->error))
		return FALSE;
	return !has || cursor_row(&listing->cursor, t);
}

static void
state_cell(const void *row, struct cell *cell)
{
	const struct ticket *t = row;

	cell_words(cell, _(state_words[t->state].words), ticket_state_name(t->state),
	    state_words[t->state].tone);
}

static void
urgency_cell(const void *row, struct cell *cell)
{
	const struct ticket *t = row;

	cell_words(cell, catalog_text(urgency_words[t->urgency].words),
	    ticket_urgency_name(t->urgency), urgency_words[t->urgency].tone);
}

/* --- one ticket --------------------------------------------------------------------- */

/* FALSE with a sentence in call->err, or with `error`. */
static gboolean
show_find(struct command_call *call, struct ticket *ticket, GError **error)
{
	char number[NUMBER_SIZE] = "";
	gboolean found;

	number_read(command_line_value(&call->line, "ticket"), number);
	if (!ticket_by_number(call->db, number, &found, ticket, error))
		return FALSE;
	if (!found)
		g_string_append_printf(call->err,
		    _("there is no ticket %s; look for it with xiangyin ticket list"),
		    number);
	return found;
}

enum command_status
ticket_show_run(struct command_call *call)
{
	struct ticket_row row = { .zone = call->zone };
	g_autoptr(GError) error = NULL;
	struct report *report;
	gboolean ok;

	if (!show_find(call, &row.ticket, &error) ||
	    !right_takes_ticket(call, &row.ticket, &error)) {
		ticket_clear(&row.ticket);
		return command_refused(call, error);
	}
	report = report_new(call, REPORT_OBJECT);
	ok = show_print(call, report, &row, &error);
	report_free(report);
	ticket_clear(&row.ticket);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
show_print(struct command_call *call, struct report *report,
    const struct ticket_row *row, GError **error)
{
	const struct inbox_filter filter = {
		.ticket = row->ticket.number,
		.limit = SHOW_TEXTS_MAX,
		.oldest_first = TRUE,
	};
	g_autofree char *object = g_strconcat("ticket:", row->ticket.number, NULL);
	struct shown_ticket shown = { call, report };

	show_head(report, &row->ticket);
	report_begin(report, &show_rows);
	report_row(report, row);
	report_end(report);
	report_gap(report);
	report_begin(report, &text_rows);
	if (!inbox_each(call->db, &filter, show_text, &shown, error))
		return FALSE;
	report_end(report);
	if (report_count(report) > 0)
		report_gap(report);
	report_begin(report, &event_rows);
	if (!audit_each(call->db, object, SHOW_TEXTS_MAX, show_event, &shown, error))
		return FALSE;
	report_end(report);
	return TRUE;
}

static void
show_head(struct report *report, const struct ticket *t)
{
	const char *urgency = urgency_words[t->urgency].words;
	g_autofree char *head = *urgency == '\0' ?
	    g_strdup_printf(_("Ticket %s, %s"), t->number,
	    _(state_words[t->state].words)) :
	    g_strdup_printf(_("Ticket %s, %s, %s"), t->number,
	    _(state_words[t->state].words), _(urgency));

	report_head(report, t->urgency == TICKET_P1 ? TONE_BAD : TONE_TITLE, head);
}

static gboolean
show_text(const struct inbox_msg *msg, void *user)
{
	struct shown_ticket *shown = user;
	const struct text_row row = { .msg = *msg, .zone = shown->call->zone };

	report_row(shown->report, &row);
	return TRUE;
}

static gboolean
show_event(const struct audit_row *row, void *user)
{
	struct shown_ticket *shown = user;

	/* Who only looked is for programs and audits. */
	if (report_is_for_people(shown->report) && strcmp(row->action, TICKET_SHOW_ACTION) == 0)
		return TRUE;
	report_row(shown->report, row);
	return TRUE;
}

static void
secret_fact(const void *row, struct cell *cell)
{
	const struct ticket *t = row;

	cell_text(cell, t->confidential ?
	    _("Confidential: nobody else may learn the number.") : "", TONE_PLAIN);
}

static void
opened_fact(const void *row, struct cell *cell)
{
	const struct ticket_row *shown = row;

	moment_words(shown->zone, shown->ticket.opened_at, cell);
}

static void
registered_fact(const void *row, struct cell *cell)
{
	const struct ticket_row *shown = row;

	moment_words(shown->zone, shown->ticket.registered_at, cell);
}

static void
receipt_fact(const void *row, struct cell *cell)
{
	const struct ticket *t = row;

	cell_text(cell, t->receipted ? "" :
	    _("The sender has not been told the number yet."), TONE_PLAIN);
}

static void
moment_words(GTimeZone *zone, gint64 at, struct cell *cell)
{
	g_autofree char *moment = calendar_format(at, zone, "%Y-%m-%d %H:%M");
	g_autofree char *span = display_span(clock_now() - at);
	g_autofree char *both = g_strdup_printf("%s (%s)", moment, span);

	cell_text(cell, at != 0 ? both : "", TONE_PLAIN);
}

static void
text_head_cell(const void *row, struct cell *cell)
{
	const struct text_row *text = row;
	const struct inbox_msg *msg = &text->msg;
	g_autofree char *came = display_time(msg->received_at, clock_now(),
	    text->zone);
	g_autoptr(GString) head = g_string_new(came);

	if (*msg->typed_by != '\0')
		g_string_append_printf(head, _(", typed by %s"), msg->typed_by);
	if (*msg->rule != '\0')
		g_string_append_printf(head, _(", read as %s, %d %% sure"),
		    msg->rule, msg->confidence);
	if (msg->incomplete)
		g_string_append(head, _(", a part is missing"));
	cell_text(cell, head->str, TONE_FAINT);
}

static void
text_bearer_cell(const void *row, struct cell *cell)
{
	const struct text_row *text = row;

	cell_text(cell, bearer_name(text->msg.bearer), TONE_PLAIN);
}

static void
text_end_cell(const void *row, struct cell *cell)
{
	const struct text_row *text = row;

	cell_text(cell, inbox_end_name(text->msg.end), TONE_PLAIN);
}

static void
text_confidence_cell(const void *row, struct cell *cell)
{
	const struct text_row *text = row;

	if (text->msg.confidence < 0)
		cell_nothing(cell);
	else
		cell_number(cell, text->msg.confidence, TONE_PLAIN);
}

static void
event_reason_cell(const void *row, struct cell *cell)
{
	const struct audit_row *event = row;
	g_autofree char *reason = stored_words(event->reason);

	cell_words(cell, reason, event->reason, TONE_PLAIN);
}
