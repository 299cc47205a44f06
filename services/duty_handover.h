/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One text to each household whose cadre was replaced: who calls on it from now
 * on, and, where it is published, the cadre's number.
 */
#ifndef SERVICES_DUTY_HANDOVER_H
#define SERVICES_DUTY_HANDOVER_H

#include "db/cadre.h"
#include "menus/options.h"

/* Texts one telephone of a household, inside the caller's transaction, once for each
 * household, day and telephone. */
gboolean duty_handover_say(struct dialog *dialog, const char *line,
	    const struct cadre *cadre, gint64 household_id, int day,
	    const char *phone, gboolean *said, GError **error);

#endif
