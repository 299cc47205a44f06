/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network as its parts share it.  What one part asks of another that stands above
 * it goes through the hooks, which sim/network.c sets.
 */
#ifndef SIM_NETWORK_STATE_H
#define SIM_NETWORK_STATE_H

#include <glib.h>

struct control;
struct modem;
struct network;
struct tpdu;

struct network_hooks {
	/* An event about `subject` (sim/event.h). */
	void	(*tell)(struct control *control, const char *subject, const char *line);
	/* A command line of a modem, and the text behind a prompt (sim/at.h). */
	void	(*line)(struct modem *modem, const char *line);
	void	(*data)(struct modem *modem, const char *data, gboolean aborted);
	/* A modem submitted a part (sim/smsc.h). */
	void	(*submit)(struct network *network, struct modem *from,
		    const struct tpdu *submit, guint8 mr);
	/* Parts that wait may go into a modem now (sim/delivery.h). */
	void	(*drain)(struct modem *modem);
};

/* Rows the ledger keeps; older ones are dropped. */
#define LEDGER_ROWS	200000

struct network {
	char	*folder;
	GPtrArray *modems;	/* struct modem, in the order of their names */
	GHashTable *handsets;	/* number -> struct handset */
	GHashTable *ussd;	/* code -> answer */
	const struct network_hooks *hooks;
	struct control *control;
	GQueue	 ledger;	/* event lines */
	gboolean keep_ledger;
	guint8	 reference;	/* last concatenation reference given */
	int	 zone;		/* of time stamps, quarters of an hour east */
};

#endif
