/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The commands of the network's control socket.
 */
#ifndef SIM_CONTROL_COMMAND_H
#define SIM_CONTROL_COMMAND_H

#include "sim/control.h"

/* A control_command_fn. */
gboolean control_command(struct network *network, struct control_client *client,
	    const char *line, GString *answer, GError **error);

#endif
