/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See session.h.  A step is an event of the batch: it notes that the last answers
 * have left, then takes the next answer; when there is none, the next line; at the
 * end of the input the session hangs up, and what was held back for more is answered
 * too.
 */
#include "smsd/session.h"

#include <string.h>

#include "base/clock.h"

/* Lines that may wait; the far end rests above, goes on below. */
#define SESSION_LINES_MOST	64
#define SESSION_LINES_FEW	16

/* A step's outcome, kept until its transaction is committed. */
enum session_did {
	SESSION_NOTHING, SESSION_ANSWER, SESSION_LINE, SESSION_HANG_UP
};

struct session {
	struct engine *engine;
	const struct session_far_end *far_end;	/* NULL: gone */
	void	*user;
	char	*phone;
	char	*actor, *role;	/* who types in its name; NULL whoever has it */
	const char *line;	/* the configuration's */
	enum bearer bearer;
	GQueue	 lines;		/* char* */
	gboolean ended;		/* no more lines will come */
	gboolean hung_up;
	gboolean done;		/* all was said */
	gboolean busy;		/* a step waits for its batch */
	gboolean again;		/* something may have come due meanwhile */
	enum session_did did;
	GArray	*said;		/* struct session_said, to be noted as delivered */
};

/* A message the far end has been given. */
struct session_said {
	gint64	id;
	int	parts;
};

/* A message that is handed in this batch. */
struct session_answer {
	struct session *session;
	struct outbox_msg msg;
};

static gboolean	session_is_taken(const struct engine *engine, const char *phone,
	    enum bearer bearer);
static void	session_go_on(struct session *session);
static gboolean	session_note(struct session *session, GError **error);
static gboolean	session_take(struct session *session, gboolean *found,
	    GError **error);
static void	session_say(struct engine *engine, void *answer);
static void	session_answer_free(void *answer);
static gboolean	session_text(struct session *session, const char *text,
	    GError **error);

struct session *
session_new(struct engine *engine, enum bearer bearer, const char *phone,
    const char *line, const struct session_far_end *far_end, void *user)
{
	struct session *session;

	g_assert(bearer_traits(bearer)->live);
	if (session_is_taken(engine, phone, bearer))
		return NULL;
	session = g_new0(struct session, 1);
	session->engine = engine;
	session->far_end = far_end;
	session->user = user;
	session->bearer = bearer;
	session->phone = g_strdup(phone);
	session->line = line;
	session->said = g_array_new(FALSE, FALSE, sizeof(struct session_said));
	g_queue_init(&session->lines);
	g_ptr_array_add(engine->sessions, session);
	return session;
}

void
session_free(struct session *session)
{
	g_queue_clear_full(&session->lines, g_free);
	g_array_unref(session->said);
	g_free(session->phone);
	g_free(session->actor);
	g_free(session->role);
	g_free(session);
}

void
session_set_typist(struct session *session, const char *actor, const char *role)
{
	session->actor = g_strdup(actor);
	session->role = g_strdup(role);
}

void
session_hear(struct session *session, const char *line)
{
	if (session->ended)
		return;
	g_queue_push_tail(&session->lines, g_strdup(line));
	if (session->lines.length >= SESSION_LINES_MOST)
		session->far_end->listen(FALSE, session->user);
	session_go_on(session);
}

void
session_end(struct session *session)
{
	session->ended = TRUE;
	session_go_on(session);
}

void
session_abandon(struct session *session)
{
	struct engine *engine = session->engine;

	session->far_end = NULL;
	batch_forget(engine, session);
	if (session->done)
		g_ptr_array_remove_fast(engine->sessions, session);
	else
		batch_add(engine, &(struct event){
			.type = EVENT_SESSION_GONE, .session = session,
		});
}

void
session_check_all(struct engine *engine)
{
	for (guint i = 0; i < engine->sessions->len; i++) {
		struct session *session = g_ptr_array_index(engine->sessions, i);

		session->again = TRUE;
		session_go_on(session);
	}
}

gboolean
session_step(struct engine *engine, struct event *event, GError **error)
{
	struct session *session = event->session;
	gboolean found;

	if (session == NULL)
		return TRUE;
	session->did = SESSION_NOTHING;
	if (!session_note(session, error) || !session_take(session, &found, error))
		return FALSE;
	if (found) {
		session->did = SESSION_ANSWER;
		return TRUE;
	}
	if (session->lines.length > 0) {
		session->did = SESSION_LINE;
		return session_text(session, g_queue_peek_head(&session->lines),
		    error) && session_take(session, &found, error);
	}
	if (session->ended && !session->hung_up) {
		session->did = SESSION_HANG_UP;
		return dialog_hang_up(engine->dialog, session->phone, session->line, error) &&
		    session_take(session, &found, error);
	}
	return TRUE;
}

void
session_leave(struct engine *engine, struct event *event)
{
	struct session *session = event->session;

	if (session == NULL)
		return;
	g_array_set_size(session->said, 0);
	session->busy = FALSE;
	switch (session->did) {
	case SESSION_LINE:
		engine->texts_in++;
		g_free(g_queue_pop_head(&session->lines));
		if (session->lines.length == SESSION_LINES_FEW &&
		    session->far_end != NULL)
			session->far_end->listen(TRUE, session->user);
		break;
	case SESSION_HANG_UP:
		session->hung_up = TRUE;
		break;
	case SESSION_ANSWER:
		break;
	case SESSION_NOTHING:
		session->done = session->hung_up;
		if (session->done && session->far_end != NULL)
			session->far_end->done(session->user);
		break;
	}
	if (session->did != SESSION_NOTHING)
		session->again = TRUE;
	if (!session->done)
		session_go_on(session);
}

gboolean
session_gone(struct engine *engine, struct event *event, GError **error)
{
	struct session *session = event->session;

	return session_note(session, error) && outbox_live_gone(engine->db,
	    session->bearer, session->phone, error);
}

void
session_gone_leave(struct engine *engine, struct event *event)
{
	g_ptr_array_remove_fast(engine->sessions, event->session);
}

static gboolean
session_is_taken(const struct engine *engine, const char *phone, enum bearer bearer)
{
	for (guint i = 0; i < engine->sessions->len; i++) {
		const struct session *session = g_ptr_array_index(engine->sessions, i);

		if (session->bearer == bearer && strcmp(session->phone, phone) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Asks for a step when there may be something to do. */
static void
session_go_on(struct session *session)
{
	if (session->busy || session->far_end == NULL || session->done)
		return;
	if (!session->again && session->said->len == 0 &&
	    session->lines.length == 0 && !session->ended)
		return;
	session->again = FALSE;
	session->busy = TRUE;
	batch_add(session->engine, &(struct event){
		.type = EVENT_SESSION, .session = session,
	});
}

/* What was said is sent and delivered: its reader is looking at it. */
static gboolean
session_note(struct session *session, GError **error)
{
	const char *by = bearer_name(session->bearer);	/* in place of a modem */
	struct db *db = session->engine->db;
	gint64 now = clock_now();

	for (guint i = 0; i < session->said->len; i++) {
		const struct session_said *said = &g_array_index(session->said,
		    struct session_said, i);

		for (int part = 0; part < said->parts; part++) {
			guint mr = (guint)(said->id + part) & 0xff;
			gboolean matched;

			if (!outbox_part_sent(db, said->id, by, (guint)part, mr, now,
			    error) || !outbox_report(db, by, session->phone, mr, 0,
			    now, &matched, error))
				return FALSE;
		}
		if (!outbox_sent(db, said->id, now, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
session_take(struct session *session, gboolean *found, GError **error)
{
	struct session_answer *answer = g_new0(struct session_answer, 1);

	answer->session = session;
	if (!outbox_next_live(session->engine->db, session->bearer, session->phone,
	    session->line, found, &answer->msg, error)) {
		session_answer_free(answer);
		return FALSE;
	}
	if (*found)
		batch_after_commit(session->engine, session_say, answer,
		    session_answer_free);
	else
		session_answer_free(answer);
	return TRUE;
}

static void
session_say(struct engine *engine, void *data)
{
	const struct session_answer *answer = data;
	struct session *session = answer->session;
	struct session_said said = { answer->msg.id, MAX(1, answer->msg.parts) };

	if (session->far_end == NULL)
		return;
	session->far_end->say(answer->msg.text, session->user);
	g_array_append_val(session->said, said);
	engine->texts_out++;
	session->again = TRUE;
	session_go_on(session);
}

static void
session_answer_free(void *data)
{
	struct session_answer *answer = data;

	outbox_msg_clear(&answer->msg);
	g_free(answer);
}

static gboolean
session_text(struct session *session, const char *text, GError **error)
{
	struct engine *engine = session->engine;
	struct inbox_msg msg = { 0 };
	gboolean ok;

	ok = session->actor != NULL ?
	    inbox_add_typed(engine->db, session->bearer, session->line,
	    session->phone, text, session->actor, session->role, &msg, error) :
	    inbox_add_text(engine->db, session->bearer, session->line,
	    session->phone, text, &msg, error);
	ok = ok && dialog_step(engine->dialog, &msg, error);
	inbox_msg_clear(&msg);
	return ok;
}
