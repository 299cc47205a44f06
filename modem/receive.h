/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Messages from the SIM to the engine, deleted from the SIM once the engine has them.
 *
 *	(slot read) ──> HANDED ── STORED ──> STORED ── AT+CMGD ──> DELETING ──> gone
 *				refused: STUCK until the next listing
 *
 * A slot's message keeps its token while it lies there; what is HANDED and not
 * acknowledged is handed again at each poll with the same content.  Nothing is deleted that
 * the engine has not stored.
 */
#ifndef MODEM_RECEIVE_H
#define MODEM_RECEIVE_H

#include "modem/modem.h"

struct receive;

struct receive *receive_new(struct modem *modem);
void	receive_free(struct receive *receive);

/* --- events ------------------------------------------------------------------ */

void	receive_arrived(struct receive *receive, enum gammu_store store,
	    int slot);
void	receive_delivered(struct receive *receive, struct sms_part *part);
void	receive_refused(struct modem *modem, const char *store, guint slot,
	    const char *reason, const guint8 *octets, gsize len);
void	receive_stored(struct receive *receive, guint64 token);

/* The store is to be listed: at start, at the poll, after a doubt. */
void	receive_doubt(struct receive *receive);

/* --- jobs; TRUE when something was done -------------------------------------- */

gboolean receive_read(struct receive *receive);

/* Frees slots; `only_when_full` while something more urgent waits. */
gboolean receive_delete(struct receive *receive, gboolean only_when_full);

#endif
