/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any octets from a modem, between commands libgammu gives: what libgammu then
 * hears has only short lines with quotes that close, and PDUs within its
 * bounds.  A line of the input that begins with ">AT" is a command of
 * libgammu, '$' a PDU it gives, '!' a deadline, '#' a raw command; everything
 * else the modem says.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "modem/at_line.h"
#include "modem/at_pdu.h"
#include "modem/at_exchange.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fuzz_octets(const char *octets, gsize len, void *user)
{
	if (octets == NULL && len > 0)
		abort();
}

static void
fuzz_heard(const char *octets, gsize len, void *user)
{
	GString *heard = user;

	g_string_append_len(heard, octets, (gssize)len);
}

static void
fuzz_timer(guint ms, void *user)
{
}

static void
fuzz_fault(const char *name, const char *detail, void *user)
{
	if (*name == '\0')
		abort();
}

static void
fuzz_refused(const char *store, guint slot, const char *reason,
    const guint8 *octets, gsize len, void *user)
{
	gsize used;

	if (*reason == '\0' || (len > 0 && !g_str_has_prefix(reason, "an own") &&
	    at_pdu_check(octets, len, AT_PDU_DELIVER, &used) == NULL &&
	    at_pdu_check(octets, len, AT_PDU_REPORT, &used) == NULL))
		abort();
}

static void
fuzz_answer(guint64 id, const char *lines, void *user)
{
}

static void
fuzz_nothing(void *user)
{
}

static void
fuzz_trace(char way, const char *text, void *user)
{
}

static const struct at_exchange_hooks fuzz_hooks = {
	fuzz_octets, fuzz_heard, fuzz_timer, fuzz_fault, fuzz_refused,
	fuzz_answer, fuzz_nothing, fuzz_nothing, fuzz_trace
};

/* Every line that could be a PDU is one libgammu survives. */
static void
fuzz_check(const char *heard)
{
	g_auto(GStrv) lines = g_strsplit_set(heard, "\r\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		g_autoptr(GByteArray) octets = NULL;
		gsize used;

		if (strncmp(*line, "AT", 2) == 0)
			continue;
		if (strlen(*line) > AT_LINE_MAX ||
		    !at_line_is_balanced(*line))
			abort();
		octets = strlen(*line) > 50 ?
		    at_pdu_from_hex(*line, AT_LINE_MAX) : NULL;
		if (octets != NULL && at_pdu_check(octets->data, octets->len,
		    AT_PDU_STORED, &used) != NULL)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	GString *heard = g_string_new(NULL);
	struct at_exchange *exchange = at_exchange_new(&fuzz_hooks, heard, 1000);
	g_autofree char *input = g_strndup((const char *)data, size);
	const char *at = input;

	at_exchange_begin(exchange);
	at_exchange_from_modem(exchange, "OK\r\n+CMEE: 1\r\nOK\r\n", 18);
	while (at < input + size) {
		const char *end = memchr(at, '\n',
		    (gsize)(input + size - at));
		gsize len = end != NULL ? (gsize)(end - at) + 1 :
		    (gsize)(input + size - at);
		g_autofree char *rest = g_strndup(at + 1, len - 1);
		g_autofree char *line = NULL;

		rest[strcspn(rest, "\r\n")] = '\0';
		line = g_strconcat(rest, "\r", NULL);
		if (*at == '>' && strncmp(line, "AT", 2) == 0 && len < 100 &&
		    at_line_is_balanced(line) && strpbrk(line, "\x1a\x1b") == NULL)
			at_exchange_from_gammu(exchange, line, strlen(line));
		else if (*at == '$')
			at_exchange_from_gammu(exchange, "00112233\x1a", 9);
		else if (*at == '~')
			at_exchange_release(exchange);
		else if (*at == '!')
			at_exchange_timeout(exchange);
		else if (*at == '#')
			at_exchange_command(exchange, 1, g_strchomp(line), 100);
		else
			at_exchange_from_modem(exchange, at, len);
		at += len;
	}
	at_exchange_release(exchange);
	at_exchange_end(exchange, "unplugged", "");
	fuzz_check(heard->str);
	at_exchange_free(exchange);
	g_string_free(heard, TRUE);
	return 0;
}
