/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An import that was decided is taken over to its end (db/import.h): when its
 * client has gone, or the engine that began it has ended, this does it, a step at
 * a time between the batches.
 */
#ifndef SMSD_IMPORT_RESUME_H
#define SMSD_IMPORT_RESUME_H

#include "smsd/engine.h"

/* Once at start. */
gboolean import_resume_recover(struct engine *engine, GError **error);

/* A client has gone: perhaps it left one. */
void	import_resume_check(struct engine *engine);

void	import_resume_stop(struct engine *engine);

#endif
