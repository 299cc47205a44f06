/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a SIM may send: parts in any minute, hour and day (DOMAIN 5.6).
 *
 * Sliding windows counted in slots (a second, a minute, a quarter of an hour):
 * what was sent in a slot leaves the window when the whole slot has, so a
 * limit is never passed, and memory does not grow with traffic.  Times are
 * elapsed time (base/clock), so that a corrected clock opens no floodgate.
 */
#ifndef SMSD_BUDGET_H
#define SMSD_BUDGET_H

#include <glib.h>

enum budget_span {
	BUDGET_MINUTE, BUDGET_HOUR, BUDGET_DAY, BUDGET_SPANS
};

#define BUDGET_SLOTS	96

struct budget {
	struct budget_window {
		gint64	 last;		/* number of the newest slot */
		int	 parts[BUDGET_SLOTS];	/* ring, by slot number */
		int	 sum;
	} windows[BUDGET_SPANS];
};

void	budget_init(struct budget *budget, gint64 now);

/* Length of a span and of its slots, us. */
gint64	budget_span(enum budget_span span);
gint64	budget_slot(enum budget_span span);

/* `parts` were sent at `at`, not before the last time given. */
void	budget_add(struct budget *budget, gint64 at, int parts);

/* The same in one window alone, to fill it from what is stored. */
void	budget_seed(struct budget *budget, enum budget_span span, gint64 at,
	    int parts);

/* Parts in the window that ends at `now`. */
int	budget_sent(struct budget *budget, enum budget_span span, gint64 now);

/* When one more part may leave: `now` or later.  limits[]: 0 none. */
gint64	budget_free_at(struct budget *budget, const int *limits, gint64 now);

#endif
