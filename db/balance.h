/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The credit left on our SIMs, as operators told it (table balance), and how fast it
 * falls.
 *
 * Money is in fen, 1/100 yuan; below 0 is a debt.
 */
#ifndef DB_BALANCE_H
#define DB_BALANCE_H

#include "db/db.h"

struct balance {
	gint64	 at;		/* us: when it was told; 0 never */
	int	 fen;
};

gboolean balance_add(struct db *db, const char *modem, const char *imsi,
	    const struct balance *balance, GError **error);

/* The newest balance of a SIM in a modem; `at` is 0 when there is none. */
gboolean balance_last(struct db *db, const char *modem, const char *imsi,
	    struct balance *last, GError **error);

/* How much was spent since `since`, and over how long (us, from the first to the last
 * balance).  Only falls are added up: a top-up does not count. */
gboolean balance_used(struct db *db, const char *modem, const char *imsi,
	    gint64 since, int *fen, gint64 *span, GError **error);

/* In yuan, for people: "12.30", "-3.05". Caller frees. */
char	*balance_yuan(int fen);

#endif
