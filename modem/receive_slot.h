/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The slots that receive.c and receive_delete.c keep, by store and number.
 */
#ifndef MODEM_RECEIVE_SLOT_H
#define MODEM_RECEIVE_SLOT_H

#include "modem/receive.h"

#define RECEIVE_DELETE_MS	20000	/* deadline of AT+CMGD */

enum slot_state { SLOT_HANDED, SLOT_STORED, SLOT_DELETING, SLOT_STUCK };

struct slot {
	enum gammu_store store;
	int	 number;
	guint64	 token;
	guint8	 hash[SMS_HASH_LEN];
	enum slot_state state;
	gboolean seen;		/* in the listing under way */
};

struct receive {
	struct modem *modem;
	GHashTable *slots;	/* by store and number */
	GHashTable *tokens;	/* token -> the same struct slot */
	GQueue	 arrivals;
	gboolean doubt;		/* list the stores */
	guint64	 next_token;
	guint	 stored;	/* slots in SLOT_STORED */
	guint	 deleting;	/* AT+CMGD under way */
	guint	 rest;		/* timer: quiet long enough to delete */
	gboolean rested;
};

/* "SM", "ME", by enum gammu_store. */
extern const char *const receive_stores[];

/* The slot is empty. */
void	receive_forget(struct receive *receive, struct slot *slot);

#endif
