/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Back-checks (DOMAIN 3.5): a few households with a reported contact, and still fewer
 * without one, are asked whether anybody called.
 *
 * Households are drawn by permanent random numbers, u = HMAC-SHA256(seed, month,
 * household): nobody chooses, and the draw can be repeated.  A household is asked once in
 * three months, and never on a cadre's number.
 */
#ifndef DB_BACKCHECK_H
#define DB_BACKCHECK_H

#include "db/cadre.h"

#define BACKCHECK_TOWN	3	/* asked a month about a cadre of a town */
#define BACKCHECK_DEPARTMENT 1	/* of a department */
#define BACKCHECK_AFTER	3	/* days after the report, at least */
#define BACKCHECK_BEFORE	10	/* at most */
#define BACKCHECK_QUIET	92	/* days a household is not asked again */
#define BACKCHECK_SILENT_FROM 25	/* day of the month: those nobody reported */
#define BACKCHECK_SILENT	10	/* reported households for each of them */

/* A household to be asked. */
struct backcheck {
	gint64	 id;
	gint64	 cadre_id, household_id;
	char	*phone;		/* its main one */
	gboolean reported;
};
void	backcheck_clear(struct backcheck *check);

/* Draws one of a cadre's households to be asked on `today` (20261123); call again after
 * backcheck_add() until *found is FALSE.  `passed` holds the households that were looked
 * at and cannot be asked now (gint64 keys), and grows. */
gboolean backcheck_draw(struct db *db, const struct cadre *cadre, int today,
	    GHashTable *passed, gboolean *found, struct backcheck *check,
	    GError **error);

gboolean backcheck_add(struct db *db, struct backcheck *check, int today,
	    GError **error);

/* Removes a check that was not sent after all. */
gboolean backcheck_forget(struct db *db, gint64 id, GError **error);

/* Stores a household's answer ("yes", "no", "unsure") to the check last sent to this
 * telephone since `since` (20261120).  *taken FALSE: none waits for an answer. */
gboolean backcheck_answer(struct db *db, const char *phone, int since,
	    const char *answer, gint64 now, gboolean *taken, GError **error);

#endif
