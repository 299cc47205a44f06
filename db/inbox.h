/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inbox: every text that came, as it came, and the end it found.
 *
 * Invariants
 *  - text, phone, times, raw octets and who typed it never change (triggers).
 *  - a PDU is stored once: (SMSC time, sender, line, hash) is unique over
 *    single texts and over parts; where the SMSC time is unreadable, the same
 *    octets are known again for a day.  Equal words sent twice are two PDUs
 *    (DOMAIN 5.3).
 *  - a row with no end is open: it waits for its turn, or is held with others
 *    of one complaint by a ticket draft.  `xiangyin check` lists open rows that
 *    nothing will ever end.
 *  - a sender that is a name and reads like a number is kept in quotes, and is
 *    nobody's number.
 */
#ifndef DB_INBOX_H
#define DB_INBOX_H

#include "base/bearer.h"
#include "base/sms.h"
#include "db/db.h"

/* How a text ended.  Stored by name. */
enum inbox_end {
	INBOX_OPEN,		/* not yet: held, or waiting for its parts */
	INBOX_ANSWERED,		/* something was said to its sender */
	INBOX_FILED,		/* kept with a ticket, nothing said */
	INBOX_MERGED,		/* joined a text or complaint answered elsewhere */
	INBOX_IGNORED		/* nothing to be done; `reason` says why */
};
const char *inbox_end_name(enum inbox_end end);

struct inbox_msg {
	gint64	 id;
	enum bearer bearer;
	char	*line;
	char	*modem;		/* "" when no modem brought it */
	char	*phone;		/* phone_normalise() of the sender */
	char	*text;		/* UTF-8 */
	gint64	 sent_at;	/* us: SMSC time, or received_at when unreadable */
	gint64	 received_at;	/* us */
	gboolean incomplete;	/* a part never came */
	enum inbox_end end;
	char	*reason;	/* why ignored, or which rule took it; "" */
	char	*rule;		/* rule of menus/understand that read it; "" */
	int	 confidence;	/* percent, -1 not read */
	char	*ticket;	/* number it belongs to; "" */
	char	*typed_by;	/* who of the staff typed it at a console in the
				 * phone's name; "": it came from the phone */
};
void	inbox_msg_clear(struct inbox_msg *msg);
void	inbox_msg_copy(struct inbox_msg *copy, const struct inbox_msg *msg);

enum inbox_add {
	INBOX_NEW,		/* a whole text: handle `msg` */
	INBOX_PART,		/* stored; others are still to come */
	INBOX_REPEAT		/* known already: acknowledge, do nothing */
};

/*
 * Stores a part.  The last missing part of a text makes the text (INBOX_NEW).
 * Parts belong together by (sender, reference width, reference, number of
 * parts) and within 24 h of each other's SMSC time; a part that repeats a
 * sequence number with another hash begins a new text (LIBGAMMU 5.6).
 * 8-bit data is stored and comes as INBOX_NEW with an empty text and
 * reason "data".  `msg` is empty unless the result is INBOX_NEW.
 */
gboolean inbox_add_part(struct db *db, const struct sms_part *part,
	    const char *line, const char *modem, enum inbox_add *result,
	    struct inbox_msg *msg, GError **error);

/* Stores a whole text of another bearer (console, USSD, missed call). */
gboolean inbox_add_text(struct db *db, enum bearer bearer, const char *line,
	    const char *phone, const char *text, struct inbox_msg *msg,
	    GError **error);

/* The same for what `typed_by` of the staff typed in a phone's name; writes to the audit
 * trail who did, in which role. */
gboolean inbox_add_typed(struct db *db, enum bearer bearer, const char *line,
	    const char *phone, const char *text, const char *typed_by,
	    const char *role, struct inbox_msg *msg, GError **error);

/* Stores what cannot be read (a refused PDU): ended IGNORED with `reason` at
 * once.  INBOX_REPEAT when the same octets came within a day. */
gboolean inbox_add_refused(struct db *db, const char *line, const char *modem,
	    const guint8 *octets, gsize len, const char *reason,
	    enum inbox_add *result, GError **error);

/* Returns the ids (gint64) of up to `limit` texts whose parts began to wait before
 * `before` (us), oldest first.  NULL on failure.  Caller frees. */
GArray	*inbox_overdue(struct db *db, gint64 before, int limit, GError **error);

/* Makes one of them from the parts that came, with "(缺第N段)" for each missing one, and
 * marks it incomplete.  *found FALSE: it was made already. */
gboolean inbox_make_overdue(struct db *db, gint64 id, gboolean *found,
	    struct inbox_msg *msg, GError **error);

/* Finds when the oldest waiting part came that came at `from` or later (us; 0: none). */
gboolean inbox_oldest_waiting(struct db *db, gint64 from, gint64 *received_at,
	    GError **error);

/* Names the end of a text; rule/ticket may be "". */
gboolean inbox_end(struct db *db, gint64 id, enum inbox_end end,
	    const char *reason, const char *rule, int confidence,
	    const char *ticket, GError **error);

/* What staff and checks ask. Every string NULL or "" is "any"; newest first.
 * `row` is borrowed for the call; return FALSE from it to stop. */
struct inbox_filter {
	const char *phone;
	const char *state;	/* "open" or an end's name */
	const char *ticket;
	int	 limit;		/* 0 none */
	gboolean oldest_first;
	gint64	 past;		/* go on beyond this id; 0 from the end. Only
				 * without phone, ticket and the state "open" */
};
gboolean inbox_each(struct db *db, const struct inbox_filter *filter,
	    gboolean (*row)(const struct inbox_msg *msg, void *user),
	    void *user, GError **error);

#endif
