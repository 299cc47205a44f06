/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often the texts of one phone have made us text others (DESIGN law 12): a
 * stranger who texts 60 times must not reach 60 people.
 */
#ifndef DB_CAUSER_H
#define DB_CAUSER_H

#include "db/db.h"

struct causer_bound {
	int	per_hour, per_day;	/* texts that cause others; 0: no limit */
};

/* May the text `inbox_id` of `phone` cause texts to others?  One that may is recorded,
 * and may again: it tells several people. */
gboolean causer_may(struct db *db, const char *phone, gint64 inbox_id,
	    const struct causer_bound *bound, gint64 now, gboolean *may,
	    GError **error);

#endif
