/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exchange between libgammu and a modem, made such that libgammu always meets
 * a well-behaved one.  Pure: octets, commands and the one timer come in by calls,
 * what is to be done goes out by hooks.
 *
 *	          begin                 command                final
 *	(start) ────────> SYNC ──> IDLE ────────> WAIT ──────────────> IDLE
 *	                   ^        │  ^            │ "> "
 *	                   │        │  │            v        PDU ^Z
 *	                   │        │  │          PDU ──────────────> WAIT
 *	                   └────────┴──┴── deadline: ERROR to libgammu
 *	any ── unplugged, rebooted, deaf ──> OVER: ERROR to everything
 *
 * What may be trusted: in IDLE the modem answers and gives no echo; libgammu
 * has heard the end of every command it gave.  AT+CMGS goes out only after
 * AT+CMGF=0 was confirmed, and no sign of a restart came since (in text mode
 * AT+CMGS=22 would be a text to the number 22; LIBGAMMU 7.1.10).
 */
#ifndef MODEM_AT_EXCHANGE_H
#define MODEM_AT_EXCHANGE_H

#include "modem/at_hooks.h"

struct at_exchange;

/* `answer_ms`: longest wait for the network's answer to a PDU. */
struct at_exchange *at_exchange_new(const struct at_exchange_hooks *hooks, void *user,
	    guint answer_ms);
void	at_exchange_free(struct at_exchange *exchange);

/* The device is open. */
void	at_exchange_begin(struct at_exchange *exchange);
void	at_exchange_from_gammu(struct at_exchange *exchange, const char *octets, gsize len);
void	at_exchange_from_modem(struct at_exchange *exchange, const char *octets, gsize len);
void	at_exchange_timeout(struct at_exchange *exchange);

/* A raw command, sent when libgammu has none under way; answered by the hook,
 * lines and final code, or "ERROR" and why.  "SM:AT+CMGD=3" names the store
 * it is meant for. */
void	at_exchange_command(struct at_exchange *exchange, guint64 id, const char *line,
	    guint deadline_ms);

/*
 * Gives libgammu the lines that wait (+CMTI, +CDS, RING...), now or after the
 * final code of its command under way.  Only when libgammu is in no call: a
 * line that it meets while it waits for the "> " of AT+CMGS is taken for the
 * prompt, and the PDU goes out too early.
 */
void	at_exchange_release(struct at_exchange *exchange);

/* Nothing more will come from the modem: "unplugged". */
void	at_exchange_end(struct at_exchange *exchange, const char *name, const char *detail);

/* The name of what ended the exchange, NULL while it goes on. */
const char *at_exchange_over(const struct at_exchange *exchange);

/* To be written before the device is closed: leaves a PDU begun. */
const char *at_exchange_farewell(const struct at_exchange *exchange);

#endif
