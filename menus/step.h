/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps: what each meaning of a text does, with a question open and without
 * (the table at the head of step.c).
 */
#ifndef MENUS_STEP_H
#define MENUS_STEP_H

#include "menus/turn.h"

/* Does what the text means, if this is the stage at which that is heard; turn->asked
 * says whether it answers a question. */
gboolean step_take(struct turn *turn, enum hearing_stage stage, gboolean *taken,
	    GError **error);

/* Words of the engine's own: the menu, and how to use it. */
gboolean step_menu(struct turn *turn, const struct word_heard *heard,
	    gboolean *taken, GError **error);
gboolean step_help(struct turn *turn, const struct word_heard *heard,
	    gboolean *taken, GError **error);

/* The main menu: when it was asked for, or else at most once per menu_every_s
 * to one phone; a hint otherwise. */
gboolean step_main(struct turn *turn, gboolean asked, GError **error);

/* Takes a label of the main menu ("查进度") where its digits do not count; *taken FALSE:
 * it is none. */
gboolean step_word_choice(struct turn *turn, gboolean *taken, GError **error);

/* Asks for a call-back and drops the open question. */
gboolean step_missed_call(struct turn *turn, GError **error);

/* Hands a person's own words to the service that takes matters. */
gboolean step_matter(struct turn *turn, GError **error);

#endif
