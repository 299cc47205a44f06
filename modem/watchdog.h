/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A deadline for each call of libgammu: one that takes longer ends the process with
 * MODEM_EXIT_DEADLINE.  The process owns nothing, so nothing is lost.
 */
#ifndef MODEM_WATCHDOG_H
#define MODEM_WATCHDOG_H

#include <glib.h>

/* Once, first. Also sees the filter die: then a call has one second left. */
void	watchdog_open(void);

void	watchdog_start(guint seconds);
void	watchdog_stop(void);

#endif
