/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An AT exchange without a tty: what it said to the modem and to libgammu is kept,
 * and what else happened, as words.
 */
#ifndef TESTS_EXCHANGE_FIXTURE_H
#define TESTS_EXCHANGE_FIXTURE_H

#include "modem/at_exchange.h"

struct exchange_heard {
	GString	*modem, *gammu;
	GString	*events;	/* "fault(detail) refused SM 1 20 answer 7 OK " */
	int	 refused;	/* PDUs */
	guint	 timer;		/* ms, the last that was set */
	gboolean waits;
};
extern struct exchange_heard heard;

/* Begun, its settings answered, nothing heard. */
struct at_exchange *exchange_open(void);
void	exchange_close(struct at_exchange *exchange);
/* Forgets what was heard. */
void	exchange_clear(void);

void	gammu_says(struct at_exchange *exchange, const char *text);
void	modem_says(struct at_exchange *exchange, const char *text);

#endif
