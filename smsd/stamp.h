/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Offset between the service centre's clock and ours.  Service-centre time stamps tell
 * which question a text answered (DESIGN law 3): if that clock were half a minute slow,
 * every quick answer would look older than its question.  Transit takes no negative
 * time, so the least difference between arrival and stamp over the last hour or two is
 * the clocks' offset.
 */
#ifndef SMSD_STAMP_H
#define SMSD_STAMP_H

#include <glib.h>

struct stamp {
	gint64	 hour;		/* of least[0], hours since 1970 */
	gint64	 least[2];	/* us, this hour's and the one before;
				 * G_MAXINT64 none */
};

void	stamp_init(struct stamp *stamp);

/*
 * Notes a text stamped `sent_at` that came at `received_at` (us wall), and
 * returns when it was sent by our clock: never after it came.  A difference
 * above 10 minutes is a delay, not a clock, and changes nothing.
 */
gint64	stamp_sent_at(struct stamp *stamp, gint64 sent_at, gint64 received_at);

#endif
