/*
 * A batch: one transaction for all that is waiting (group commit).
 *
 *	event      event      event                 what came since the last batch
 *	  |          |          |
 *	BEGIN  savepoint each: stored, understood, answered
 *	       what is due;  what each free modem and console may send: handed
 *	COMMIT
 *	  |          |          |
 *	STORED     output     SMS_OUT               leave only now
 *
 * Invariants
 *  - nothing is acknowledged or sent whose transaction has not committed.
 *  - when a batch fails (disk full, locked), it is rolled back, its events stay
 *    where they are and are tried again with a growing delay: nothing is lost,
 *    nothing acknowledged, nothing said.
 *  - events keep their order; BATCH_EVENTS of them at most share a batch.
 */
#ifndef SMSD_BATCH_H
#define SMSD_BATCH_H

#include "base/message.h"
#include "db/outbox.h"
#include "smsd/engine.h"

#define BATCH_EVENTS	200

struct modem;
struct console;

/* What an event is: a message of a modem process, or one of these. */
enum {
	EVENT_MODEM_GONE = MESSAGE_COUNT,	/* its process has ended */
	EVENT_MODEM_IDENTITY,	/* it has said which SIM is in it */
	EVENT_CONSOLE,		/* a console goes one step on */
	EVENT_CONSOLE_GONE,	/* its client is gone */
	EVENT_COUNT
};

struct event {
	int	 type;
	struct modem *modem;	/* NULL: from a console */
	guint	 run;			/* which run of the modem process */
	struct console *console;		/* NULL: from a modem, or gone */
	GVariant *payload;
	int	 tries;
	gboolean bare;		/* only store the text: handling it failed
				 * again and again while the disk was well */
	gboolean fresh;		/* a new text was stored */
	const char *bad;	/* why its sender must be ended */
};

/* A text handed to a modem or a console in this batch; it leaves after the
 * commit. */
struct submission {
	struct modem *modem;
	struct console *console;
	struct outbox_msg msg;
};

struct batch *batch_new(struct engine *engine);
void	batch_free(struct batch *batch);

/* Adds an event; `payload` is referenced (a floating one taken), or NULL. */
void	batch_add(struct engine *engine, int type, struct modem *modem,
	    struct console *console, GVariant *payload);

/* Asks for a batch although nothing came: something is due. */
void	batch_kick(struct engine *engine);

/* Inside a batch: `msg` (emptied) leaves after the commit. */
void	batch_submit(struct engine *engine, struct modem *modem,
	    struct console *console, struct outbox_msg *msg);

/* A console is no more: its events lose their meaning. */
void	batch_forget(struct engine *engine, struct console *console);

/* Runs batches until nothing waits; FALSE when one failed. For the end. */
gboolean batch_finish(struct engine *engine);

/* Events waiting. */
guint	batch_waiting(const struct engine *engine);

#endif
