/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a modem's process can end, and how long its next start may be put off.
 */
#ifndef SMSD_MODEM_END_H
#define SMSD_MODEM_END_H

#include <glib.h>

#define MODEM_DELAY_MAX_S	300	/* for a process that crashes */

struct modem_end {
	int	status;		/* of base/exit.h */
	const char *words;
	guint	delay_max_s;	/* 0: not started again */
};

/* Finds the end that a status of waitpid() tells; NULL: a signal, or a status we do not
 * know. */
const struct modem_end *modem_end_find(int status);

#endif
