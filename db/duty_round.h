/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds of reminders: which cadres of a round have been looked at, so that an
 * engine that starts goes on where another stopped.  (That nobody is told twice is
 * the outbox's keys' concern, not this one's.)
 */
#ifndef DB_DUTY_ROUND_H
#define DB_DUTY_ROUND_H

#include "db/db.h"

struct duty_round {
	int	 month;		/* 202611 */
	const char *stage;
	gint64	 cadre_id;	/* the last that was looked at; 0 none yet */
	gboolean ended;
};

/* Where the round of `month` and `stage` stands; fills the rest. */
gboolean duty_round_get(struct db *db, struct duty_round *round, GError **error);
gboolean duty_round_put(struct db *db, const struct duty_round *round,
	    gint64 now, GError **error);

#endif
