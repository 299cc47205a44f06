/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The control socket: staff's way in.  Root, the engine's own user and members
 * of control_group get in, nobody else: the kernel says who they are
 * (SO_PEERCRED), and the socket's mode is 0660.
 */
#ifndef SMSD_CONTROL_H
#define SMSD_CONTROL_H

#include "smsd/engine.h"

#define CONTROL_CLIENTS_MAX	256

/* Binds the socket.  NULL and `error` when another engine listens there, or
 * when the place is not ours. */
struct control *control_new(struct engine *engine, GError **error);

/* Its clients stay in engine->clients. */
void	control_free(struct control *control);

#endif
