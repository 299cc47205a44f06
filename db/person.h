/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People by their telephones: which households a number belongs to, and what
 * changes between two imports of the register (DOMAIN 3.6): a number that is a
 * stranger's now, a number that a household changes itself, or a clerk and
 * whoever called the new number.  Never by a cadre.
 *
 * One number reaches people of several households, and one person has several
 * numbers: each (number, household, person) is a row of its own, and its word
 * changes no other row.
 */
#ifndef DB_PERSON_H
#define DB_PERSON_H

#include "db/db.h"

/* In SQL, inside db/person.c and db/household.c: does a row of `phone AS p` still
 * tell whose the number is? */
#define PHONE_IS_RIGHT(p)						\
	"(" p ".wrong_on = 0 OR " p ".confirmed_on > " p ".wrong_on)"

/* Is it a number of a household? */
gboolean person_is_known(struct db *db, const char *number, gboolean *known,
	    GError **error);

/* Households it belongs to that are still there, in the order of their ids.  FALSE
 * from `row` ends it. */
gboolean person_each_household(struct db *db, const char *number,
	    gboolean (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* From `day` on the number is none of its households'; `row` is called for each
 * that loses it. */
gboolean person_lose_number(struct db *db, const char *number, int day,
	    const char *actor, gint64 now,
	    void (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* On whose word a number changes; kept as the number's source. */
enum person_word { PERSON_BY_HOUSEHOLD, PERSON_BY_CLERK };

/* What `old` is for its households `number` is from `day` on. */
gboolean person_change_number(struct db *db, const char *old, const char *number,
	    enum person_word word, int day, gint64 now, gboolean *changed,
	    GError **error);

/* Numbers a person should look at: main ones of three households or more (how
 * many), and those of a household that are a cadre's (codes of both). */
gboolean person_each_shared_number(struct db *db,
	    void (*row)(const char *number, int households, void *user),
	    void *user, GError **error);
gboolean person_each_number_of_cadre(struct db *db,
	    void (*row)(const char *cadre, const char *household, void *user),
	    void *user, GError **error);

/* Did a household get this number on or after `day`, having had another before? */
gboolean person_number_is_new(struct db *db, const char *number,
	    gint64 household_id, int day, gboolean *is, GError **error);

#endif
