/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one timer: when something will have to be done although nothing comes
 * from outside.  What the agenda holds, texts that may leave, modems to be started
 * again or given up.
 */
#ifndef SMSD_DUE_H
#define SMSD_DUE_H

#include "smsd/engine.h"

struct due *due_new(struct engine *engine);
void	due_free(struct due *due);

/* Does what is due; inside a batch. FALSE only when nothing can be stored. */
gboolean due_act(struct engine *engine, GError **error);

/* Sets the timer to the earliest of all. */
void	due_arm(struct engine *engine);

#endif
