/*
 * See turn.h.  The turn's source runs below the modems' sockets, so that all
 * that waits in them is read first; when TURN_EVENTS wait it runs above them,
 * so that a flood cannot keep it from its turn.
 */
#include "smsd/turn.h"

#include "base/clock.h"
#include "base/log.h"
#include "smsd/due.h"
#include "smsd/inflow.h"
#include "smsd/modem_child.h"
#include "smsd/outflow.h"

#define TURN_PRIORITY_LATE	(G_PRIORITY_DEFAULT + 5)	/* as clients */
#define TURN_PRIORITY_SOON	(G_PRIORITY_DEFAULT - 10)
#define TURN_WAIT_MIN_MS	100
#define TURN_WAIT_MAX_MS	(30 * 1000)

/* A text whose handling fails so often, though storing it alone works, is
 * stored alone. */
#define TURN_TRIES_BARE		3
/* Any other event is given up after so many (some minutes). */
#define TURN_TRIES_MAX		20

/* While nothing can be stored, texts beyond this many are let go: they are
 * still on their SIMs, and told of again at the next poll. */
#define TURN_QUEUE_MAX		2000

/* A turn that takes longer than this leaves the rest to the next one. */
#define TURN_LONGEST		(20 * 1000)	/* us */

struct turn {
	struct engine *engine;
	GQueue	 events;	/* struct event, oldest first */
	GPtrArray *hands;	/* struct hand */
	GSource	*source;
	gboolean held;		/* waits after a failure */
	guint	 wait_ms;	/* how long, growing; 0 all is well */
	guint	 rest;		/* idle source: the database may tidy up */
};

static gboolean	turn_prepare(GSource *source, int *timeout);
static gboolean	turn_dispatch(GSource *source, GSourceFunc callback,
	    gpointer user);
static void	turn_schedule(struct turn *turn);
static gboolean	turn_run(struct turn *turn);
static gboolean	turn_events(struct turn *turn, guint *done, GError **error);
static gboolean	turn_event(struct turn *turn, struct event *event,
	    GError **error);
static gboolean	turn_store(struct turn *turn, struct event *event,
	    gboolean keep, GError **error);
static gboolean	turn_part(struct turn *turn,
	    gboolean (*part)(struct engine *, GError **), GError **error);
static void	turn_leave(struct turn *turn, guint done);
static gboolean	turn_rest(gpointer user);
static void	turn_fail(struct turn *turn, const char *why);
static void	turn_give_up(struct turn *turn);
static void	event_free(struct event *event);
static void	hand_free(gpointer hand);

static GSourceFuncs turn_funcs = {
	turn_prepare, NULL, turn_dispatch, NULL, NULL, NULL
};

struct turn *
turn_new(struct engine *engine)
{
	struct turn *turn = g_new0(struct turn, 1);

	turn->engine = engine;
	g_queue_init(&turn->events);
	turn->hands = g_ptr_array_new_with_free_func(hand_free);
	turn->source = g_source_new(&turn_funcs, sizeof(GSource));
	g_source_set_callback(turn->source, NULL, turn, NULL);
	g_source_set_priority(turn->source, TURN_PRIORITY_LATE);
	g_source_set_name(turn->source, "turn");
	g_source_attach(turn->source, NULL);
	return turn;
}

void
turn_free(struct turn *turn)
{
	if (turn == NULL)
		return;
	g_clear_handle_id(&turn->rest, g_source_remove);
	g_source_destroy(turn->source);
	g_source_unref(turn->source);
	g_queue_clear_full(&turn->events, (GDestroyNotify)event_free);
	g_ptr_array_unref(turn->hands);
	g_free(turn);
}

void
turn_add(struct engine *engine, int type, struct modem_child *modem,
    struct console *console, GVariant *payload)
{
	struct event *event;

	if (engine->turn->events.length >= TURN_QUEUE_MAX &&
	    (type == MESSAGE_SMS_IN || type == MESSAGE_SMS_REFUSED))
		return;
	event = g_new0(struct event, 1);
	event->type = type;
	event->modem = modem;
	event->run = modem != NULL ? modem->run : 0;
	event->console = console;
	event->payload = payload != NULL ? g_variant_ref_sink(payload) : NULL;
	g_queue_push_tail(&engine->turn->events, event);
	turn_schedule(engine->turn);
}

void
turn_kick(struct engine *engine)
{
	turn_schedule(engine->turn);
}

void
turn_hand(struct engine *engine, struct modem_child *modem,
    struct console *console, struct outbox_msg *msg)
{
	struct hand *hand = g_new0(struct hand, 1);

	hand->modem = modem;
	hand->console = console;
	hand->msg = *msg;
	*msg = (struct outbox_msg){ 0 };
	g_ptr_array_add(engine->turn->hands, hand);
}

void
turn_forget(struct engine *engine, struct console *console)
{
	for (GList *l = engine->turn->events.head; l != NULL; l = l->next) {
		struct event *event = l->data;

		if (event->console == console)
			event->console = NULL;
	}
}

gboolean
turn_finish(struct engine *engine)
{
	struct turn *turn = engine->turn;

	while (turn->events.length > 0) {
		if (!turn_run(turn))
			return FALSE;
	}
	return TRUE;
}

guint
turn_waiting(const struct engine *engine)
{
	return engine->turn->events.length;
}

/* When the source is ready: now, or after the delay that follows a failure. */
static void
turn_schedule(struct turn *turn)
{
	if (turn->held)
		return;
	g_source_set_ready_time(turn->source, 0);
	g_source_set_priority(turn->source,
	    turn->events.length >= TURN_EVENTS ? TURN_PRIORITY_SOON :
	    TURN_PRIORITY_LATE);
}

static gboolean
turn_prepare(GSource *source, int *timeout)
{
	*timeout = -1;
	return FALSE;
}

static gboolean
turn_dispatch(GSource *source, GSourceFunc callback, gpointer user)
{
	struct turn *turn = user;

	g_source_set_ready_time(source, -1);
	turn->held = FALSE;
	if (turn_run(turn) && turn->events.length > 0)
		turn_schedule(turn);
	return G_SOURCE_CONTINUE;
}

/* One transaction.  FALSE when it failed and everything still waits. */
static gboolean
turn_run(struct turn *turn)
{
	struct engine *engine = turn->engine;
	g_autoptr(GError) error = NULL;
	guint done = 0;

	if (!db_begin(engine->db, &error) ||
	    !turn_events(turn, &done, &error) ||
	    !turn_part(turn, due_act, &error) ||
	    !turn_part(turn, outflow_pick, &error) ||
	    !db_commit(engine->db, &error)) {
		db_rollback(engine->db);
		turn_fail(turn, error->message);
		return FALSE;
	}
	if (turn->wait_ms > 0)
		log_info("turn: storing again");
	turn->wait_ms = 0;
	turn_leave(turn, done);
	due_arm(engine);
	return TRUE;
}

/* Handles waiting events up to the bound.  After one that fails the turn goes
 * on with what it has; FALSE when there is nothing. */
static gboolean
turn_events(struct turn *turn, guint *done, GError **error)
{
	gint64 begun = clock_elapsed();

	for (GList *l = turn->events.head; l != NULL && *done < TURN_EVENTS;
	    l = l->next) {
		if (!turn_event(turn, l->data, error)) {
			if (*done == 0 || !db_in_transaction(turn->engine->db))
				return FALSE;
			g_clear_error(error);
			turn_kick(turn->engine);
			return TRUE;
		}
		(*done)++;
		if (clock_elapsed() - begun > TURN_LONGEST)
			break;
	}
	return TRUE;
}

static gboolean
turn_event(struct turn *turn, struct event *event, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (turn_store(turn, event, TRUE, error))
		return TRUE;
	if (!db_in_transaction(turn->engine->db))
		return FALSE;
	if (event->type != MESSAGE_SMS_IN) {
		event->tries++;
		return FALSE;
	}
	/* Is it the disk, or what we do with this text? Storing it tells. */
	event->bare = TRUE;
	if (!turn_store(turn, event, event->tries + 1 >= TURN_TRIES_BARE,
	    &why)) {
		event->bare = FALSE;
		return FALSE;
	}
	if (++event->tries < TURN_TRIES_BARE) {
		event->bare = FALSE;
		return FALSE;
	}
	log_warning("inbox: a text of modem %s is stored but cannot be "
	    "handled: %s", event->modem->config->name, (*error)->message);
	g_clear_error(error);
	return TRUE;
}

/* The event in its own savepoint; `keep` FALSE only tries. */
static gboolean
turn_store(struct turn *turn, struct event *event, gboolean keep,
    GError **error)
{
	struct db *db = turn->engine->db;

	if (!db_save(db, error))
		return FALSE;
	if (!inflow_store(turn->engine, event, error)) {
		db_undo(db);
		return FALSE;
	}
	if (!keep) {
		db_undo(db);
		return TRUE;
	}
	return db_release(db, error);
}

/* What the clock and the radio want, in a savepoint: a row that cannot be
 * handled must not hold up the texts that came. */
static gboolean
turn_part(struct turn *turn, gboolean (*part)(struct engine *, GError **),
    GError **error)
{
	struct db *db = turn->engine->db;
	g_autoptr(GError) why = NULL;

	if (!db_save(db, error))
		return FALSE;
	if (part(turn->engine, &why))
		return db_release(db, error);
	g_ptr_array_set_size(turn->hands, 0);
	if (!db_in_transaction(db)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	log_warning("turn: %s", why->message);
	db_undo(db);
	return TRUE;
}

/* After the commit: acknowledgements, then what was handed. */
static void
turn_leave(struct turn *turn, guint done)
{
	struct engine *engine = turn->engine;
	g_autoptr(GPtrArray) hands = turn->hands;

	turn->hands = g_ptr_array_new_with_free_func(hand_free);
	for (guint i = 0; i < done; i++) {
		struct event *event = g_queue_pop_head(&turn->events);

		inflow_leave(engine, event);
		event_free(event);
	}
	for (guint i = 0; i < hands->len; i++)
		outflow_leave(engine, g_ptr_array_index(hands, i));
	if (turn->rest == 0)
		turn->rest = g_idle_add_full(G_PRIORITY_LOW, turn_rest, turn,
		    NULL);
}

/* Nothing else is to be done just now. */
static gboolean
turn_rest(gpointer user)
{
	struct turn *turn = user;

	turn->rest = 0;
	if (turn->events.length == 0)
		db_rest(turn->engine->db);
	return G_SOURCE_REMOVE;
}

/* Everything waits for a while, and longer each time. */
static void
turn_fail(struct turn *turn, const char *why)
{
	g_ptr_array_set_size(turn->hands, 0);
	if (turn->wait_ms == 0)
		log_warning("turn: nothing can be stored, so nothing is "
		    "acknowledged: %s", why);
	turn->wait_ms = CLAMP(turn->wait_ms * 2, TURN_WAIT_MIN_MS,
	    TURN_WAIT_MAX_MS);
	turn->held = TRUE;
	turn_give_up(turn);
	g_source_set_ready_time(turn->source, g_source_get_time(turn->source) +
	    (gint64)turn->wait_ms * 1000);
}

/* An event at the head that never succeeds must not stop the house: a text
 * comes again from its SIM, anything else costs the state of one row. */
static void
turn_give_up(struct turn *turn)
{
	struct event *event = g_queue_peek_head(&turn->events);

	if (event == NULL || event->tries < TURN_TRIES_MAX)
		return;
	log_warning("turn: gave up %s%s%s after %d tries",
	    event->type < MESSAGE_COUNT ? message_name(event->type) :
	    "an event", event->modem != NULL ? " of modem " : "",
	    event->modem != NULL ? event->modem->config->name : "",
	    event->tries);
	g_queue_pop_head(&turn->events);
	/* Our own events let somebody go on. */
	if (event->type >= MESSAGE_COUNT)
		inflow_leave(turn->engine, event);
	event_free(event);
}

static void
event_free(struct event *event)
{
	g_clear_pointer(&event->payload, g_variant_unref);
	g_free(event);
}

static void
hand_free(gpointer data)
{
	struct hand *hand = data;

	outbox_msg_clear(&hand->msg);
	g_free(hand);
}
