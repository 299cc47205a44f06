/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A cadre's card: the households they call on, and what is owed of each in a month,
 * judged by obligation.h from assignments, leave and reports (duty.h).
 */
#ifndef DB_DUTY_CARD_H
#define DB_DUTY_CARD_H

#include "db/db.h"
#include "db/duty_tag.h"

/* A household on a cadre's card, and how it stands in a month.  Strings are
 * borrowed. */
struct duty_entry {
	gint64	 household_id;
	int	 no;		/* on the card */
	const char *code, *head, *tags;
	gboolean active;	/* his on the day that was asked for */
	struct duty_rule rule;
	struct obligation obligation;
};

/* `tags` NULL is duty_tags_usual.
 *
 * All of a cadre's card in `month` as of `today`, by number; also who was his in a
 * part of it only. FALSE from `row` ends it. */
gboolean duty_each(struct db *db, const struct duty_tag *tags, gint64 cadre_id,
	    int month, int today,
	    gboolean (*row)(const struct duty_entry *entry, void *user),
	    void *user, GError **error);

/* The same for whom he stands in: the obligations that are his as a deputy. */
gboolean duty_each_stood_for(struct db *db, const struct duty_tag *tags,
	    gint64 cadre_id, gint64 deputy_id, int month, int today,
	    gboolean (*row)(const struct duty_entry *entry, void *user),
	    void *user, GError **error);

/* How a card stands: obligations by state. */
struct duty_totals {
	int	 households;	/* active */
	int	 states[OBLIGATION_STATE_COUNT];
};
/* Counts the obligations that are owed (not the exempt ones), and those of them that are
 * left to do. */
int	duty_owed(const struct duty_totals *totals);
int	duty_left(const struct duty_totals *totals);
/* Adds a household to the totals. */
void	duty_count(struct duty_totals *totals, const struct duty_entry *entry);

/*
 * Totals of many cards; what is special about households is read once for all of them.
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

#endif
