/*
 * Weekly 平安 by text (db/peace.h; words in etc/menus/peace.conf).
 */
#ifndef MENUS_PEACE_ACTION_H
#define MENUS_PEACE_ACTION_H

#include "menus/turn.h"

/* Takes 开平安 and 关平安; *taken FALSE: it is something else. */
gboolean peace_hears(struct turn *turn, gboolean *taken, GError **error);

/* Asks those whose week is over, sends the cadre to those who are silent; *next is
 * when to call again (0 not before something happens). */
gboolean peace_due(struct dialog *dialog, gint64 now, gint64 *next,
	    GError **error);

#endif
