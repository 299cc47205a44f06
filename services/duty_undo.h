/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking duty reports back: by the cadre who made them (撤), or by whoever has the
 * number and did not (不是我).
 */
#ifndef SERVICES_DUTY_UNDO_H
#define SERVICES_DUTY_UNDO_H

#include "menus/turn.h"
#include "services/duty_card.h"

/* Takes back the households of the report, or all of the last text. */
gboolean duty_undo_some(struct duty *duty, const char **screen, GError **error);

/* Counts what can still be taken back: 0 or 1. */
gboolean duty_count_reports(struct turn *turn, int *count, GError **error);

/* "不是我" from a cadre's number. */
gboolean duty_not_me(struct turn *turn, const struct word_heard *heard, gboolean *taken,
	    GError **error);

#endif
