/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weekly 平安 by text (db/checkin.h; words in etc/menus/checkin.conf).
 */
#ifndef SERVICES_CHECKIN_H
#define SERVICES_CHECKIN_H

#include "menus/turn.h"

/* Takes 开平安 and 关平安; *taken FALSE: it is something else. */
gboolean checkin_hears(struct turn *turn, gboolean *taken, GError **error);

#endif
