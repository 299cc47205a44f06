/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine's agenda (db/agenda.h): its own kinds and those of the services, run in
 * each batch; who is told of a row that is parked; and a clock that jumps.
 */
#ifndef SMSD_AGENDA_H
#define SMSD_AGENDA_H

#include "db/agenda.h"
#include "smsd/engine.h"

/* A runner with every kind there is; engine->db, dialog and config must be there. */
struct agenda_runner *engine_agenda_new(struct engine *engine);

/* What a kind does, N_(); NULL when nobody knows it. */
const char *engine_agenda_words(const char *kind);

/* Inside a batch: runs what is due.  *next is when to call again, us wall, 0 never.
 * FALSE only when nothing can be stored. */
gboolean engine_agenda_run(struct engine *engine, gint64 now, gint64 *next,
	    GError **error);

/* After the commit: what was planned for modems and of the clock stands. */
void	engine_agenda_settle(struct engine *engine);

/* Inside a batch: a part of a long text waits for others. */
gboolean engine_agenda_part(struct engine *engine, GError **error);

#endif
