/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contact duty (包联, DOMAIN 3): what cadres report, and what each still owes.
 *
 * A report is a contact of one household on one day; it is taken back, never
 * deleted.  What is owed is judged by obligation.h from what stands here.
 */
#ifndef DB_DUTY_H
#define DB_DUTY_H

#include "db/db.h"
#include "db/duty_tag.h"

/* A household on a cadre's card, and how it stands in a month. Strings are
 * borrowed. */
struct duty_entry {
	gint64	 household_id;
	int	 no;		/* on the card */
	const char *code, *head, *tags;
	gboolean active;	/* theirs on the day that was asked for */
	struct duty_rule rule;
	struct obligation obligation;
};

/* `tags` NULL is duty_tags_usual.
 *
 * All of a cadre's card in `month` as of `today`, by number; also who was theirs in a
 * part of it only. FALSE from `row` ends it. */
gboolean duty_each(struct db *db, const struct duty_tag *tags, gint64 cadre_id,
	    int month, int today,
	    gboolean (*row)(const struct duty_entry *entry, void *user),
	    void *user, GError **error);

/* The same for whom they stand in: the obligations that are theirs as a deputy. */
gboolean duty_each_stood_for(struct db *db, const struct duty_tag *tags,
	    gint64 cadre_id, gint64 deputy_id, int month, int today,
	    gboolean (*row)(const struct duty_entry *entry, void *user),
	    void *user, GError **error);

/* How a card stands: obligations by state. */
struct duty_totals {
	int	 households;	/* active */
	int	 states[OBLIGATION_STATE_COUNT];
};
/* What is owed, the exempt left out; what of it is done or was tried. */
int	duty_owed(const struct duty_totals *totals);
int	duty_left(const struct duty_totals *totals);
void	duty_count(struct duty_totals *totals, const struct duty_entry *entry);

/*
 * Totals of many cards: what is special of households is read once.
 *
 *	sweep = duty_sweep_new(db, tags, month, today, error);
 *	duty_sweep_card(sweep, cadre_id, &totals, error) …
 *	duty_sweep_free(sweep);
 */
struct duty_sweep;
struct duty_sweep *duty_sweep_new(struct db *db, const struct duty_tag *tags,
	    int month, int today, GError **error);
gboolean duty_sweep_card(struct duty_sweep *sweep, gint64 cadre_id,
	    struct duty_totals *totals, GError **error);
void	duty_sweep_free(struct duty_sweep *sweep);

/* A report. *added FALSE: the same contact is known. One by a text that staff typed
 * in the cadre's name is in the audit trail under who typed it. */
struct duty_booking {
	gint64	 cadre_id, household_id;
	int	 day;
	enum duty_kind kind;
	gint64	 made_at;	/* us */
	gint64	 inbox_id;	/* 0 none */
	const char *note;
};
gboolean duty_add(struct db *db, const struct duty_booking *report,
	    gboolean *added, GError **error);

/* Takes back the cadre's newest report of a household made since `since`; *kind
 * is what it was, *done FALSE when there is none. */
gboolean duty_undo(struct db *db, gint64 cadre_id, gint64 household_id,
	    gint64 since, gint64 now, gboolean *done, enum duty_kind *kind,
	    GError **error);

/* Takes back all that they have reported by text since `since`. */
gboolean duty_undo_all(struct db *db, gint64 cadre_id, gint64 since, gint64 now,
	    int *count, GError **error);

/* The text they reported by last, since `since`; 0 none. */
gboolean duty_last_text(struct db *db, gint64 cadre_id, gint64 since,
	    gint64 *inbox_id, GError **error);
/* Its households. */
gboolean duty_each_of_text(struct db *db, gint64 inbox_id,
	    gboolean (*row)(gint64 household_id, void *user), void *user,
	    GError **error);

/* Is the month closed by staff? */
gboolean duty_is_closed(struct db *db, int month, gboolean *closed,
	    GError **error);

#endif
