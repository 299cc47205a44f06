/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The telephone register between two imports (DOMAIN 3.6): a number that is a
 * stranger's now, a number that a household changes itself, or a clerk and
 * whoever called the new number.  Never by a cadre.
 */
#ifndef DB_PHONE_BOOK_H
#define DB_PHONE_BOOK_H

#include "db/db.h"

/* In SQL: is a row of `phone AS p` good to be used? */
#define PHONE_IS_RIGHT(p)						\
	"(" p ".wrong_on = 0 OR " p ".confirmed_on > " p ".wrong_on)"

/* Is it a number of a household? */
gboolean phone_book_knows(struct db *db, const char *number, gboolean *knows,
	    GError **error);

/* Is it a cadre's? */
gboolean phone_book_is_cadres(struct db *db, const char *number, gboolean *is,
	    GError **error);

/* From `day` on it is none of its households'; `row` is called for each that loses
 * it. */
gboolean phone_book_wrong(struct db *db, const char *number, int day,
	    const char *actor, gint64 now,
	    void (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* On whose word a number changes; kept as the number's source. */
enum phone_word { PHONE_BY_HOUSEHOLD, PHONE_BY_CLERK };

/* What `old` is for its households `number` is from `day` on. */
gboolean phone_book_change(struct db *db, const char *old, const char *number,
	    enum phone_word word, int day, gint64 now, gboolean *changed,
	    GError **error);

#endif
