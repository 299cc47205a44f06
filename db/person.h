/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * People by their telephones: which households a number belongs to, whose it has
 * been in the course of time, and what changes between two imports of the register
 * (DOMAIN 3.6): a number that is a stranger's now, a number that a household changes
 * itself, or a clerk and whoever called the new number.  Never by a cadre.
 *
 * One number reaches people of several households, and one person has several
 * numbers: each (number, household, person) is a row of its own, and its word
 * changes no other row.
 */
#ifndef DB_PERSON_H
#define DB_PERSON_H

#include "db/db.h"

/* In SQL, inside db/person*.c and db/household.c: does a row of `phone AS p` still
 * tell whose the number is? */
#define PHONE_IS_RIGHT(p)						\
	"(" p ".wrong_on = 0 OR " p ".confirmed_on > " p ".wrong_on)"

/* What the register knows about a number, in one read: see principal.h. */
struct person_signs {
	gint64	 since;		/* person_owner_since() */
	gint64	 cadre_id;	/* whose mobile it is, or was last; 0 none */
	gboolean registered;	/* some household has or had it */
	char	*unit;		/* code of the unit whose number it is; "" none */
};
gboolean person_signs(struct db *db, const char *number, struct person_signs *signs,
	    GError **error);

/* Is it a number of a household? */
gboolean person_is_known(struct db *db, const char *number, gboolean *known,
	    GError **error);

/* Does the register give it to the household, even if it was lost meanwhile? */
gboolean person_is_listed(struct db *db, const char *number, gint64 household_id,
	    gboolean *listed, GError **error);

/* Calls `row` for each household it belongs to that is still there, by id.  FALSE from
 * `row` ends it. */
gboolean person_each_household(struct db *db, const char *number,
	    gboolean (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* Is it the number of more than one household? */
gboolean person_is_shared(struct db *db, const char *number, gboolean *shared,
	    GError **error);

/* Calls `row` for the area of each household whose number it is, even a closed one.
 * FALSE from `row` ends it. */
gboolean person_each_area(struct db *db, const char *number,
	    gboolean (*row)(const char *area, void *user), void *user,
	    GError **error);

/* Does a cadre of this unit call on a household whose number it is, on `day`? */
gboolean person_is_called_on_by(struct db *db, const char *number,
	    const char *unit, int day, gboolean *is, GError **error);

/*
 * Finds since when its owner has had a number (us; 0: as long as we have known it).
 * Nothing made before is theirs; owner.h begins and undoes ownership.
 */
gboolean person_owner_since(struct db *db, const char *number, gint64 *since,
	    GError **error);

/* What the door asks of a number before something is pushed at it (menus/say.h). */
struct person_reach {
	gint64	 owner_since;	/* person_owner_since() */
	gint64	 told_since;	/* us: they were silent for long (contact.h), so
				 * anything older waits until they name it */
};
gboolean person_reach(struct db *db, const char *number, struct person_reach *reach,
	    GError **error);

/*
 * Is whoever has the number still the one we know (DESIGN 5.3): heard from,
 * delivered to, or confirmed at a counter, by a call or a visit within the last
 * PERSON_VERIFIED_DAYS?  Otherwise nothing with content is pushed, and a matter is
 * told to whoever names its number first; alerts always go.
 */
#define PERSON_VERIFIED_DAYS	180
gboolean person_verified(struct db *db, const char *number, gint64 now,
	    gboolean *verified, GError **error);

/* Records that a clerk has made sure that the number is still theirs. */
gboolean person_confirm(struct db *db, const char *number, int day, gboolean *known,
	    GError **error);

/* How a new owner came to be known. */
enum person_how {
	PERSON_REGISTERED, PERSON_WRONG_NUMBER, PERSON_RENUMBER, PERSON_CLERK,
	PERSON_HOW_COUNT
};
const char *person_how_name(enum person_how how);	/* "wrong_number" */

struct person_owner {
	const char *phone;
	gint64	 since;		/* us */
	enum person_how how;
	const char *by;
	const char *other;	/* what its households took instead; "" or NULL none */
	gint64	 inbox_id;
	int	 day;
	gint64	 undone_at;
	const char *undone_by;
};
/* For one that was read by person_last_owner() or person_who_gave(). */
void	person_owner_clear(struct person_owner *owner);

/* Calls `row` for each owner of a number, newest first, undone ones as well. */
gboolean person_each_owner(struct db *db, const char *number,
	    void (*row)(const struct person_owner *owner, void *user), void *user,
	    GError **error);
/* Finds the last one that holds; *found FALSE: the owner has always been the same. */
gboolean person_last_owner(struct db *db, const char *number, gboolean *found,
	    struct person_owner *owner, GError **error);

/* Finds the owner whose household took `number` instead at `since`, by a change of
 * number. */
gboolean person_who_gave(struct db *db, const char *number, gint64 since,
	    gboolean *found, struct person_owner *owner, GError **error);

/* owner.h's steps: the row of an owner begins and ends ... */
gboolean person_begin_owner(struct db *db, const struct person_owner *owner,
	    GError **error);
gboolean person_end_owner(struct db *db, const char *number, gint64 since,
	    const char *by, gint64 now, GError **error);
/* ... from `day` on the number is none of its households' (`row` for each) ... */
gboolean person_lose_number(struct db *db, const char *number, int day,
	    void (*row)(gint64 household_id, void *user), void *user,
	    GError **error);
/* ... or is theirs again, as before the change, and `other` is not ... */
gboolean person_restore_number(struct db *db, const struct person_owner *owner,
	    void (*row)(gint64 household_id, void *user), void *user,
	    GError **error);
/* ... and what `old` is for its households `number` is, too.  On whose word is kept
 * as the number's source. */
enum person_word { PERSON_BY_HOUSEHOLD, PERSON_BY_CLERK };
gboolean person_copy_number(struct db *db, const char *old, const char *number,
	    enum person_word word, int day, GError **error);

/* Did a household get this number on or after `day`, having had another before? */
gboolean person_number_is_new(struct db *db, const char *number,
	    gint64 household_id, int day, gboolean *is, GError **error);

#endif
