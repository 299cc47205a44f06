/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See service.h.
 */
#include <config.h>

#include "smsd/service.h"

#ifdef HAVE_SYSTEMD

#include <stdint.h>
#include <systemd/sd-daemon.h>

static gint64 service_pinged;	/* us wall */

void
service_ready(void)
{
	sd_notify(0, "READY=1");
}

void
service_stopping(void)
{
	sd_notify(0, "STOPPING=1");
}

void
service_reloading(gboolean reloading)
{
	sd_notify(0, reloading ? "RELOADING=1" : "READY=1");
}

void
service_status(const char *words)
{
	sd_notifyf(0, "STATUS=%s", words);
}

void
service_watchdog(gint64 now)
{
	gint64 next = service_watchdog_next(now);

	if (next == 0 || next > now)
		return;
	service_pinged = now;
	sd_notify(0, "WATCHDOG=1");
}

/* Twice in the time systemd allows. */
gint64
service_watchdog_next(gint64 now)
{
	uint64_t us;

	if (sd_watchdog_enabled(0, &us) <= 0)
		return 0;
	if (service_pinged == 0 || service_pinged > now)
		return now;
	return MAX(now, service_pinged + (gint64)us / 2);
}

#else

void
service_ready(void)
{
}

void
service_stopping(void)
{
}

void
service_reloading(gboolean reloading)
{
}

void
service_status(const char *words)
{
}

void
service_watchdog(gint64 now)
{
}

gint64
service_watchdog_next(gint64 now)
{
	return 0;
}

#endif
