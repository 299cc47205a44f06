/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One modem: its process (smsd/child.h), what it told of itself, and whether it may
 * be given a text.
 *
 *	down --child_spawn_socket()--> starting --READY--> ready --+
 *	  ^                               |                  |     | pause after failures
 *	  +-------------ended-------------+------------------+-----+
 *
 * Started again after 1 s, then twice as long each time up to 5 min.  Its end is an
 * event of the batch: what it was handed is settled before it starts again.
 */
#ifndef SMSD_MODEM_H
#define SMSD_MODEM_H

#include "base/channel.h"
#include "smsd/batch.h"
#include "smsd/budget.h"
#include "smsd/child.h"
#include "smsd/modem_fault.h"
#include "smsd/recovery.h"
#include "smsd/sameness.h"
#include "smsd/stamp.h"

/* Whose SIM is in it (smsd/identity.h). */
enum identity { IDENTITY_UNREAD, IDENTITY_RIGHT, IDENTITY_OTHER };

enum modem_phase { MODEM_DOWN, MODEM_STARTING, MODEM_READY, MODEM_ENDING };

/*
 * What only this process knows of a modem.  What was told, asked or concluded is a
 * row (db/sim.h, struct sim_record).
 */
struct modem {
	struct engine *engine;
	const struct modem_config *config;
	enum modem_phase phase;
	struct child child;
	struct channel *channel;
	gboolean settled;	/* the last run's end is in the database */
	gint64	 since, last_contact;	/* us wall */
	struct recovery recovery;
	gboolean reset;		/* its radio, at the next start */
	gint64	 missing_since;	/* us elapsed: its device; 0 it is there */

	guint64	 submission;	/* outbox row it is sending, 0 none */
	gboolean submission_ends;	/* in the batch under way */
	int	 failures;	/* submit errors in a row */
	gint64	 paused_until;	/* us elapsed */
	enum identity identity;	/* of its SIM */
	gint64	 held_at;	/* us wall: stopped by a person; 0 not */
	gint64	 unasked_from;	/* us elapsed: before, nothing unasked leaves */
	gint64	 unable_since;	/* us elapsed: it cannot send; 0 it can */
	guint	 planned, plans;	/* of which state its agenda was planned, and is
				 * in the batch under way (smsd/agenda.c) */
	struct budget budget;
	struct modem_fault fault;
	struct sameness *sameness;	/* of what it tells strangers */
	struct budget heard, replied;	/* texts and calls, and our answers */
	gboolean spares;	/* its credit is low: nothing unasked leaves; see
				 * smsd/balance_monitor.h */
	struct stamp stamp;	/* of the service centre it hears */

	/* What it told of itself. */
	char	*imei, *imsi, *operator_name;
	gboolean registered;
	int	 signal_dbm, sim_used, sim_size;
};

/* NULL: there is none of this name. */
struct modem *modem_named(struct engine *engine, const char *name);

struct modem *modem_new(struct engine *engine,
	    const struct modem_config *config);
void	modem_free(struct modem *modem);

/* Starts it, or later when that fails. */
void	modem_start(struct modem *modem);

/* What its deadlines ask for at `elapsed`; and when the next is, 0 none. */
void	modem_due(struct modem *modem, gint64 elapsed);
gint64	modem_next(const struct modem *modem);

/* Asks it to end; the loop quits when none of an engine's lives any more. */
void	modem_stop(struct modem *modem);
void	modem_quit_when_ended(struct engine *engine);

/* Adds an event of the process that runs now; as batch_add(). */
void	modem_event(struct modem *modem, int type, GVariant *payload);

/* Kills a process that breaks the protocol or has fallen silent. */
void	modem_fail(struct modem *modem, guint run,
	    const char *why);

/* Sends to that run of it, if it still lives; `payload` is consumed. */
void	modem_send(struct modem *modem, guint run,
	    enum message_type type, GVariant *payload);

/* Gives it more time: a row was handed, or a part of it left. */
void	modem_expect(struct modem *modem);

/* Event EVENT_MODEM_GONE is committed. */
void	modem_settled(struct engine *engine, struct event *event);

#endif
