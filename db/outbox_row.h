/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row of the outbox, and what a modem asks of it (db/outbox.h).
 */
#ifndef DB_OUTBOX_ROW_H
#define DB_OUTBOX_ROW_H

#include "db/db.h"
#include "db/inbox.h"
#include "db/lane.h"

#define OUTBOX_ATTEMPTS_MAX 5

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
	int	 resends;	/* sent again after it was unknown */
	char	*handed_to;	/* modem that has or had it; "" */
	guint	 ref;		/* concatenation reference, per destination */
	guint	 first_part;	/* first part not yet sent */
	gint64	 inbox_id;	/* the text it answers; 0 none */
	gint64	 question_id;	/* the question it asks; 0 none */
	char	*error;		/* last failure in words; "" */
};
void	outbox_msg_clear(struct outbox_msg *msg);

/* *found FALSE when there is no such row; clear `msg` in any case. */
gboolean outbox_get(struct db *db, gint64 id, gboolean *found,
	    struct outbox_msg *msg, GError **error);

/* Agenda kind: rows past not_after expire.  Whatever queues a row plans it. */
#define OUTBOX_EXPIRY	"outbox.expiry"

/* Who asks for work: outbox_next_due() */
struct outbox_want {
	const char *line;
	const char *modem;
	gint64	 now;
	guint	 lanes;		/* those that may leave now (hours, budget, pace) */
	/* Notices and surveys to one phone in 24 h and in 7 days; 0 no limit.
	 * What is too much is put off. */
	int	 unasked_per_day, unasked_per_week;
	/* May this modem say these words to a stranger, unasked?  Called just before
	 * it does.  FALSE: nothing of the lane leaves by it now.  NULL: always. */
	gboolean (*says)(const char *text, void *user);
	/* The clock may be wrong: a row past not_after leaves all the same. */
	gboolean late;
	/* May rows tied to another modem be taken? NULL: never. */
	gboolean (*takes_over)(const char *modem, void *user);
	void	*user;
};

#endif
