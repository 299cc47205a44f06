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
#include "tools/walk.h"

#define SHOW_TEXTS_MAX	200	/* of one ticket; more is not read by anybody */
#define SHOW_INDENT	2

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

/* For programs; people read each text in full, see show_text(). */
static const struct column text_columns[] = {
	{ "received_at", NULL },
	{ "bearer", NULL },
	{ "text", NULL },
	{ "end", NULL },
	{ "rule", NULL },
	{ "confidence", NULL },
	{ "incomplete", NULL },
	{ "typed_by", NULL },
};

static const struct column event_columns[] = {
	{ "at", N_("WHEN") },
	{ "actor", N_("WHO"), FALSE, 8 },
	{ "action", N_("WHAT"), FALSE, 8 },
	{ "reason", N_("WHY"), FALSE, 8, 1 },
};

/* What was done to a ticket, and its texts, as they are collected. */
struct complaint {
	struct command_call *call;
	struct table *texts, *events;
	GString	*told;		/* the texts for people */
};

static gboolean	list_scan(struct command_call *call, struct walk *walk,
		    GError **error);
static gboolean	list_row(const struct ticket *t, void *user);
static gboolean	list_wants(struct walk *walk, const struct ticket *t);
static void	list_print(const struct ticket *t, struct table *table);
static enum command_status show(struct command_call *call, const struct ticket *t);
static gboolean	show_text(const struct inbox_msg *msg, void *user);
static gboolean	show_event(const struct audit_row *row, void *user);
static void	show_json(const struct complaint *story, const struct ticket *t);
static void	show_people(const struct complaint *story, const struct ticket *t);
static void	show_moment(struct command_call *call, const char *what, gint64 at);

enum command_status
ticket_list_run(struct command_call *call)
{
	const struct walk walk = {
		.scan = list_scan,
		.none = N_("There is no such ticket."),
		.marked = command_line_value(&call->line, "urgent") != NULL,
	};

	return walk_start(call, &walk, list_columns,
	    G_N_ELEMENTS(list_columns));
}

enum command_status
ticket_show_run(struct command_call *call)
{
	const char *number = command_line_value(&call->line, "ticket");
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
	if (right_takes_ticket(call, &ticket, &error))
		status = show(call, &ticket);
	else
		status = error != NULL ? command_failed(call, error) : COMMAND_NO;
	ticket_clear(&ticket);
	return status;
}

/* A list under way; ok FALSE: `error` says why. */
struct listing {
	struct command_call *call;
	struct walk *walk;
	gboolean ok;
	GError	**error;
};

static gboolean
list_scan(struct command_call *call, struct walk *walk, GError **error)
{
	const struct ticket_filter filter = {
		.phone = walk->phone,
		.with_text = TRUE,
		.past = walk->past,
	};
	struct listing listing = { call, walk, TRUE, error };

	return ticket_each(call->db, &filter, list_row, &listing, error) &&
	    listing.ok;
}

static gboolean
list_row(const struct ticket *t, void *user)
{
	struct listing *listing = user;
	struct walk *walk = listing->walk;
	gboolean has;

	if (list_wants(walk, t)) {
		listing->ok = right_has_ticket(listing->call, t, &has,
		    listing->error);
		if (listing->ok && has)
			list_print(t, walk->table);
	}
	return listing->ok && walk_goes_on(walk);
}

/* Void ones were greetings only: they are listed when they are asked for. */
static gboolean
list_wants(struct walk *walk, const struct ticket *t)
{
	gboolean open = t->state == TICKET_DRAFT || t->state == TICKET_REGISTERED;
	const char *state = open && g_strcmp0(walk->state, "open") == 0 ?
	    "open" : ticket_state_name(t->state);

	if (!walk_wants(walk, t->id, state))
		return FALSE;
	if (walk->state == NULL && t->state == TICKET_VOID)
		return FALSE;
	return !walk->marked || t->urgency == TICKET_P1;
}

static void
list_print(const struct ticket *t, struct table *table)
{
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
	struct complaint story = { .call = call };
	g_autoptr(GError) error = NULL;
	gboolean ok;

	story.texts = table_new(text_columns, G_N_ELEMENTS(text_columns), &look);
	story.events = table_new(event_columns, G_N_ELEMENTS(event_columns), &look);
	story.told = g_string_new(NULL);
	ok = inbox_each(call->db, &filter, show_text, &story, &error) &&
	    audit_each(call->db, object, SHOW_TEXTS_MAX, show_event, &story, &error);
	if (ok && call->line.json)
		show_json(&story, t);
	else if (ok)
		show_people(&story, t);
	table_free(story.texts);
	table_free(story.events);
	g_string_free(story.told, TRUE);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
show_text(const struct inbox_msg *msg, void *user)
{
	struct complaint *story = user;
	const struct command_call *call = story->call;
	g_autofree char *clean = display_clean(msg->text);
	g_autofree char *came = display_time(msg->received_at, clock_now(),
	    call->zone);
	struct table *table = story->texts;

	table_time(table, msg->received_at, TONE_PLAIN);
	table_text(table, bearer_name(msg->bearer), TONE_PLAIN);
	table_text(table, msg->text, TONE_PLAIN);
	table_text(table, inbox_end_name(msg->end), TONE_PLAIN);
	table_text(table, msg->rule, TONE_PLAIN);
	if (msg->confidence < 0)
		table_nothing(table);
	else
		table_number(table, msg->confidence, TONE_PLAIN);
	table_boolean(table, msg->incomplete);
	table_text(table, msg->typed_by, TONE_PLAIN);

	display_tone(story->told, TONE_FAINT, call->colour);
	g_string_append(story->told, came);
	if (*msg->typed_by != '\0')
		g_string_append_printf(story->told, _(", typed by %s"),
		    msg->typed_by);
	if (*msg->rule != '\0')
		g_string_append_printf(story->told, _(", read as %s, %d %% sure"),
		    msg->rule, msg->confidence);
	if (msg->incomplete)
		g_string_append(story->told, _(", a part is missing"));
	display_plain(story->told, TONE_FAINT, call->colour);
	g_string_append_c(story->told, '\n');
	display_wrap(story->told, clean, SHOW_INDENT, call->columns);
	return TRUE;
}

static gboolean
show_event(const struct audit_row *row, void *user)
{
	g_autofree char *reason = stored_words(row->reason);
	struct complaint *story = user;

	/* Who only looked is for programs and audits. */
	if (!story->call->line.json && strcmp(row->action, TICKET_SHOW_ACTION) == 0)
		return TRUE;
	table_time(story->events, row->at, TONE_PLAIN);
	table_text(story->events, row->actor, TONE_PLAIN);
	table_text(story->events, row->action, TONE_PLAIN);
	table_words(story->events, reason, row->reason, TONE_PLAIN);
	return TRUE;
}

static void
show_json(const struct complaint *story, const struct ticket *t)
{
	const struct command_call *call = story->call;
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
	table_json(story->texts, &json, "texts");
	table_json(story->events, &json, "events");
	json_end(&json, '}');
}

static void
show_people(const struct complaint *story, const struct ticket *t)
{
	struct command_call *call = story->call;
	const char *urgency = urgency_words[t->urgency].words;
	g_autofree char *head = *urgency == '\0' ?
	    g_strdup_printf(_("Ticket %s, %s"), t->number,
	    _(state_words[t->state].words)) :
	    g_strdup_printf(_("Ticket %s, %s, %s"), t->number,
	    _(state_words[t->state].words), _(urgency));
	enum tone tone = t->urgency == TICKET_P1 ? TONE_BAD : TONE_TITLE;

	display_tone(call->out, tone, call->colour);
	g_string_append(call->out, head);
	display_plain(call->out, tone, call->colour);
	g_string_append_c(call->out, '\n');
	command_fact(call, _("From"), t->phone);
	if (t->confidential)
		command_fact(call, "", _("Confidential: nobody else may learn the number."));
	command_fact(call, _("Line"), t->line);
	command_fact(call, _("Topic"), t->topic);
	command_fact(call, _("Place"), t->place);
	show_moment(call, _("Opened"), t->opened_at);
	show_moment(call, _("Registered"), t->registered_at);
	if (!t->receipted)
		command_fact(call, _("Receipt"), _("The sender has not been told the number yet."));
	if (story->told->len > 0)
		g_string_append_printf(call->out, "\n%s", story->told->str);
	g_string_append_c(call->out, '\n');
	if (table_rows(story->events) > 0)
		table_print(story->events, call->out);
}

static void
show_moment(struct command_call *call, const char *what, gint64 at)
{
	g_autofree char *moment = calendar_format(at, call->zone, "%Y-%m-%d %H:%M");
	g_autofree char *span = display_span(clock_now() - at);
	g_autofree char *both = g_strdup_printf("%s (%s)", moment, span);

	if (at != 0)
		command_fact(call, what, both);
}
