/*
 * Words of danger (DOMAIN 1.6).  Strong ones are answered before any menu logic
 * and told to the duty desk with full number and words; weak ones only make a
 * ticket more urgent (story.c).
 */
#ifndef MENUS_EMERGENCY_H
#define MENUS_EMERGENCY_H

#include "menus/turn.h"

/* Registers the text (P1), asks for a call-back, answers, tells the duty desk. No
 * guard stops it; the answer goes at most once in ten minutes. */
gboolean emergency_raise(struct turn *turn, GError **error);

#endif
