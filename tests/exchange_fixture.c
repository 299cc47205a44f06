/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See exchange_fixture.h.
 */
#include "tests/exchange_fixture.h"

#include <check.h>
#include <string.h>

struct exchange_heard heard;

/* --- the hooks ------------------------------------------------------------------ */

static void
to_modem(const char *octets, gsize len, void *user)
{
	g_string_append_len(heard.modem, octets, (gssize)len);
}

static void
to_gammu(const char *octets, gsize len, void *user)
{
	g_string_append_len(heard.gammu, octets, (gssize)len);
}

static void
set_timer(guint ms, void *user)
{
	heard.timer = ms;
}

static void
fault(const char *name, const char *detail, void *user)
{
	g_string_append_printf(heard.events, "%s(%s) ", name, detail);
}

static void
refused(const char *store, guint slot, const char *reason,
    const guint8 *octets, gsize len, void *user)
{
	ck_assert_str_ne(reason, "");
	heard.refused++;
	g_string_append_printf(heard.events, "refused %s %u %u ", store, slot,
	    (guint)len);
}

static void
answer(guint64 id, const char *lines, void *user)
{
	g_string_append_printf(heard.events, "answer %d %s ", (int)id, lines);
}

static void
waits(void *user)
{
	heard.waits = TRUE;
}

static void
released(void *user)
{
	heard.waits = FALSE;
}

static void
trace(char way, const char *text, void *user)
{
}

static const struct at_exchange_hooks hooks = {
	to_modem, to_gammu, set_timer, fault, refused, answer, waits,
	released, trace
};

/* --- the fixture ---------------------------------------------------------------- */

void
exchange_clear(void)
{
	g_string_truncate(heard.modem, 0);
	g_string_truncate(heard.gammu, 0);
	g_string_truncate(heard.events, 0);
	heard.refused = 0;
}

struct at_exchange *
exchange_open(void)
{
	struct at_exchange *exchange = at_exchange_new(&hooks, NULL, 60000);

	heard.modem = g_string_new(NULL);
	heard.gammu = g_string_new(NULL);
	heard.events = g_string_new(NULL);
	at_exchange_begin(exchange);
	ck_assert_str_eq(heard.modem->str, "\x1b\rATE0\r");
	at_exchange_from_modem(exchange, "\r\nOK\r\n", 6);
	at_exchange_from_modem(exchange, "\r\n+CMEE: 1\r\n\r\nOK\r\n", 19);
	exchange_clear();
	return exchange;
}

void
exchange_close(struct at_exchange *exchange)
{
	at_exchange_free(exchange);
	g_string_free(heard.modem, TRUE);
	g_string_free(heard.gammu, TRUE);
	g_string_free(heard.events, TRUE);
}

void
gammu_says(struct at_exchange *exchange, const char *text)
{
	at_exchange_from_gammu(exchange, text, strlen(text));
}

void
modem_says(struct at_exchange *exchange, const char *text)
{
	at_exchange_from_modem(exchange, text, strlen(text));
}
