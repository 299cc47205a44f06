/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The three musts (三必到: 丧 喜 吵 灾) and welfare visits (看看我爸) by text, from both
 * sides (PEERS S9, S14; words in etc/menus/callout.conf).
 *
 *	household, group leader, somebody away   "丧", "看看我爸"
 *	his cadre    "收 10373", "到 10373", "结 10373 人好,药够"
 *
 * Who does not acknowledge in time, or rests that day by the roster, is passed by: his
 * deputy, somebody on duty, his supervisor, the office.  Who asked hears what becomes of it.
 */
#ifndef SERVICES_CALLOUT_H
#define SERVICES_CALLOUT_H

#include "menus/turn.h"


#endif
