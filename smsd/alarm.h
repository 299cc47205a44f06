/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tells the people on duty of a modem that has been unable to send for long, and when
 * it has recovered.
 *
 *	able ──unable──> waited for ──modems.alarm──> told ──able──> told again
 *
 * A modem that staff stopped themselves is not reported, nor one with another SIM,
 * which has a notice of its own.  That people were told is a row (db/sim.h): a
 * restart does not repeat it.
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
