/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What only the running engine knows, as the value tools/view.h describes.
 */
#ifndef SMSD_VIEW_H
#define SMSD_VIEW_H

#include "smsd/engine.h"
#include "tools/view.h"

struct view;

/* As it is now; strings are the engine's and live until its next turn of the
 * loop, but for a command that runs on they are taken once. */
struct view *view_new(struct engine *engine);
void	view_free(struct view *view);
const struct engine_view *view_engine(const struct view *view);

#endif
