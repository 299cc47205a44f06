/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts and status reports on their way into a modem.
 */
#ifndef SIM_DELIVERY_H
#define SIM_DELIVERY_H

#include "sim/modem.h"

/* TP-ST of reports (TS 23.040 9.2.3.15). */
#define REPORT_DELIVERED 0x00
#define REPORT_EXPIRED	0x46

/* Takes a part or report that the network has for it (`delivery` is consumed),
 * now or when it can. */
void	delivery_take(struct modem *modem, struct delivery *delivery);
/* Lets in what waits and can. */
void	delivery_drain(struct modem *modem);

/* Puts octets into a store as if they had been received. Slot, 0 when full. */
guint	delivery_store(struct modem *modem, enum modem_store store,
	    GBytes *octets, gboolean tell);

/* A status report to the modem that asked; nothing when `to` is NULL. */
void	delivery_report(struct modem *to, guint8 mr, const char *recipient,
	    gint64 accepted_s, guint8 status);

#endif
