/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Resynchronising after a deadline, and asking the modem whether it has restarted.
 */
#include "modem/at_sync.h"

#include <string.h>

#include "modem/at_unasked.h"

#define EXCHANGE_ASKS	3	/* unanswered: it has restarted */
#define EXCHANGE_SYNC_MS	1500	/* one try to find the modem's place */

/* ESC leaves a PDU begun; then a question whose answer has a name, so that no
 * late answer to an earlier command is taken for it. */
void
exchange_sync(struct at_exchange *exchange)
{
	exchange->state = EXCHANGE_SYNC;
	exchange->sync_tries++;
	exchange->sync_asked = FALSE;
	exchange->sync_named = FALSE;
	exchange->sync_echo = FALSE;
	at_line_reset(exchange->reader);
	g_clear_pointer(&exchange->pdu_head, g_free);
	exchange->hooks->trace('!', "resync", exchange->user);
	exchange->hooks->to_modem("\x1b\r", 2, exchange->user);
	exchange_say(exchange, "ATE0");
	exchange->hooks->timer(EXCHANGE_SYNC_MS, exchange->user);
}

void
exchange_sync_line(struct at_exchange *exchange, const char *text)
{
	gboolean ok = strcmp(text, "OK") == 0;

	if (g_ascii_strcasecmp(text, "ATE0") == 0) {
		if (exchange->mute)
			exchange_end(exchange, "reboot", "the modem echoes again");
		return;
	}
	if (!exchange->sync_asked) {
		if (ok) {
			exchange->sync_asked = TRUE;
			exchange_say(exchange, "AT+CMEE?");
		} else if (!at_final(text))
			exchange_unasked(exchange, text);
		return;
	}
	if (g_str_has_prefix(text, "+CMEE:"))
		exchange->sync_named = TRUE;
	else if (g_ascii_strcasecmp(text, "AT+CMEE?") == 0)
		exchange->sync_echo = TRUE;
	else if (!at_final(text))
		exchange_unasked(exchange, text);
	else if (exchange->sync_named || !ok) {
		exchange->mute = !exchange->sync_echo;
		exchange->sync_tries = 0;
		exchange->state = EXCHANGE_IDLE;
		exchange->hooks->timer(0, exchange->user);
	}
}

/* Asks whether it has restarted: then it has forgotten AT+CMGF=0. */
void
exchange_ask(struct at_exchange *exchange)
{
	exchange->doubt = FALSE;
	if (!exchange->pdu_mode)
		return;
	exchange->asking = TRUE;
	exchange->asked_mode = -1;
	exchange_start(exchange, OWNER_SELF, "AT+CMGF?",
	    at_command_find("AT+CMGF")->deadline_ms);
}

/* An OK or ERROR that came by itself may have ended the question: resynchronise,
 * and ask again. */
void
exchange_asked(struct at_exchange *exchange)
{
	exchange->asking = FALSE;
	if (exchange->asked_mode == 0) {
		exchange->asks = 0;
	} else if (exchange->asked_mode < 0 && ++exchange->asks < EXCHANGE_ASKS) {
		exchange->doubt = TRUE;
		exchange->sync_tries = 0;
		exchange_sync(exchange);
	} else
		exchange_end(exchange, "reboot", "settings lost");
}

/* A modem that took ATE0 and echoes again has forgotten it, and AT+CMGF=0
 * with it: what it now waits for may be the words of a text. */
void
exchange_echo(struct at_exchange *exchange)
{
	if (!exchange->mute)
		return;
	if (exchange->row->answer == AT_SHAPE_PROMPT && !exchange->prompted)
		exchange->hooks->to_modem("\x1b\r", 2, exchange->user);
	exchange_end(exchange, "reboot", "the modem echoes again");
}
