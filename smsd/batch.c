/*
 * See batch.h.  The batch's source runs below the modems' sockets, so that all
 * that waits in them is read first; when BATCH_EVENTS wait it runs above them,
 * so that a flood cannot keep it from its turn.
 */
#include "smsd/batch.h"

#include "base/clock.h"
#include "base/log.h"
#include "smsd/due.h"
#include "smsd/inflow.h"
#include "smsd/modem.h"
#include "smsd/outflow.h"

#define BATCH_PRIORITY_LATE	(G_PRIORITY_DEFAULT + 5)	/* as clients */
#define BATCH_PRIORITY_SOON	(G_PRIORITY_DEFAULT - 10)
#define BATCH_WAIT_MIN_MS	100
#define BATCH_WAIT_MAX_MS	(30 * 1000)

/* A text whose handling fails so often, though storing it alone works, is
 * stored alone. */
#define BATCH_TRIES_BARE		3
/* Any other event is given up after so many (some minutes). */
#define BATCH_TRIES_MAX		20

/* While nothing can be stored, texts beyond this many are let go: they are
 * still on their SIMs, and told of again at the next poll. */
#define BATCH_QUEUE_MAX		2000

/* A batch that takes longer than this leaves the rest to the next one. */
#define BATCH_LONGEST		(20 * 1000)	/* us */

struct batch {
	struct engine *engine;
	GQueue	 events;	/* struct event, oldest first */
	GPtrArray *submissions;	/* struct submission */
	GSource	*source;
	gboolean held;		/* waits after a failure */
	guint	 wait_ms;	/* how long, growing; 0 all is well */
	guint	 rest;		/* idle source: the database may tidy up */
};

static gboolean	batch_prepare(GSource *source, int *timeout);
static gboolean	batch_dispatch(GSource *source, GSourceFunc callback,
	    gpointer user);
static void	batch_schedule(struct batch *batch);
static gboolean	batch_run(struct batch *batch);
static gboolean	batch_events(struct batch *batch, guint *done, GError **error);
static gboolean	batch_event(struct batch *batch, struct event *event,
	    GError **error);
static gboolean	batch_store(struct batch *batch, struct event *event,
	    gboolean keep, GError **error);
static gboolean	batch_part(struct batch *batch,
	    gboolean (*part)(struct engine *, GError **), GError **error);
static void	batch_leave(struct batch *batch, guint done);
static gboolean	batch_rest(gpointer user);
static void	batch_fail(struct batch *batch, const char *why);
static void	batch_give_up(struct batch *batch);
static void	event_free(struct event *event);
static void	submission_free(gpointer submission);

static GSourceFuncs batch_funcs = {
	batch_prepare, NULL, batch_dispatch, NULL, NULL, NULL
};

struct batch *
batch_new(struct engine *engine)
{
	struct batch *batch = g_new0(struct batch, 1);

	batch->engine = engine;
	g_queue_init(&batch->events);
	batch->submissions = g_ptr_array_new_with_free_func(submission_free);
	batch->source = g_source_new(&batch_funcs, sizeof(GSource));
	g_source_set_callback(batch->source, NULL, batch, NULL);
	g_source_set_priority(batch->source, BATCH_PRIORITY_LATE);
	g_source_set_name(batch->source, "batch");
	g_source_attach(batch->source, NULL);
	return batch;
}

void
batch_free(struct batch *batch)
{
	if (batch == NULL)
		return;
	g_clear_handle_id(&batch->rest, g_source_remove);
	g_source_destroy(batch->source);
	g_source_unref(batch->source);
	g_queue_clear_full(&batch->events, (GDestroyNotify)event_free);
	g_ptr_array_unref(batch->submissions);
	g_free(batch);
}

void
batch_add(struct engine *engine, int type, struct modem *modem,
    struct console *console, GVariant *payload)
{
	struct event *event;

	if (engine->batch->events.length >= BATCH_QUEUE_MAX &&
	    (type == MESSAGE_SMS_IN || type == MESSAGE_SMS_REFUSED))
		return;
	event = g_new0(struct event, 1);
	event->type = type;
	event->modem = modem;
	event->run = modem != NULL ? modem->run : 0;
	event->console = console;
	event->payload = payload != NULL ? g_variant_ref_sink(payload) : NULL;
	g_queue_push_tail(&engine->batch->events, event);
	batch_schedule(engine->batch);
}

void
batch_kick(struct engine *engine)
{
	batch_schedule(engine->batch);
}

void
batch_submit(struct engine *engine, struct modem *modem,
    struct console *console, struct outbox_msg *msg)
{
	struct submission *submission = g_new0(struct submission, 1);

	submission->modem = modem;
	submission->console = console;
	submission->msg = *msg;
	*msg = (struct outbox_msg){ 0 };
	g_ptr_array_add(engine->batch->submissions, submission);
}

void
batch_forget(struct engine *engine, struct console *console)
{
	for (GList *l = engine->batch->events.head; l != NULL; l = l->next) {
		struct event *event = l->data;

		if (event->console == console)
			event->console = NULL;
	}
}

gboolean
batch_finish(struct engine *engine)
{
	struct batch *batch = engine->batch;

	while (batch->events.length > 0) {
		if (!batch_run(batch))
			return FALSE;
	}
	return TRUE;
}

guint
batch_waiting(const struct engine *engine)
{
	return engine->batch->events.length;
}

/* When the source is ready: now, or after the delay that follows a failure. */
static void
batch_schedule(struct batch *batch)
{
	if (batch->held)
		return;
	g_source_set_ready_time(batch->source, 0);
	g_source_set_priority(batch->source,
	    batch->events.length >= BATCH_EVENTS ? BATCH_PRIORITY_SOON :
	    BATCH_PRIORITY_LATE);
}

static gboolean
batch_prepare(GSource *source, int *timeout)
{
	*timeout = -1;
	return FALSE;
}

static gboolean
batch_dispatch(GSource *source, GSourceFunc callback, gpointer user)
{
	struct batch *batch = user;

	g_source_set_ready_time(source, -1);
	batch->held = FALSE;
	if (batch_run(batch) && batch->events.length > 0)
		batch_schedule(batch);
	return G_SOURCE_CONTINUE;
}

/* One transaction.  FALSE when it failed and everything still waits. */
static gboolean
batch_run(struct batch *batch)
{
	struct engine *engine = batch->engine;
	g_autoptr(GError) error = NULL;
	guint done = 0;

	if (!db_begin(engine->db, &error) ||
	    !batch_events(batch, &done, &error) ||
	    !batch_part(batch, due_act, &error) ||
	    !batch_part(batch, outflow_pick, &error) ||
	    !db_commit(engine->db, &error)) {
		db_rollback(engine->db);
		batch_fail(batch, error->message);
		return FALSE;
	}
	if (batch->wait_ms > 0)
		log_info("batch: storing again");
	batch->wait_ms = 0;
	batch_leave(batch, done);
	due_arm(engine);
	return TRUE;
}

/* Handles waiting events up to the bound.  After one that fails the batch goes
 * on with what it has; FALSE when there is nothing. */
static gboolean
batch_events(struct batch *batch, guint *done, GError **error)
{
	gint64 begun = clock_elapsed();

	for (GList *l = batch->events.head; l != NULL && *done < BATCH_EVENTS;
	    l = l->next) {
		if (!batch_event(batch, l->data, error)) {
			if (*done == 0 || !db_in_transaction(batch->engine->db))
				return FALSE;
			g_clear_error(error);
			batch_kick(batch->engine);
			return TRUE;
		}
		(*done)++;
		if (clock_elapsed() - begun > BATCH_LONGEST)
			break;
	}
	return TRUE;
}

static gboolean
batch_event(struct batch *batch, struct event *event, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (batch_store(batch, event, TRUE, error))
		return TRUE;
	if (!db_in_transaction(batch->engine->db))
		return FALSE;
	if (event->type != MESSAGE_SMS_IN) {
		event->tries++;
		return FALSE;
	}
	/* Is it the disk, or what we do with this text? Storing it tells. */
	event->bare = TRUE;
	if (!batch_store(batch, event, event->tries + 1 >= BATCH_TRIES_BARE,
	    &why)) {
		event->bare = FALSE;
		return FALSE;
	}
	if (++event->tries < BATCH_TRIES_BARE) {
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
batch_store(struct batch *batch, struct event *event, gboolean keep,
    GError **error)
{
	struct db *db = batch->engine->db;

	if (!db_save(db, error))
		return FALSE;
	if (!inflow_store(batch->engine, event, error)) {
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
batch_part(struct batch *batch, gboolean (*part)(struct engine *, GError **),
    GError **error)
{
	struct db *db = batch->engine->db;
	g_autoptr(GError) why = NULL;

	if (!db_save(db, error))
		return FALSE;
	if (part(batch->engine, &why))
		return db_release(db, error);
	g_ptr_array_set_size(batch->submissions, 0);
	if (!db_in_transaction(db)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	log_warning("batch: %s", why->message);
	db_undo(db);
	return TRUE;
}

/* After the commit: acknowledgements, then what was handed. */
static void
batch_leave(struct batch *batch, guint done)
{
	struct engine *engine = batch->engine;
	g_autoptr(GPtrArray) submissions = batch->submissions;

	batch->submissions = g_ptr_array_new_with_free_func(submission_free);
	for (guint i = 0; i < done; i++) {
		struct event *event = g_queue_pop_head(&batch->events);

		inflow_leave(engine, event);
		event_free(event);
	}
	for (guint i = 0; i < submissions->len; i++)
		outflow_leave(engine, g_ptr_array_index(submissions, i));
	if (batch->rest == 0)
		batch->rest = g_idle_add_full(G_PRIORITY_LOW, batch_rest, batch,
		    NULL);
}

/* Nothing else is to be done just now. */
static gboolean
batch_rest(gpointer user)
{
	struct batch *batch = user;

	batch->rest = 0;
	if (batch->events.length == 0)
		db_rest(batch->engine->db);
	return G_SOURCE_REMOVE;
}

/* Everything waits for a while, and longer each time. */
static void
batch_fail(struct batch *batch, const char *why)
{
	g_ptr_array_set_size(batch->submissions, 0);
	if (batch->wait_ms == 0)
		log_warning("batch: nothing can be stored, so nothing is "
		    "acknowledged: %s", why);
	batch->wait_ms = CLAMP(batch->wait_ms * 2, BATCH_WAIT_MIN_MS,
	    BATCH_WAIT_MAX_MS);
	batch->held = TRUE;
	batch_give_up(batch);
	g_source_set_ready_time(batch->source, g_source_get_time(batch->source) +
	    (gint64)batch->wait_ms * 1000);
}

/* An event at the head that never succeeds must not stop the house: a text
 * comes again from its SIM, anything else costs the state of one row. */
static void
batch_give_up(struct batch *batch)
{
	struct event *event = g_queue_peek_head(&batch->events);

	if (event == NULL || event->tries < BATCH_TRIES_MAX)
		return;
	log_warning("batch: gave up %s%s%s after %d tries",
	    event->type < MESSAGE_COUNT ? message_name(event->type) :
	    "an event", event->modem != NULL ? " of modem " : "",
	    event->modem != NULL ? event->modem->config->name : "",
	    event->tries);
	g_queue_pop_head(&batch->events);
	/* Our own events let somebody go on. */
	if (event->type >= MESSAGE_COUNT)
		inflow_leave(batch->engine, event);
	event_free(event);
}

static void
event_free(struct event *event)
{
	g_clear_pointer(&event->payload, g_variant_unref);
	g_free(event);
}

static void
submission_free(gpointer data)
{
	struct submission *submission = data;

	outbox_msg_clear(&submission->msg);
	g_free(submission);
}
