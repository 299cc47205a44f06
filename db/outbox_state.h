/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: the states of an outbox row and what moves it.
 */
#ifndef DB_OUTBOX_STATE_H
#define DB_OUTBOX_STATE_H

#include "db/outbox_row.h"
#include "db/statement.h"

enum outbox_event {
	OUTBOX_EVENT_HAND,	/* chosen for a modem or a live session */
	OUTBOX_EVENT_SENT,	/* every part was accepted */
	OUTBOX_EVENT_REFUSED,	/* it will never leave */
	OUTBOX_EVENT_LATER,	/* it did not leave this time */
	OUTBOX_EVENT_DOUBT,	/* it may have left */
	OUTBOX_EVENT_RESEND,	/* no answer; the lane says: again */
	OUTBOX_EVENT_RESUME,	/* a process died or a modem was lost; the lane
				 * says: again */
	OUTBOX_EVENT_DELIVERED,	/* reports say yes for every part */
	OUTBOX_EVENT_UNDELIVERED, /* a report says no for good */
	OUTBOX_EVENT_EXPIRE,	/* too late, or its live session ended */
	OUTBOX_EVENT_CANCEL,
	OUTBOX_EVENT_COUNT
};

/* What a move reads and may change. */
struct outbox_case {
	gint64	 id;
	enum outbox_state state;
	enum bearer bearer;
	enum lane lane;
	char	*phone;
	int	 parts;
	gint64	 question_id;
	/* stored back: */
	gint64	 not_before;
	int	 attempts, resends;
	int	 silences;	/* of the network; resends has them too */
	guint	 first_part;
	char	*modem;		/* whose it is, "" any of the line */
	char	*handed_to, *error;
};
void	outbox_case_clear(struct outbox_case *c);

gboolean outbox_case_load(struct db *db, gint64 id, gboolean *found,
	    struct outbox_case *c, GError **error);
gboolean outbox_case_store(struct db *db, const struct outbox_case *c,
	    gint64 now, GError **error);

/* Sets c->state as the table says; FALSE (and logged) when it says nothing. */
gboolean outbox_case_move(struct outbox_case *c, enum outbox_event event);

/* The same without a word: does the table allow it, and where does it lead? */
gboolean outbox_case_may(const struct outbox_case *c, enum outbox_event event,
	    enum outbox_state *to);

/* Fills a struct outbox_msg from the columns of OUTBOX_COLUMNS. */
#define OUTBOX_COLUMNS "id, key, bearer, line, modem, lane, phone, text, " \
	"parts, state, made_at, not_before, not_after, attempts, resends, " \
	"handed_to, ref, first_part, inbox_id, question_id, error"
void	outbox_load(struct statement *s, void *value);

/* Puts off a notice or survey that is due and would be one text too many for its phone
 * (*put_off TRUE). */
gboolean outbox_ceiling(struct db *db, const struct outbox_want *want,
	    const struct outbox_msg *msg, gboolean *put_off, GError **error);

#endif
