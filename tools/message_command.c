/*
 * inbox and outbox: every text that came and every text we owe, newest first;
 * outbox cancel: one that is owed no more.
 */
#include "tools/family.h"

#include "db/inbox.h"
#include "db/outbox.h"
#include "tools/catalog.h"
#include "tools/stored.h"
#include "tools/walk.h"

/* How a state is said, and what it means. */
struct state_words {
	const char *words;
	enum tone tone;
};

static const struct state_words inbox_words[] = {
	[INBOX_OPEN] = { N_("open"), TONE_CARE },
	[INBOX_ANSWERED] = { N_("answered"), TONE_GOOD },
	[INBOX_FILED] = { N_("filed"), TONE_GOOD },
	[INBOX_MERGED] = { N_("merged"), TONE_GOOD },
	[INBOX_IGNORED] = { N_("ignored"), TONE_FAINT },
};

static const struct state_words outbox_words[] = {
	[OUTBOX_QUEUED] = { N_("queued"), TONE_PLAIN },
	[OUTBOX_HANDED] = { N_("handed"), TONE_PLAIN },
	[OUTBOX_SENT] = { N_("sent"), TONE_GOOD },
	[OUTBOX_DELIVERED] = { N_("delivered"), TONE_GOOD },
	[OUTBOX_FAILED] = { N_("failed"), TONE_BAD },
	[OUTBOX_UNKNOWN] = { N_("unknown"), TONE_CARE },
	[OUTBOX_EXPIRED] = { N_("expired"), TONE_BAD },
	[OUTBOX_CANCELLED] = { N_("cancelled"), TONE_FAINT },
};

static const char *const lane_words[LANE_COUNT] = {
	[LANE_ALERT] = N_("alert"),
	[LANE_REPLY] = N_("reply"),
	[LANE_NOTICE] = N_("notice"),
	[LANE_DUTY] = N_("duty"),
	[LANE_SURVEY] = N_("survey"),
};

static const struct column inbox_columns[] = {
	{ "id", NULL, TRUE },
	{ "received_at", N_("CAME"), FALSE, 0, 1 },
	{ "sent_at", NULL },
	{ "phone", N_("FROM") },
	{ "end", N_("END"), FALSE },
	{ "ticket", N_("TICKET"), FALSE, 0, 2 },
	{ "line", N_("LINE"), FALSE, 0, 4 },
	{ "text", N_("TEXT"), FALSE, 12 },
	{ "reason", N_("WHY"), FALSE, 8, 3 },
	{ "bearer", NULL },
	{ "modem", NULL },
	{ "incomplete", NULL },
	{ "rule", NULL },
	{ "confidence", NULL },
	{ "typed_by", NULL },
};

static const struct column outbox_columns[] = {
	{ "id", NULL, TRUE },
	{ "made_at", N_("MADE"), FALSE, 0, 1 },
	{ "phone", N_("TO") },
	{ "state", N_("STATE"), FALSE },
	{ "lane", N_("LANE"), FALSE, 0, 3 },
	{ "line", N_("LINE"), FALSE, 0, 5 },
	{ "parts", N_("PARTS"), TRUE, 0, 4 },
	{ "text", N_("TEXT"), FALSE, 12 },
	{ "error", N_("WHY"), FALSE, 8, 2 },
	{ "key", NULL },
	{ "bearer", NULL },
	{ "modem", NULL },
	{ "attempts", NULL },
	{ "resends", NULL },
	{ "not_before", NULL },
	{ "not_after", NULL },
	{ "inbox_id", NULL },
};

static gboolean	cancel_text(struct command_call *call, gint64 id,
		    struct outbox_msg *msg, gboolean *done, GError **error);
static void	cancel_refuse(struct command_call *call,
		    const struct outbox_msg *msg);
static gboolean	inbox_scan(struct command_call *call, struct walk *walk,
		    GError **error);
static gboolean	inbox_row(const struct inbox_msg *msg, void *user);
static void	inbox_print(const struct inbox_msg *msg, struct table *table);
static gboolean	outbox_scan(struct command_call *call, struct walk *walk,
		    GError **error);
static gboolean	outbox_row(const struct outbox_msg *msg, void *user);
static void	outbox_print(const struct outbox_msg *msg, struct table *table);

enum command_status
inbox_run(struct command_call *call)
{
	static const struct walk walk = {
		.scan = inbox_scan,
		.none = N_("No such text has come."),
	};

	return walk_start(call, &walk, inbox_columns,
	    G_N_ELEMENTS(inbox_columns));
}

enum command_status
outbox_run(struct command_call *call)
{
	const struct walk walk = {
		.scan = outbox_scan,
		.none = N_("We owe nobody such a text."),
		.marked = command_line_value(&call->line, "lost") != NULL,
	};

	return walk_start(call, &walk, outbox_columns,
	    G_N_ELEMENTS(outbox_columns));
}

const char *
outbox_state_words(enum outbox_state state)
{
	return _(outbox_words[state].words);
}

enum command_status
outbox_cancel_run(struct command_call *call)
{
	int id = command_line_number(&call->line, "id", 0);
	struct outbox_msg msg = { 0 };
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean done = FALSE;

	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!cancel_text(call, id, &msg, &done, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		outbox_msg_clear(&msg);
		return command_failed(call, error);
	}
	if (msg.id == 0)
		g_string_append_printf(call->err,
		    _("there is no text %d; see xiangyin outbox"), id);
	else if (!done)
		cancel_refuse(call, &msg);
	else if (msg.first_part > 0)
		said = g_strdup_printf(P_("Text %d is cancelled; %u part of it "
		    "has left before.", "Text %d is cancelled; %u parts of it "
		    "have left before.", msg.first_part), id, msg.first_part);
	else
		said = g_strdup_printf(_("Text %d is cancelled."), id);
	if (said != NULL)
		command_say(call, TONE_PLAIN, said);
	outbox_msg_clear(&msg);
	return done ? COMMAND_DONE : COMMAND_NO;
}

/* Inside a transaction; msg->id stays 0 when there is no such text. */
static gboolean
cancel_text(struct command_call *call, gint64 id, struct outbox_msg *msg,
    gboolean *done, GError **error)
{
	g_autofree char *object = g_strdup_printf("outbox:%" G_GINT64_FORMAT,
	    id);
	gboolean found;

	if (!outbox_get(call->db, id, &found, msg, error))
		return FALSE;
	if (!found || msg->state != OUTBOX_QUEUED)
		return TRUE;
	return outbox_cancel(call->db, id, done, error) &&
	    (!*done || command_record(call, "outbox.cancel", object,
	    lane_name(msg->lane), error));
}

static void
cancel_refuse(struct command_call *call, const struct outbox_msg *msg)
{
	static const char *const why[] = {
		[OUTBOX_QUEUED] = N_("it cannot be cancelled"),
		[OUTBOX_HANDED] = N_("a modem is sending it"),
		[OUTBOX_SENT] = N_("it has left"),
		[OUTBOX_DELIVERED] = N_("it has left and was delivered"),
		[OUTBOX_FAILED] = N_("it was refused for good and does not leave"),
		[OUTBOX_UNKNOWN] = N_("it may have left, and is not sent again"),
		[OUTBOX_EXPIRED] = N_("it came too late and does not leave"),
		[OUTBOX_CANCELLED] = N_("it is cancelled already"),
	};

	g_string_append_printf(call->err, _("text %d is not cancelled: %s"),
	    (int)msg->id, _(why[msg->state]));
}

static gboolean
inbox_scan(struct command_call *call, struct walk *walk, GError **error)
{
	const struct inbox_filter filter = {
		.phone = walk->phone,
		.past = walk->past,
	};

	return inbox_each(call->db, &filter, inbox_row, walk, error);
}

static gboolean
inbox_row(const struct inbox_msg *msg, void *user)
{
	struct walk *walk = user;

	if (walk_wants(walk, msg->id, inbox_end_name(msg->end)))
		inbox_print(msg, walk->table);
	return walk_goes_on(walk);
}

static void
inbox_print(const struct inbox_msg *msg, struct table *table)
{
	const struct state_words *end = &inbox_words[msg->end];
	g_autofree char *reason = stored_words(msg->reason);
	g_autofree char *why = g_strconcat(reason, msg->incomplete ?
	    _(", a part is missing") : "", NULL);
	/* Staff wrote it, not whose number it is. */
	g_autofree char *shown = *msg->typed_by == '\0' ? g_strdup(msg->text) :
	    g_strdup_printf(_("[typed by %s] %s"), msg->typed_by, msg->text);

	table_number(table, msg->id, TONE_PLAIN);
	table_time(table, msg->received_at, TONE_PLAIN);
	table_time(table, msg->sent_at, TONE_PLAIN);
	table_phone(table, msg->phone);
	table_words(table, _(end->words), inbox_end_name(msg->end), end->tone);
	table_text(table, msg->ticket, TONE_PLAIN);
	table_text(table, msg->line, TONE_FAINT);
	table_words(table, shown, msg->text, TONE_PLAIN);
	table_words(table, why, msg->reason, msg->incomplete ? TONE_CARE :
	    TONE_FAINT);
	table_text(table, bearer_name(msg->bearer), TONE_PLAIN);
	table_text(table, msg->modem, TONE_PLAIN);
	table_boolean(table, msg->incomplete);
	table_text(table, msg->rule, TONE_PLAIN);
	if (msg->confidence < 0)
		table_nothing(table);
	else
		table_number(table, msg->confidence, TONE_FAINT);
	table_text(table, msg->typed_by, TONE_PLAIN);
}

static gboolean
outbox_scan(struct command_call *call, struct walk *walk, GError **error)
{
	const struct outbox_filter filter = {
		.phone = walk->phone,
		.past = walk->past,
		.lost = walk->marked,
	};

	return outbox_each(call->db, &filter, outbox_row, walk, error);
}

static gboolean
outbox_row(const struct outbox_msg *msg, void *user)
{
	struct walk *walk = user;

	if (walk_wants(walk, msg->id, outbox_state_name(msg->state)))
		outbox_print(msg, walk->table);
	return walk_goes_on(walk);
}

static void
outbox_print(const struct outbox_msg *msg, struct table *table)
{
	const struct state_words *state = &outbox_words[msg->state];

	table_number(table, msg->id, TONE_PLAIN);
	table_time(table, msg->made_at, TONE_PLAIN);
	table_phone(table, msg->phone);
	table_words(table, _(state->words), outbox_state_name(msg->state),
	    state->tone);
	table_words(table, _(lane_words[msg->lane]), lane_name(msg->lane),
	    TONE_PLAIN);
	table_text(table, msg->line, TONE_FAINT);
	table_number(table, msg->parts, TONE_PLAIN);
	table_text(table, msg->text, TONE_PLAIN);
	table_text(table, msg->error, TONE_BAD);
	table_text(table, msg->key, TONE_PLAIN);
	table_text(table, bearer_name(msg->bearer), TONE_PLAIN);
	table_text(table, msg->modem, TONE_PLAIN);
	table_number(table, msg->attempts, TONE_PLAIN);
	table_number(table, msg->resends, TONE_PLAIN);
	table_time(table, msg->not_before, TONE_PLAIN);
	table_time(table, msg->not_after, TONE_PLAIN);
	table_number(table, msg->inbox_id, TONE_PLAIN);
}
