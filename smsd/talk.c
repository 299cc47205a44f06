/*
 * See talk.h.  A step is an event of the turn: it notes that the last answers
 * have left, then takes the next answer; when there is none, the next line;
 * at the end of the input the session hangs up, and what was held back for
 * more is answered too.
 */
#include "smsd/talk.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "smsd/control.h"

/* Lines that may wait; the client is held up above, heard again below. */
#define TALK_LINES_MOST		64
#define TALK_LINES_FEW		16

/* In place of a modem's name, where a part's way is kept. */
#define TALK_MODEM		"console"

/* A step's outcome, kept until its transaction is committed. */
enum talk_did {
	TALK_NOTHING, TALK_ANSWER, TALK_LINE, TALK_HANG_UP
};

struct talk {
	struct engine *engine;
	struct client *client;	/* NULL: gone */
	char	*phone;
	const char *line;	/* the configuration's */
	enum bearer bearer;
	GQueue	 lines;		/* char* */
	gboolean ended;		/* no more lines will come */
	gboolean hung_up;
	gboolean done;		/* all was said */
	gboolean busy;		/* a step waits for its turn */
	gboolean again;		/* something may have come due meanwhile */
	enum talk_did did;
	GArray	*printed;	/* struct talk_printed, to be noted */
};

/* A message the client has been given. */
struct talk_printed {
	gint64	id;
	int	parts;
};

static gboolean	talk_refuse(struct client *client, int status,
	    const char *format, ...) G_GNUC_PRINTF(3, 4);
static const char *talk_line(const struct config *config, const char *asked);
static gboolean	talk_busy(const struct engine *engine, const char *phone,
	    enum bearer bearer);
static void	talk_go_on(struct talk *talk);
static gboolean	talk_note(struct talk *talk, GError **error);
static gboolean	talk_take(struct talk *talk, gboolean *found,
	    GError **error);
static gboolean	talk_text(struct talk *talk, const char *text,
	    GError **error);

struct talk *
talk_new(struct engine *engine, struct client *client,
    const struct command_line *words)
{
	const char *bearer = command_line_value(words, "bearer");
	const char *asked = command_line_value(words, "line");
	const char *typed = command_line_value(words, "number");
	g_autofree char *phone = phone_normalise(typed);
	const char *line = talk_line(engine->config, asked);
	struct talk *talk;

	if (!phone_is_dialable(phone)) {
		talk_refuse(client, 2, "%s is not a telephone number, "
		    "expected one such as 13812345678\n", typed);
		return NULL;
	}
	if (line == NULL) {
		talk_refuse(client, 2, "there is no line %s, expected one of "
		    "lines in %s\n", asked, engine->config->path);
		return NULL;
	}
	talk = g_new0(struct talk, 1);
	talk->bearer = g_strcmp0(bearer, "ussd") == 0 ? BEARER_USSD :
	    BEARER_CONSOLE;
	if (talk_busy(engine, phone, talk->bearer)) {
		talk_refuse(client, 1, "%s is talking already, wait until the "
		    "other console has ended\n", typed);
		g_free(talk);
		return NULL;
	}
	talk->engine = engine;
	talk->client = client;
	talk->phone = g_steal_pointer(&phone);
	talk->line = line;
	talk->printed = g_array_new(FALSE, FALSE, sizeof(struct talk_printed));
	g_queue_init(&talk->lines);
	g_ptr_array_add(engine->talks, talk);
	return talk;
}

void
talk_free(struct talk *talk)
{
	g_queue_clear_full(&talk->lines, g_free);
	g_array_unref(talk->printed);
	g_free(talk->phone);
	g_free(talk);
}

void
talk_hear(struct talk *talk, const char *line)
{
	if (talk->ended)
		return;
	g_queue_push_tail(&talk->lines, g_strdup(line));
	if (talk->lines.length >= TALK_LINES_MOST)
		channel_listen(talk->client->channel, FALSE);
	talk_go_on(talk);
}

void
talk_end(struct talk *talk)
{
	talk->ended = TRUE;
	talk_go_on(talk);
}

void
talk_abandon(struct talk *talk)
{
	struct engine *engine = talk->engine;

	talk->client = NULL;
	turn_forget(engine, talk);
	if (talk->done)
		g_ptr_array_remove_fast(engine->talks, talk);
	else
		turn_add(engine, EVENT_TALK_GONE, NULL, talk, NULL);
}

void
talk_look(struct engine *engine)
{
	for (guint i = 0; i < engine->talks->len; i++) {
		struct talk *talk = g_ptr_array_index(engine->talks, i);

		talk->again = TRUE;
		talk_go_on(talk);
	}
}

gboolean
talk_step(struct engine *engine, struct event *event, GError **error)
{
	struct talk *talk = event->talk;
	gboolean found;

	if (talk == NULL)
		return TRUE;
	talk->did = TALK_NOTHING;
	if (!talk_note(talk, error) || !talk_take(talk, &found, error))
		return FALSE;
	if (found) {
		talk->did = TALK_ANSWER;
		return TRUE;
	}
	if (talk->lines.length > 0) {
		talk->did = TALK_LINE;
		return talk_text(talk, g_queue_peek_head(&talk->lines),
		    error) && talk_take(talk, &found, error);
	}
	if (talk->ended && !talk->hung_up) {
		talk->did = TALK_HANG_UP;
		return dialog_hang_up(engine->dialog, talk->phone, talk->line, error) &&
		    talk_take(talk, &found, error);
	}
	return TRUE;
}

void
talk_leave(struct engine *engine, struct event *event)
{
	struct talk *talk = event->talk;

	if (talk == NULL)
		return;
	g_array_set_size(talk->printed, 0);
	talk->busy = FALSE;
	switch (talk->did) {
	case TALK_LINE:
		engine->texts_in++;
		g_free(g_queue_pop_head(&talk->lines));
		if (talk->lines.length == TALK_LINES_FEW &&
		    talk->client != NULL)
			channel_listen(talk->client->channel, TRUE);
		break;
	case TALK_HANG_UP:
		talk->hung_up = TRUE;
		break;
	case TALK_ANSWER:
		break;
	case TALK_NOTHING:
		talk->done = talk->hung_up;
		if (talk->done && talk->client != NULL)
			client_end(talk->client, 0);
		break;
	}
	if (talk->did != TALK_NOTHING)
		talk->again = TRUE;
	if (!talk->done)
		talk_go_on(talk);
}

gboolean
talk_gone(struct engine *engine, struct event *event, GError **error)
{
	struct talk *talk = event->talk;

	return talk_note(talk, error) && outbox_live_gone(engine->db,
	    talk->bearer, talk->phone, error);
}

void
talk_gone_leave(struct engine *engine, struct event *event)
{
	g_ptr_array_remove_fast(engine->talks, event->talk);
}

void
talk_say(struct talk *talk, const struct outbox_msg *msg)
{
	struct talk_printed printed = { msg->id, MAX(1, msg->parts) };
	g_auto(GStrv) rows = g_strsplit(msg->text, "\n", -1);
	g_autofree char *row = g_strjoinv("\342\217\216", rows);	/* ⏎ */
	g_autofree char *line = g_strconcat(row, "\n", NULL);

	if (talk->client == NULL)
		return;
	client_out(talk->client, line);
	g_array_append_val(talk->printed, printed);
	talk->engine->texts_out++;
	talk->again = TRUE;
	talk_go_on(talk);
}

/* Why it does not begin; always FALSE. */
static gboolean
talk_refuse(struct client *client, int status, const char *format, ...)
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
talk_line(const struct config *config, const char *asked)
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
talk_busy(const struct engine *engine, const char *phone, enum bearer bearer)
{
	for (guint i = 0; i < engine->talks->len; i++) {
		const struct talk *talk = g_ptr_array_index(engine->talks, i);

		if (talk->bearer == bearer && strcmp(talk->phone, phone) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Asks for a step when there may be something to do. */
static void
talk_go_on(struct talk *talk)
{
	if (talk->busy || talk->client == NULL || talk->done)
		return;
	if (!talk->again && talk->printed->len == 0 &&
	    talk->lines.length == 0 && !talk->ended)
		return;
	talk->again = FALSE;
	talk->busy = TRUE;
	turn_add(talk->engine, EVENT_TALK, NULL, talk, NULL);
}

/* What was printed is sent and delivered: its reader is looking at it. */
static gboolean
talk_note(struct talk *talk, GError **error)
{
	struct db *db = talk->engine->db;
	gint64 now = clock_now();

	for (guint i = 0; i < talk->printed->len; i++) {
		struct talk_printed *printed = &g_array_index(talk->printed,
		    struct talk_printed, i);

		for (int part = 0; part < printed->parts; part++) {
			guint mr = (guint)(printed->id + part) & 0xff;
			gboolean matched;

			if (!outbox_part_sent(db, printed->id, TALK_MODEM,
			    (guint)part, mr, now, error) ||
			    !outbox_report(db, TALK_MODEM, talk->phone, mr, 0,
			    now, &matched, error))
				return FALSE;
		}
		if (!outbox_sent(db, printed->id, now, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
talk_take(struct talk *talk, gboolean *found, GError **error)
{
	struct outbox_msg msg = { 0 };

	if (!outbox_next_live(talk->engine->db, talk->bearer, talk->phone,
	    talk->line, found, &msg, error))
		return FALSE;
	if (*found)
		turn_hand(talk->engine, NULL, talk, &msg);
	outbox_msg_clear(&msg);
	return TRUE;
}

static gboolean
talk_text(struct talk *talk, const char *text, GError **error)
{
	struct engine *engine = talk->engine;
	struct inbox_msg msg = { 0 };
	gboolean ok;

	ok = inbox_add_text(engine->db, talk->bearer, talk->line, talk->phone,
	    text, &msg, error) && dialog_step(engine->dialog, &msg, error);
	inbox_msg_clear(&msg);
	return ok;
}
