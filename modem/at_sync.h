/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding the modem's place in the exchange after a deadline, and asking it
 * whether it has restarted.
 */
#ifndef MODEM_AT_SYNC_H
#define MODEM_AT_SYNC_H

#include "modem/at_exchange_state.h"

/* Begins to find the place; the state is EXCHANGE_SYNC until it is found. */
void	exchange_sync(struct at_exchange *exchange);
/* A line that came in EXCHANGE_SYNC. */
void	exchange_sync_line(struct at_exchange *exchange, const char *text);

/* Asks for a setting that a restart would have undone; and its answer. */
void	exchange_ask(struct at_exchange *exchange);
void	exchange_asked(struct at_exchange *exchange);

/* The modem has echoed a command. */
void	exchange_echo(struct at_exchange *exchange);

#endif
