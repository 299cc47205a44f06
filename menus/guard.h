/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Guards: when nothing may be answered (DOMAIN 5.4, 5.5).  A guard takes away
 * the answer, never the text: a complaint is registered all the same.
 */
#ifndef MENUS_GUARD_H
#define MENUS_GUARD_H

#include "menus/turn.h"

/* Ends a text from a number that no program answers (*refused TRUE). */
void	guard_number(struct turn *turn, gboolean *refused);

/* Fills call.silence when the phone has had enough. */
gboolean guard_replies(struct turn *turn, GError **error);

/*
 * Counts equal texts (do not call it for answers to a question), and silences the phone
 * for an hour at identical_limit.  *repeat is TRUE, and `ticket` filled, when the same
 * heavy text came within 120 s and went to a ticket.
 */
gboolean guard_identical(struct turn *turn, gboolean *repeat,
	    char ticket[ACTION_TICKET_MAX], GError **error);

#endif
