/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose SIM is in a modem, and may it send?
 *
 *	ready ──> unread ──EVENT_MODEM_IDENTITY──> right | none to be read
 *	                                      \──> other: receives, sends nothing,
 *	                                           until `xiangyin modem accept`
 *
 * A modem is handed nothing before its SIM is known.  One whose SIM cannot be
 * read sends: a modem that keeps its IMSI to itself is no stranger.
 */
#ifndef SMSD_IDENTITY_H
#define SMSD_IDENTITY_H

#include "smsd/batch.h"

/* Inside a batch: compares with what is bound, binds the first SIM seen, tells
 * the people on duty of another one. */
gboolean identity_store(struct engine *engine, struct event *event,
	    GError **error);
/* After it: judges whether the modem may send. */
void	identity_leave(struct engine *engine, struct event *event);

/* What staff may have changed: reads it anew for every modem. */
void	identity_refresh(struct engine *engine);

#endif
