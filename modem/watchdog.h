/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One deadline for whatever libgammu does: a call that lasts longer ends the
 * process with MODEM_EXIT_DEADLINE.  It owns nothing, so nothing is lost.
 */
#ifndef MODEM_WATCHDOG_H
#define MODEM_WATCHDOG_H

#include <glib.h>

/* Once, first. Also sees the filter die: then a call has one second left. */
void	watchdog_open(void);

void	watchdog_start(guint seconds);
void	watchdog_stop(void);

#endif
