/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Complaints: how a person's own words become a ticket (issue 2; DOMAIN 1.3 no. 1,
 * 1.6; PEERS stories 1, 5, 7).
 *
 *	heavy text ---> ticket, receipt at once ---\   what follows within hold_s
 *	fragment -----> draft, nothing said -----+  +-> joins it, nothing said
 *	                    hold_s after the last; one receipt for all
 *
 * A text is heavy when its weight is at least story_chars.  The receipt asks for the
 * place, once, when none of the texts names one.
 */
#ifndef SERVICES_COMPLAINT_H
#define SERVICES_COMPLAINT_H

#include "db/ticket.h"
#include "menus/action.h"

/* Takes the text of a call; *screen is the receipt, NULL when the text waits or joins a
 * ticket that has one. */
gboolean complaint_take(struct action_call *call, const char **screen,
	    GError **error);

/* Opens a draft with topic and place that waits for the words until hold_until (it holds
 * the text that named the place); complaint_take() of the words ends the wait. */
gboolean complaint_begin(struct action_call *call, gint64 hold_until, GError **error);

/* Registers the text at once, whatever its weight; fills *t with its ticket. */
gboolean complaint_register(struct action_call *call, enum ticket_urgency urgency,
	    struct ticket *t, GError **error);

/*
 * A draft's hold has ended (call->msg is its newest text): it is registered, or
 * void when it says nothing. The other texts held with it are ended; call->end
 * says what became of the newest.
 */
gboolean complaint_settle(struct action_call *call, struct ticket *t,
	    const char **screen, GError **error);

/* Does a text say where it happened: a village, a group, a street? */
gboolean complaint_names_place(const struct menu *menu, const char *text);

/* Fills "number" and "summary" of a ticket. */
void	complaint_fill(struct action_call *call, const struct ticket *t);

/* Does a ticket belong to whoever has this phone now?  A void one is nobody's: its number
 * was never told. */
gboolean complaint_is_theirs(const struct action_call *call, const struct ticket *t);

#endif
