/*
 * What comes in: one handler an event, in two halves.  The first runs inside
 * the transaction and may be run again after a rollback; the second runs once,
 * after the commit.
 */
#ifndef SMSD_INFLOW_H
#define SMSD_INFLOW_H

#include "smsd/batch.h"

/* Does a batch have a handler for this message? */
gboolean inflow_takes(enum message_type type);

/* FALSE when the database failed. */
gboolean inflow_store(struct engine *engine, struct event *event,
	    GError **error);
void	inflow_leave(struct engine *engine, struct event *event);

#endif
