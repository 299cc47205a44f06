/*
 * An import that was decided is taken over to its end (db/import.h): when its
 * client has gone, or the engine that began it has ended, this does it, a step at
 * a time between the batches.
 */
#ifndef SMSD_IMPORT_LEFT_H
#define SMSD_IMPORT_LEFT_H

#include "smsd/engine.h"

/* Once at start. */
gboolean import_left_recover(struct engine *engine, GError **error);

/* A client has gone: perhaps it left one. */
void	import_left_look(struct engine *engine);

void	import_left_stop(struct engine *engine);

#endif
