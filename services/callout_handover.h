/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a cadre who leaves was called to: it goes to whoever stands there now.
 */
#ifndef SERVICES_CALLOUT_HANDOVER_H
#define SERVICES_CALLOUT_HANDOVER_H

#include "db/cadre.h"
#include "menus/dialog.h"

/* A cadre has left: their open tasks are asked of whoever stands there now, and those
 * who asked are told; *count says how many. */
gboolean callout_hand_over(struct dialog *dialog, const struct cadre *old, gint64 now,
	    int *count, GError **error);

#endif
