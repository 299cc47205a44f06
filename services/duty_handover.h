/*
 * One text to each household whose cadre was replaced: who calls on it from now
 * on, and, where he publishes it, his number.
 */
#ifndef SERVICES_DUTY_HANDOVER_H
#define SERVICES_DUTY_HANDOVER_H

#include "db/cadre.h"
#include "menus/menu.h"

/* To one telephone of a household, inside the caller's transaction; once for each
 * household, day and telephone. */
gboolean duty_handover_say(struct db *db, const struct menu *menu, const char *line,
	    const struct cadre *cadre, gint64 household_id, int day,
	    const char *phone, gboolean *said, GError **error);

#endif
