/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Households: their head, where they live, what is special of them, and the
 * numbers they are reached by.  They come from imports (import.h).
 */
#ifndef DB_HOUSEHOLD_H
#define DB_HOUSEHOLD_H

#include "db/db.h"

struct household {
	gint64	 id;
	char	*code, *area, *head;
	char	*tags, *tags_before;	/* as imported, split by ';' */
	int	 tags_on;		/* day they changed; 0 never */
	int	 closed_on;		/* moved out, merged, died; 0 not */
};
void	household_clear(struct household *household);

/* *found FALSE when there is none; clear `household` in any case. */
gboolean household_by_id(struct db *db, gint64 id, gboolean *found,
	    struct household *household, GError **error);
gboolean household_by_code(struct db *db, const char *code, gboolean *found,
	    struct household *household, GError **error);

/* Name of its head, and area_place() of where it is.  *head NULL when there is
 * none; caller frees. */
gboolean household_title(struct db *db, gint64 id, char **head, char **place,
	    GError **error);
/* The surname of its head, "" when there is none.  Caller frees; NULL when the database
 * failed. */
char	*household_surname(struct db *db, gint64 id, GError **error);

/* Those of an area whose head's name begins so, in the order of their ids. */
gboolean household_each_named(struct db *db, const char *area, const char *begin,
	    gboolean (*row)(gint64 id, void *user), void *user, GError **error);

/* Households on the card of a cadre on any day of [first, last]. */
gboolean household_each_assigned(struct db *db, gint64 cadre_id, int first,
	    int last, void (*row)(const struct household *household, void *user),
	    void *user, GError **error);

/* Those that are not like most, for a sweep of all cards: with tags, changed ones
 * or closed.  Only id, tags, tags_before, tags_on and closed_on are filled. */
gboolean household_each_special(struct db *db,
	    void (*row)(const struct household *household, void *user),
	    void *user, GError **error);

/* Households with somebody responsible on `day`, and how many of them anybody
 * reached in [first, last]: of up to `limit` households beyond *past, which moves
 * on; 0 when there are no more.  Adds to the counts. */
gboolean household_coverage(struct db *db, int first, int last, int day, int limit,
	    gint64 *past, int *households, int *covered, GError **error);

/* That a number is, or was, of somebody of a household.  Strings are borrowed. */
struct household_number {
	const char *code, *head;
	const char *person, *source;
	gboolean main;
	int	 confirmed_on;
	int	 wrong_on;	/* day it was lost; 0 it is theirs */
};
gboolean household_each_of_number(struct db *db, const char *number,
	    void (*row)(const struct household_number *home, void *user),
	    void *user, GError **error);

/*
 * Numbers by which a household may be texted: they are still theirs, nobody there has
 * asked not to get what is meant for one person, and whose they are is alive.
 */
/* Its main numbers. */
gboolean household_each_phone(struct db *db, gint64 id,
	    void (*row)(const char *number, void *user), void *user,
	    GError **error);
/* All of them. */
gboolean household_each_number(struct db *db, gint64 id,
	    void (*row)(const char *number, void *user), void *user,
	    GError **error);
/* Its main numbers that turned out to be another's, to be asked for anew. */
gboolean household_each_lost_phone(struct db *db, gint64 id,
	    void (*row)(const char *number, void *user), void *user,
	    GError **error);
/* Its main number that was confirmed last and is no cadre's; *number NULL none.
 * Caller frees. */
gboolean household_main_phone(struct db *db, gint64 id, char **number,
	    GError **error);
/* Its main number, another one than `asker` where there is one; *number NULL none.
 * Caller frees. */
gboolean household_other_phone(struct db *db, gint64 id, const char *asker,
	    char **number, GError **error);

#endif
