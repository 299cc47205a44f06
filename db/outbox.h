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
 *  - handed rows of a modem process that ended become unknown if a part was begun, queued
 *    again otherwise; the lane's policy says whether an unknown is sent again:
 *    replies and alerts once more, duty, notices and surveys not (DESIGN law 2).
 *  - one phone has at most one handed row, so its texts leave in order.
 *  - attempts never pass OUTBOX_ATTEMPTS_MAX, whatever is configured.
 */
#ifndef DB_OUTBOX_H
#define DB_OUTBOX_H

#include "db/db.h"
#include "db/inbox.h"

#define OUTBOX_ATTEMPTS_MAX 5

enum lane { LANE_ALERT, LANE_REPLY, LANE_NOTICE, LANE_DUTY, LANE_SURVEY, LANE_COUNT };
const char *lane_name(enum lane lane);
gboolean lane_from_name(const char *name, enum lane *lane);

enum outbox_state {
	OUTBOX_QUEUED, OUTBOX_HANDED, OUTBOX_SENT, OUTBOX_DELIVERED,
	OUTBOX_FAILED, OUTBOX_UNKNOWN, OUTBOX_EXPIRED, OUTBOX_CANCELLED,
	OUTBOX_STATE_COUNT
};
const char *outbox_state_name(enum outbox_state state);
gboolean outbox_state_from_name(const char *name, enum outbox_state *state);

struct outbox_msg {
	gint64	 id;
	char	*key;
	enum bearer bearer;	/* BEARER_SMS, or the live one it must go by */
	char	*line;
	char	*modem;		/* the SIM that was texted; "" any of the line */
	enum lane lane;
	char	*phone;
	char	*text;
	int	 parts;
	enum outbox_state state;
	gint64	 made_at, not_before, not_after;	/* us */
	int	 attempts;
	guint	 ref;		/* concatenation reference, per destination */
	guint	 first_part;	/* first part not yet sent */
	gint64	 inbox_id;	/* the text it answers; 0 none */
	gint64	 question_id;	/* the question it asks; 0 none */
	char	*error;		/* last failure in words; "" */
};
void	outbox_msg_clear(struct outbox_msg *msg);

/*
 * Adds a text; id, state, parts, ref and made_at are ours to fill.  A
 * not_after of 0 takes the lane's default (DOMAIN 5.3: alert 2 h, reply 6 h,
 * notice 72 h, duty 24 h, survey 24 h).  *added is FALSE when the key exists. An empty or
 * over-long text (TEXT_MAX_PARTS) is our own mistake: g_error in debug terms,
 * never reached with words from outside, which callers measure first.
 */
gboolean outbox_add(struct db *db, const struct outbox_msg *msg, gint64 *id,
	    gboolean *added, GError **error);

/* Who asks for work: outbox_next_due() */
struct outbox_want {
	const char *line;
	const char *modem;
	gint64	 now;
	enum lane lane_max;	/* nothing below this lane (budget, care of SIMs) */
	gboolean quiet;		/* quiet hours: only LANE_ALERT and LANE_REPLY */
	gint64	 foreign_before; /* rows made for another modem of the line are
				  * taken once due since before this (0 never) */
};
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

/* When the next queued row of a line becomes due, us wall; 0 never. */
gboolean outbox_next_time(struct db *db, const char *line, gint64 *when,
	    GError **error);

/* What the modem said. Each is ignored (FALSE is never returned for it) when
 * the row is not in the state it must be in; a late word is logged. */
gboolean outbox_part_sent(struct db *db, gint64 id, const char *modem,
	    guint part, guint mr, gint64 now, GError **error);
gboolean outbox_sent(struct db *db, gint64 id, gint64 now, GError **error);
gboolean outbox_failed(struct db *db, gint64 id, enum sms_failure kind,
	    int code, gint64 now, GError **error);

/* A status report for (modem, number, TP-MR): newest unreported part sent
 * within 3 days.  *matched FALSE when there is none (yet). */
gboolean outbox_report(struct db *db, const char *modem, const char *number,
	    guint mr, guint8 tp_st, gint64 now, gboolean *matched,
	    GError **error);

/* A modem process ended: its handed rows become queued or unknown (above). */
gboolean outbox_modem_gone(struct db *db, const char *modem, gint64 now,
	    int *requeued, int *unknown, GError **error);

/* A live session ended: its undelivered rows are expired, so that no radio
 * ever sends what was said to a console. */
gboolean outbox_live_gone(struct db *db, enum bearer bearer, const char *phone,
	    GError **error);

/* Rows past not_after become expired. */
gboolean outbox_expire(struct db *db, gint64 now, int *count, GError **error);

gboolean outbox_cancel(struct db *db, gint64 id, gboolean *done, GError **error);

/* Parts accepted since `since` by a modem, for its budgets. */
gboolean outbox_parts_since(struct db *db, const char *modem, gint64 since,
	    int *parts, GError **error);

/* Automatic replies made to a phone since `since`, for the loop guard. */
gboolean outbox_replies_since(struct db *db, const char *phone, gint64 since,
	    int *count, GError **error);

struct outbox_filter {
	const char *phone;
	const char *state;	/* outbox_state_name() or "" */
	int	 limit;
};
gboolean outbox_each(struct db *db, const struct outbox_filter *filter,
	    gboolean (*row)(const struct outbox_msg *msg, void *user),
	    void *user, GError **error);

/* Rows by state and line, for status. counts[LANE_COUNT] of queued rows. */
gboolean outbox_queued(struct db *db, const char *line, int *counts,
	    GError **error);

#endif
