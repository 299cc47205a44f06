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

/* Inside a batch: says what there is to say. *next is when to look again, us
 * wall, 0 never. */
gboolean alarm_act(struct engine *engine, gint64 now, gint64 *next,
	    GError **error);

#endif
