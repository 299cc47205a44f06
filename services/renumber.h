/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of households by text (DOMAIN 3.6, PEERS story 11): "换号 139…" from the old
 * one, confirmed on the new one; and a number that is a stranger's now.
 */
#ifndef SERVICES_RENUMBER_H
#define SERVICES_RENUMBER_H

#include "menus/turn.h"

/* The caller is a stranger: the number is nobody's here any more, and the cadres of the
 * households that lose it are asked for the new one. */
gboolean renumber_lost(struct action_call *call, GError **error);

#endif
