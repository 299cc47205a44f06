/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions that wait for another to end (say_ask()), or were pushed aside: asked
 * when their turn comes.
 */
#ifndef MENUS_SAY_QUEUE_H
#define MENUS_SAY_QUEUE_H

#include "menus/options.h"

/* Asks the next question that waits on a phone and line, if none is open there. */
gboolean say_next_question(struct dialog *dialog, const char *phone,
	    const char *line, GError **error);

/* Ends the questions whose time is over and asks those that waited for them; *next is
 * when the next one ends (0: never). */
gboolean say_due(struct dialog *dialog, gint64 now, gint64 *next, GError **error);

#endif
