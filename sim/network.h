/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network: its modems, its phones, its service centre, its clients.  One
 * process, one main loop, no threads; nothing happens unless somebody does
 * something.
 */
#ifndef SIM_NETWORK_H
#define SIM_NETWORK_H

#include "sim/network_state.h"

/* `folder` is made when it is not there, and its control socket opened. */
struct network *network_new(const char *folder, GError **error);
void	network_free(struct network *network);

/* A modem with that number, plugged in; the next of modem0, modem1... */
struct modem *network_add_modem(struct network *network, const char *number,
	    GError **error);

#endif
