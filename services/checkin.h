/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weekly 平安 by text (db/checkin.h; words in etc/menus/checkin.conf).
 */
#ifndef SERVICES_CHECKIN_H
#define SERVICES_CHECKIN_H

#include "menus/turn.h"


#endif
