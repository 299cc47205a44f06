/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every working morning some households are asked whether anybody called
 * (db/backcheck.h): some cadres a batch, as with reminders.  Only where
 * duty.check_line says by which line.
 */
#ifndef SMSD_CHECK_H
#define SMSD_CHECK_H

#include "smsd/engine.h"

/* Inside a batch; *next is when to call again (0 never). */
gboolean backcheck_act(struct engine *engine, gint64 now, gint64 *next,
	    GError **error);

#endif
