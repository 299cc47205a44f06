/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a modem says unasked.
 */
#ifndef MODEM_AT_UNASKED_H
#define MODEM_AT_UNASKED_H

#include "modem/at_exchange_state.h"

/* A line that belongs to no command: held for libgammu, dropped, or a sign of a
 * restart. */
void	exchange_unasked(struct at_exchange *exchange, const char *text);

/* The PDU behind a +CDS or +CMT. */
void	exchange_unasked_pdu(struct at_exchange *exchange, const char *hex);

#endif
