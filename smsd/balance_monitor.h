/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The credit of a SIM: asked of its operator once a day by the modem's recipe
 * (modems.balance_*), a USSD code or a text; forecast from what went in the
 * last two weeks; and what follows.
 *
 *	enough ──fewer than balance_days days──> low: the people on duty are told
 *	   ^                                        │ less than balance_pause yuan
 *	   └──────── topped up ──────────────────── paused: unsolicited messages
 *	                                            wait, replies and alerts leave
 *
 * A low balance is queried every six hours, so that a top-up is noticed soon.
 */
#ifndef SMSD_BALANCE_MONITOR_H
#define SMSD_BALANCE_MONITOR_H

#include "menus/service.h"
#include "smsd/batch.h"

struct modem;

/* Agenda kind, of a modem: its SIM's credit is asked, or an answer is late. */
#define BALANCE_KIND	"balance.ask"

/* Inside a batch: asks for a modem's credit when it is time. *next: us wall, 0 not
 * before something happens. */
gboolean balance_monitor_act(struct engine *engine, struct modem *modem, gint64 now,
	    gint64 *next, GError **error);

/* Inside a batch: MESSAGE_USSD_IN. */
gboolean balance_monitor_ussd(struct engine *engine, struct event *event, GError **error);

/* Hears the texts that the operator answers by. */
extern const struct service balance_service;

/* A person wants to know now. */
void	balance_monitor_hurry(struct engine *engine, const char *modem);

/* Once at start, and after each change: modem->spares as the row says. */
void	balance_monitor_refresh(struct engine *engine, struct modem *modem);

#endif
