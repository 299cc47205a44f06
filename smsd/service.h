/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What systemd is told: ready, status, that we live.  Without libsystemd, or
 * without systemd, nothing.
 */
#ifndef SMSD_SERVICE_H
#define SMSD_SERVICE_H

#include <glib.h>

void	service_ready(void);
void	service_stopping(void);
void	service_reloading(gboolean reloading);
void	service_status(const char *words);

/* Tells that we live, when it is time; and when it is next, us wall, 0 never. */
void	service_watchdog(gint64 now);
gint64	service_watchdog_next(gint64 now);

#endif
