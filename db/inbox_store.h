/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: storing a text in the inbox.
 */
#ifndef DB_INBOX_STORE_H
#define DB_INBOX_STORE_H

#include "db/inbox.h"

/* Which PDU it was.  A stamp is the SMSC's second; where that is unreadable,
 * the day of receipt, so that the same octets are known again for a day. */
struct inbox_pdu {
	gint64	 stamp;
	gint64	 stamp_before;	/* yesterday's, -1 when the stamp is the SMSC's */
	guint8	 hash[SMS_HASH_LEN];
};

void	inbox_pdu_fill(struct inbox_pdu *pdu, gint64 scts, const guint8 *hash,
	    gint64 now);

/* Stores `msg` (id, end and reason included) and fills msg->id.  `pdu` is NULL
 * for what is no PDU; *stored is FALSE when that PDU is known. */
gboolean inbox_store(struct db *db, struct inbox_msg *msg,
	    const struct inbox_pdu *pdu, const void *body, gsize len,
	    gboolean *stored, GError **error);

#endif
