/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The service centre.
 */
#ifndef SIM_SMSC_H
#define SIM_SMSC_H

#include "base/tpdu.h"
#include "sim/network_state.h"

/* Cuts a text of a phone into parts and brings each to its receiver.  Returns
 * the number of parts, 0 when it is empty or a number is none. */
guint	smsc_text(struct network *network, const char *from, const char *to,
	    const char *utf8);

/* Takes a part that a modem submitted; `mr` is the reference it was given. */
void	smsc_submit(struct network *network, struct modem *from,
	    const struct tpdu *submit, guint8 mr);

#endif
