/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The owners of a number in the course of time (DESIGN 5.3, law 7).  A wrong-number
 * word, a change of number or a clerk begins a new one; whatever was made before is not
 * shown to, joined to, urged by or pushed at whoever has the number now.
 *
 * person.h answers what is asked for every text: since when they have it, and whether
 * it is verified.
 */
#ifndef DB_OWNER_H
#define DB_OWNER_H

#include "db/person.h"

/* A new owner, and who says so. */
struct owner_change {
	const char *phone;
	enum person_how how;
	const char *by;		/* a number, or "uid 0 (root)" */
	gint64	 inbox_id;	/* the text that says so; 0 none */
	const char *other;	/* what its households take instead; NULL nothing */
	gboolean keeps_homes;	/* the register is right: only who texts is another */
	int	 day;		/* 20261123, of `now` */
	gint64	 now;		/* us */
};

/*
 * Begins it: the number is none of its households' any more (`row` is called for
 * each that loses it; not with keeps_homes), its questions are dropped, what waits to
 * be sent to it is cancelled but for alerts, what it is asked every week ends.  Its
 * open tickets keep their number, and a call-back says "number changed owner", with
 * the newest of them.
 */
gboolean owner_begin(struct db *db, const struct owner_change *change,
	    void (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* Puts change->other in the place of change->phone in its households; both get new
 * owners.  *changed FALSE: it was no household's number. */
gboolean owner_renumber(struct db *db, const struct owner_change *change,
	    enum person_word word, gboolean *changed, GError **error);

/*
 * Undoes the last change of a number, if it was made at `since` or later (us; 0:
 * whenever): its households have it again and it is texted as before, but what was
 * dropped or cancelled stays so.  *done FALSE: there is none.  Calls `row` for each
 * household that has it again.
 */
gboolean owner_undo(struct db *db, const char *phone, gint64 since, const char *by,
	    const char *role, gint64 now, gboolean *done,
	    void (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

#endif
