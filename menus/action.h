/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an action of a service sees of the text it is called for, and what it
 * tells of it.
 */
#ifndef MENUS_ACTION_H
#define MENUS_ACTION_H

#include "db/contact.h"
#include "db/inbox.h"
#include "db/principal.h"
#include "menus/options.h"
#include "menus/service.h"

#define ACTION_TICKET_MAX	16

/* What an action sees and may change. */
struct action_call {
	struct dialog *dialog;	/* and what is in it: */
	struct db *db;
	const struct menu *menu;
	const struct dialog_options *options;
	const struct inbox_msg *msg;	/* the text being handled */
	const struct understanding *u;
	struct contact *contact;
	const struct principal *who;	/* who sent it */
	GHashTable *data;	/* stored answers of this dialogue, char* -> char* */
	GHashTable *fill;	/* placeholders for the next screen */
	gint64	 now;
	const char *silence;	/* why nothing may be answered; NULL it may */

	/* What the action tells of the text it was called for. */
	char	 ticket[ACTION_TICKET_MAX];	/* number it went to, "" none */
	enum inbox_end end;	/* INBOX_OPEN: answered or ignored, as it falls out */
	const char *reason;	/* a constant: "joined", "urged"…; NULL none */
	gboolean held;		/* waits with others: its end comes later */
	gboolean settled;	/* it has its end already */
	gboolean keep;		/* its question stays open */
};

/* Remembers which ticket the text went to. */
void	action_file(struct action_call *call, const char *number,
	    enum inbox_end end, const char *reason);

#endif
