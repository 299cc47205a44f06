/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sends the engine's messages, one part at a time.
 *
 *	order ──> part given to the modem ── answered ──> PART_SENT ──> next, or SENT
 *	                  │                      └──> FAILED(kind, code), the rest stays
 *	                  └── no answer ──> FAILED(unknown): it may have left
 *
 * A part counts as sent only when libgammu said yes to giving it, the answer
 * came after that, its status is 0 and it names a reference (LIBGAMMU 0.6).
 */
#ifndef MODEM_SEND_H
#define MODEM_SEND_H

#include "modem/modem.h"

struct send;

struct send *send_new(struct modem *modem);
void	send_free(struct send *send);

/* --- events ------------------------------------------------------------------- */

void	send_order(struct send *send, const struct sms_order *order);
void	send_answered(struct send *send, int status, int reference);

/* The modem is gone: what was given to it may have left, what waits has
 * not. */
void	send_broken(struct send *send);

/* --- jobs ------------------------------------------------------------------------ */

/* A part waits for the network's answer: libgammu must be left alone. */
gboolean send_is_waiting(const struct send *send);
gboolean send_has_work(const struct send *send);

/* Gives the next part to the modem; TRUE when there was one. */
gboolean send_part(struct send *send);

/* What a status of +CMS or +CME means for the part. */
enum sms_failure send_failure(int status);

#endif
