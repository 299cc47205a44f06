/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is the modem in its network?  Three commands tell, and which of them depends
 * on the technology: +CREG circuits, +CGREG packets, +CEREG LTE (3GPP TS 27.007
 * 7.2, 10.1.20, 10.1.22).  A stick that knows only LTE says "+CREG: 0,0" and is
 * well.
 */
#ifndef MODEM_NETWORK_H
#define MODEM_NETWORK_H

#include "modem/modem.h"

enum network {
	NETWORK_IN,		/* at home or roaming; or nothing can be read */
	NETWORK_SEARCHING,	/* none is found */
	NETWORK_DENIED		/* one is found and refuses the SIM */
};

enum network network_ask(struct modem *modem);

#endif
