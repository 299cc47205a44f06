/*
 * One modem process: started, fed, watched, started again.
 *
 *	down --spawn--> starting --READY--> ready --+
 *	  ^                |                  |     | pause after failures
 *	  +----ended-------+------------------+-----+
 *
 * Starts again after 1 s, then twice as long each time up to 5 min; a process
 * that was healthy for a minute begins at 1 s again.  Its end is an event of
 * the batch: what it was handed is settled before it starts again.
 */
#ifndef SMSD_MODEM_H
#define SMSD_MODEM_H

#include "base/channel.h"
#include "smsd/balance_monitor.h"
#include "smsd/budget.h"
#include "smsd/engine.h"
#include "smsd/identity.h"
#include "smsd/modem_fault.h"
#include "smsd/probe.h"
#include "smsd/recovery.h"
#include "smsd/sameness.h"
#include "smsd/stamp.h"

enum modem_phase { MODEM_DOWN, MODEM_STARTING, MODEM_READY, MODEM_ENDING };

struct modem {
	struct engine *engine;
	const struct modem_config *config;
	enum modem_phase phase;
	GPid	 pid;
	guint	 watch;		/* of its end */
	struct channel *channel;
	guint	 run;		/* counts its processes: late words of an
				 * earlier one are known by it */
	gboolean settled;	/* the last run's end is in the database */
	gint64	 since, last_contact;	/* us wall */
	gint64	 started, restart_at;	/* us elapsed; restart_at 0 none */
	gint64	 deadline;	/* us elapsed: to be heard of by then; 0 none */
	guint	 delay_s;	/* before the next start */
	int	 restarts;
	struct recovery recovery;
	gboolean reset;		/* its radio, at the next start */
	gint64	 missing_since;	/* us elapsed: its device; 0 it is there */

	guint64	 submission;		/* outbox row it is sending, 0 none */
	int	 failures;	/* submit errors in a row */
	gint64	 paused_until;	/* us elapsed */
	enum identity identity;	/* of its SIM */
	gint64	 held_at;	/* us wall: stopped by a person; 0 not */
	gint64	 unasked_from;	/* us elapsed: before, nothing unasked leaves */
	gint64	 unable_since;	/* us elapsed: it cannot send; 0 it can */
	gint64	 told_since;	/* us wall: people were told it is unable since
				 * then; 0 not */
	struct budget budget;
	struct modem_fault fault;
	struct sameness *sameness;	/* of what it tells strangers */
	struct budget heard, replied;	/* texts and calls, and our answers */
	struct balance_monitor balance;
	struct probe probe;
	struct stamp stamp;	/* of the service centre it hears */

	/* What it told of itself. */
	char	*imei, *imsi, *operator_name;
	gboolean registered;
	int	 signal_dbm, sim_used, sim_size;
};

struct modem *modem_new(struct engine *engine,
	    const struct modem_config *config);
void	modem_free(struct modem *modem);

/* Starts it, or later when that fails. */
void	modem_start(struct modem *modem);

/* What its deadlines ask for at `elapsed`; and when the next is, 0 none. */
void	modem_due(struct modem *modem, gint64 elapsed);
gint64	modem_next(const struct modem *modem);

/* Asks it to end. */
void	modem_stop(struct modem *modem);

/* Ends a process that speaks nonsense or not at all. */
void	modem_fail(struct modem *modem, guint run,
	    const char *why);

/* Sends to that run of it, if it still lives; `payload` is consumed. */
void	modem_send(struct modem *modem, guint run,
	    enum message_type type, GVariant *payload);

/* Row `id` is no longer its submission. */
void	modem_end_submission(struct modem *modem, guint run,
	    guint64 id);

/* Gives it more time: a row was handed, or a part of it left. */
void	modem_expect(struct modem *modem);

/* Event EVENT_MODEM_GONE is committed. */
struct event;
void	modem_settled(struct engine *engine, struct event *event);

/* Could it send, had it no text under way?  And: may it be handed a text now? */
gboolean modem_is_able(const struct modem *modem);
gboolean modem_can_send(const struct modem *modem);

/* "ready", "paused", … for people. */
const char *modem_state(const struct modem *modem);

#endif
