/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Changing a household's number by text (DOMAIN 3.6, PEERS story 11): "换号 139…" from the
 * old number, confirmed on the new one; and losing a number to a stranger.
 */
#ifndef SERVICES_RENUMBER_H
#define SERVICES_RENUMBER_H

#include "menus/turn.h"

/* Takes the number from its households, because the caller is a stranger, and asks their
 * cadres for the new one. */
gboolean renumber_lost(struct action_call *call, GError **error);

#endif
