/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See modem.h.
 */
#include "modem/modem.h"

#include <stdarg.h>

#include "base/log.h"

static gboolean	modem_work(gpointer user);

void
modem_wake(struct modem *modem)
{
	if (modem->work_source == 0 && !modem->ending)
		modem->work_source = g_idle_add_full(G_PRIORITY_DEFAULT,
		    modem_work, modem, NULL);
}

void
modem_fault(struct modem *modem, const char *name, const char *format, ...)
{
	g_autofree char *detail = NULL;
	va_list args;

	va_start(args, format);
	detail = g_strdup_vprintf(format, args);
	va_end(args);
	log_info("%s: %s: %s", modem->settings.name, name, detail);
	channel_send(modem->engine, MESSAGE_MODEM_FAULT,
	    g_variant_new("(ss)", name, detail));
}

void
modem_end(struct modem *modem, enum modem_exit status)
{
	if (modem->ending)
		return;
	modem->ending = TRUE;
	modem->status = (int)status;
	g_main_loop_quit(modem->loop);
}

/* One job, then the loop again: what has come in meanwhile may be more
 * urgent. */
static gboolean
modem_work(gpointer user)
{
	struct modem *modem = user;

	if (!modem->ending && modem->job(modem) && !modem->ending)
		return G_SOURCE_CONTINUE;
	modem->work_source = 0;
	return G_SOURCE_REMOVE;
}
