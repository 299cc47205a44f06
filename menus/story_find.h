/*
 * Which of a phone's open tickets a text belongs to, when none is collecting.
 */
#ifndef MENUS_STORY_FIND_H
#define MENUS_STORY_FIND_H

#include "menus/action.h"

enum story_kin {
	STORY_NEW,		/* to none */
	STORY_WHOLE,		/* late parts of a text that came with a gap, or
				 * all of it again (PEERS story 6) */
	STORY_SAME,		/* the same words: an urge (DOMAIN 1.6) */
	STORY_REST		/* the rest of what was told just before */
};

/* `heavy`: could stand alone.  Fills `number` unless it is new. */
gboolean story_find(const struct action_call *call, gboolean heavy,
	    enum story_kin *kin, char number[ACTION_TICKET_MAX],
	    GError **error);

#endif
