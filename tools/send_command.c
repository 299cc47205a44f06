/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * send: texts that staff write, one or a file of them.
 *
 * What always holds
 *  - All rows are taken or none: rows are looked at in steps, and what is wrong
 *    is said of each; only when nothing is, all are added in one transaction.
 *    That one is short because a file has at most SEND_ROWS_MAX rows.
 *  - The same text to the same number on the same day is one text, however
 *    often it is asked for: the key says so.  --again counts on.
 *  - Who has asked for no such texts gets none, and that is said, not an error.
 */
#include "tools/family.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/phone.h"
#include "base/text.h"
#include "db/contact.h"
#include "db/outbox.h"
#include "menus/say.h"
#include "tools/catalog.h"
#include "tools/send_rows.h"
#include "tools/view.h"

#define SEND_STEP	100	/* rows looked at in a step: some milliseconds */
#define SEND_FAULTS	10	/* said; more of them help nobody */

/* A text that will be added. */
struct send_text {
	char	*key;
	char	*phone;		/* as it is stored */
	const char *text;	/* of its row */
	gint64	 id;
};

struct send {
	char	*line;
	enum lane lane;
	gboolean again;
	int	 day;		/* 20261123: what "today" is, in every step */
	GPtrArray *rows;	/* struct send_row; NULL: still to be read */
	guint	 next;		/* row to look at */
	GPtrArray *texts;	/* struct send_text */
	GHashTable *keys;	/* of `texts` */
	int	 parts, faults;
	int	 repeats;	/* sent today already, or twice in the file */
	int	 stopped;	/* who asked for none */
	gint64	 repeat_at;	/* when the first repeat was added; 0 in the file */
};

static gboolean	send_line(struct command_call *call, struct send *send);
static struct send *send_new(struct command_call *call);
static void	send_free(gpointer send);
static void	send_text_free(gpointer text);
static enum command_status send_step(struct command_call *call);
static gboolean	send_look(struct command_call *call, struct send *send,
		    const struct send_row *row, GError **error);
static gboolean	send_number(struct command_call *call, struct send *send,
		    const struct send_row *row, const char *phone);
static gboolean	send_length(struct command_call *call, struct send *send,
		    const struct send_row *row);
static GString	*send_fault(struct command_call *call, struct send *send,
		    const struct send_row *row);
static gboolean	send_stopped(struct command_call *call, const struct send *send,
		    const char *phone, gboolean *stopped, GError **error);
static gboolean	send_keep(struct command_call *call, struct send *send,
		    const struct send_row *row, const char *phone,
		    GError **error);
static gboolean	send_key_free(struct command_call *call,
		    const struct send *send, const char *phone,
		    const char *text, char **key, gint64 *made_at,
		    GError **error);
static char	*send_key(const struct send *send, const char *phone,
		    const char *text, int again);
static enum command_status send_end(struct command_call *call,
		    struct send *send);
static gboolean	send_add(struct command_call *call, struct send *send,
		    GError **error);
static gboolean	send_add_text(struct command_call *call, struct send *send,
		    struct send_text *text, GError **error);
static void	send_say(struct command_call *call, const struct send *send);
static void	send_say_left_out(struct command_call *call,
		    const struct send *send);

enum command_status
send_run(struct command_call *call)
{
	const char *phone = command_line_value(&call->line, "number");
	const char *text = command_line_value(&call->line, "text");
	struct send *send;

	if ((call->input != NULL) == (text != NULL) ||
	    (call->input != NULL && phone != NULL)) {
		g_string_append(call->err,
		    _("give either NUMBER and TEXT, or --file FILE"));
		return COMMAND_USAGE;
	}
	send = send_new(call);
	call->state = send;
	call->state_free = send_free;
	call->step = send_step;
	if (!send_line(call, send))
		return COMMAND_USAGE;
	if (call->input != NULL)
		return COMMAND_INPUT;
	send->rows = g_ptr_array_new_with_free_func(send_row_free);
	g_ptr_array_add(send->rows, send_row_new(0, phone, text));
	return COMMAND_MORE;
}

/* The line that was named, or the only one. */
static gboolean
send_line(struct command_call *call, struct send *send)
{
	const char *const *lines = call->view->lines;
	const char *named = command_line_value(&call->line, "line");
	g_autofree char *all = g_strjoinv(", ", (char **)lines);

	if (named != NULL && g_strv_contains(lines, named))
		send->line = g_strdup(named);
	else if (named != NULL)
		g_string_append_printf(call->err,
		    _("there is no line \"%s\"; there is: %s"), named, all);
	else if (lines[0] != NULL && lines[1] == NULL)
		send->line = g_strdup(lines[0]);
	else
		g_string_append_printf(call->err,
		    _("choose a line with --line: %s"), all);
	return send->line != NULL;
}

static struct send *
send_new(struct command_call *call)
{
	const char *lane = command_line_value(&call->line, "lane");
	struct send *send = g_new0(struct send, 1);

	send->lane = LANE_NOTICE;
	if (lane != NULL)
		lane_from_name(lane, &send->lane);
	send->again = command_line_value(&call->line, "again") != NULL;
	send->day = calendar_day(clock_now(), call->zone);
	send->texts = g_ptr_array_new_with_free_func(send_text_free);
	send->keys = g_hash_table_new(g_str_hash, g_str_equal);
	return send;
}

static void
send_free(gpointer data)
{
	struct send *send = data;

	g_hash_table_unref(send->keys);
	g_ptr_array_unref(send->texts);
	if (send->rows != NULL)
		g_ptr_array_unref(send->rows);
	g_free(send->line);
	g_free(send);
}

static void
send_text_free(gpointer data)
{
	struct send_text *text = data;

	g_free(text->key);
	g_free(text->phone);
	g_free(text);
}

static enum command_status
send_step(struct command_call *call)
{
	struct send *send = call->state;
	g_autoptr(GError) error = NULL;

	if (send->rows == NULL) {
		send->rows = send_rows_read(call->input, call->err);
		return send->rows != NULL ? COMMAND_MORE : COMMAND_USAGE;
	}
	for (int i = 0; i < SEND_STEP && send->next < send->rows->len &&
	    send->faults < SEND_FAULTS; i++) {
		if (!send_look(call, send,
		    g_ptr_array_index(send->rows, send->next++), &error))
			return command_failed(call, error);
	}
	if (send->next < send->rows->len && send->faults < SEND_FAULTS)
		return COMMAND_MORE;
	return send_end(call, send);
}

/* --- one row ------------------------------------------------------------------- */

/* FALSE only when the database failed. */
static gboolean
send_look(struct command_call *call, struct send *send,
    const struct send_row *row, GError **error)
{
	g_autofree char *phone = phone_normalise(row->phone);
	gboolean stopped;

	if (!send_number(call, send, row, phone) ||
	    !send_length(call, send, row))
		return TRUE;
	if (!send_stopped(call, send, phone, &stopped, error))
		return FALSE;
	if (!stopped)
		return send_keep(call, send, row, phone, error);
	send->stopped++;
	return TRUE;
}

static gboolean
send_number(struct command_call *call, struct send *send,
    const struct send_row *row, const char *phone)
{
	const struct engine_view *view = call->view;

	for (int i = 0; i < view->modem_count; i++) {
		if (g_strcmp0(view->modems[i].number, phone) != 0)
			continue;
		g_string_append_printf(send_fault(call, send, row),
		    _("%s is the number of our own modem %s"), row->phone,
		    view->modems[i].name);
		return FALSE;
	}
	if (phone_is_dialable(phone) && phone_may_answer(phone))
		return TRUE;
	if (phone_kind(phone) == PHONE_SERVICE || phone_kind(phone) == PHONE_IOT)
		g_string_append_printf(send_fault(call, send, row),
		    _("%s is a service number; expected a person's"), row->phone);
	else
		g_string_append_printf(send_fault(call, send, row),
		    _("\"%s\" is not a telephone number; write it like 13812345678"),
		    row->phone);
	return FALSE;
}

static gboolean
send_length(struct command_call *call, struct send *send,
    const struct send_row *row)
{
	int parts = text_measure(row->text).parts;

	if (parts > 0 && parts <= TEXT_MAX_PARTS)
		return TRUE;
	if (parts == 0)
		g_string_append(send_fault(call, send, row),
		    _("the text is empty"));
	else
		g_string_append_printf(send_fault(call, send, row),
		    _("the text has %d parts, expected %d at most"), parts,
		    TEXT_MAX_PARTS);
	return FALSE;
}

/* A line of its own on standard error, with the row before it. */
static GString *
send_fault(struct command_call *call, struct send *send,
    const struct send_row *row)
{
	if (send->faults++ > 0)
		g_string_append_c(call->err, '\n');
	if (row->number > 0)
		g_string_append_printf(call->err, _("row %d: "), row->number);
	return call->err;
}

/* Danger is told to everybody. */
static gboolean
send_stopped(struct command_call *call, const struct send *send,
    const char *phone, gboolean *stopped, GError **error)
{
	*stopped = FALSE;
	if (send->lane == LANE_ALERT)
		return TRUE;
	if (!contact_opted_out(call->db, phone, lane_name(send->lane), stopped,
	    error))
		return FALSE;
	return *stopped || contact_opted_out(call->db, phone, CONTACT_PERSONAL,
	    stopped, error);
}

static gboolean
send_keep(struct command_call *call, struct send *send,
    const struct send_row *row, const char *phone, GError **error)
{
	g_autofree char *key = NULL;
	struct send_text *text;
	gint64 made_at = 0;

	if (!send_key_free(call, send, phone, row->text, &key, &made_at, error))
		return FALSE;
	if (key == NULL || g_hash_table_contains(send->keys, key)) {
		send->repeats++;
		if (send->repeat_at == 0)
			send->repeat_at = made_at;
		return TRUE;
	}
	text = g_new0(struct send_text, 1);
	text->key = g_steal_pointer(&key);
	text->phone = g_strdup(phone);
	text->text = row->text;
	g_ptr_array_add(send->texts, text);
	g_hash_table_add(send->keys, text->key);
	send->parts += text_measure(row->text).parts;
	return TRUE;
}

/* The key this text has today: the first, or with --again the first that no
 * text has.  NULL when it was sent, at *made_at. */
static gboolean
send_key_free(struct command_call *call, const struct send *send,
    const char *phone, const char *text, char **key, gint64 *made_at,
    GError **error)
{
	gboolean taken = TRUE;

	for (int again = 0; taken && (again == 0 || send->again); again++) {
		struct outbox_msg msg;

		g_free(*key);
		*key = send_key(send, phone, text, again);
		if (!outbox_find(call->db, *key, &taken, &msg, error))
			return FALSE;
		*made_at = msg.made_at;
		outbox_msg_clear(&msg);
	}
	if (taken)
		g_clear_pointer(key, g_free);
	return TRUE;
}

/* The key of the again-th time today. */
static char *
send_key(const struct send *send, const char *phone, const char *text, int again)
{
	g_autofree char *what = g_strconcat(phone, " ", text, NULL);
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
	    what, -1);

	return g_strdup_printf("send:%d:%.32s:%d", send->day, sum, again);
}

/* --- all of them ---------------------------------------------------------------- */

static enum command_status
send_end(struct command_call *call, struct send *send)
{
	g_autoptr(GError) error = NULL;

	if (send->faults > 0) {
		g_string_append_printf(call->err, "\n%s",
		    _("nothing was sent"));
		return COMMAND_NO;
	}
	if (send->texts->len > 0 && (!db_begin(call->db, &error) ||
	    !send_add(call, send, &error) || !db_commit(call->db, &error))) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	if (send->texts->len > 0)
		send_say(call, send);
	send_say_left_out(call, send);
	return send->texts->len > 0 ? COMMAND_DONE : COMMAND_NO;
}

static gboolean
send_add(struct command_call *call, struct send *send, GError **error)
{
	g_autofree char *object = g_strdup_printf("line:%s", send->line);
	g_autofree char *reason = NULL;

	for (guint i = 0; i < send->texts->len; i++) {
		if (!send_add_text(call, send,
		    g_ptr_array_index(send->texts, i), error))
			return FALSE;
	}
	reason = g_strdup_printf("%s: %u texts, %d parts",
	    lane_name(send->lane), send->texts->len, send->parts);
	return command_record(call, "send", object, reason, error);
}

static gboolean
send_add_text(struct command_call *call, struct send *send,
    struct send_text *text, GError **error)
{
	const struct say_words words = {
		.key = text->key, .line = send->line, .lane = send->lane,
		.phone = text->phone, .text = text->text,
	};
	gboolean added;

	return say_words(call->db, &words, &text->id, &added, error);
}

static void
send_say(struct command_call *call, const struct send *send)
{
	gint64 now = clock_now(), leaves_at = call->view->leaves_at[send->lane];
	int count = (int)send->texts->len;
	const struct send_text *first = g_ptr_array_index(send->texts, 0);
	g_autofree char *id = text_id(first->id);
	g_autofree char *masked = phone_mask(first->phone);
	g_autofree char *when = display_time(leaves_at, now, call->zone);
	g_autoptr(GString) said = g_string_new(NULL);

	if (send->rows->len == 1)
		g_string_append_printf(said,
		    P_("Text %s to %s is queued: %d part.",
		    "Text %s to %s is queued: %d parts.", send->parts), id,
		    masked, send->parts);
	else
		g_string_append_printf(said,
		    P_("%d text is queued, %d parts in all.",
		    "%d texts are queued, %d parts in all.", count), count,
		    send->parts);
	g_string_append_c(said, ' ');
	if (leaves_at > now)
		g_string_append_printf(said,
		    _("These are quiet hours: nothing leaves before %s."), when);
	else
		g_string_append(said,
		    _("The modems send as fast as their limits allow."));
	command_say(call, TONE_PLAIN, said->str);
}

/* On standard output when the others were sent, else it is why nothing was. */
static void
send_say_left_out(struct command_call *call, const struct send *send)
{
	GString *to = send->texts->len > 0 ? call->out : call->err;
	g_autofree char *when = display_time(send->repeat_at, clock_now(),
	    call->zone);

	if (send->repeats > 0 && send->repeat_at != 0)
		g_string_append_printf(to,
		    P_("%d text was already sent today at %s and is not sent "
		    "twice; use --again to do so",
		    "%d texts were already sent today, from %s on, and are not "
		    "sent twice; use --again to do so", send->repeats),
		    send->repeats, when);
	else if (send->repeats > 0)
		g_string_append_printf(to,
		    P_("%d row is in the file twice and is sent once",
		    "%d rows are in the file twice and are sent once",
		    send->repeats), send->repeats);
	if (send->repeats > 0)
		g_string_append_c(to, '\n');
	if (send->stopped > 0)
		g_string_append_printf(to,
		    P_("%d person has opted out of such texts and gets none\n",
		    "%d people have opted out of such texts and get none\n",
		    send->stopped), send->stopped);
}
