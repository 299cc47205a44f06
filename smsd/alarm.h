/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells the people on duty of a modem that has long been unable to send, and
 * that it is well again.
 *
 *	able ──unable──> waited for ──modems.alarm──> told ──able──> told again
 *
 * Not told of: a modem that staff stopped themselves, and one with another's
 * SIM, which has a notice of its own.
 */
#ifndef SMSD_ALARM_H
#define SMSD_ALARM_H

#include "smsd/engine.h"

struct modem;

/* Inside a batch: says what there is to say of one modem. *next is when to look
 * again, us wall, 0 not before something happens. */
gboolean alarm_act(struct engine *engine, struct modem *modem, gint64 now,
	    gint64 *next, GError **error);

#endif
