/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See lane.h.
 */
#include "db/lane.h"

#include <string.h>

#include "base/clock.h"

static const struct {
	const char *name;
	gint64	 lifetime;
} lanes[LANE_COUNT] = {
	[LANE_ALERT] = { "alert", 2 * CLOCK_HOUR },
	[LANE_REPLY] = { "reply", 6 * CLOCK_HOUR },
	[LANE_NOTICE] = { "notice", 72 * CLOCK_HOUR },
	[LANE_DUTY] = { "duty", 24 * CLOCK_HOUR },
	[LANE_SURVEY] = { "survey", 24 * CLOCK_HOUR },
};

const char *
lane_name(enum lane lane)
{
	return lanes[lane].name;
}

gboolean
lane_from_name(const char *name, enum lane *lane)
{
	for (int i = 0; i < LANE_COUNT; i++) {
		if (strcmp(lanes[i].name, name) == 0) {
			*lane = (enum lane)i;
			return TRUE;
		}
	}
	return FALSE;
}

enum lane
lane_stored(const char *name)
{
	enum lane lane = LANE_REPLY;

	lane_from_name(name, &lane);
	return lane;
}

gint64
lane_lifetime(enum lane lane)
{
	return lanes[lane].lifetime;
}
