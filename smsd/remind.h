/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds of reminders: on the evening of their day, some cadres a batch.
 *
 * A round begins at 17:30 and is not begun after 20:30: what an outage has kept
 * is not said another day.  Texts leave within the hour, spread over it.
 */
#ifndef SMSD_REMIND_H
#define SMSD_REMIND_H

#include "smsd/engine.h"

extern const struct agenda_kind remind_kinds[];

/* engine->workdays is what is known today. */
gboolean remind_calendar(struct engine *engine, int today, GError **error);

/* The holidays have perhaps changed. */
void	remind_forget(struct engine *engine);

#endif
