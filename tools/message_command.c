/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inbox and outbox: every text that came and every text we owe, newest first;
 * outbox cancel: one that is owed no more.
 */
#include "tools/family.h"

#include <stddef.h>

#include "db/inbox.h"
#include "db/outbox.h"
#include "tools/catalog.h"
#include "tools/cursor.h"
#include "tools/stored.h"

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

static void	inbox_end_cell(const void *row, struct cell *cell);
static void	inbox_text_cell(const void *row, struct cell *cell);
static void	inbox_why_cell(const void *row, struct cell *cell);
static void	inbox_bearer_cell(const void *row, struct cell *cell);
static void	inbox_confidence_cell(const void *row, struct cell *cell);
static gboolean	inbox_row(const struct inbox_msg *msg, void *user);
static void	outbox_state_cell(const void *row, struct cell *cell);
static void	outbox_lane_cell(const void *row, struct cell *cell);
static void	outbox_bearer_cell(const void *row, struct cell *cell);
static gboolean	outbox_row(const struct outbox_msg *msg, void *user);
static gboolean	cancel_text(struct command_call *call, gint64 id,
		    struct outbox_msg *msg, gboolean *done, GError **error);
static void	cancel_refuse(struct command_call *call,
		    const struct outbox_msg *msg);

#define IN(field)	offsetof(struct inbox_msg, field)
#define OUT(field)	offsetof(struct outbox_msg, field)

static const struct report_column inbox_columns[] = {
	{ "id", NULL, REPORT_INT64, IN(id) },
	{ "received_at", N_("CAME"), REPORT_TIME, IN(received_at), .spare = 1 },
	{ "sent_at", NULL, REPORT_TIME, IN(sent_at) },
	{ "phone", N_("FROM"), REPORT_PHONE, IN(phone) },
	{ "end", N_("END"), .cell = inbox_end_cell },
	{ "ticket", N_("TICKET"), REPORT_TEXT, IN(ticket), .spare = 2 },
	{ "line", N_("LINE"), REPORT_TEXT, IN(line), .tone = TONE_FAINT, .spare = 4 },
	{ "text", N_("TEXT"), .cell = inbox_text_cell, .least = 12 },
	{ "reason", N_("WHY"), .cell = inbox_why_cell, .least = 8, .spare = 3 },
	{ "bearer", NULL, .cell = inbox_bearer_cell },
	{ "modem", NULL, REPORT_TEXT, IN(modem) },
	{ "incomplete", NULL, REPORT_BOOLEAN, IN(incomplete) },
	{ "rule", NULL, REPORT_TEXT, IN(rule) },
	{ "confidence", NULL, .cell = inbox_confidence_cell },
	{ "typed_by", NULL, REPORT_TEXT, IN(typed_by) },
};

static const struct report_rows inbox_rows = {
	.columns = inbox_columns, .count = G_N_ELEMENTS(inbox_columns),
	.none = N_("No such text was received."),
};

static const struct report_column outbox_columns[] = {
	{ "id", N_("ID"), REPORT_INT64, OUT(id) },
	{ "made_at", N_("MADE"), REPORT_TIME, OUT(made_at), .spare = 1 },
	{ "phone", N_("TO"), REPORT_PHONE, OUT(phone) },
	{ "state", N_("STATE"), .cell = outbox_state_cell },
	{ "lane", N_("LANE"), .cell = outbox_lane_cell, .spare = 3 },
	{ "line", N_("LINE"), REPORT_TEXT, OUT(line), .tone = TONE_FAINT, .spare = 5 },
	{ "parts", N_("PARTS"), REPORT_INT, OUT(parts), .spare = 4 },
	{ "text", N_("TEXT"), REPORT_TEXT, OUT(text), .least = 12 },
	{ "error", N_("WHY"), REPORT_TEXT, OUT(error), .tone = TONE_BAD, .least = 8,
	  .spare = 2 },
	{ "key", NULL, REPORT_TEXT, OUT(key) },
	{ "bearer", NULL, .cell = outbox_bearer_cell },
	{ "modem", NULL, REPORT_TEXT, OUT(modem) },
	{ "attempts", NULL, REPORT_INT, OUT(attempts) },
	{ "resends", NULL, REPORT_INT, OUT(resends) },
	{ "not_before", NULL, REPORT_TIME, OUT(not_before) },
	{ "not_after", NULL, REPORT_TIME, OUT(not_after) },
	{ "inbox_id", NULL, REPORT_INT64, OUT(inbox_id) },
};

static const struct report_rows outbox_rows = {
	.columns = outbox_columns, .count = G_N_ELEMENTS(outbox_columns),
	.none = N_("There is no such text."),
};

enum command_status
inbox_run(struct command_call *call)
{
	g_autoptr(GError) error = NULL;
	struct cursor cursor;
	struct inbox_filter filter = { 0 };

	cursor_open(&cursor, call, &inbox_rows, SYNTAX_LIMIT);
	filter.phone = cursor.phone;
	filter.state = cursor.state;
	inbox_each(call->db, &filter, inbox_row, &cursor, &error);
	return cursor_close(&cursor, error);
}

static gboolean
inbox_row(const struct inbox_msg *msg, void *user)
{
	return cursor_row(user, msg);
}

static void
inbox_end_cell(const void *row, struct cell *cell)
{
	const struct inbox_msg *msg = row;

	cell_words(cell, _(inbox_words[msg->end].words), inbox_end_name(msg->end),
	    inbox_words[msg->end].tone);
}

/* What staff wrote, and not whose number it is, says so. */
static void
inbox_text_cell(const void *row, struct cell *cell)
{
	const struct inbox_msg *msg = row;
	g_autofree char *shown = *msg->typed_by == '\0' ? g_strdup(msg->text) :
	    g_strdup_printf(_("[typed by %s] %s"), msg->typed_by, msg->text);

	cell_words(cell, shown, msg->text, TONE_PLAIN);
}

static void
inbox_why_cell(const void *row, struct cell *cell)
{
	const struct inbox_msg *msg = row;
	g_autofree char *reason = stored_words(msg->reason);
	g_autofree char *why = g_strconcat(reason, msg->incomplete ?
	    _(", a part is missing") : "", NULL);

	cell_words(cell, why, msg->reason, msg->incomplete ? TONE_CARE : TONE_FAINT);
}

static void
inbox_bearer_cell(const void *row, struct cell *cell)
{
	const struct inbox_msg *msg = row;

	cell_text(cell, bearer_name(msg->bearer), TONE_PLAIN);
}

static void
inbox_confidence_cell(const void *row, struct cell *cell)
{
	const struct inbox_msg *msg = row;

	if (msg->confidence < 0)
		cell_nothing(cell);
	else
		cell_number(cell, msg->confidence, TONE_FAINT);
}

enum command_status
outbox_run(struct command_call *call)
{
	g_autoptr(GError) error = NULL;
	struct cursor cursor;
	struct outbox_filter filter = { 0 };

	cursor_open(&cursor, call, &outbox_rows, SYNTAX_LIMIT);
	filter.phone = cursor.phone;
	filter.state = cursor.state;
	filter.limit = cursor.limit;
	filter.lost = command_line_value(&call->line, "lost") != NULL;
	outbox_each(call->db, &filter, outbox_row, &cursor, &error);
	return cursor_close(&cursor, error);
}

static gboolean
outbox_row(const struct outbox_msg *msg, void *user)
{
	return cursor_row(user, msg);
}

static void
outbox_state_cell(const void *row, struct cell *cell)
{
	const struct outbox_msg *msg = row;

	cell_words(cell, _(outbox_words[msg->state].words),
	    outbox_state_name(msg->state), outbox_words[msg->state].tone);
}

static void
outbox_lane_cell(const void *row, struct cell *cell)
{
	const struct outbox_msg *msg = row;

	cell_words(cell, _(lane_words[msg->lane]), lane_name(msg->lane), TONE_PLAIN);
}

static void
outbox_bearer_cell(const void *row, struct cell *cell)
{
	const struct outbox_msg *msg = row;

	cell_text(cell, bearer_name(msg->bearer), TONE_PLAIN);
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
