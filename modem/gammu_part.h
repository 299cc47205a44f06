/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A part as it is given to libgammu, and where one lies.
 */
#ifndef MODEM_GAMMU_PART_H
#define MODEM_GAMMU_PART_H

#include <glib.h>

enum gammu_store { GAMMU_STORE_NONE, GAMMU_STORE_SM, GAMMU_STORE_ME };

/* One part to send. */
struct gammu_part {
	const char *number;	/* phone_is_dialable() */
	const char *text;	/* UTF-8, fits one part in its alphabet */
	gboolean gsm7;		/* else UCS-2 */
	guint	 parts, part;	/* how many, which (from 0) */
	guint	 ref;		/* of the concatenation, 0-255 */
	gint32	 validity_s;	/* -1 the longest */
	gint32	 class;		/* -1 none */
	gboolean report;
};

#endif
