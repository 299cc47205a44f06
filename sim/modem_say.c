/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the modem says: lines of an answer, unsolicited ones, and which of them wait.
 */
#include "sim/modem.h"

static void	modem_append(GString *to, const char *format, va_list args)
		    G_GNUC_PRINTF(2, 0);

void
modem_say(struct modem *modem, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	modem_append(modem->reply, format, args);
	va_end(args);
}

void
modem_urc(struct modem *modem, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	modem_append(modem->urcs, format, args);
	va_end(args);
	if (modem_idle(modem))
		modem_say_urcs(modem);
}

void
modem_indicate(struct modem *modem, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	modem_append(modem->profile.cnmi[0] == 0 ? modem->held : modem->urcs,
	    format, args);
	va_end(args);
	if (modem_idle(modem))
		modem_say_urcs(modem);
}

void
modem_noise(struct modem *modem, const char *octets)
{
	line_write(modem->line, octets, -1);
	line_flush(modem->line);
}

void
modem_ring(struct modem *modem, const char *caller)
{
	for (int i = 0; i < 2; i++) {
		modem_urc(modem, modem->profile.crc ? "+CRING: VOICE" : "RING");
		if (modem->profile.clip)
			modem_urc(modem, "+CLIP: \"%s\",%d,\"\",,\"\",0",
			    caller, *caller == '+' ? 145 : 129);
	}
	modem_urc(modem, "NO CARRIER");
}

void
modem_say_urcs(struct modem *modem)
{
	if (modem->urcs->len == 0)
		return;
	line_write(modem->line, modem->urcs->str, (gssize)modem->urcs->len);
	g_string_truncate(modem->urcs, 0);
	line_flush(modem->line);
}

gboolean
modem_idle(const struct modem *modem)
{
	return !modem->answering && !modem->prompted && !modem->frozen &&
	    modem->restart_source == 0;
}

static void
modem_append(GString *to, const char *format, va_list args)
{
	g_string_append(to, "\r\n");
	g_string_append_vprintf(to, format, args);
	g_string_append(to, "\r\n");
}
