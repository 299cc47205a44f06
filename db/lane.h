/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lanes: what kind of text one is, most urgent first (DESIGN 6).
 */
#ifndef DB_LANE_H
#define DB_LANE_H

#include <glib.h>

enum lane { LANE_ALERT, LANE_REPLY, LANE_NOTICE, LANE_DUTY, LANE_SURVEY, LANE_COUNT };
/* Sets of lanes. */
#define LANE_BIT(lane)	(1u << (lane))
#define LANES_ALL	(LANE_BIT(LANE_COUNT) - 1)
#define LANES_ASKED	(LANE_BIT(LANE_ALERT) | LANE_BIT(LANE_REPLY))

const char *lane_name(enum lane lane);
gboolean lane_from_name(const char *name, enum lane *lane);

/* The lane of a column, whose CHECK lets no other name in. */
enum lane lane_stored(const char *name);

/* Returns how long a text is worth sending (us; DOMAIN 5.3). */
gint64	lane_lifetime(enum lane lane);

#endif
