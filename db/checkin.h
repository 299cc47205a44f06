/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weekly 平安 (PEERS S15): a household that somebody of it wishes to be asked how it
 * is, once a week; 48 hours of silence are somebody's concern.
 *
 *	resting ── a week is over ──> waiting ── 平安 ──> resting
 *	                                └── 48 h, or 帮 ──> told; resting
 */
#ifndef DB_CHECKIN_H
#define DB_CHECKIN_H

#include "db/db.h"

struct checkin {
	gint64	 household_id;
	char	*phone;		/* asked */
	char	*asker;		/* who wishes it */
	char	*line;
	gint64	 next_at;	/* us: when something is to be done; not read back */
	gboolean waits;		/* for an answer */
	gint64	 asked_at;
	gint64	 made_at;	/* us: since when it is wished */
};
void	checkin_clear(struct checkin *checkin);

enum checkin_event {
	CHECKIN_ASK,		/* it is asked now */
	CHECKIN_WELL,		/* all is well */
	CHECKIN_HELP,		/* somebody is needed */
	CHECKIN_SILENT,		/* no answer in time */
	CHECKIN_EVENT_COUNT
};

/* Begins, or goes on with other telephones; first asked at next_at (agenda kinds
 * "checkin.ask" and "checkin.silence", of the household). */
gboolean checkin_put(struct db *db, const struct checkin *checkin, GError **error);

/* Moves it, and stores next_at, when something is to be done next.  *done FALSE: not in
 * this state. */
gboolean checkin_move(struct db *db, struct checkin *checkin,
	    enum checkin_event event, gint64 now, gboolean *done, GError **error);

/* Ends what a telephone is asked, or has wished. */
gboolean checkin_end(struct db *db, const char *phone, gboolean *ended,
	    GError **error);

/* What a telephone is asked: what waits for it before all else, or what it was asked
 * last. */
gboolean checkin_of_phone(struct db *db, const char *phone, gboolean *found,
	    struct checkin *checkin, GError **error);

gboolean checkin_by_household(struct db *db, gint64 household_id, gboolean *found,
	    struct checkin *checkin, GError **error);

#endif
