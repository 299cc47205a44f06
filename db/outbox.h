/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outbox: every text we owe somebody, and what became of it.
 *
 *	           +---------> cancelled        a person, or opt-out
 *	           |  +------> expired          not_after passed
 *	           |  |
 *	added -> queued -> handed -> sent -> delivered
 *	           ^          |        \---> failed   (report says no)
 *	           +--later---+----> failed           (permanent, or no tries left)
 *	           ^          |
 *	           +--policy--+----> unknown          (modem died after AT+CMGS)
 *
 * Invariants
 *  - `key` says what this text is (natural key, unique for ever): adding the
 *    same key again changes nothing and says so.
 *  - queued -> handed is committed before a modem hears of it.
 *  - a handed row of a modem process that ended is unknown: the part after the
 *    last PART_SENT may have left.  The lane's policy says whether it is sent
 *    again from there: replies and alerts are (once when the network gave no
 *    answer, up to the ceiling when a process died or the modem was lost),
 *    notices, duty and surveys are not (DESIGN law 2).  `resends` counts it.
 *  - a row the network refuses because of the SIM, or puts off twice, is tied
 *    to that SIM no longer: any modem of its line may take it, from its first
 *    unsent part.
 *  - one phone has at most one handed row, and a row that must be tried again
 *    holds back the later ones of its phone and lane: texts leave in order.
 *  - attempts never pass OUTBOX_ATTEMPTS_MAX, whatever is configured.
 */
#ifndef DB_OUTBOX_H
#define DB_OUTBOX_H

#include "db/db.h"
#include "db/outbox_row.h"

/*
 * Adds a text; id, state, parts, ref and made_at are ours to fill.  A
 * not_after of 0 takes the lane's default (DOMAIN 5.3: alert 2 h, reply 6 h,
 * notice 72 h, duty 24 h, survey 24 h), counted from not_before.  *added is
 * FALSE and *id the old row when the key exists.  An empty or over-long text
 * (TEXT_MAX_PARTS) fails: callers measure what comes from outside first.  Keys that
 * begin alike and then count ("reply:4711:1") keep the index of keys warm.
 */
gboolean outbox_add(struct db *db, const struct outbox_msg *msg, gint64 *id,
	    gboolean *added, GError **error);

/* *found FALSE when there is no such row; clear `msg` in any case. */
gboolean outbox_find(struct db *db, const char *key, gboolean *found,
	    struct outbox_msg *msg, GError **error);

/* The row with the last key that begins so. */
gboolean outbox_find_last(struct db *db, const char *begin, gboolean *found,
	    struct outbox_msg *msg, GError **error);

/*
 * The row that should leave next by this modem, moved to handed (inside the
 * caller's transaction): best lane first, then oldest; never a phone that has a
 * handed row.  *found FALSE when nothing is due.
 */
gboolean outbox_next_due(struct db *db, const struct outbox_want *want,
	    gboolean *found, struct outbox_msg *msg, GError **error);

/* Same for a live session of one phone (BEARER_CONSOLE, BEARER_USSD). */
gboolean outbox_next_live(struct db *db, enum bearer bearer, const char *phone,
	    const char *line, gboolean *found, struct outbox_msg *msg,
	    GError **error);

/* Is a row of a line due at `now` (leaving aside quiet hours, budgets and the order of a
 * phone's texts), and when does the next one become due after that (*later, us; 0:
 * never)? */
gboolean outbox_next_time(struct db *db, const char *line, gint64 now,
	    gboolean *due, gint64 *later, GError **error);

/* Record what the modem said.  A word that does not fit the row's state is logged and
 * ignored, and TRUE returned.  A text is sent when its last part is; outbox_sent() is for
 * one whose parts are not reported. */
gboolean outbox_part_sent(struct db *db, gint64 id, const char *modem,
	    guint part, guint mr, gint64 now, GError **error);
gboolean outbox_sent(struct db *db, gint64 id, gint64 now, GError **error);
gboolean outbox_failed(struct db *db, gint64 id, enum sms_failure kind,
	    int code, gint64 now, GError **error);

/* Takes a status report for (modem, number, TP-MR) as that of the newest unreported part
 * sent within 3 days (of the modem's last 5,000).  *matched FALSE: there is none (yet). */
gboolean outbox_report(struct db *db, const char *modem, const char *number,
	    guint mr, guint8 tp_st, gint64 now, gboolean *matched,
	    GError **error);

/* A modem process ended: its handed rows become unknown; *requeued of them are
 * sent again, *unknown stay so. */
gboolean outbox_modem_gone(struct db *db, const char *modem, gint64 now,
	    int *requeued, int *unknown, GError **error);

/* A live session ended: its undelivered rows are expired, so that no radio
 * ever sends what was said to a console. */
gboolean outbox_live_gone(struct db *db, enum bearer bearer, const char *phone,
	    GError **error);

/* Once at start: an engine that ended left no modem process and no live session
 * behind; all they had is treated as by the two functions above. */
gboolean outbox_recover(struct db *db, gint64 now, int *requeued, int *unknown,
	    GError **error);

/* Rows past not_after become expired, some hundred in one go; *next is when the next
 * one will, 0 never. */
gboolean outbox_expire(struct db *db, gint64 now, int *count, gint64 *next,
	    GError **error);

/* A queued text whose question waited is to be sent now, as asked by `question_id`.
 * *done FALSE: not queued any more. */
gboolean outbox_release(struct db *db, gint64 id, gint64 question_id,
	    gint64 not_before, gint64 not_after, gboolean *done, GError **error);

/* *done FALSE: not queued any more. */
gboolean outbox_cancel(struct db *db, gint64 id, gboolean *done, GError **error);

/* All that waits for a phone, but alerts; of its newest 1,000 texts. */
gboolean outbox_cancel_all(struct db *db, const char *phone, gint64 now,
	    GError **error);

/* Parts accepted since `since` by a modem, for its budgets. */
gboolean outbox_parts_since(struct db *db, const char *modem, gint64 since,
	    int *parts, GError **error);

/* Has any report come for what a modem sent since `since`? */
gboolean outbox_reports_since(struct db *db, const char *modem, gint64 since,
	    gboolean *any, GError **error);

/* Automatic replies made to a phone since each of `spans` times, for the loop guard;
 * looks no further than at its newest 1,000 texts. */
gboolean outbox_replies_since(struct db *db, const char *phone,
	    const gint64 *since, int *counts, int spans, GError **error);

struct outbox_filter {
	const char *phone;
	const char *state;	/* outbox_state_name() or "" */
	int	 limit;
	gint64	 past;		/* go on below this id; 0 from the newest. Only
				 * without phone */
	gboolean lost;		/* only outbox_is_lost(); without phone the one
				 * that was lost last comes first */
};
gboolean outbox_each(struct db *db, const struct outbox_filter *filter,
	    gboolean (*row)(const struct outbox_msg *msg, void *user),
	    void *user, GError **error);

/* TRUE if it was not sent, or we cannot tell. */
gboolean outbox_is_lost(const struct outbox_msg *msg);

/* Counts those lost since `since`, up to 10,000. */
gboolean outbox_lost_since(struct db *db, gint64 since, int *count,
	    GError **error);

/* Rows by state and line, for status. counts[LANE_COUNT] of queued rows. */
gboolean outbox_queued(struct db *db, const char *line, int *counts,
	    GError **error);

#endif
