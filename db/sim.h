/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIMs: which one belongs in which configured modem, and which modem a person
 * has stopped (table modem).
 *
 * The first SIM seen in a modem is bound to it.  Another one may not send until
 * a person accepts it: villagers know the number, not the modem.
 */
#ifndef DB_SIM_H
#define DB_SIM_H

#include "db/db.h"

#define SIM_FIRST_SEEN	"first seen"	/* bound_by: nobody was asked */

/* What is known of a modem; empty and 0 what is not. */
struct sim {
	char	*modem;		/* as configured */
	char	*imei;		/* of the modem seen last */
	char	*imsi;		/* of the SIM that may send */
	gint64	 bound_at;	/* us */
	char	*bound_by;	/* SIM_FIRST_SEEN, or who */
	gint64	 paused_at;	/* us; 0 not */
	char	*paused_by;
};
void	sim_clear(struct sim *sim);

/* Always fills `sim`; with empty values for a modem never seen. */
gboolean sim_get(struct db *db, const char *modem, struct sim *sim,
	    GError **error);
gboolean sim_put(struct db *db, const struct sim *sim, GError **error);

/*
 * What was told, asked and concluded about a modem and its SIM.  It is kept here and not
 * in memory, so that a rollback undoes it with the text, and nothing is said again after
 * a restart.
 */
struct sim_record {
	gint64	 told_since;	/* us: the people on duty were told that it has been
				 * unable to send since then; 0: they were not */
	gint64	 probe_slot;	/* s: start of the slot whose test texts were sent */
	gint64	 probe_judge_at;	/* us; 0: nothing to judge */
	gboolean probe_silent;	/* none of the last test texts arrived */
	char	*credit_imsi;	/* whose credit the rest is about */
	gint64	 credit_ask_at;	/* us */
	gint64	 credit_asked_at;	/* us: waiting for an answer since; 0: not */
	int	 credit_tries;	/* without an answer */
	char	*credit_answer;	/* the last one without an amount; "" none */
	int	 credit_days;	/* how long it lasts; SIM_DAYS_UNKNOWN */
	gboolean credit_low, credit_paused;
};
#define SIM_DAYS_UNKNOWN	(-1)
void	sim_record_clear(struct sim_record *record);

/* Always fills `record`, as sim_get(). */
gboolean sim_record_get(struct db *db, const char *modem, struct sim_record *record,
	    GError **error);
gboolean sim_record_put(struct db *db, const char *modem,
	    const struct sim_record *record, GError **error);

/* Finds the modem, other than `besides`, to which an IMSI is bound (NULL: none).  Caller
 * frees. */
gboolean sim_owner(struct db *db, const char *imsi, const char *besides,
	    char **modem, GError **error);

#endif
