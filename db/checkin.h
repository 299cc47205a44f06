/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Weekly check-ins, 平安 (PEERS S15): a member of a household asks that it be asked once
 * a week how it is; after 48 hours of silence somebody is sent to look.
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
	char	*asker;		/* the telephone that wished it */
	char	*line;
	gint64	 next_at;	/* us: when the next step is due; not read back */
	gboolean waits;		/* for an answer */
	gint64	 asked_at;
	gint64	 made_at;	/* us: when it was wished */
};
void	checkin_clear(struct checkin *checkin);

enum checkin_event {
	CHECKIN_ASK,		/* it is asked now */
	CHECKIN_WELL,		/* all is well */
	CHECKIN_HELP,		/* somebody is needed */
	CHECKIN_SILENT,		/* no answer in time */
	CHECKIN_EVENT_COUNT
};

/* Begins one, or goes on with other telephones; first asked at next_at (agenda kinds
 * "checkin.ask" and "checkin.silence", their object the household). */
gboolean checkin_put(struct db *db, const struct checkin *checkin, GError **error);

/* Moves it and stores next_at, when its next step is due.  *done FALSE: refused in this
 * state. */
gboolean checkin_move(struct db *db, struct checkin *checkin,
	    enum checkin_event event, gint64 now, gboolean *done, GError **error);

/* Ends the check-ins that a telephone is asked or has wished. */
gboolean checkin_end(struct db *db, const char *phone, gboolean *ended,
	    GError **error);

/* What a telephone is asked: what waits for it before all else, or what it was asked
 * last. */
gboolean checkin_of_phone(struct db *db, const char *phone, gboolean *found,
	    struct checkin *checkin, GError **error);

gboolean checkin_by_household(struct db *db, gint64 household_id, gboolean *found,
	    struct checkin *checkin, GError **error);

#endif
