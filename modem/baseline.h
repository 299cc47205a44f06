/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The settings a modem must keep between commands: events on, PDU mode, where new
 * messages are stored.  A modem that has restarted silently has lost them, and libgammu
 * does not notice (LIBGAMMU 7.1.10).
 */
#ifndef MODEM_BASELINE_H
#define MODEM_BASELINE_H

#include <glib.h>

struct modem;

struct baseline;

/* Asks for the settings once libgammu has made them: modem->baseline. */
void	baseline_learn(struct modem *modem);

/* Compares the events setting, and one of the others in turn, so that an idle modem
 * gets at most one command in ten seconds (DESIGN 10).  FALSE when a setting was lost:
 * the process ends as after a restart. */
gboolean baseline_check(struct modem *modem);
void	baseline_free(struct baseline *baseline);

#endif
