/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine's life: opened, run until it is asked to stop, closed.
 *
 * Everything happens in batches (smsd/batch.h): what came from outside waits as an
 * event, one transaction takes all that waits, and only after its commit does
 * anything leave this process.
 */
#ifndef SMSD_DAEMON_H
#define SMSD_DAEMON_H

#include "smsd/engine.h"

/* Opens everything; `config` becomes the engine's.  NULL and `error` when it cannot
 * run. */
struct engine *daemon_new(struct config *config, GError **error);

/* Starts the modems and runs until daemon_stop(). */
void	daemon_run(struct engine *engine);

/* Asks the modems to end; the loop ends when they have, or after some seconds. */
void	daemon_stop(struct engine *engine);

/* New menus, if they hold; else the old ones stay. */
void	daemon_reload(struct engine *engine);

/* Finishes what waits, and closes. */
void	daemon_free(struct engine *engine);

#endif
