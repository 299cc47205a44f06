/*
 * The network: its modems, its phones, its service centre, its clients.  One
 * process, one main loop, no threads; nothing happens unless somebody does
 * something.
 */
#ifndef SIM_NETWORK_H
#define SIM_NETWORK_H

#include <glib.h>

#include "base/tpdu.h"

struct control;
struct modem;

/* Rows the ledger keeps; older ones are dropped. */
#define LEDGER_ROWS	200000

struct network {
	char	*folder;
	GPtrArray *modems;	/* struct modem, in the order of their names */
	GHashTable *handsets;	/* number -> struct handset */
	GHashTable *ussd;	/* code -> answer */
	struct control *control;
	GQueue	 ledger;	/* event lines */
	gboolean keep_ledger;
	guint8	 reference;	/* last concatenation reference given */
	int	 zone;		/* of time stamps, quarters of an hour east */
};

/* `folder` is made when it is not there, and its control socket opened. */
struct network *network_new(const char *folder, GError **error);
void	network_free(struct network *network);

/* A modem with that number, plugged in; the next of modem0, modem1... */
struct modem *network_add_modem(struct network *network, const char *number,
	    GError **error);

/* By name ("modem0"), index ("0") or number; NULL when there is none. */
struct modem *network_modem(const struct network *network, const char *name);

/* --- the service centre ------------------------------------------------------------ */

/* Cuts a text of a phone into parts and brings each to its receiver.  Returns
 * the number of parts, 0 when it is empty or a number is none. */
guint	smsc_text(struct network *network, const char *from, const char *to,
	    const char *utf8);

/* Takes a part that a modem submitted; `mr` is the reference it was given. */
void	smsc_submit(struct network *network, struct modem *from,
	    const struct tpdu *submit, guint8 mr);

#endif
