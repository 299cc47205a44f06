/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whose SIM is in a modem, and may it send?
 *
 *	ready ──> unread ──EVENT_MODEM_IDENTITY──> right | none to be read
 *	                                      \──> other: receives, sends nothing,
 *	                                           until `xiangyin modem accept`
 *
 * A modem is given nothing before its SIM is known.  One whose IMSI cannot be read
 * may send: a modem that does not report it is not therefore another one.
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

/* Re-reads for every modem what staff may have changed. */
void	identity_refresh(struct engine *engine);

#endif
