/*
 * See console.h.  A step is an event of the batch: it notes that the last answers
 * have left, then takes the next answer; when there is none, the next line;
 * at the end of the input the session hangs up, and what was held back for
 * more is answered too.
 */
#include "smsd/console.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "smsd/control.h"

/* Lines that may wait; the client is held up above, heard again below. */
#define CONSOLE_LINES_MOST		64
#define CONSOLE_LINES_FEW		16

/* In place of a modem's name, where a part's way is kept. */
#define CONSOLE_MODEM		"console"

/* A step's outcome, kept until its transaction is committed. */
enum console_did {
	CONSOLE_NOTHING, CONSOLE_ANSWER, CONSOLE_LINE, CONSOLE_HANG_UP
};

struct console {
	struct engine *engine;
	struct client *client;	/* NULL: gone */
	char	*phone;
	char	*actor, *role;	/* who types, as the audit names them */
	const char *line;	/* the configuration's */
	enum bearer bearer;
	GQueue	 lines;		/* char* */
	gboolean ended;		/* no more lines will come */
	gboolean hung_up;
	gboolean done;		/* all was said */
	gboolean busy;		/* a step waits for its turn */
	gboolean again;		/* something may have come due meanwhile */
	enum console_did did;
	GArray	*printed;	/* struct console_printed, to be noted */
};

/* A message the client has been given. */
struct console_printed {
	gint64	id;
	int	parts;
};

static gboolean	console_refuse(struct client *client, int status,
	    const char *format, ...) G_GNUC_PRINTF(3, 4);
static const char *console_line(const struct config *config, const char *asked);
static gboolean	console_busy(const struct engine *engine, const char *phone,
	    enum bearer bearer);
static void	console_go_on(struct console *console);
static gboolean	console_note(struct console *console, GError **error);
static gboolean	console_take(struct console *console, gboolean *found,
	    GError **error);
static gboolean	console_text(struct console *console, const char *text,
	    GError **error);

struct console *
console_new(struct engine *engine, struct client *client,
    const struct command_call *call)
{
	const struct command_line *words = &call->line;
	const char *bearer = command_line_value(words, "bearer");
	const char *asked = command_line_value(words, "line");
	const char *typed = command_line_value(words, "number");
	g_autofree char *phone = phone_normalise(typed);
	const char *line = console_line(engine->config, asked);
	struct console *console;

	if (!phone_is_dialable(phone)) {
		console_refuse(client, 2, "%s is not a telephone number, "
		    "expected one such as 13812345678\n", typed);
		return NULL;
	}
	if (line == NULL) {
		console_refuse(client, 2, "there is no line %s, expected one of "
		    "lines in %s\n", asked, engine->config->path);
		return NULL;
	}
	console = g_new0(struct console, 1);
	console->bearer = g_strcmp0(bearer, "ussd") == 0 ? BEARER_USSD :
	    BEARER_CONSOLE;
	if (console_busy(engine, phone, console->bearer)) {
		console_refuse(client, 1, "%s is talking already, wait until the "
		    "other console has ended\n", typed);
		g_free(console);
		return NULL;
	}
	console->engine = engine;
	console->client = client;
	console->phone = g_steal_pointer(&phone);
	console->actor = g_strdup(call->actor);
	console->role = g_strdup(call->role);
	console->line = line;
	console->printed = g_array_new(FALSE, FALSE, sizeof(struct console_printed));
	g_queue_init(&console->lines);
	g_ptr_array_add(engine->consoles, console);
	return console;
}

void
console_free(struct console *console)
{
	g_queue_clear_full(&console->lines, g_free);
	g_array_unref(console->printed);
	g_free(console->phone);
	g_free(console->actor);
	g_free(console->role);
	g_free(console);
}

void
console_hear(struct console *console, const char *line)
{
	if (console->ended)
		return;
	g_queue_push_tail(&console->lines, g_strdup(line));
	if (console->lines.length >= CONSOLE_LINES_MOST)
		channel_listen(console->client->channel, FALSE);
	console_go_on(console);
}

void
console_end(struct console *console)
{
	console->ended = TRUE;
	console_go_on(console);
}

void
console_abandon(struct console *console)
{
	struct engine *engine = console->engine;

	console->client = NULL;
	batch_forget(engine, console);
	if (console->done)
		g_ptr_array_remove_fast(engine->consoles, console);
	else
		batch_add(engine, EVENT_CONSOLE_GONE, NULL, console, NULL);
}

void
console_look(struct engine *engine)
{
	for (guint i = 0; i < engine->consoles->len; i++) {
		struct console *console = g_ptr_array_index(engine->consoles, i);

		console->again = TRUE;
		console_go_on(console);
	}
}

gboolean
console_step(struct engine *engine, struct event *event, GError **error)
{
	struct console *console = event->console;
	gboolean found;

	if (console == NULL)
		return TRUE;
	console->did = CONSOLE_NOTHING;
	if (!console_note(console, error) || !console_take(console, &found, error))
		return FALSE;
	if (found) {
		console->did = CONSOLE_ANSWER;
		return TRUE;
	}
	if (console->lines.length > 0) {
		console->did = CONSOLE_LINE;
		return console_text(console, g_queue_peek_head(&console->lines),
		    error) && console_take(console, &found, error);
	}
	if (console->ended && !console->hung_up) {
		console->did = CONSOLE_HANG_UP;
		return dialog_hang_up(engine->dialog, console->phone,
		    console->line, error) &&
		    console_take(console, &found, error);
	}
	return TRUE;
}

void
console_leave(struct engine *engine, struct event *event)
{
	struct console *console = event->console;

	if (console == NULL)
		return;
	g_array_set_size(console->printed, 0);
	console->busy = FALSE;
	switch (console->did) {
	case CONSOLE_LINE:
		engine->texts_in++;
		g_free(g_queue_pop_head(&console->lines));
		if (console->lines.length == CONSOLE_LINES_FEW &&
		    console->client != NULL)
			channel_listen(console->client->channel, TRUE);
		break;
	case CONSOLE_HANG_UP:
		console->hung_up = TRUE;
		break;
	case CONSOLE_ANSWER:
		break;
	case CONSOLE_NOTHING:
		console->done = console->hung_up;
		if (console->done && console->client != NULL)
			client_end(console->client, 0);
		break;
	}
	if (console->did != CONSOLE_NOTHING)
		console->again = TRUE;
	if (!console->done)
		console_go_on(console);
}

gboolean
console_gone(struct engine *engine, struct event *event, GError **error)
{
	struct console *console = event->console;

	return console_note(console, error) && outbox_live_gone(engine->db,
	    console->bearer, console->phone, error);
}

void
console_gone_leave(struct engine *engine, struct event *event)
{
	g_ptr_array_remove_fast(engine->consoles, event->console);
}

void
console_say(struct console *console, const struct outbox_msg *msg)
{
	struct console_printed printed = { msg->id, MAX(1, msg->parts) };
	g_auto(GStrv) rows = g_strsplit(msg->text, "\n", -1);
	g_autofree char *row = g_strjoinv("\342\217\216", rows);	/* ⏎ */
	g_autofree char *line = g_strconcat(row, "\n", NULL);

	if (console->client == NULL)
		return;
	client_out(console->client, line);
	g_array_append_val(console->printed, printed);
	console->engine->texts_out++;
	console->again = TRUE;
	console_go_on(console);
}

/* Why it does not begin; always FALSE. */
static gboolean
console_refuse(struct client *client, int status, const char *format, ...)
{
	g_autofree char *words = NULL;
	va_list args;

	va_start(args, format);
	words = g_strdup_vprintf(format, args);
	va_end(args);
	client_err(client, words);
	client_end(client, status);
	return FALSE;
}

/* The line that was asked for, the first when none was; NULL unknown. */
static const char *
console_line(const struct config *config, const char *asked)
{
	for (guint i = 0; i < config->lines->len; i++) {
		const char *name = g_array_index(config->lines,
		    struct line_config, i).name;

		if (asked == NULL || strcmp(name, asked) == 0)
			return name;
	}
	return NULL;
}

static gboolean
console_busy(const struct engine *engine, const char *phone, enum bearer bearer)
{
	for (guint i = 0; i < engine->consoles->len; i++) {
		const struct console *console = g_ptr_array_index(engine->consoles, i);

		if (console->bearer == bearer && strcmp(console->phone, phone) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Asks for a step when there may be something to do. */
static void
console_go_on(struct console *console)
{
	if (console->busy || console->client == NULL || console->done)
		return;
	if (!console->again && console->printed->len == 0 &&
	    console->lines.length == 0 && !console->ended)
		return;
	console->again = FALSE;
	console->busy = TRUE;
	batch_add(console->engine, EVENT_CONSOLE, NULL, console, NULL);
}

/* What was printed is sent and delivered: its reader is looking at it. */
static gboolean
console_note(struct console *console, GError **error)
{
	struct db *db = console->engine->db;
	gint64 now = clock_now();

	for (guint i = 0; i < console->printed->len; i++) {
		struct console_printed *printed = &g_array_index(console->printed,
		    struct console_printed, i);

		for (int part = 0; part < printed->parts; part++) {
			guint mr = (guint)(printed->id + part) & 0xff;
			gboolean matched;

			if (!outbox_part_sent(db, printed->id, CONSOLE_MODEM,
			    (guint)part, mr, now, error) ||
			    !outbox_report(db, CONSOLE_MODEM, console->phone, mr, 0,
			    now, &matched, error))
				return FALSE;
		}
		if (!outbox_sent(db, printed->id, now, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
console_take(struct console *console, gboolean *found, GError **error)
{
	struct outbox_msg msg = { 0 };

	if (!outbox_next_live(console->engine->db, console->bearer, console->phone,
	    console->line, found, &msg, error))
		return FALSE;
	if (*found)
		batch_submit(console->engine, NULL, console, &msg);
	outbox_msg_clear(&msg);
	return TRUE;
}

static gboolean
console_text(struct console *console, const char *text, GError **error)
{
	struct engine *engine = console->engine;
	struct inbox_msg msg = { 0 };
	gboolean ok;

	ok = inbox_add_typed(engine->db, console->bearer, console->line,
	    console->phone, text, console->actor, console->role, &msg, error) &&
	    dialog_step(engine->dialog, &msg, error);
	inbox_msg_clear(&msg);
	return ok;
}
