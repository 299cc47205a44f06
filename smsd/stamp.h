/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far the network's clock is from ours.  Service-centre time stamps tell
 * which question a text answered (DESIGN law 3), so a service centre whose clock
 * is half a minute slow would make every quick answer look older than its
 * question.  A text takes at least no time: the least difference between its
 * arrival and its stamp, over the last hour or two, is the clocks' and not the
 * text's.
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
