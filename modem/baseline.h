/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a modem must keep between our words: its events on, PDU mode, where new
 * texts go.  One that has started anew in silence has forgotten it; libgammu
 * believes that it has not (LIBGAMMU 7.1.10).
 */
#ifndef MODEM_BASELINE_H
#define MODEM_BASELINE_H

#include <glib.h>

struct modem;

struct baseline;

/* Asks for the settings once libgammu has made them: modem->baseline. */
void	baseline_learn(struct modem *modem);

/* Two questions: the events, and one of the others in turn, so that an idle modem
 * gets no more than a command in ten seconds (DESIGN 9).  FALSE when something was
 * forgotten: the process ends as after a restart. */
gboolean baseline_check(struct modem *modem);
void	baseline_free(struct baseline *baseline);

#endif
