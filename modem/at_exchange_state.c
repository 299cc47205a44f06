/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See at_exchange_state.h.  Whoever gave the command under way hears its answer:
 * libgammu, whoever asked a raw command, or we ourselves.
 */
#include "modem/at_exchange_state.h"

#include <string.h>

static void	exchange_tell_held(struct at_exchange *exchange);

void
exchange_start(struct at_exchange *exchange, enum exchange_owner owner, const char *line,
    guint deadline_ms)
{
	exchange->state = EXCHANGE_WAIT;
	exchange->owner = owner;
	exchange->row = at_command_find(line);
	g_free(exchange->line);
	exchange->line = g_strdup(line);
	g_free(exchange->name);
	exchange->name = at_command_name(line);
	exchange->prompted = FALSE;
	at_answer_reset(&exchange->answer_text);
	at_line_expect_prompt(exchange->reader,
	    exchange->row->answer == AT_SHAPE_PROMPT);
	exchange->hooks->timer(deadline_ms, exchange->user);
	/* The echo is ours, the modem's is not wanted. */
	exchange_say(exchange, g_ascii_strcasecmp(line, "ATE1") == 0 ? "ATE0" : line);
}

/* To libgammu the beginning of an answer, to the modem a command. */
void
exchange_say(struct at_exchange *exchange, const char *line)
{
	g_autofree char *octets = NULL;

	if (exchange->state == EXCHANGE_PDU) {
		octets = g_strconcat(exchange->line, "\r\r\n", line, NULL);
		exchange->hooks->to_gammu(octets, strlen(octets), exchange->user);
		return;
	}
	exchange->hooks->trace('>', line, exchange->user);
	octets = g_strconcat(line, "\r", NULL);
	exchange->hooks->to_modem(octets, strlen(octets), exchange->user);
}

/* libgammu knows an answer by the command before it. One write. ATE1's answer
 * is ours: an error would make it reset the modem. */
void
exchange_tell_gammu(struct at_exchange *exchange, const char *final)
{
	GString *out = g_string_sized_new(128);

	if (g_ascii_strcasecmp(exchange->line, "ATE1") == 0 &&
	    exchange->state != EXCHANGE_OVER)
		final = "OK";
	if (!exchange->prompted) {
		g_string_append(out, exchange->line);
		g_string_append(out, "\r\r\n");
	} else
		g_string_append(out, "\r\n");
	if (g_str_equal(final, "OK"))
		g_string_append(out, exchange->answer_text.lines->str);
	g_string_append_printf(out, "\r\n%s\r\n", final);
	exchange->hooks->to_gammu(out->str, out->len, exchange->user);
	g_string_free(out, TRUE);
}

void
exchange_tell_raw(struct at_exchange *exchange, const char *final)
{
	g_autofree char *lines = g_strconcat(exchange->answer_text.lines->str,
	    final, NULL);

	if (exchange->raw->id != 0)
		exchange->hooks->answer(exchange->raw->id, lines, exchange->user);
}

void
exchange_done(struct at_exchange *exchange)
{
	g_clear_pointer(&exchange->raw, exchange_raw_free);
	exchange->owner = OWNER_NONE;
	exchange->prompted = FALSE;
	exchange->state = EXCHANGE_IDLE;
	at_answer_reset(&exchange->answer_text);
	at_line_expect_prompt(exchange->reader, FALSE);
}

/* The command under way ends in ERROR. */
void
exchange_fail(struct at_exchange *exchange)
{
	if (exchange->owner == OWNER_NONE)
		return;
	at_answer_reset(&exchange->answer_text);
	if (exchange->owner == OWNER_GAMMU) {
		/* At the prompt the command was echoed already. */
		exchange->prompted |= exchange->state == EXCHANGE_PDU;
		exchange_tell_gammu(exchange, "ERROR");
	} else if (exchange->owner == OWNER_RAW)
		exchange_tell_raw(exchange, "ERROR deadline");
	exchange->asking = FALSE;
	exchange_done(exchange);
	if (exchange->release)
		exchange_release(exchange);
}

void
exchange_end(struct at_exchange *exchange, const char *name, const char *detail)
{
	struct exchange_raw *raw;

	if (exchange->state == EXCHANGE_OVER)
		return;
	exchange->over = g_strdup(name);
	exchange->hooks->timer(0, exchange->user);
	exchange->hooks->trace('!', name, exchange->user);
	exchange->hooks->fault(name, detail, exchange->user);
	exchange_fail(exchange);
	exchange->state = EXCHANGE_OVER;
	while ((raw = g_queue_pop_head(&exchange->raws)) != NULL) {
		if (raw->id != 0)
			exchange->hooks->answer(raw->id, "ERROR no modem",
			    exchange->user);
		exchange_raw_free(raw);
	}
}

void
exchange_release(struct at_exchange *exchange)
{
	exchange->release = FALSE;
	exchange->announced = FALSE;
	exchange_tell_held(exchange);
	exchange->hooks->released(exchange->user);
}

static void
exchange_tell_held(struct at_exchange *exchange)
{
	GString *out;
	char *text;

	if (g_queue_is_empty(&exchange->held))
		return;
	out = g_string_new(NULL);
	while ((text = g_queue_pop_head(&exchange->held)) != NULL) {
		g_string_append_printf(out, "\r\n%s\r\n", text);
		g_free(text);
	}
	exchange->hooks->to_gammu(out->str, out->len, exchange->user);
	g_string_free(out, TRUE);
}

struct exchange_raw *
exchange_raw_new(const char *line, guint deadline_ms)
{
	struct exchange_raw *raw = g_new0(struct exchange_raw, 1);

	raw->line = g_strdup(line);
	raw->deadline_ms = CLAMP(deadline_ms, 100, 180000);
	return raw;
}

void
exchange_raw_free(struct exchange_raw *raw)
{
	if (raw == NULL)
		return;
	g_free(raw->line);
	g_free(raw);
}
