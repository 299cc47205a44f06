/*
 * Status reports of the service centre to a modem (TS 23.040 9.2.3.15).
 */
#ifndef SIM_REPORT_H
#define SIM_REPORT_H

#include <glib.h>

#define REPORT_DELIVERED 0x00
#define REPORT_EXPIRED	0x46

struct modem;

/* To the modem that asked; nothing when `to` is NULL. */
void	report_send(struct modem *to, guint8 mr, const char *recipient,
	    gint64 accepted_s, guint8 status);

#endif
