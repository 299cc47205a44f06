/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of a phone's open tickets a text belongs to, when none is collecting texts.
 */
#ifndef SERVICES_COMPLAINT_FIND_H
#define SERVICES_COMPLAINT_FIND_H

#include "menus/action.h"

enum complaint_kin {
	COMPLAINT_NEW,		/* to none */
	COMPLAINT_WHOLE,		/* late parts of a text that came with a gap, or
				 * all of it again (PEERS story 6) */
	COMPLAINT_SAME,		/* the same words: an urge (DOMAIN 1.6) */
	COMPLAINT_REST		/* the rest of what was told just before */
};

/* `heavy`: the text could stand alone.  Fills `number` unless the text is new. */
gboolean complaint_find(const struct action_call *call, gboolean heavy,
	    enum complaint_kin *kin, char number[ACTION_TICKET_MAX],
	    GError **error);

#endif
