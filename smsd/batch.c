/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See batch.h.  The batch's source runs below the modems' sockets, so that all
 * that waits in them is read first; when BATCH_EVENTS wait it runs above them,
 * so that a flood cannot keep it from its turn.
 */
#include "smsd/batch.h"

#include "base/clock.h"
#include "base/log.h"

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

/* What is done after the commit. */
struct after {
	batch_after_fn act;
	void	*what;
	GDestroyNotify free_what;
};

struct batch {
	struct engine *engine;
	const struct batch_work *work;
	GQueue	 events;	/* struct event, oldest first */
	GPtrArray *afters;	/* struct after */
	GSource	*source;
	gboolean held;		/* waits after a failure */
	guint	 wait_ms;	/* how long, growing; 0 all is well */
	gint64	 failing_since;	/* us wall: of the first failure, while wait_ms */
	char	*failing_why;	/* the last one */
	guint	 rest;		/* idle source: the database may tidy up */
};

static gboolean	batch_prepare(GSource *source, int *timeout);
static gboolean	batch_dispatch(GSource *source, GSourceFunc callback,
	    gpointer user);
static void	batch_schedule(struct batch *batch, guint wait_ms);
static gboolean	batch_run(struct batch *batch);
static gboolean	batch_events(struct batch *batch, guint *done, GError **error);
static gboolean	batch_event(struct batch *batch, struct event *event,
	    GError **error);
static gboolean	batch_store(struct batch *batch, struct event *event,
	    gboolean keep, GError **error);
static gboolean	batch_parts(struct batch *batch, GError **error);
static gboolean	batch_part(struct batch *batch,
	    gboolean (*part)(struct engine *, GError **), GError **error);
static void	batch_undo(struct batch *batch, guint done);
static void	batch_leave(struct batch *batch, guint done);
static gboolean	batch_rest(gpointer user);
static void	batch_fail(struct batch *batch, const char *why);
static void	batch_give_up(struct batch *batch);
static void	event_free(struct event *event);
static void	after_free(gpointer after);

static GSourceFuncs batch_funcs = {
	batch_prepare, NULL, batch_dispatch, NULL, NULL, NULL
};

struct batch *
batch_new(struct engine *engine, const struct batch_work *work)
{
	struct batch *batch = g_new0(struct batch, 1);

	batch->engine = engine;
	batch->work = work;
	g_queue_init(&batch->events);
	batch->afters = g_ptr_array_new_with_free_func(after_free);
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
	g_ptr_array_unref(batch->afters);
	g_free(batch->failing_why);
	g_free(batch);
}

void
batch_add(struct engine *engine, const struct event *event)
{
	struct batch *batch = engine->batch;
	struct event *mine;

	if (batch->events.length >= BATCH_QUEUE_MAX &&
	    (event->type == MESSAGE_SMS_IN || event->type == MESSAGE_SMS_REFUSED))
		return;
	mine = g_memdup2(event, sizeof(*event));
	if (mine->payload != NULL)
		g_variant_ref_sink(mine->payload);
	g_queue_push_tail(&batch->events, mine);
	batch_schedule(batch, batch->work->wait_ms(event->type));
}

void
batch_kick(struct engine *engine)
{
	batch_schedule(engine->batch, 0);
}

gboolean
batch_takes(const struct engine *engine, int type)
{
	return engine->batch->work->takes(type);
}

void
batch_after_commit(struct engine *engine, batch_after_fn act, void *what,
    GDestroyNotify free_what)
{
	struct after *after = g_new(struct after, 1);

	*after = (struct after){ act, what, free_what };
	g_ptr_array_add(engine->batch->afters, after);
}

guint
batch_mark(const struct engine *engine)
{
	return engine->batch->afters->len;
}

void
batch_undone(struct engine *engine, guint mark)
{
	g_ptr_array_set_size(engine->batch->afters, (gint)mark);
}

void
batch_forget(struct engine *engine, struct session *session)
{
	for (GList *l = engine->batch->events.head; l != NULL; l = l->next) {
		struct event *event = l->data;

		if (event->session == session)
			event->session = NULL;
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

const char *
batch_failing(const struct engine *engine, gint64 *since)
{
	const struct batch *batch = engine->batch;

	*since = batch->wait_ms > 0 ? batch->failing_since : 0;
	return batch->wait_ms > 0 ? batch->failing_why : NULL;
}

/* When the source is ready: as soon as the most pressing event wants, or after the
 * delay that follows a failure. */
static void
batch_schedule(struct batch *batch, guint wait_ms)
{
	gint64 ready = g_source_get_ready_time(batch->source);
	gint64 wanted = wait_ms == 0 ? 0 :
	    g_source_get_time(batch->source) + wait_ms * 1000;

	if (batch->held)
		return;
	if (ready < 0 || wanted < ready)
		g_source_set_ready_time(batch->source, wanted);
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
		batch_schedule(batch, 0);
	return G_SOURCE_CONTINUE;
}

/* One transaction.  FALSE when it failed and everything still waits. */
static gboolean
batch_run(struct batch *batch)
{
	struct engine *engine = batch->engine;
	g_autoptr(GError) error = NULL;
	guint done = 0;

	if (!db_begin(engine->db, &error) || !batch_events(batch, &done, &error) ||
	    !batch_parts(batch, &error) || !db_commit(engine->db, &error)) {
		db_rollback(engine->db);
		batch_undo(batch, done);
		batch_fail(batch, error->message);
		return FALSE;
	}
	if (batch->wait_ms > 0)
		log_info("batch: the database is writable again");
	batch->wait_ms = 0;
	batch_leave(batch, done);
	batch->work->done(engine);
	return TRUE;
}

/* What the first halves of these events noted in memory is taken back. */
static void
batch_undo(struct batch *batch, guint done)
{
	GList *l = batch->events.head;

	for (guint i = 0; i < done; i++, l = l->next)
		batch->work->undo(batch->engine, l->data);
	g_ptr_array_set_size(batch->afters, 0);
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
	/* Storing the text alone tells whether the disk or our handling fails. */
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
	log_warning("inbox: a text of modem %s was stored but cannot be "
	    "handled: %s", event->about, (*error)->message);
	g_clear_error(error);
	return TRUE;
}

/* The event in its own savepoint; `keep` FALSE only tries. */
static gboolean
batch_store(struct batch *batch, struct event *event, gboolean keep,
    GError **error)
{
	struct db *db = batch->engine->db;
	guint afters = batch->afters->len;
	gboolean ok;

	if (!db_save(db, error))
		return FALSE;
	ok = batch->work->store(batch->engine, event, error);
	if (ok && keep)
		return db_release(db, error);
	batch->work->undo(batch->engine, event);
	g_ptr_array_set_size(batch->afters, (gint)afters);
	db_undo(db);
	return ok;
}

static gboolean
batch_parts(struct batch *batch, GError **error)
{
	for (gsize i = 0; i < BATCH_PARTS; i++) {
		if (batch->work->parts[i] != NULL &&
		    !batch_part(batch, batch->work->parts[i], error))
			return FALSE;
	}
	return TRUE;
}

/* A part in its savepoint: a row that cannot be handled must not hold up the messages
 * that came in. */
static gboolean
batch_part(struct batch *batch, gboolean (*part)(struct engine *, GError **),
    GError **error)
{
	struct db *db = batch->engine->db;
	guint afters = batch->afters->len;
	g_autoptr(GError) why = NULL;

	if (!db_save(db, error))
		return FALSE;
	if (part(batch->engine, &why))
		return db_release(db, error);
	g_ptr_array_set_size(batch->afters, (gint)afters);
	if (!db_in_transaction(db)) {
		g_propagate_error(error, g_steal_pointer(&why));
		return FALSE;
	}
	log_warning("batch: %s", why->message);
	db_undo(db);
	return TRUE;
}

/* After the commit: acknowledgements, then all that was waiting for it. */
static void
batch_leave(struct batch *batch, guint done)
{
	struct engine *engine = batch->engine;
	g_autoptr(GPtrArray) afters = batch->afters;

	batch->afters = g_ptr_array_new_with_free_func(after_free);
	for (guint i = 0; i < done; i++) {
		struct event *event = g_queue_pop_head(&batch->events);

		batch->work->leave(engine, event);
		event_free(event);
	}
	for (guint i = 0; i < afters->len; i++) {
		struct after *after = g_ptr_array_index(afters, i);

		after->act(engine, after->what);
	}
	if (batch->rest == 0)
		batch->rest = g_idle_add_full(G_PRIORITY_LOW, batch_rest, batch,
		    NULL);
}

/* The engine is idle: the database may tidy up. */
static gboolean
batch_rest(gpointer user)
{
	struct batch *batch = user;

	batch->rest = 0;
	if (batch->events.length == 0)
		db_rest(batch->engine->db);
	return G_SOURCE_REMOVE;
}

/* Everything waits, longer after each failure. */
static void
batch_fail(struct batch *batch, const char *why)
{
	if (batch->wait_ms == 0) {
		log_warning("batch: the database is not writable, so nothing is "
		    "acknowledged: %s", why);
		batch->failing_since = clock_now();
	}
	g_free(batch->failing_why);
	batch->failing_why = g_strdup(why);
	batch->wait_ms = CLAMP(batch->wait_ms * 2, BATCH_WAIT_MIN_MS,
	    BATCH_WAIT_MAX_MS);
	batch->held = TRUE;
	batch_give_up(batch);
	g_source_set_ready_time(batch->source, g_source_get_time(batch->source) +
	    (gint64)batch->wait_ms * 1000);
}

/* An event that never succeeds must not block the rest: a message is read from its
 * SIM again, anything else costs the state of one row. */
static void
batch_give_up(struct batch *batch)
{
	struct event *event = g_queue_peek_head(&batch->events);

	if (event == NULL || event->tries < BATCH_TRIES_MAX)
		return;
	log_warning("batch: gave up on %s%s%s after %d tries",
	    event->type < MESSAGE_COUNT ? message_name(event->type) :
	    "an event", event->about != NULL ? " of modem " : "",
	    event->about != NULL ? event->about : "", event->tries);
	g_queue_pop_head(&batch->events);
	/* Our own events let somebody go on. */
	if (event->type >= MESSAGE_COUNT)
		batch->work->leave(batch->engine, event);
	event_free(event);
}

static void
event_free(struct event *event)
{
	g_clear_pointer(&event->payload, g_variant_unref);
	g_free(event);
}

static void
after_free(gpointer data)
{
	struct after *after = data;

	if (after->free_what != NULL)
		after->free_what(after->what);
	g_free(after);
}
