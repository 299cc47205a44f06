/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ring of short lines; a line costs a copy, nothing is allocated.
 */
#include "modem/at_trace.h"

#include <glib.h>
#include <string.h>

#include "base/clock.h"

#define TRACE_LINES	256
#define TRACE_TEXT	72	/* octets kept of a line, NUL included */
#define TRACE_HEX_MIN	20	/* hex digits that are taken for a PDU */

struct trace_line {
	gint64	when;
	char	way;
	char	text[TRACE_TEXT];
};

struct at_trace {
	struct trace_line lines[TRACE_LINES];
	guint	 next;
	gboolean full;
};

static void	trace_blank(char *text, const char *whole);

struct at_trace *
at_trace_new(void)
{
	return g_new0(struct at_trace, 1);
}

void
at_trace_free(struct at_trace *trace)
{
	g_free(trace);
}

void
at_trace_add(struct at_trace *trace, char way, const char *text)
{
	struct trace_line *line = &trace->lines[trace->next];

	line->when = clock_now();
	line->way = way;
	g_strlcpy(line->text, text, sizeof(line->text));
	trace_blank(line->text, text);
	trace->next = (trace->next + 1) % TRACE_LINES;
	trace->full |= trace->next == 0;
}

char *
at_trace_print(const struct at_trace *trace)
{
	GString *out = g_string_new(NULL);
	guint count = trace->full ? TRACE_LINES : trace->next;
	guint from = trace->full ? trace->next : 0;

	for (guint i = 0; i < count; i++) {
		const struct trace_line *line =
		    &trace->lines[(from + i) % TRACE_LINES];
		gint64 s = line->when / G_USEC_PER_SEC;
		g_autofree char *text = g_utf8_make_valid(line->text, -1);

		g_string_append_printf(out,
		    "%02d:%02d:%02d.%03dZ %c %s\n", (int)(s / 3600 % 24),
		    (int)(s / 60 % 60), (int)(s % 60),
		    (int)(line->when / 1000 % 1000), line->way, text);
	}
	return g_string_free(out, FALSE);
}

static void
trace_blank(char *text, const char *whole)
{
	static const char *const secret[] = { "AT+CPIN=", "AT+CLCK=",
		"AT+CPWD=", "AT+CUSD=", "+CUSD:", "+CLIP:", "ATD" };
	gsize hex = strspn(whole, "0123456789ABCDEFabcdef");

	if (hex >= TRACE_HEX_MIN) {
		g_snprintf(text, TRACE_TEXT, "[%u octets]", (guint)hex / 2);
		return;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(secret); i++) {
		if (g_str_has_prefix(text, secret[i])) {
			g_strlcpy(text + strlen(secret[i]), " …",
			    TRACE_TEXT - strlen(secret[i]));
			return;
		}
	}
}
