/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a modem is sending, and whether it may be given a text.
 */
#ifndef SMSD_MODEM_ABLE_H
#define SMSD_MODEM_ABLE_H

#include "smsd/modem.h"

/* Row `id` is no longer its submission: inside a batch the next one may be picked,
 * after the commit (modem_submit(), or this) it is so.  And: the batch was undone. */
void	modem_end_submission(struct modem *modem, guint run, guint64 id);
void	modem_forget_submission(struct modem *modem, guint run);
void	modem_keep_submission(struct modem *modem);

/* Could it send, had it no text under way?  And: may it be handed a text now? */
gboolean modem_is_able(const struct modem *modem);
gboolean modem_can_send(const struct modem *modem);

/* "ready", "paused", … for people. */
const char *modem_state(const struct modem *modem);

#endif
