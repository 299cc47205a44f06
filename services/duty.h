/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contact duty by text: cadres report the households they have called on, and ask
 * who is left (DOMAIN 3.4; words in etc/menus/duty.conf).
 *
 * Only from a registered number, and only of one's own households; what is not
 * is answered kindly and changes nothing.  A report can be taken back for 48 h,
 * because a number proves no more than that the answer goes to its owner
 * (DESIGN law 7).
 */
#ifndef SERVICES_DUTY_H
#define SERVICES_DUTY_H

#include "menus/turn.h"

/* Takes the text if it is a cadre's report; *taken FALSE: it is something else. A bare
 * number is an answer first, where one is asked for. */
gboolean duty_hears(struct turn *turn, gboolean *taken, GError **error);

#endif
