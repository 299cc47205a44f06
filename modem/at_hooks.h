/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the exchange asks of whoever runs it (at_exchange.h).
 */
#ifndef MODEM_AT_HOOKS_H
#define MODEM_AT_HOOKS_H

#include <glib.h>

struct at_exchange_hooks {
	void	(*to_modem)(const char *octets, gsize len, void *user);
	void	(*to_gammu)(const char *octets, gsize len, void *user);
	/* One timer: calls at_exchange_timeout() after `ms`; 0 stops it. */
	void	(*timer)(guint ms, void *user);
	/* An event with a name; said before libgammu hears its ERROR. */
	void	(*fault)(const char *name, const char *detail, void *user);
	/* A PDU kept from libgammu; store "" and slot 0 when it is in none. */
	void	(*refused)(const char *store, guint slot, const char *reason,
		    const guint8 *octets, gsize len, void *user);
	void	(*answer)(guint64 id, const char *lines, void *user);
	/* Lines that libgammu did not ask for have begun to wait; and: what
	 * at_exchange_release() asked for is done. */
	void	(*waits)(void *user);
	void	(*released)(void *user);
	void	(*trace)(char way, const char *text, void *user);
};

#endif
