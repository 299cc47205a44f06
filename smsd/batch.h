/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch: one transaction for all that is waiting (group commit).
 *
 *	event      event      event                 what came since the last batch
 *	  |          |          |
 *	BEGIN  savepoint each: stored, understood, answered
 *	       what is due;  what each free modem and session may send: handed
 *	COMMIT
 *	  |          |          |
 *	STORED     output     SMS_OUT               leave only now
 *
 * Invariants
 *  - nothing is acknowledged or sent whose transaction has not committed; nothing
 *    in memory that decides what is said changes before that either.
 *  - when a batch fails (disk full, locked), it is rolled back, its events stay
 *    where they are and are tried again with a growing delay: nothing is lost,
 *    nothing acknowledged, nothing said.
 *  - an event for which nobody waits may wait itself for a few ms, so that it shares
 *    the next one's commit.
 *  - events keep their order; at most BATCH_EVENTS of them share a batch.
 *
 * What is done with an event, and what else belongs into a batch, is told by
 * whoever makes it (smsd/daemon.c): the batch knows none of them.
 */
#ifndef SMSD_BATCH_H
#define SMSD_BATCH_H

#include "base/message.h"
#include "smsd/engine.h"

#define BATCH_EVENTS	200
#define BATCH_PARTS	2

struct modem;
struct session;

/* What an event is: a message of a modem process, or one of these. */
enum {
	EVENT_MODEM_GONE = MESSAGE_COUNT,	/* its process has ended */
	EVENT_MODEM_IDENTITY,	/* it has said which SIM is in it */
	EVENT_SESSION,		/* a session goes one step on */
	EVENT_SESSION_GONE,	/* its far end is gone */
	EVENT_COUNT
};

struct event {
	int	 type;
	struct modem *modem;	/* NULL: from a session */
	guint	 run;		/* which run of the modem process */
	const char *about;	/* the modem's name; NULL: from a session */
	struct session *session;	/* NULL: from a modem, or gone */
	GVariant *payload;
	int	 tries;
	gboolean bare;		/* only store the text: handling it failed
				 * again and again while the disk was well */
	gboolean fresh;		/* a new text was stored */
	const char *bad;	/* why its sender must be ended */
};

/* What a batch is made of. */
struct batch_work {
	/* Is there a handler for this type? */
	gboolean (*takes)(int type);
	/* How long may it wait for another to share its commit?  0 not at all. */
	guint	(*wait_ms)(int type);
	/* Its two halves.  The first runs inside the transaction, perhaps again
	 * after a rollback; the second once, after the commit.  Between a rollback
	 * and the next try `undo` takes back what the first half noted in memory. */
	gboolean (*store)(struct engine *engine, struct event *event, GError **error);
	void	(*leave)(struct engine *engine, struct event *event);
	void	(*undo)(struct engine *engine, struct event *event);
	/* After the events, each in a savepoint of its own. */
	gboolean (*parts[BATCH_PARTS])(struct engine *engine, GError **error);
	/* Committed, and all has left. */
	void	(*done)(struct engine *engine);
};

/* `work` must outlive the batch. */
struct batch *batch_new(struct engine *engine, const struct batch_work *work);
void	batch_free(struct batch *batch);

/* Adds a copy of `event`; its payload is referenced (a floating one taken), or
 * NULL. */
void	batch_add(struct engine *engine, const struct event *event);

/* Asks for a batch although nothing came: something is due. */
void	batch_kick(struct engine *engine);

gboolean batch_takes(const struct engine *engine, int type);

/* Inside a batch: `act` is called with `what` after the commit; never, when what
 * is being done is rolled back.  `what` is freed by `free_what` in both cases. */
typedef void (*batch_after_fn)(struct engine *engine, void *what);
void	batch_after_commit(struct engine *engine, batch_after_fn act, void *what,
	    GDestroyNotify free_what);

/* What a savepoint of one's own leaves for after the commit: where it began, and that
 * it was undone. */
guint	batch_mark(const struct engine *engine);
void	batch_undone(struct engine *engine, guint mark);

/* A session is no more: its events lose their meaning. */
void	batch_forget(struct engine *engine, struct session *session);

/* Runs batches until nothing waits; FALSE when one failed. For the end. */
gboolean batch_finish(struct engine *engine);

/* Events waiting. */
guint	batch_waiting(const struct engine *engine);

/* Why nothing can be stored, borrowed, and since when (us wall); NULL: it can. */
const char *batch_failing(const struct engine *engine, gint64 *since);

#endif
