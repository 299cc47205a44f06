/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notices: texts from the system itself to the people on duty (duty_phones of
 * xiangyin.conf).  The words are screens of etc/menus/office.conf.
 */
#ifndef SERVICES_OFFICE_H
#define SERVICES_OFFICE_H

#include "menus/options.h"

struct office_notice {
	const char *screen;	/* "modem.down" */
	const char *key;	/* natural key, said once ever to each phone
				 * ("modem.down:hotline1:1764230400") */
	const char *line;	/* whose SIMs it leaves by */
	gboolean urgent;	/* at any hour; else in the duty officers' */
	GHashTable *fill;	/* fill_set() of what the screen shows */
};

/* Adds the notice for every duty phone, inside the caller's transaction.  *phones counts
 * them, whether told now or before; 0: there is nobody to tell. */
gboolean office_say(struct dialog *dialog, const struct office_notice *notice,
	    int *phones, GError **error);

/* A test text from a modem to one of the office's own phones, to see whether it
 * arrives. */
struct office_probe {
	const char *line, *modem, *phone;
	gint64	 at;		/* s: with the modem and the phone, its key */
	gboolean urgent;	/* somebody waits for it */
};
gboolean office_probe(struct dialog *dialog, const struct office_probe *probe,
	    GError **error);

/* Its key; keys of a modem, without its phone, begin with "probe:MODEM:".  Caller
 * frees. */
char	*office_probe_key(const char *modem, gint64 at, const char *phone);

#endif
