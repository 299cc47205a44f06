/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questions: what a phone has been asked on a line and has not answered.
 *
 * One open question per (phone, line) holds by a unique index (DESIGN law 3).
 * A screen that expects something back opens a question; opening another one
 * on the same phone and line answers, pushes aside or queues by priority.
 *
 *	waiting -> open -> answered | expired | dropped
 *	   ^         |
 *	   +--pushed-+      an alert came between; asked again afterwards
 *
 * A question counts as asked at `asked_at` (made) and, better, at `sent_at`
 * (its text left).  A reply older than that (SMSC time) was meant for the
 * question before: question_at().
 */
#ifndef DB_QUESTION_H
#define DB_QUESTION_H

#include "db/db.h"

enum question_state {
	QUESTION_WAITING, QUESTION_OPEN, QUESTION_PUSHED, QUESTION_ANSWERED,
	QUESTION_EXPIRED, QUESTION_DROPPED, QUESTION_STATE_COUNT
};
const char *question_state_name(enum question_state state);

/* Higher asks first (DOMAIN 5.3). */
enum question_priority {
	QUESTION_MENU, QUESTION_SURVEY, QUESTION_RATING, QUESTION_VERIFICATION,
	QUESTION_ALERT, QUESTION_PRIORITY_COUNT
};
const char *question_priority_name(enum question_priority priority);

struct question {
	gint64	 id;
	char	*phone;
	char	*line;
	char	*screen;
	enum question_state state;
	enum question_priority priority;
	gint64	 asked_at, sent_at, expires_at;	/* us; sent_at 0 not yet */
	int	 wrong;		/* misunderstandings in a row */
	GHashTable *data;	/* char* -> char*: what the dialogue has stored */
};
void	question_clear(struct question *question);

/* Opens a question now (closing an open one of the same phone and line as
 * `previous` says: answered, pushed, expired or dropped) and fills q->id and
 * q->state. */
gboolean question_open(struct db *db, struct question *q,
	    enum question_state previous, GError **error);

/* The open question of a phone on a line; *found FALSE when none. */
gboolean question_current(struct db *db, const char *phone, const char *line,
	    gboolean *found, struct question *q, GError **error);

/*
 * The question a text sent at `sent_at` (us, SMSC time: whole seconds) was an
 * answer to: the newest whose text had left by then.  *crossed is TRUE when
 * one is open and it is not that one (also when none had left by then).
 */
gboolean question_at(struct db *db, const char *phone, const char *line,
	    gint64 sent_at, gboolean *found, gboolean *crossed,
	    struct question *q, GError **error);

/* Moves it; refuses and logs a move that the picture does not show, except that a
 * crossing reply may answer an expired or dropped question. */
gboolean question_move(struct db *db, gint64 id, enum question_state to,
	    gint64 now, GError **error);
/* Drops all of a phone's questions that are not closed, on every line. */
gboolean question_drop_all(struct db *db, const char *phone, gint64 now,
	    GError **error);
gboolean question_wrong(struct db *db, gint64 id, int wrong, GError **error);
/* Records that its text left, or may have left, at `now`; the first time counts.  The
 * outbox calls this. */
gboolean question_sent(struct db *db, gint64 id, gint64 now, GError **error);

/*
 * Queues a question that must wait its turn (q->expires_at is until when it is
 * worth asking) and fills q->id and q->state.
 */
gboolean question_wait(struct db *db, struct question *q, GError **error);

/* Finds the next of the questions that wait or were pushed aside on a phone and line:
 * the one of the highest priority, then the oldest. */
gboolean question_next(struct db *db, const char *phone, const char *line,
	    gboolean *found, struct question *q, GError **error);

/* Expires one open, waiting or pushed question past its expires_at, and fills *q.  Call
 * until *found is FALSE.  Adding a question plans this (agenda kind "question.expiry"). */
gboolean question_expire(struct db *db, gint64 now, gboolean *found,
	    struct question *q, GError **error);
/* Finds when the next one expires (0: never). */
gboolean question_next_time(struct db *db, gint64 *when, GError **error);

/* Finds the last question of a phone on a line that expired unanswered after `since`. */
gboolean question_last_expired(struct db *db, const char *phone,
	    const char *line, gint64 since, gboolean *found,
	    struct question *q, GError **error);

#endif
