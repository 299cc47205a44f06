/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks on people (DESIGN 5.3): a clerk or the household's cadre says that a member of a
 * household is dead or away since a day.  From then on they are asked nothing: no survey,
 * no check-in, no wishes.  After a death the household is asked nothing either, and its
 * cadre is not urged about it, for PERSON_REST_DAYS.
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
	const char *code, *head;	/* of the household; person_mark_add() ignores them */
	const char *person;	/* name */
	enum person_mark_kind kind;
	int	 day;		/* since, 20261123 */
	const char *by;		/* a number, or "uid 0 (root)" */
	const char *role;	/* of whoever says so, for the audit; not stored */
	gint64	 inbox_id;	/* the text that says so; 0 none */
	gint64	 made_at;	/* us */
	gint64	 undone_at;	/* us; 0: it holds */
	const char *undone_by;
};

/* Does the register know somebody of this name in the household: its head, or the owner
 * of a number? */
gboolean person_mark_fits(struct db *db, gint64 household_id, const char *person,
	    gboolean *fits, GError **error);

/* Records it.  Numbers that were the dead person's alone get nothing more of what was on
 * its way, and no weekly question.  *added FALSE: it was known. */
gboolean person_mark_add(struct db *db, const struct person_mark *mark,
	    gboolean *added, GError **error);

/* Takes back all marks that hold for a person; *count says how many. */
gboolean person_mark_undo(struct db *db, const struct person_mark *mark, int *count,
	    GError **error);

/* Calls `row` for each, newest first, for those taken back only with `all`; strings are
 * borrowed.  FALSE from `row` ends it. */
gboolean person_mark_each(struct db *db, gboolean all,
	    gboolean (*row)(const struct person_mark *mark, void *user), void *user,
	    GError **error);

/* May whoever has the number be asked something on `day`?  Not when all its owners are
 * dead or away, nor while one of its households mourns. */
gboolean person_may_be_asked(struct db *db, const char *number, int day,
	    gboolean *may, GError **error);

/* Calls `row` for each death on or after `since`. */
gboolean person_mark_each_death(struct db *db, int since,
	    void (*row)(gint64 household_id, int day, void *user), void *user,
	    GError **error);

#endif
