/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inbox: ending and listing texts.  A phone's texts hang on a chain, newest
 * first (schema 001).  How a text comes in is in inbox_add.c, join.c and
 * inbox_store.c.
 */
#include "db/inbox.h"

#include <string.h>

#include "base/log.h"
#include "db/chain.h"
#include "db/name.h"
#include "db/number.h"

enum { INBOX_SET_END, INBOX_BY_ID, INBOX_BEFORE, INBOX_BEFORE_ENDED, INBOX_OPEN_NEWEST,
       INBOX_AFTER, INBOX_EACH_OPEN, INBOX_LAST_OF, INBOX_LINK, INBOX_TICKET_PHONE };

#define INBOX_COLUMNS "id, bearer, line, modem, phone, text, sent_at, " \
	"received_at, incomplete, end, reason, rule, confidence, ticket, typed_by"

static const struct statement_source inbox_sources[] = {
	[INBOX_SET_END] = { "inbox.end",
	    "UPDATE inbox SET end = ?, reason = ?, rule = ?, confidence = ?, "
	    "ticket = ? WHERE id = ?" },
	[INBOX_BY_ID] = { "inbox.by_id",
	    "SELECT " INBOX_COLUMNS ", prev FROM inbox WHERE id = ?" },
	[INBOX_BEFORE] = { "inbox.before",
	    "SELECT " INBOX_COLUMNS " FROM inbox WHERE id < ? "
	    "ORDER BY id DESC" },
	[INBOX_BEFORE_ENDED] = { "inbox.before_ended",
	    "SELECT " INBOX_COLUMNS " FROM inbox WHERE id < ? AND end = ? "
	    "ORDER BY id DESC" },
	[INBOX_OPEN_NEWEST] = { "inbox.open_newest",
	    "SELECT " INBOX_COLUMNS " FROM inbox INDEXED BY inbox_open "
	    "WHERE end = 'open' ORDER BY received_at DESC" },
	[INBOX_AFTER] = { "inbox.after",
	    "SELECT " INBOX_COLUMNS " FROM inbox WHERE id > ? ORDER BY id" },
	[INBOX_EACH_OPEN] = { "inbox.each_open",
	    "SELECT id FROM inbox INDEXED BY inbox_open WHERE end = 'open' "
	    "ORDER BY received_at" },
	[INBOX_LAST_OF] = { "inbox.last_of",
	    "SELECT last_inbox FROM contact WHERE phone = ?" },
	[INBOX_LINK] = { "inbox.link",
	    "SELECT prev FROM inbox WHERE id = ?" },
	[INBOX_TICKET_PHONE] = { "inbox.ticket_phone",
	    "SELECT phone FROM ticket WHERE id = " NUMBER_OBJECT("ticket", "?") },
};
const struct statement_table inbox_statements = STATEMENT_TABLE(inbox_sources);

static const struct chain inbox_links = {
	MODULE_INBOX, INBOX_LAST_OF, INBOX_LINK
};

static const char *const inbox_ends[] = {
	"open", "answered", "filed", "merged", "ignored"
};

/* A text on its phone's chain. */
struct inbox_link {
	struct inbox_msg msg;
	gint64	 prev;
};

/* A list being gone through. */
struct inbox_visit {
	const struct inbox_filter *filter;
	gboolean (*row)(const struct inbox_msg *msg, void *user);
	void	*user;
	int	 given;
};

static gboolean	inbox_each_newest(struct db *db,
		    const struct inbox_filter *filter,
		    gboolean (*row)(const struct inbox_msg *msg, void *user),
		    void *user, GError **error);
static gboolean	inbox_visit_id(struct db *db, gint64 id, gint64 *prev,
		    gboolean *go, struct inbox_visit *visit, GError **error);
static gboolean	inbox_each_id(struct db *db, GArray *ids,
		    const struct inbox_filter *filter,
		    gboolean (*row)(const struct inbox_msg *msg, void *user),
		    void *user, GError **error);
static GArray	*inbox_ids(struct db *db, const struct inbox_filter *filter,
		    GError **error);
static gboolean	inbox_ticket_phone(struct db *db, const char *ticket,
		    char **phone, GError **error);
static struct statement *inbox_select(struct db *db,
		    const struct inbox_filter *filter);
static gboolean	inbox_each_row(struct db *db, const struct inbox_filter *filter,
		    gboolean (*row)(const struct inbox_msg *msg, void *user),
		    void *user, GError **error);
static void	inbox_link_load(struct statement *s, void *value);
static void	inbox_load(struct statement *s, void *value);
static gboolean	inbox_passes(const struct inbox_filter *filter,
		    const struct inbox_msg *msg);

const char *
inbox_end_name(enum inbox_end end)
{
	return inbox_ends[end];
}

void
inbox_msg_clear(struct inbox_msg *msg)
{
	g_free(msg->line);
	g_free(msg->modem);
	g_free(msg->phone);
	g_free(msg->text);
	g_free(msg->reason);
	g_free(msg->rule);
	g_free(msg->ticket);
	g_free(msg->typed_by);
	memset(msg, 0, sizeof(*msg));
}

void
inbox_msg_copy(struct inbox_msg *copy, const struct inbox_msg *msg)
{
	*copy = *msg;
	copy->line = g_strdup(msg->line);
	copy->modem = g_strdup(msg->modem);
	copy->phone = g_strdup(msg->phone);
	copy->text = g_strdup(msg->text);
	copy->reason = g_strdup(msg->reason);
	copy->rule = g_strdup(msg->rule);
	copy->ticket = g_strdup(msg->ticket);
	copy->typed_by = g_strdup(msg->typed_by);
}

gboolean
inbox_end(struct db *db, gint64 id, enum inbox_end end, const char *reason,
    const char *rule, int confidence, const char *ticket, GError **error)
{
	struct statement *s = statement_use(db, MODULE_INBOX, INBOX_SET_END);

	statement_text(s, inbox_end_name(end));
	statement_text(s, reason);
	statement_text(s, rule);
	statement_int(s, confidence);
	statement_text(s, ticket);
	statement_int(s, id);
	if (!statement_run(s, error))
		return FALSE;
	if (sqlite3_changes(db->sql) == 0)
		log_warning("inbox %" G_GINT64_FORMAT ": no such text to end",
		    id);
	return TRUE;
}

/* --- lists -------------------------------------------------------------------- */

gboolean
inbox_each(struct db *db, const struct inbox_filter *filter,
    gboolean (*row)(const struct inbox_msg *msg, void *user), void *user,
    GError **error)
{
	g_autoptr(GArray) ids = NULL;
	gboolean by_phone = filter->phone != NULL && *filter->phone != '\0';
	gboolean by_ticket = filter->ticket != NULL && *filter->ticket != '\0';

	if (!by_phone && !by_ticket && (!filter->oldest_first ||
	    g_strcmp0(filter->state, "open") != 0))
		return inbox_each_row(db, filter, row, user, error);
	if ((by_phone || by_ticket) && !filter->oldest_first)
		return inbox_each_newest(db, filter, row, user, error);
	ids = inbox_ids(db, filter, error);
	return ids != NULL &&
	    inbox_each_id(db, ids, filter, row, user, error);
}

/* The candidates, in the order that was asked for. */
static GArray *
inbox_ids(struct db *db, const struct inbox_filter *filter, GError **error)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autofree char *phone = NULL;
	gboolean ok, newest_first = TRUE;

	if (filter->phone != NULL && *filter->phone != '\0')
		ok = chain_collect(db, &inbox_links, filter->phone, ids, error);
	else if (filter->ticket != NULL && *filter->ticket != '\0')
		ok = inbox_ticket_phone(db, filter->ticket, &phone, error) &&
		    (phone == NULL || chain_collect(db, &inbox_links, phone, ids,
		    error));
	else {
		ok = statement_ids(statement_use(db, MODULE_INBOX,
		    INBOX_EACH_OPEN), ids, error);
		newest_first = FALSE;
	}
	if (!ok)
		return NULL;
	if (newest_first == filter->oldest_first)
		chain_reverse(ids);
	return g_steal_pointer(&ids);
}

/* All texts of a ticket come from its phone; NULL when there is no such ticket. */
static gboolean
inbox_ticket_phone(struct db *db, const char *ticket, char **phone,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_INBOX,
	    INBOX_TICKET_PHONE);

	statement_text(s, ticket);
	return statement_string(s, phone, error);
}

/* Of a phone or a ticket, no further back than is asked for. */
static gboolean
inbox_each_newest(struct db *db, const struct inbox_filter *filter,
    gboolean (*row)(const struct inbox_msg *msg, void *user), void *user,
    GError **error)
{
	struct inbox_visit visit = { filter, row, user, 0 };
	g_autofree char *phone = NULL;
	gboolean go = TRUE;
	gint64 id = 0;

	if (filter->phone != NULL && *filter->phone != '\0')
		phone = g_strdup(filter->phone);
	else if (!inbox_ticket_phone(db, filter->ticket, &phone, error))
		return FALSE;
	if (phone != NULL && !chain_last(db, &inbox_links, phone, &id, error))
		return FALSE;
	while (go && id != 0) {
		if (!inbox_visit_id(db, id, &id, &go, &visit, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
inbox_each_id(struct db *db, GArray *ids, const struct inbox_filter *filter,
    gboolean (*row)(const struct inbox_msg *msg, void *user), void *user,
    GError **error)
{
	struct inbox_visit visit = { filter, row, user, 0 };
	gboolean go = TRUE;
	gint64 prev;

	for (guint i = 0; go && i < ids->len; i++) {
		if (!inbox_visit_id(db, g_array_index(ids, gint64, i), &prev, &go,
		    &visit, error))
			return FALSE;
	}
	return TRUE;
}

/* *prev is the text before it of its phone; 0 none, or there is no such text. */
static gboolean
inbox_visit_id(struct db *db, gint64 id, gint64 *prev, gboolean *go,
    struct inbox_visit *visit, GError **error)
{
	struct statement *s = statement_use(db, MODULE_INBOX, INBOX_BY_ID);
	struct inbox_link link;
	gboolean found;

	statement_int(s, id);
	if (!statement_find(s, inbox_link_load, &link, sizeof(link), &found,
	    error))
		return FALSE;
	*prev = link.prev;
	if (found && inbox_passes(visit->filter, &link.msg))
		*go = visit->row(&link.msg, visit->user) &&
		    ++visit->given != visit->filter->limit;
	inbox_msg_clear(&link.msg);
	return TRUE;
}

static void
inbox_link_load(struct statement *s, void *value)
{
	struct inbox_link *link = value;

	inbox_load(s, &link->msg);
	link->prev = column_int(s);
}

static gboolean
inbox_each_row(struct db *db, const struct inbox_filter *filter,
    gboolean (*row)(const struct inbox_msg *msg, void *user), void *user,
    GError **error)
{
	struct statement *s = inbox_select(db, filter);
	struct inbox_msg msg;
	gboolean ok = TRUE, go = TRUE;
	int given = 0;

	while (go && statement_row(s, &ok, error)) {
		inbox_load(s, &msg);
		if (inbox_passes(filter, &msg))
			go = row(&msg, user) && ++given != filter->limit;
		inbox_msg_clear(&msg);
	}
	statement_end(s);
	return ok;
}

/* The statement that reads least. */
static struct statement *
inbox_select(struct db *db, const struct inbox_filter *filter)
{
	gboolean ended = filter->state != NULL && *filter->state != '\0';
	struct statement *s;

	if (!filter->oldest_first && g_strcmp0(filter->state, "open") == 0)
		return statement_use(db, MODULE_INBOX, INBOX_OPEN_NEWEST);
	s = statement_use(db, MODULE_INBOX, filter->oldest_first ? INBOX_AFTER :
	    ended ? INBOX_BEFORE_ENDED : INBOX_BEFORE);
	statement_int(s, filter->past != 0 || filter->oldest_first ?
	    filter->past : G_MAXINT64);
	if (ended && !filter->oldest_first)
		statement_text(s, filter->state);
	return s;
}

static void
inbox_load(struct statement *s, void *value)
{
	struct inbox_msg *msg = value;

	msg->id = column_int(s);
	msg->bearer = bearer_from_name(column_borrow(s));
	msg->line = column_text(s);
	msg->modem = column_text(s);
	msg->phone = column_text(s);
	msg->text = column_text(s);
	msg->sent_at = column_int(s);
	msg->received_at = column_int(s);
	msg->incomplete = column_int(s) != 0;
	msg->end = (enum inbox_end)name_stored(inbox_ends,
	    G_N_ELEMENTS(inbox_ends), column_borrow(s));
	msg->reason = column_text(s);
	msg->rule = column_text(s);
	msg->confidence = (int)column_int(s);
	msg->ticket = column_text(s);
	msg->typed_by = column_text(s);
}

static gboolean
inbox_passes(const struct inbox_filter *filter, const struct inbox_msg *msg)
{
	if (filter->state != NULL && *filter->state != '\0' &&
	    strcmp(filter->state, inbox_end_name(msg->end)) != 0)
		return FALSE;
	if (filter->ticket != NULL && *filter->ticket != '\0' &&
	    strcmp(filter->ticket, msg->ticket) != 0)
		return FALSE;
	return TRUE;
}
