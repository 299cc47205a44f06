/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bringing a modem up, and looking after it.
 */
#ifndef MODEM_OPEN_H
#define MODEM_OPEN_H

#include "modem/modem.h"

#define OPEN_LOOK_MS	500	/* how often an absent device is looked for */

/* FALSE: not yet; looked for a while, then the process ends. */
gboolean open_device_is_there(struct modem *modem);

/* All of it: filter, libgammu, PIN, identity, SMSC, events, store; MODEM_READY
 * and MODEM_STATE are told. FALSE when it failed: the process is ending. */
gboolean open_modem(struct modem *modem, const struct gammu_hooks *hooks);

/* The slow poll: signal and network; does it still send events; is there
 * something in the store no event told of? */
void	open_look(struct modem *modem);

#endif
