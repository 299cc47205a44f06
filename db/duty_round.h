/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rounds of reminders: how far each one has come, so that an engine continues where
 * the one before stopped.  (The outbox's keys see to it that nobody is told twice.)
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
