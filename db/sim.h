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

/* Always fills `sim`, with what a modem never seen has when it is none. */
gboolean sim_get(struct db *db, const char *modem, struct sim *sim,
	    GError **error);
gboolean sim_put(struct db *db, const struct sim *sim, GError **error);

/* The modem an IMSI is bound to, other than `besides`; NULL none. Caller
 * frees. */
gboolean sim_owner(struct db *db, const char *imsi, const char *besides,
	    char **modem, GError **error);

#endif
