/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two tables: faults in wait, and faults that happen at once.
 */
#include "config.h"

#include "sim/fault.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/event.h"
#include "sim/modem.h"

static gboolean	fault_freeze(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_thaw(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_garbage(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_urc(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_unplug(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_replug(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_reboot(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_forget(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_no_echo(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_full(struct modem *modem, const char *arguments,
		    GError **error);
static gboolean	fault_clear(struct modem *modem, const char *arguments,
		    GError **error);

static const struct {
	const char *name, *arguments, *sentence;
} fault_waits[FAULT_COUNT] = {
#define X(fault, name, arguments, sentence) { name, arguments, sentence },
	FAULT_LIST(X)
#undef X
};

static const struct {
	const char *name, *arguments, *sentence;
	gboolean (*make)(struct modem *modem, const char *arguments,
	    GError **error);
} fault_acts[] = {
	{ "freeze", "", "the modem hangs: reads nothing, says nothing",
	    fault_freeze },
	{ "thaw", "", "... and goes on where it was", fault_thaw },
	{ "garbage", "[OCTETS]", "noise on the wire, now (\\n and \\r are "
	    "understood)", fault_garbage },
	{ "urc", "LINE", "an unsolicited line, now", fault_urc },
	{ "unplug", "", "the device disappears, the modem loses power",
	    fault_unplug },
	{ "replug", "[elsewhere]", "... and is back, restarted; elsewhere: as a "
	    "device of another number", fault_replug },
	{ "reboot", "[SECONDS]", "restarts by itself: so long silent, banners, "
	    "settings lost", fault_reboot },
	{ "forget", "", "loses its settings without a word", fault_forget },
	{ "no-echo", "", "forgets AT+E1", fault_no_echo },
	{ "full", "", "fills every free slot of SM with old own texts",
	    fault_full },
	{ "clear", "", "ends every fault in wait, and a freeze", fault_clear },
};

gboolean
fault_make(struct modem *modem, const char *name, const char *arguments,
    GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fault_acts); i++) {
		if (strcmp(name, fault_acts[i].name) == 0)
			return fault_acts[i].make(modem, arguments, error);
	}
	for (int i = 0; i < FAULT_COUNT; i++) {
		struct fault fault = { .set = TRUE, .left = 1 };

		if (strcmp(name, fault_waits[i].name) != 0)
			continue;
		if (sscanf(arguments, "%d %d", &fault.argument, &fault.left) < 1
		    && fault_waits[i].arguments[0] != '0') {
			g_set_error(error, G_IO_ERROR,
			    G_IO_ERROR_INVALID_ARGUMENT, "%s: expected %s",
			    name, fault_waits[i].arguments);
			return FALSE;
		}
		fault.left = MAX(fault.left, 0);
		modem->faults[i] = fault;
		return TRUE;
	}
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
	    "no fault is called '%s'; see help", name);
	return FALSE;
}

void
fault_list(const struct modem *modem, GString *to)
{
	if (modem->frozen)
		g_string_append(to, "freeze\n");
	for (int i = 0; i < FAULT_COUNT; i++) {
		if (modem->faults[i].set)
			g_string_append_printf(to, "%s %d %d\n",
			    fault_waits[i].name, modem->faults[i].argument,
			    modem->faults[i].left);
	}
}

void
fault_describe(GString *to)
{
	for (int i = 0; i < FAULT_COUNT; i++)
		g_string_append_printf(to, "  %s %s: %s\n",
		    fault_waits[i].name, fault_waits[i].arguments,
		    fault_waits[i].sentence);
	for (gsize i = 0; i < G_N_ELEMENTS(fault_acts); i++)
		g_string_append_printf(to, "  %s %s: %s\n", fault_acts[i].name,
		    fault_acts[i].arguments, fault_acts[i].sentence);
}

static gboolean
fault_freeze(struct modem *modem, const char *arguments, GError **error)
{
	modem_freeze(modem, TRUE);
	return TRUE;
}

static gboolean
fault_thaw(struct modem *modem, const char *arguments, GError **error)
{
	modem_freeze(modem, FALSE);
	return TRUE;
}

static gboolean
fault_garbage(struct modem *modem, const char *arguments, GError **error)
{
	g_autofree char *octets = event_unescape(arguments);

	modem_noise(modem, *octets != '\0' ? octets :
	    "\r\n\x7f\xff~}!\x81\xfe" "+C\"\r\n");
	return TRUE;
}

static gboolean
fault_urc(struct modem *modem, const char *arguments, GError **error)
{
	g_autofree char *line = event_unescape(arguments);

	modem_urc(modem, "%s", line);
	return TRUE;
}

static gboolean
fault_unplug(struct modem *modem, const char *arguments, GError **error)
{
	modem_unplug(modem);
	return TRUE;
}

static gboolean
fault_replug(struct modem *modem, const char *arguments, GError **error)
{
	gboolean elsewhere = strcmp(arguments, "elsewhere") == 0;
	int spare = elsewhere ? posix_openpt(O_RDWR | O_NOCTTY) : -1;
	gboolean ok = modem_plug(modem, error);

	/* The lowest free number was taken by it, meanwhile. */
	if (spare >= 0)
		close(spare);
	return ok;
}

static gboolean
fault_reboot(struct modem *modem, const char *arguments, GError **error)
{
	modem_restart(modem, (int)g_ascii_strtoll(arguments, NULL, 10));
	return TRUE;
}

static gboolean
fault_forget(struct modem *modem, const char *arguments, GError **error)
{
	modem_reset_profile(modem);
	return TRUE;
}

static gboolean
fault_no_echo(struct modem *modem, const char *arguments, GError **error)
{
	modem->profile.echo = 0;
	return TRUE;
}

/* Own texts sent long ago: what fills SIMs in the field (LIBGAMMU 7.1.4). */
static gboolean
fault_full(struct modem *modem, const char *arguments, GError **error)
{
	static const guint8 sent[] = {
		0x00, 0x11, 0x00, 0x05, 0x81, 0x01, 0x80, 0xF6, 0x00, 0x00,
		0xAA, 0x02, 0x66, 0x37
	};
	g_autoptr(GBytes) octets = g_bytes_new_static(sent, sizeof(sent));

	while (store_add(&modem->stores[STORE_SM], octets, STORED_SENT) != 0)
		continue;
	return TRUE;
}

static gboolean
fault_clear(struct modem *modem, const char *arguments, GError **error)
{
	memset(modem->faults, 0, sizeof(modem->faults));
	modem_freeze(modem, FALSE);
	return TRUE;
}
