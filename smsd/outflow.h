/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What goes out: which modem may send what, and when the next text may leave.
 *
 * Each modem has one text under way.  Lanes in order (db/outbox.h); each SIM has
 * its budget, of whose hour and day a part is kept for alerts and replies; in
 * quiet hours nothing unasked leaves (DESIGN 5, DOMAIN 5.5 and 5.6).  A SIM the
 * network refuses is paused.
 */
#ifndef SMSD_OUTFLOW_H
#define SMSD_OUTFLOW_H

#include "db/outbox.h"
#include "smsd/batch.h"
#include "smsd/budget.h"

/* Inside a batch: gives every free modem the next text it may send. */
gboolean outflow_pick(struct engine *engine, GError **error);

/* When the next text may leave, us wall, as outflow_pick() saw it; 0: not
 * before something happens. */
gint64	outflow_next(const struct engine *engine);

/* Fills a SIM's budget from what it has sent before. */
gboolean outflow_recall(struct engine *engine, struct modem *modem,
	    GError **error);

/* After the commit of PART_SENT, SENT, FAILED. */
void	outflow_part_sent(struct engine *engine, struct event *event);
void	outflow_sent(struct engine *engine, struct event *event);
void	outflow_failed(struct engine *engine, struct event *event);

/* limits[BUDGET_SPANS] of a SIM at `now` (us wall), warm-up included; `kept`
 * percent of hour and day are left for others. */
void	outflow_limits(const struct modem_config *modem, GTimeZone *zone,
	    gint64 now, int kept, int *limits);

/* Does a SIM answer more than it is asked, in a day and since the start
 * (guards.replies_per_text)?  Then a machine may be texting us. */
gboolean outflow_answers_much(const struct config *config,
	    struct modem *modem, int *replied, int *heard);

/* When texts of a lane may leave, as to the hour: `now`, or when its hours
 * begin (DOMAIN 5.5). */
gint64	outflow_opens(const struct config *config, enum lane lane, gint64 now);

/* How long after `parts` that nobody asked for the next may follow: us. `die` is
 * 0..1 (DOMAIN 5.6). */
gint64	outflow_pace(const struct modem_config *modem, int parts, double die);

#endif
