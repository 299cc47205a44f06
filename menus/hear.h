/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Running a word of the table once a text was found to be one (word.h).
 */
#ifndef MENUS_HEAR_H
#define MENUS_HEAR_H

#include "menus/turn.h"

/*
 * Hears a text as a word of the table, for what its sender is and what is open for
 * their number; *taken FALSE: it is none.  Where a word is about exactly one thing
 * and several such are open, over all services together, it is asked which.
 */
gboolean hear_words(struct turn *turn, gboolean *taken, GError **error);

#endif
