/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Test texts to phones of the office's own (probe_phones), one of each
 * operator's: an operator that holds a SIM's texts back says OK all the same
 * (DOMAIN 5.6).  By every modem, every probe_every hours of the day; a status
 * report from any of the phones is enough.
 */
#ifndef SMSD_PROBE_H
#define SMSD_PROBE_H

#include "smsd/engine.h"

struct modem;

/* Inside a batch: sends and judges what is due of one modem. *next: us wall, 0 not
 * before something happens. */
gboolean probe_act(struct engine *engine, struct modem *modem, gint64 now,
	    gint64 *next, GError **error);

#endif
