/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Somebody of a household is dead, or away, since a day (DESIGN 5.3): a clerk says so,
 * or the household's cadre.  From then on they are not asked anything: no survey, no
 * check-in, no wishes; after a death neither is the household, nor is its cadre urged
 * about it, for PERSON_REST_DAYS.
 *
 * A mark is taken back, never deleted.
 */
#ifndef DB_PERSON_MARK_H
#define DB_PERSON_MARK_H

#include "db/db.h"
#include "db/obligation.h"

#define PERSON_REST_DAYS	OBLIGATION_REST	/* the day itself is the first */

/* Stored by name. */
enum person_mark_kind { PERSON_DEAD, PERSON_AWAY, PERSON_MARK_COUNT };
const char *person_mark_name(enum person_mark_kind kind);	/* "dead" */

struct person_mark {
	gint64	 id, household_id;
	const char *code, *head;	/* of the household; not of one that is added */
	const char *person;	/* name */
	enum person_mark_kind kind;
	int	 day;		/* since, 20261123 */
	const char *by;		/* a number, or "uid 0 (root)" */
	const char *role;	/* of whoever says so, for the audit; not stored */
	gint64	 inbox_id;	/* the text that says so; 0 none */
	gint64	 made_at;	/* us */
	gint64	 undone_at;	/* us; 0 it holds */
	const char *undone_by;
};

/* Does the register have somebody of this name in the household: its head, or whose a
 * number is? */
gboolean person_mark_fits(struct db *db, gint64 household_id, const char *person,
	    gboolean *fits, GError **error);

/* Puts it on record.  A dead person's numbers that are nobody else's get nothing more of
 * what was on its way, and no weekly question.  *added FALSE: it is known. */
gboolean person_mark_add(struct db *db, const struct person_mark *mark,
	    gboolean *added, GError **error);

/* Takes back all that holds of a person; *count says how much. */
gboolean person_mark_undo(struct db *db, const struct person_mark *mark, int *count,
	    GError **error);

/* Newest first, those taken back only with `all`; strings are borrowed.  FALSE from
 * `row` ends it. */
gboolean person_mark_each(struct db *db, gboolean all,
	    gboolean (*row)(const struct person_mark *mark, void *user), void *user,
	    GError **error);

/* May whoever has the number be asked something on `day`?  Not when all whose it is are
 * gone, nor while one of its households rests. */
gboolean person_may_be_asked(struct db *db, const char *number, int day,
	    gboolean *may, GError **error);

/* Every death on or after `since`. */
gboolean person_mark_each_death(struct db *db, int since,
	    void (*row)(gint64 household_id, int day, void *user), void *user,
	    GError **error);

#endif
