/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Households: their head, where they live, what is special about them, and the numbers
 * by which they are reached.  They come from imports (import.h).
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

/* Finds the name of its head, and area_place() of where it is.  *head NULL: no such
 * household.  Caller frees. */
gboolean household_title(struct db *db, gint64 id, char **head, char **place,
	    GError **error);
/* Returns the surname of its head, "" for no such household, NULL when the database
 * failed.  Caller frees. */
char	*household_surname(struct db *db, gint64 id, GError **error);

/* Calls `row` for each household of an area whose head's name begins so, by id. */
gboolean household_each_named(struct db *db, const char *area, const char *begin,
	    gboolean (*row)(gint64 id, void *user), void *user, GError **error);

/* Calls `row` for each household on the card of a cadre on any day of [first, last]. */
gboolean household_each_assigned(struct db *db, gint64 cadre_id, int first,
	    int last, void (*row)(const struct household *household, void *user),
	    void *user, GError **error);

/* Calls `row` for each household that is not like most, for a sweep of all cards: one
 * with tags, changed tags, or closed.  Only id, tags, tags_before, tags_on and closed_on
 * are filled. */
gboolean household_each_special(struct db *db,
	    void (*row)(const struct household *household, void *user),
	    void *user, GError **error);

/* Counts the households with somebody responsible on `day`, and those of them that
 * anybody reached in [first, last].  Looks at up to `limit` households beyond *past and
 * moves *past on (0: no more).  Adds to the counts. */
gboolean household_coverage(struct db *db, int first, int last, int day, int limit,
	    gint64 *past, int *households, int *covered, GError **error);

/* A household that a number belongs or belonged to.  Strings are borrowed. */
struct household_number {
	const char *code, *head;
	const char *person, *source;
	gboolean main;
	int	 confirmed_on;
	int	 wrong_on;	/* day it was lost; 0: it is theirs */
};
gboolean household_each_of_number(struct db *db, const char *number,
	    void (*row)(const struct household_number *home, void *user),
	    void *user, GError **error);

/*
 * Numbers by which a household may be texted: those that are still theirs, have not
 * opted out of what is meant for one person, and whose owner is alive.
 */
/* Its main numbers. */
gboolean household_each_phone(struct db *db, gint64 id,
	    void (*row)(const char *number, void *user), void *user,
	    GError **error);
/* All of them. */
gboolean household_each_number(struct db *db, gint64 id,
	    void (*row)(const char *number, void *user), void *user,
	    GError **error);
/* Its main numbers that turned out to be somebody else's, to be asked for again. */
gboolean household_each_lost_phone(struct db *db, gint64 id,
	    void (*row)(const char *number, void *user), void *user,
	    GError **error);
/* Finds its most recently confirmed main number that is no cadre's; *number NULL: none.
 * Caller frees. */
gboolean household_main_phone(struct db *db, gint64 id, char **number,
	    GError **error);
/* Finds its main number, preferring one other than `asker`; *number NULL: none.  Caller
 * frees. */
gboolean household_other_phone(struct db *db, gint64 id, const char *asker,
	    char **number, GError **error);

#endif
