/*
 * Weekly 平安 by text (db/checkin.h; words in etc/menus/checkin.conf).
 */
#ifndef SERVICES_CHECKIN_H
#define SERVICES_CHECKIN_H

#include "menus/turn.h"

/* Asks those whose week is over, sends the cadre to those who are silent; *next is
 * when to call again (0 not before something happens). */
gboolean checkin_due(struct dialog *dialog, gint64 now, gint64 *next,
	    GError **error);

#endif
