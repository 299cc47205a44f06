/*
 * ticket list and ticket show.  Lists mask numbers and tell the beginning; show
 * tells all of one ticket, and that it was looked at goes on record.
 */
#include "tools/family.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/audit.h"
#include "db/inbox.h"
#include "db/ticket.h"
#include "tools/catalog.h"
#include "tools/stored.h"

#define SHOW_TEXTS_MAX	200	/* of one ticket; more is not read by anybody */
#define SHOW_MARGIN	12	/* cells for the words before a value */

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
	const char *machine;
	enum tone tone;
} urgency_words[] = {
	[TICKET_P1] = { N_("urgent"), "P1", TONE_BAD },
	[TICKET_P2] = { N_("soon"), "P2", TONE_CARE },
	[TICKET_P3] = { "", "P3", TONE_PLAIN },
};

static const struct column list_columns[] = {
	{ "number", N_("TICKET") },
	{ "opened_at", N_("AGE"), TRUE, 0, 2 },
	{ "registered_at", NULL },
	{ "phone", N_("FROM"), FALSE, 0, 1 },
	{ "state", N_("STATE") },
	{ "urgency", N_("URGENCY"), FALSE },
	{ "topic", N_("TOPIC"), FALSE, 4, 4 },
	{ "place", N_("PLACE"), FALSE, 4, 3 },
	{ "line", NULL },
	{ "text", N_("TEXT"), FALSE, 8 },
	{ "texts", NULL, TRUE },
	{ "receipted", NULL },
	{ "confidential", NULL },
};

static const struct column text_columns[] = {
	{ "received_at", N_("CAME") },
	{ "bearer", NULL },
	{ "text", N_("TEXT"), FALSE, 12 },
	{ "end", NULL },
	{ "rule", N_("READ AS"), FALSE, 6, 2 },
	{ "confidence", N_("SURE %"), TRUE, 0, 1 },
	{ "incomplete", NULL },
};

static const struct column event_columns[] = {
	{ "at", N_("WHEN") },
	{ "actor", N_("WHO"), FALSE, 8 },
	{ "action", N_("WHAT"), FALSE, 8 },
	{ "reason", N_("WHY"), FALSE, 8, 1 },
};

struct list {
	struct table *table;
	gboolean urgent_only;
	int	 limit;		/* 0 none */
};

static gboolean	list_row(const struct ticket *t, void *user);
static enum command_status show(struct command_call *call, const struct ticket *t);
static gboolean	show_text_row(const struct inbox_msg *msg, void *user);
static gboolean	show_event_row(const struct audit_row *row, void *user);
static void	show_json(struct command_call *call, const struct ticket *t,
		    struct table *texts, struct table *events);
static void	show_people(struct command_call *call, const struct ticket *t,
		    struct table *texts, struct table *events);
static void	show_line(struct command_call *call, const char *what,
		    const char *value);
static void	show_moment(struct command_call *call, const char *what, gint64 at);

enum command_status
ticket_list_run(struct command_call *call)
{
	g_autofree char *phone = command_phone(call);
	int limit = command_line_number(&call->line, "limit", SYNTAX_LIMIT);
	gboolean urgent = command_line_value(&call->line, "urgent") != NULL;
	const struct ticket_filter filter = {
		.phone = phone,
		.state = command_line_value(&call->line, "state"),
		.limit = urgent ? 0 : limit,
		.with_text = TRUE,
	};
	struct table_look look = command_look(call);
	struct list list = { .urgent_only = urgent, .limit = limit };
	g_autoptr(GError) error = NULL;

	if (!command_record_read(call, "ticket.list", phone == NULL ? "" : phone))
		return COMMAND_NO;
	list.table = table_new(list_columns, G_N_ELEMENTS(list_columns), &look);
	if (!ticket_each(call->db, &filter, list_row, &list, &error)) {
		table_free(list.table);
		return command_failed(call, error);
	}
	command_print(call, list.table, _("There is no such ticket."));
	return COMMAND_DONE;
}

enum command_status
ticket_show_run(struct command_call *call)
{
	const char *number = command_line_value(&call->line, "ticket");
	g_autofree char *object = g_strconcat("ticket:", number, NULL);
	g_autoptr(GError) error = NULL;
	enum command_status status;
	struct ticket ticket = { 0 };
	gboolean found;

	if (!ticket_by_number(call->db, number, &found, &ticket, &error))
		return command_failed(call, error);
	if (!found) {
		g_string_append_printf(call->err,
		    _("there is no ticket %s; look for it with xiangyin ticket list"),
		    number);
		return COMMAND_NO;
	}
	status = command_record_read(call, "ticket.show", object) ?
	    show(call, &ticket) : COMMAND_NO;
	ticket_clear(&ticket);
	return status;
}

static gboolean
list_row(const struct ticket *t, void *user)
{
	struct list *list = user;
	struct table *table = list->table;

	if (list->urgent_only && t->urgency != TICKET_P1)
		return TRUE;
	table_text(table, t->number, TONE_PLAIN);
	table_age(table, t->opened_at, TONE_PLAIN);
	table_time(table, t->registered_at, TONE_PLAIN);
	table_phone(table, t->phone);
	table_words(table, _(state_words[t->state].words),
	    ticket_state_name(t->state), state_words[t->state].tone);
	table_words(table, catalog_text(urgency_words[t->urgency].words),
	    urgency_words[t->urgency].machine, urgency_words[t->urgency].tone);
	table_text(table, t->topic, TONE_PLAIN);
	table_text(table, t->place, TONE_PLAIN);
	table_text(table, t->line, TONE_PLAIN);
	table_text(table, t->text, TONE_PLAIN);
	table_number(table, t->texts, TONE_PLAIN);
	table_boolean(table, t->receipted);
	table_boolean(table, t->confidential);
	return list->limit == 0 || table_rows(table) < list->limit;
}

static enum command_status
show(struct command_call *call, const struct ticket *t)
{
	const struct inbox_filter filter = {
		.ticket = t->number,
		.limit = SHOW_TEXTS_MAX,
		.oldest_first = TRUE,
	};
	g_autofree char *object = g_strconcat("ticket:", t->number, NULL);
	struct table_look look = command_look(call);
	struct table *texts, *events;
	g_autoptr(GError) error = NULL;
	gboolean ok;

	texts = table_new(text_columns, G_N_ELEMENTS(text_columns), &look);
	events = table_new(event_columns, G_N_ELEMENTS(event_columns), &look);
	ok = inbox_each(call->db, &filter, show_text_row, texts, &error) &&
	    audit_each(call->db, object, SHOW_TEXTS_MAX, show_event_row, events,
	    &error);
	if (ok && call->line.json)
		show_json(call, t, texts, events);
	else if (ok)
		show_people(call, t, texts, events);
	table_free(texts);
	table_free(events);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
show_text_row(const struct inbox_msg *msg, void *user)
{
	struct table *table = user;

	table_time(table, msg->received_at, TONE_PLAIN);
	table_text(table, bearer_name(msg->bearer), TONE_PLAIN);
	table_text(table, msg->text, TONE_PLAIN);
	table_text(table, inbox_end_name(msg->end), TONE_PLAIN);
	table_text(table, msg->rule, TONE_FAINT);
	if (msg->confidence < 0)
		table_nothing(table);
	else
		table_number(table, msg->confidence, TONE_FAINT);
	table_boolean(table, msg->incomplete);
	return TRUE;
}

static gboolean
show_event_row(const struct audit_row *row, void *user)
{
	g_autofree char *reason = stored_words(row->reason);
	struct table *table = user;

	table_time(table, row->at, TONE_PLAIN);
	table_text(table, row->actor, TONE_PLAIN);
	table_text(table, row->action, TONE_PLAIN);
	table_words(table, reason, row->reason, TONE_PLAIN);
	return TRUE;
}

static void
show_json(struct command_call *call, const struct ticket *t,
    struct table *texts, struct table *events)
{
	struct json json;

	json_start(&json, call->out);
	json_begin(&json, NULL, '{');
	json_string(&json, "number", t->number);
	json_string(&json, "state", ticket_state_name(t->state));
	json_string(&json, "urgency", urgency_words[t->urgency].machine);
	json_string(&json, "phone", t->phone);
	json_string(&json, "line", t->line);
	json_string(&json, "topic", t->topic);
	json_string(&json, "place", t->place);
	json_time(&json, "opened_at", t->opened_at, call->zone);
	json_time(&json, "registered_at", t->registered_at, call->zone);
	json_boolean(&json, "receipted", t->receipted);
	json_boolean(&json, "confidential", t->confidential);
	table_json(texts, &json, "texts");
	table_json(events, &json, "events");
	json_end(&json, '}');
}

static void
show_people(struct command_call *call, const struct ticket *t,
    struct table *texts, struct table *events)
{
	g_autofree char *head = g_strdup_printf(_("Ticket %s, %s"), t->number,
	    _(state_words[t->state].words));
	enum tone tone = t->urgency == TICKET_P1 ? TONE_BAD : TONE_TITLE;

	display_tone(call->out, tone, call->colour);
	g_string_append(call->out, head);
	if (*urgency_words[t->urgency].words != '\0')
		g_string_append_printf(call->out, ", %s",
		    _(urgency_words[t->urgency].words));
	display_plain(call->out, tone, call->colour);
	g_string_append_c(call->out, '\n');
	show_line(call, _("From"), t->phone);
	if (t->confidential)
		show_line(call, "", _("Confidential: nobody else may learn the number."));
	show_line(call, _("Line"), t->line);
	show_line(call, _("Topic"), t->topic);
	show_line(call, _("Place"), t->place);
	show_moment(call, _("Opened"), t->opened_at);
	show_moment(call, _("Registered"), t->registered_at);
	if (!t->receipted)
		show_line(call, _("Receipt"), _("The sender has not been told the number yet."));
	for (int i = 0; i < 2; i++) {
		struct table *table = i == 0 ? texts : events;

		if (table_rows(table) == 0)
			continue;
		g_string_append_c(call->out, '\n');
		table_print(table, call->out);
	}
}

static void
show_line(struct command_call *call, const char *what, const char *value)
{
	g_autofree char *clean = display_clean(value);
	g_autoptr(GString) wrapped = g_string_new(NULL);

	if (*clean == '\0')
		return;
	display_wrap(wrapped, clean, SHOW_MARGIN, call->columns);
	g_string_append(call->out, what);
	g_string_append_printf(call->out, "%*s",
	    MAX(1, SHOW_MARGIN - display_width(what)), "");
	g_string_append(call->out, wrapped->str + SHOW_MARGIN);
}

static void
show_moment(struct command_call *call, const char *what, gint64 at)
{
	g_autofree char *moment = calendar_format(at, call->zone, "%Y-%m-%d %H:%M");
	g_autofree char *span = display_span(clock_now() - at);
	g_autofree char *both = g_strdup_printf("%s (%s)", moment, span);

	if (at != 0)
		show_line(call, what, both);
}
