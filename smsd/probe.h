/*
 * Test texts to phones of the office's own (probe_phones), one of each
 * operator's: an operator that holds a SIM's texts back says OK all the same
 * (DOMAIN 5.6).  By every modem, every probe_every hours of the day; a status
 * report from any of the phones is enough.
 */
#ifndef SMSD_PROBE_H
#define SMSD_PROBE_H

#include "smsd/engine.h"

struct probe {
	gint64	 slot;		/* s: begin of the one that was sent; 0 none */
	gint64	 judge_at;	/* us wall; 0 nothing to be judged */
	gboolean silent;	/* of the last ones none arrived */
};

/* Inside a batch: sends and judges what is due. *next: us wall, 0 none. */
gboolean probe_act(struct engine *engine, gint64 now, gint64 *next,
	    GError **error);

#endif
