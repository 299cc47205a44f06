/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes in: one handler an event, in two halves.  The first runs inside
 * the transaction and may be run again after a rollback; the second runs once,
 * after the commit.
 */
#ifndef SMSD_INFLOW_H
#define SMSD_INFLOW_H

#include "smsd/batch.h"

/* Is there a handler for this message or event? */
gboolean inflow_takes(int type);

/* How long it may wait for another event to share its commit: nobody waits for this
 * one, neither a modem to go on nor a person. */
guint	inflow_wait_ms(int type);

/* FALSE when the database failed. */
gboolean inflow_store(struct engine *engine, struct event *event,
	    GError **error);
void	inflow_leave(struct engine *engine, struct event *event);

/* The transaction was undone: what the first half noted of a modem is taken back. */
void	inflow_undo(struct engine *engine, struct event *event);

#endif
