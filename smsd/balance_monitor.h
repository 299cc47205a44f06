/*
 * The credit of a SIM: asked of its operator once a day by the modem's recipe
 * (modems.balance_*), a USSD code or a text; forecast from what went in the
 * last two weeks; and what follows.
 *
 *	enough ──fewer than balance_days days──> low: the people on duty are told
 *	   ^                                        │ less than balance_pause yuan
 *	   └──────── topped up ──────────────────── paused: what nobody asked for
 *	                                            waits, replies and alerts leave
 *
 * One that is low is asked every six hours, so that a top-up is soon known.
 */
#ifndef SMSD_BALANCE_MONITOR_H
#define SMSD_BALANCE_MONITOR_H

#include "db/balance.h"
#include "db/inbox.h"
#include "smsd/batch.h"

#define BALANCE_DAYS_UNKNOWN	(-1)

struct modem;

struct balance_monitor {
	char	*imsi;		/* whose credit it is; NULL nobody's yet */
	struct balance last;
	int	 days;		/* it lasts; BALANCE_DAYS_UNKNOWN */
	gboolean low, paused;
	gint64	 ask_at;	/* us wall */
	gint64	 asked_at;	/* us wall: an answer is waited for; 0 not */
	int	 tries;		/* without an answer */
	char	*answer;	/* the last one no amount was found in; NULL */
};

void	balance_monitor_clear(struct balance_monitor *monitor);

/* Inside a batch: asks who is to be asked. *next: us wall, 0 none. */
gboolean balance_monitor_act(struct engine *engine, gint64 now, gint64 *next,
	    GError **error);

/* Inside a batch: MESSAGE_USSD_IN. */
gboolean balance_monitor_ussd(struct engine *engine, struct event *event, GError **error);

/* Inside a batch: a text that came.  *taken: it is the operator's answer, and is
 * ended. */
gboolean balance_monitor_text(struct engine *engine, struct modem *modem,
	    const struct inbox_msg *msg, gboolean *taken, GError **error);

/* A person wants to know now. */
void	balance_monitor_hurry(struct engine *engine, const char *modem);

#endif
