/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tickets (工单): a complaint from its first word to its end.  DOMAIN 1.3.
 *
 * A ticket's number is one of the space of db/number.h, of kind TICKET_NUMBER.  These are
 * all the states and moves of ticket.c's table; any other move is refused and logged:
 *
 *	 (text) -> draft -> registered
 *	              \--> void            only greetings or blanks, nothing told
 *	 registered -> withdrawn           by the villager, with confirmation
 *
 * A draft collects the texts of one complaint: `hold_until` is when it stops waiting
 * for more (DOMAIN 1.3 no. 1, PEERS story 5).  Texts are joined in the
 * order they came and never changed.
 */
#ifndef DB_TICKET_H
#define DB_TICKET_H

#include "db/machine.h"

#define TICKET_NUMBER	"ticket"

enum ticket_state {
	TICKET_DRAFT, TICKET_REGISTERED, TICKET_VOID, TICKET_WITHDRAWN,
	TICKET_STATE_COUNT
};
const char *ticket_state_name(enum ticket_state state);

enum ticket_event {
	TICKET_EVENT_REGISTER, TICKET_EVENT_DISCARD, TICKET_EVENT_WITHDRAW,
	TICKET_EVENT_COUNT
};

/* A lower one is more urgent. */
enum ticket_urgency { TICKET_P1 = 1, TICKET_P2, TICKET_P3, TICKET_URGENCY_COUNT };
const char *ticket_urgency_name(enum ticket_urgency urgency);	/* "P1" */

struct ticket {
	gint64	 id;
	char	*number;	/* "30482171" */
	enum ticket_state state;
	enum ticket_urgency urgency;
	char	*line, *phone;
	char	*topic;		/* option label of the topic menu; "" not asked */
	char	*place;		/* as the villager wrote it; "" */
	gint64	 opened_at, registered_at, hold_until, last_text_at; /* us */
	gboolean receipted;	/* its sender knows the number */
	gboolean confidential;	/* number hidden from the unit (topic 5) */
	char	*text;		/* all its texts, one per line; "" in lists unless asked */
	int	 texts;
};
void	ticket_clear(struct ticket *ticket);

/* Opens a draft with its number. t: line, phone, topic, place, urgency,
 * hold_until are read; id, number, state filled. */
gboolean ticket_open(struct db *db, struct ticket *t, gint64 now, GError **error);

/* Adds a stored text to it and moves hold_until (0 leaves it). */
gboolean ticket_add_text(struct db *db, gint64 ticket_id, gint64 inbox_id,
	    gint64 now, gint64 hold_until, GError **error);

/* *done FALSE when the table does not allow it (logged). */
gboolean ticket_move(struct db *db, gint64 ticket_id, enum ticket_event event,
	    enum actor_role by, const char *actor, const char *reason,
	    gint64 now, gboolean *done, GError **error);

gboolean ticket_set_receipted(struct db *db, gint64 ticket_id, GError **error);
gboolean ticket_set_urgency(struct db *db, gint64 ticket_id,
	    enum ticket_urgency urgency, const char *reason, gint64 now,
	    GError **error);

/* Finds the newest ticket of a phone on a line, if it still takes more texts at `now`
 * (hold_until > now). */
gboolean ticket_collecting(struct db *db, const char *phone, const char *line,
	    gint64 now, gboolean *found, struct ticket *t, GError **error);

/* Plans the end of a draft's hold (agenda kind "complaint.hold", its object the number).
 * Any move of the draft drops that row. */
gboolean ticket_hold(struct db *db, const struct ticket *t, gint64 until,
	    GError **error);

gboolean ticket_by_id(struct db *db, gint64 id, gboolean *found,
	    struct ticket *t, GError **error);
gboolean ticket_by_number(struct db *db, const char *number, gboolean *found,
	    struct ticket *t, GError **error);

/* Counts the open tickets of TICKET_P1 and finds the newest of them (empty when there is
 * none). */
gboolean ticket_urgent(struct db *db, int *count, struct ticket *newest,
	    GError **error);

#endif
