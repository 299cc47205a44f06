/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Events go to the ledger and to whoever subscribed.
 */
#include "sim/event.h"

#include "base/clock.h"
#include "base/tpdu.h"
#include "sim/network_state.h"

void
event_tell(struct network *network, const char *kind, const char *subject,
    const char *format, ...)
{
	g_autofree char *fields = NULL;
	char *line;
	va_list args;

	va_start(args, format);
	fields = g_strdup_vprintf(format, args);
	va_end(args);
	line = g_strdup_printf("%s\t%s\t%" G_GINT64_FORMAT "\t%s", kind,
	    subject, clock_now(), fields);
	if (network->control != NULL)
		network->hooks->tell(network->control, subject, line);
	if (!network->keep_ledger) {
		g_free(line);
		return;
	}
	g_queue_push_tail(&network->ledger, line);
	if (network->ledger.length > LEDGER_ROWS)
		g_free(g_queue_pop_head(&network->ledger));
}

char *
event_escape(const char *utf8)
{
	GString *field = g_string_sized_new(64);

	for (const char *p = utf8; *p != '\0'; p++) {
		switch (*p) {
		case '\\':
			g_string_append(field, "\\\\");
			break;
		case '\n':
			g_string_append(field, "\\n");
			break;
		case '\r':
			g_string_append(field, "\\r");
			break;
		case '\t':
			g_string_append(field, "\\t");
			break;
		default:
			g_string_append_c(field, *p);
		}
	}
	return g_string_free(field, FALSE);
}

char *
event_unescape(const char *field)
{
	GString *text = g_string_sized_new(64);

	for (const char *p = field; *p != '\0'; p++) {
		if (*p != '\\' || p[1] == '\0') {
			g_string_append_c(text, *p);
			continue;
		}
		p++;
		g_string_append_c(text, *p == 'n' ? '\n' : *p == 'r' ? '\r' :
		    *p == 't' ? '\t' : *p);
	}
	return g_string_free(text, FALSE);
}

char *
event_words(const struct tpdu *tpdu)
{
	g_autofree char *text = tpdu_text(tpdu);
	g_autofree char *hex = NULL;

	if (text != NULL)
		return event_escape(text);
	hex = tpdu_hex(tpdu->ud + tpdu->udh_len, tpdu->ud_len - tpdu->udh_len);
	return g_strconcat("hex:", hex, NULL);
}
