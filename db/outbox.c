/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The outbox: adding, ending early, listing.  Who leaves next is in
 * outbox_queue.c, what modems say in outbox_part.c, the states in
 * outbox_state.c.
 */
#include "db/outbox.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/agenda.h"
#include "db/chain.h"
#include "db/outbox_state.h"

enum { OUTBOX_ADD, OUTBOX_BY_KEY, OUTBOX_NEXT_REF, OUTBOX_OVERDUE,
       OUTBOX_BEFORE, OUTBOX_BEFORE_SENT, OUTBOX_BEFORE_ENDED, OUTBOX_EACH_QUEUED,
       OUTBOX_EACH_HANDED, OUTBOX_LAST_OF, OUTBOX_LINK, OUTBOX_WAITING,
       OUTBOX_EACH_LOST, OUTBOX_COUNT_LOST, OUTBOX_LAST_KEY,
       OUTBOX_RELEASE };

#define OUTBOX_EXPIRE_MAX	200	/* in one go: some milliseconds */

/* As in the index outbox_lost; a live session loses nothing that matters after
 * it. */
#define OUTBOX_CHAIN_MAX	"1000"	/* newest texts to a phone that may still wait */
#define OUTBOX_IS_LOST	"(state = 'failed' OR state = 'unknown' " \
	"OR state = 'expired') AND bearer = 'sms'"

static const struct statement_source outbox_sources[] = {
	[OUTBOX_ADD] = { "outbox.add",
	    "INSERT INTO outbox (prev, key, bearer, line, modem, lane, phone, "
	    "parts, made_at, not_after, ref, inbox_id, question_id, changed_at, "
	    "not_before, text) VALUES (coalesce((SELECT last_outbox "
	    "FROM contact WHERE phone = ?6), 0), ?1, ?2, ?3, ?4, ?5, ?6, ?7, "
	    "?8, ?9, ?10, ?11, ?12, ?8, ?13, ?14) "
	    "ON CONFLICT (key) DO NOTHING" },
	[OUTBOX_BY_KEY] = { "outbox.by_key",
	    "SELECT id FROM outbox WHERE key = ?" },
	/* "~" sorts behind all that keys are made of. */
	[OUTBOX_LAST_KEY] = { "outbox.last_key",
	    "SELECT id FROM outbox WHERE key >= ?1 AND key < ?1 || '~' "
	    "ORDER BY key DESC LIMIT 1" },
	[OUTBOX_NEXT_REF] = { "outbox.next_ref",
	    "INSERT INTO contact (phone, next_ref) VALUES (?, 1) "
	    "ON CONFLICT (phone) DO UPDATE SET next_ref = (next_ref + 1) % 256 "
	    "RETURNING next_ref" },
	[OUTBOX_OVERDUE] = { "outbox.overdue",
	    "SELECT id, not_after FROM outbox INDEXED BY outbox_expires "
	    "WHERE state = 'queued' ORDER BY not_after LIMIT 1" },
	[OUTBOX_BEFORE] = { "outbox.before",
	    "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE id < ? "
	    "ORDER BY id DESC" },
	[OUTBOX_BEFORE_SENT] = { "outbox.before_sent",
	    "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE id < ? AND state = ? "
	    "ORDER BY id DESC" },
	[OUTBOX_BEFORE_ENDED] = { "outbox.before_ended",
	    "SELECT " OUTBOX_COLUMNS " FROM outbox INDEXED BY outbox_ended "
	    "WHERE id < ? AND state = ? AND (state = 'failed' "
	    "OR state = 'unknown' OR state = 'expired' OR state = 'cancelled') "
	    "ORDER BY id DESC" },
	[OUTBOX_EACH_QUEUED] = { "outbox.each_queued",
	    "SELECT id FROM outbox INDEXED BY outbox_expires "
	    "WHERE state = 'queued' AND id < ? ORDER BY id DESC LIMIT ?" },
	[OUTBOX_EACH_HANDED] = { "outbox.each_handed",
	    "SELECT id FROM outbox INDEXED BY outbox_handed "
	    "WHERE state = 'handed' AND id < ? ORDER BY id DESC LIMIT ?" },
	[OUTBOX_LAST_OF] = { "outbox.last_of",
	    "SELECT last_outbox FROM contact WHERE phone = ?" },
	[OUTBOX_LINK] = { "outbox.link",
	    "SELECT prev, made_at, lane = 'reply' FROM outbox WHERE id = ?" },
	[OUTBOX_WAITING] = { "outbox.waiting",
	    "WITH RECURSIVE chain (id, n) AS (SELECT last_outbox, 1 FROM contact "
	    "WHERE phone = ? UNION ALL SELECT o.prev, n + 1 FROM chain "
	    "JOIN outbox AS o ON o.id = chain.id WHERE n < " OUTBOX_CHAIN_MAX ") "
	    "SELECT o.id FROM chain JOIN outbox AS o ON o.id = chain.id "
	    "WHERE o.state = 'queued' AND o.lane <> 'alert'" },
	[OUTBOX_EACH_LOST] = { "outbox.each_lost",
	    "SELECT " OUTBOX_COLUMNS " FROM outbox INDEXED BY outbox_lost "
	    "WHERE " OUTBOX_IS_LOST " AND (changed_at, id) < (coalesce((SELECT "
	    "changed_at FROM outbox WHERE id = ?1), 9223372036854775807), ?1) "
	    "ORDER BY changed_at DESC, id DESC" },
	[OUTBOX_COUNT_LOST] = { "outbox.count_lost",
	    "SELECT count(*) FROM (SELECT 1 FROM outbox INDEXED BY outbox_lost "
	    "WHERE " OUTBOX_IS_LOST " AND changed_at >= ? LIMIT 10000)" },
	[OUTBOX_RELEASE] = { "outbox.release",
	    "UPDATE outbox SET question_id = ?, not_before = ?, not_after = ? "
	    "WHERE id = ? AND state = 'queued'" },
};
const struct statement_table outbox_statements =
    STATEMENT_TABLE(outbox_sources);

static const struct chain outbox_links = {
	MODULE_OUTBOX, OUTBOX_LAST_OF, OUTBOX_LINK
};

/* A list being gone through. */
struct outbox_visit {
	const struct outbox_filter *filter;
	gboolean (*row)(const struct outbox_msg *msg, void *user);
	void	*user;
	int	 given;
};

static gboolean outbox_by_key(struct db *db, int which, const char *key,
		    gboolean *found, struct outbox_msg *msg, GError **error);
static gboolean	outbox_insert(struct db *db, const struct outbox_msg *msg,
		    int parts, guint ref, gint64 *not_after, GError **error);
static gboolean	outbox_ref(struct db *db, const char *phone, guint *ref,
		    GError **error);
static gboolean	outbox_end_early(struct db *db, gint64 id,
		    enum outbox_event event, gint64 now, gboolean *done,
		    GError **error);
static gboolean	outbox_overdue(struct db *db, gint64 *id, gint64 *not_after,
		    GError **error);
static gboolean	outbox_each_waiting(struct db *db, struct outbox_visit *visit,
		    GError **error);
static gboolean	outbox_visit_id(struct db *db, gint64 id, gboolean *go, void *user,
		    GError **error);
static gboolean	outbox_each_row(struct db *db, struct outbox_visit *visit,
		    GError **error);
static struct statement *outbox_select(struct db *db,
		    const struct outbox_filter *filter);
static gboolean	outbox_passes(const struct outbox_filter *filter,
		    const struct outbox_msg *msg);

void
outbox_msg_clear(struct outbox_msg *msg)
{
	g_free(msg->key);
	g_free(msg->line);
	g_free(msg->modem);
	g_free(msg->phone);
	g_free(msg->text);
	g_free(msg->handed_to);
	g_free(msg->error);
	memset(msg, 0, sizeof(*msg));
}

/* --- adding ------------------------------------------------------------------- */

gboolean
outbox_add(struct db *db, const struct outbox_msg *msg, gint64 *id,
    gboolean *added, GError **error)
{
	int parts = text_measure(msg->text).parts;
	struct statement *s;
	gint64 not_after;
	guint ref = 0;

	*added = FALSE;
	if (parts < 1 || parts > TEXT_MAX_PARTS) {
		g_set_error(error, DB_ERROR, DB_ERROR_SQL,
		    "outbox.add: %s has %d parts, expected 1 to %d", msg->key,
		    parts, TEXT_MAX_PARTS);
		return FALSE;
	}
	if (parts > 1 && !outbox_ref(db, msg->phone, &ref, error))
		return FALSE;
	if (!outbox_insert(db, msg, parts, ref, &not_after, error))
		return FALSE;
	*added = sqlite3_changes(db->sql) > 0;
	*id = sqlite3_last_insert_rowid(db->sql);
	if (*added)
		return agenda_sooner(db, OUTBOX_EXPIRY, "", not_after, error);
	s = statement_use(db, MODULE_OUTBOX, OUTBOX_BY_KEY);
	statement_text(s, msg->key);
	return statement_value(s, id, error);
}

gboolean
outbox_release(struct db *db, gint64 id, gint64 question_id, gint64 not_before,
    gint64 not_after, gboolean *done, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX, OUTBOX_RELEASE);

	statement_int(s, question_id);
	statement_int(s, not_before);
	statement_int(s, not_after);
	statement_int(s, id);
	if (!statement_run(s, error))
		return FALSE;
	*done = sqlite3_changes(db->sql) > 0;
	return !*done || agenda_sooner(db, OUTBOX_EXPIRY, "", not_after, error);
}

gboolean
outbox_find(struct db *db, const char *key, gboolean *found,
    struct outbox_msg *msg, GError **error)
{
	return outbox_by_key(db, OUTBOX_BY_KEY, key, found, msg, error);
}

gboolean
outbox_find_last(struct db *db, const char *begin, gboolean *found,
    struct outbox_msg *msg, GError **error)
{
	return outbox_by_key(db, OUTBOX_LAST_KEY, begin, found, msg, error);
}

static gboolean
outbox_by_key(struct db *db, int which, const char *key, gboolean *found,
    struct outbox_msg *msg, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX, which);
	gint64 id = 0;

	*found = FALSE;
	memset(msg, 0, sizeof(*msg));
	statement_text(s, key);
	if (!statement_value(s, &id, error))
		return FALSE;
	return id == 0 || outbox_get(db, id, found, msg, error);
}

/* The next reference of a phone: two texts under way to it never share one. */
static gboolean
outbox_ref(struct db *db, const char *phone, guint *ref, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX, OUTBOX_NEXT_REF);
	gint64 next = 0;

	statement_text(s, phone);
	if (!statement_value(s, &next, error))
		return FALSE;
	*ref = (guint)next;
	return TRUE;
}

static gboolean
outbox_insert(struct db *db, const struct outbox_msg *msg, int parts, guint ref,
    gint64 *not_after, GError **error)
{
	gint64 now = clock_now();
	gint64 not_before = MAX(msg->not_before, 0);
	struct statement *s = statement_use(db, MODULE_OUTBOX, OUTBOX_ADD);

	if (not_before == 0)
		not_before = now;
	*not_after = msg->not_after;
	if (*not_after == 0)
		*not_after = MAX(now, not_before) + lane_lifetime(msg->lane);
	statement_text(s, msg->key);
	statement_text(s, bearer_name(msg->bearer));
	statement_text(s, msg->line);
	statement_text(s, msg->modem);
	statement_text(s, lane_name(msg->lane));
	statement_text(s, msg->phone);
	statement_int(s, parts);
	statement_int(s, now);
	statement_int(s, *not_after);
	statement_int(s, ref);
	statement_id(s, msg->inbox_id);
	statement_id(s, msg->question_id);
	statement_int(s, not_before);
	statement_text(s, msg->text);
	return statement_run(s, error);
}

/* --- ending early ------------------------------------------------------------- */

gboolean
outbox_cancel(struct db *db, gint64 id, gboolean *done, GError **error)
{
	return outbox_end_early(db, id, OUTBOX_EVENT_CANCEL, clock_now(), done,
	    error);
}

gboolean
outbox_cancel_all(struct db *db, const char *phone, gint64 now, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX, OUTBOX_WAITING);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	gboolean done;

	statement_text(s, phone);
	if (!statement_ids(s, ids, error))
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		if (!outbox_end_early(db, g_array_index(ids, gint64, i),
		    OUTBOX_EVENT_CANCEL, now, &done, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
outbox_end_early(struct db *db, gint64 id, enum outbox_event event, gint64 now,
    gboolean *done, GError **error)
{
	struct outbox_case c;
	gboolean found, ok = TRUE;

	if (!outbox_case_load(db, id, &found, &c, error))
		return FALSE;
	*done = found && outbox_case_move(&c, event);
	if (*done)
		ok = outbox_case_store(db, &c, now, error);
	outbox_case_clear(&c);
	return ok;
}

gboolean
outbox_expire(struct db *db, gint64 now, int *count, gint64 *next, GError **error)
{
	gboolean done = TRUE;

	for (*count = 0; done && *count < OUTBOX_EXPIRE_MAX; (*count)++) {
		gint64 not_after = 0, id = 0;

		if (!outbox_overdue(db, &id, &not_after, error))
			return FALSE;
		*next = not_after;
		if (id == 0 || not_after > now)
			return TRUE;
		if (!outbox_end_early(db, id, OUTBOX_EVENT_EXPIRE, now, &done,
		    error))
			return FALSE;
	}
	return TRUE;
}

/* The queued row whose time is over first; *id 0 none. */
static gboolean
outbox_overdue(struct db *db, gint64 *id, gint64 *not_after, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX, OUTBOX_OVERDUE);
	gboolean ok;

	if (statement_row(s, &ok, error)) {
		*id = column_int(s);
		*not_after = column_int(s);
	}
	statement_end(s);
	return ok;
}

/* --- lists -------------------------------------------------------------------- */

gboolean
outbox_each(struct db *db, const struct outbox_filter *filter,
    gboolean (*row)(const struct outbox_msg *msg, void *user), void *user,
    GError **error)
{
	gboolean by_phone = filter->phone != NULL && *filter->phone != '\0';
	struct outbox_visit visit = { filter, row, user, 0 };

	if (by_phone)
		return chain_walk(db, &outbox_links, filter->phone, outbox_visit_id,
		    &visit, error);
	if (!filter->lost && (g_strcmp0(filter->state, "queued") == 0 ||
	    g_strcmp0(filter->state, "handed") == 0))
		return outbox_each_waiting(db, &visit, error);
	return outbox_each_row(db, &visit, error);
}

/* Of these there are few, and the index that has them is not in their order. */
static gboolean
outbox_each_waiting(struct db *db, struct outbox_visit *visit, GError **error)
{
	const struct outbox_filter *filter = visit->filter;
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	struct statement *s = statement_use(db, MODULE_OUTBOX,
	    strcmp(filter->state, "queued") == 0 ? OUTBOX_EACH_QUEUED :
	    OUTBOX_EACH_HANDED);
	gboolean go = TRUE;

	statement_int(s, filter->past != 0 ? filter->past : G_MAXINT64);
	statement_int(s, filter->limit > 0 ? filter->limit : -1);
	if (!statement_ids(s, ids, error))
		return FALSE;
	for (guint i = 0; go && i < ids->len; i++) {
		if (!outbox_visit_id(db, g_array_index(ids, gint64, i), &go, visit,
		    error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
outbox_visit_id(struct db *db, gint64 id, gboolean *go, void *user, GError **error)
{
	struct outbox_visit *visit = user;
	struct outbox_msg msg;
	gboolean found;

	if (!outbox_get(db, id, &found, &msg, error))
		return FALSE;
	if (found && outbox_passes(visit->filter, &msg))
		*go = visit->row(&msg, visit->user) &&
		    ++visit->given != visit->filter->limit;
	outbox_msg_clear(&msg);
	return TRUE;
}

static gboolean
outbox_each_row(struct db *db, struct outbox_visit *visit, GError **error)
{
	struct statement *s = outbox_select(db, visit->filter);
	struct outbox_msg msg;
	gboolean ok = TRUE, go = TRUE;

	while (go && statement_row(s, &ok, error)) {
		outbox_load(s, &msg);
		if (outbox_passes(visit->filter, &msg))
			go = visit->row(&msg, visit->user) &&
			    ++visit->given != visit->filter->limit;
		outbox_msg_clear(&msg);
	}
	statement_end(s);
	return ok;
}

/* The statement that reads least. */
static struct statement *
outbox_select(struct db *db, const struct outbox_filter *filter)
{
	gboolean any = filter->state == NULL || *filter->state == '\0';
	gboolean sent = !any && (strcmp(filter->state, "sent") == 0 ||
	    strcmp(filter->state, "delivered") == 0);
	int which = filter->lost ? OUTBOX_EACH_LOST : any ? OUTBOX_BEFORE :
	    sent ? OUTBOX_BEFORE_SENT : OUTBOX_BEFORE_ENDED;
	struct statement *s = statement_use(db, MODULE_OUTBOX, which);

	statement_int(s, filter->past != 0 ? filter->past : G_MAXINT64);
	if (which == OUTBOX_BEFORE_SENT || which == OUTBOX_BEFORE_ENDED)
		statement_text(s, filter->state);
	return s;
}

static gboolean
outbox_passes(const struct outbox_filter *filter, const struct outbox_msg *msg)
{
	if (filter->lost && !outbox_is_lost(msg))
		return FALSE;
	return filter->state == NULL || *filter->state == '\0' ||
	    strcmp(filter->state, outbox_state_name(msg->state)) == 0;
}

gboolean
outbox_replies_since(struct db *db, const char *phone, const gint64 *since,
    int *counts, int spans, GError **error)
{
	return chain_count_since(db, &outbox_links, phone, since, counts, spans,
	    error);
}

gboolean
outbox_is_lost(const struct outbox_msg *msg)
{
	return bearer_traits(msg->bearer)->budgeted && (msg->state == OUTBOX_FAILED ||
	    msg->state == OUTBOX_UNKNOWN || msg->state == OUTBOX_EXPIRED);
}

gboolean
outbox_lost_since(struct db *db, gint64 since, int *count, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX,
	    OUTBOX_COUNT_LOST);

	statement_int(s, since);
	return statement_count(s, count, error);
}
