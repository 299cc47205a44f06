/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See stamp.h.
 */
#include "smsd/stamp.h"

#include "base/clock.h"

#define STAMP_CLOCK_MAX	(10 * CLOCK_MINUTE)

void
stamp_init(struct stamp *stamp)
{
	stamp->hour = 0;
	stamp->least[0] = stamp->least[1] = G_MAXINT64;
}

gint64
stamp_sent_at(struct stamp *stamp, gint64 sent_at, gint64 received_at)
{
	gint64 hour = received_at / CLOCK_HOUR;
	gint64 took = received_at - sent_at, least;

	if (hour != stamp->hour) {
		stamp->least[1] = hour == stamp->hour + 1 ? stamp->least[0] :
		    G_MAXINT64;
		stamp->least[0] = G_MAXINT64;
		stamp->hour = hour;
	}
	if (ABS(took) <= STAMP_CLOCK_MAX)
		stamp->least[0] = MIN(stamp->least[0], took);
	least = MIN(stamp->least[0], stamp->least[1]);
	if (least == G_MAXINT64)
		least = 0;
	return MIN(sent_at + least, received_at);
}
