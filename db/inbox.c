/*
 * The inbox: storing, ending and listing texts.  What came is kept by triggers
 * of the schema; a phone's texts hang on a chain, newest first (see there).
 */
#include "db/inbox.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "base/text.h"
#include "db/audit.h"
#include "db/chain.h"
#include "db/inbox_store.h"

#define DAY_S	(24 * 60 * 60)

enum { INBOX_ADD, INBOX_KNOWN, INBOX_SET_END, INBOX_BY_ID, INBOX_BEFORE,
       INBOX_AFTER, INBOX_EACH_OPEN, INBOX_LAST_OF, INBOX_LINK,
       INBOX_TICKET_PHONE };

#define INBOX_COLUMNS "id, bearer, line, modem, phone, text, sent_at, " \
	"received_at, incomplete, end, reason, rule, confidence, ticket, typed_by"

static const struct statement_source inbox_sources[] = {
	[INBOX_ADD] = { "inbox.add",
	    "INSERT INTO inbox (prev, bearer, line, modem, phone, stamp, hash, "
	    "sent_at, received_at, incomplete, text, body, end, reason, typed_by) "
	    "VALUES (coalesce((SELECT last_inbox FROM contact WHERE phone = ?4), "
	    "0), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
	    "ON CONFLICT DO NOTHING" },
	[INBOX_KNOWN] = { "inbox.known",
	    "SELECT received_at FROM inbox "
	    "WHERE stamp = ? AND phone = ? AND line = ? AND hash = ?" },
	[INBOX_SET_END] = { "inbox.end",
	    "UPDATE inbox SET end = ?, reason = ?, rule = ?, confidence = ?, "
	    "ticket = ? WHERE id = ? RETURNING id" },
	[INBOX_BY_ID] = { "inbox.by_id",
	    "SELECT " INBOX_COLUMNS ", prev FROM inbox WHERE id = ?" },
	[INBOX_BEFORE] = { "inbox.before",
	    "SELECT " INBOX_COLUMNS " FROM inbox WHERE id < ? "
	    "ORDER BY id DESC" },
	[INBOX_AFTER] = { "inbox.after",
	    "SELECT " INBOX_COLUMNS " FROM inbox WHERE id > ? ORDER BY id" },
	[INBOX_EACH_OPEN] = { "inbox.each_open",
	    "SELECT id FROM inbox INDEXED BY inbox_open WHERE end = 'open' "
	    "ORDER BY received_at" },
	[INBOX_LAST_OF] = { "inbox.last_of",
	    "SELECT last_inbox FROM contact WHERE phone = ?" },
	[INBOX_LINK] = { "inbox.link",
	    "SELECT prev, received_at, 1 FROM inbox WHERE id = ?" },
	[INBOX_TICKET_PHONE] = { "inbox.ticket_phone",
	    "SELECT phone FROM ticket WHERE number = ?" },
};
const struct statement_table inbox_statements = STATEMENT_TABLE(inbox_sources);

static const struct chain inbox_links = {
	MODULE_INBOX, INBOX_LAST_OF, INBOX_LINK
};

static const char *const inbox_bearers[] = { "sms", "console", "ussd", "call" };
static const char *const inbox_ends[] = {
	"open", "answered", "filed", "merged", "ignored"
};

/* A list being gone through. */
struct inbox_visit {
	const struct inbox_filter *filter;
	gboolean (*row)(const struct inbox_msg *msg, void *user);
	void	*user;
	int	 given;
};

static char	*inbox_sender(const struct sms_part *part);
static gboolean	inbox_pdu_known(struct db *db, const struct inbox_pdu *pdu,
		    const struct inbox_msg *msg, gboolean *known,
		    GError **error);
static gboolean	inbox_add_whole(struct db *db, enum bearer bearer,
		    const char *line, const char *phone, const char *text,
		    const char *typed_by, struct inbox_msg *msg, GError **error);
static int	inbox_name_index(const char *const *names, int count,
		    const char *name);
static gboolean	inbox_each_newest(struct db *db,
		    const struct inbox_filter *filter,
		    gboolean (*row)(const struct inbox_msg *msg, void *user),
		    void *user, GError **error);
static gboolean	inbox_visit_id(struct db *db, gint64 id, gboolean *go,
		    void *user, GError **error);
static gboolean	inbox_each_id(struct db *db, GArray *ids,
		    const struct inbox_filter *filter,
		    gboolean (*row)(const struct inbox_msg *msg, void *user),
		    void *user, GError **error);
static GArray	*inbox_ids(struct db *db, const struct inbox_filter *filter,
		    GError **error);
static gboolean	inbox_ticket_phone(struct db *db, const char *ticket,
		    char **phone, GError **error);
static gboolean	inbox_each_row(struct db *db, const struct inbox_filter *filter,
		    gboolean (*row)(const struct inbox_msg *msg, void *user),
		    void *user, GError **error);
static void	inbox_load(struct statement *s, struct inbox_msg *msg);
static gboolean	inbox_passes(const struct inbox_filter *filter,
		    const struct inbox_msg *msg);

const char *
bearer_name(enum bearer bearer)
{
	return inbox_bearers[bearer];
}

enum bearer
bearer_from_name(const char *name)
{
	return (enum bearer)inbox_name_index(inbox_bearers,
	    G_N_ELEMENTS(inbox_bearers), name);
}

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

/* --- texts in ----------------------------------------------------------------- */

gboolean
inbox_add_part(struct db *db, const struct sms_part *part, const char *line,
    const char *modem, enum inbox_add *result, struct inbox_msg *msg,
    GError **error)
{
	g_autofree char *phone = inbox_sender(part);
	struct inbox_pdu pdu;
	const guint8 *body;
	gboolean stored, is_text = part->coding == SMS_CODING_TEXT;
	gsize len;

	memset(msg, 0, sizeof(*msg));
	if (part->ref_bits != 0 && part->max > 1 && part->seq >= 1 &&
	    part->seq <= part->max)
		return join_add_part(db, part, phone, line, modem, result, msg,
		    error);
	body = g_bytes_get_data(part->body, &len);
	msg->received_at = clock_now();
	msg->sent_at = part->scts > 0 ? part->scts * CLOCK_SECOND :
	    msg->received_at;
	msg->line = g_strdup(line);
	msg->modem = g_strdup(modem);
	msg->phone = g_steal_pointer(&phone);
	msg->text = is_text ? text_from_ucs2(body, len) : g_strdup("");
	msg->reason = g_strdup(is_text ? "" : "data");
	inbox_pdu_fill(&pdu, part->scts, part->hash, msg->received_at);
	if (!inbox_store(db, msg, &pdu, body, len, &stored, error)) {
		inbox_msg_clear(msg);
		return FALSE;
	}
	*result = stored ? INBOX_NEW : INBOX_REPEAT;
	if (!stored)
		inbox_msg_clear(msg);
	return TRUE;
}

/* A name that reads like a number ("+8613800000000" as letters) must never be
 * taken for that number's owner: it is kept in quotes. */
static char *
inbox_sender(const struct sms_part *part)
{
	g_autofree char *valid =
	    g_utf8_make_valid(part->sender != NULL ? part->sender : "", -1);
	g_autofree char *stored = phone_normalise(valid);

	if (!part->sender_named)
		return g_steal_pointer(&stored);
	if (phone_is_dialable(stored))
		return g_strdup_printf("\"%s\"", g_strstrip(valid));
	return g_strdup(g_strstrip(valid));
}

void
inbox_pdu_fill(struct inbox_pdu *pdu, gint64 scts, const guint8 *hash,
    gint64 now)
{
	gint64 today = now / CLOCK_DAY * DAY_S;

	pdu->stamp = scts > 0 ? scts : today;
	pdu->stamp_before = scts > 0 ? -1 : today - DAY_S;
	memcpy(pdu->hash, hash, SMS_HASH_LEN);
}

gboolean
inbox_store(struct db *db, struct inbox_msg *msg, const struct inbox_pdu *pdu,
    const void *body, gsize len, gboolean *stored, GError **error)
{
	struct statement *s;
	gboolean known = FALSE;

	*stored = FALSE;
	if (pdu != NULL && !inbox_pdu_known(db, pdu, msg, &known, error))
		return FALSE;
	if (known)
		return TRUE;
	s = statement_use(db, MODULE_INBOX, INBOX_ADD);
	statement_text(s, bearer_name(msg->bearer));
	statement_text(s, msg->line);
	statement_text(s, msg->modem);
	statement_text(s, msg->phone);
	if (pdu != NULL) {
		statement_int(s, pdu->stamp);
		statement_blob(s, pdu->hash, SMS_HASH_LEN);
	} else {
		statement_null(s);
		statement_null(s);
	}
	statement_int(s, msg->sent_at);
	statement_int(s, msg->received_at);
	statement_int(s, msg->incomplete ? 1 : 0);
	statement_text(s, msg->text);
	statement_blob(s, body, len);
	statement_text(s, inbox_end_name(msg->end));
	statement_text(s, msg->reason);
	statement_text(s, msg->typed_by);
	if (!statement_run(s, error))
		return FALSE;
	*stored = sqlite3_changes(db->sql) > 0;
	if (!*stored)
		return TRUE;
	msg->id = sqlite3_last_insert_rowid(db->sql);
	msg->confidence = -1;
	if (msg->rule == NULL)
		msg->rule = g_strdup("");
	if (msg->ticket == NULL)
		msg->ticket = g_strdup("");
	if (msg->typed_by == NULL)
		msg->typed_by = g_strdup("");
	return TRUE;
}

/* Known from the day before?  (Of the same stamp the unique index tells.) */
static gboolean
inbox_pdu_known(struct db *db, const struct inbox_pdu *pdu,
    const struct inbox_msg *msg, gboolean *known, GError **error)
{
	struct statement *s;
	gint64 received_at = 0;

	if (pdu->stamp_before < 0)
		return TRUE;
	s = statement_use(db, MODULE_INBOX, INBOX_KNOWN);
	statement_int(s, pdu->stamp_before);
	statement_text(s, msg->phone);
	statement_text(s, msg->line);
	statement_blob(s, pdu->hash, SMS_HASH_LEN);
	if (!statement_value(s, &received_at, error))
		return FALSE;
	*known = received_at > msg->received_at - CLOCK_DAY;
	return TRUE;
}

gboolean
inbox_add_text(struct db *db, enum bearer bearer, const char *line,
    const char *phone, const char *text, struct inbox_msg *msg, GError **error)
{
	return inbox_add_whole(db, bearer, line, phone, text, "", msg, error);
}

gboolean
inbox_add_typed(struct db *db, enum bearer bearer, const char *line,
    const char *phone, const char *text, const char *typed_by,
    const char *role, struct inbox_msg *msg, GError **error)
{
	g_autofree char *object = NULL;
	struct audit_row row = {
		.actor = typed_by, .role = role, .action = "talk.text",
		.before = "", .after = "", .reason = phone,
	};

	if (!inbox_add_whole(db, bearer, line, phone, text, typed_by, msg, error))
		return FALSE;
	row.at = msg->received_at;
	row.object = object = g_strdup_printf("inbox:%" G_GINT64_FORMAT, msg->id);
	if (audit_add(db, &row, error))
		return TRUE;
	inbox_msg_clear(msg);
	return FALSE;
}

static gboolean
inbox_add_whole(struct db *db, enum bearer bearer, const char *line,
    const char *phone, const char *text, const char *typed_by,
    struct inbox_msg *msg, GError **error)
{
	gboolean stored;

	memset(msg, 0, sizeof(*msg));
	msg->bearer = bearer;
	msg->received_at = msg->sent_at = clock_now();
	msg->line = g_strdup(line);
	msg->modem = g_strdup("");
	msg->phone = g_strdup(phone);
	msg->text = g_utf8_make_valid(text, -1);
	msg->reason = g_strdup("");
	msg->typed_by = g_strdup(typed_by);
	if (inbox_store(db, msg, NULL, NULL, 0, &stored, error))
		return TRUE;
	inbox_msg_clear(msg);
	return FALSE;
}

gboolean
inbox_add_refused(struct db *db, const char *line, const char *modem,
    const guint8 *octets, gsize len, const char *reason,
    enum inbox_add *result, GError **error)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	struct inbox_msg msg = { .bearer = BEARER_SMS, .end = INBOX_IGNORED };
	struct inbox_pdu pdu;
	guint8 digest[32];
	gsize digest_len = sizeof(digest);
	gboolean ok, stored;

	g_checksum_update(sum, octets, (gssize)len);
	g_checksum_get_digest(sum, digest, &digest_len);
	msg.received_at = msg.sent_at = clock_now();
	msg.line = g_strdup(line);
	msg.modem = g_strdup(modem);
	msg.phone = g_strdup("");
	msg.text = g_strdup("");
	msg.reason = g_utf8_make_valid(reason, -1);
	inbox_pdu_fill(&pdu, 0, digest, msg.received_at);
	ok = inbox_store(db, &msg, &pdu, octets, len, &stored, error);
	*result = ok && stored ? INBOX_NEW : INBOX_REPEAT;
	inbox_msg_clear(&msg);
	return ok;
}

gboolean
inbox_end(struct db *db, gint64 id, enum inbox_end end, const char *reason,
    const char *rule, int confidence, const char *ticket, GError **error)
{
	struct statement *s = statement_use(db, MODULE_INBOX, INBOX_SET_END);
	gint64 found = 0;

	statement_text(s, inbox_end_name(end));
	statement_text(s, reason);
	statement_text(s, rule);
	statement_int(s, confidence);
	statement_text(s, ticket);
	statement_int(s, id);
	if (!statement_value(s, &found, error))
		return FALSE;
	if (found == 0)
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

	if (!by_phone && !by_ticket && g_strcmp0(filter->state, "open") != 0)
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
		ok = chain_ids(statement_use(db, MODULE_INBOX,
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
	gboolean row;

	*phone = NULL;
	statement_text(s, ticket);
	if (!statement_next(s, &row, error))
		return FALSE;
	if (!row)
		return TRUE;
	*phone = column_text(s);
	statement_end(s);
	return TRUE;
}

/* Of a phone or a ticket, no further back than is asked for. */
static gboolean
inbox_each_newest(struct db *db, const struct inbox_filter *filter,
    gboolean (*row)(const struct inbox_msg *msg, void *user), void *user,
    GError **error)
{
	struct inbox_visit visit = { filter, row, user, 0 };
	g_autofree char *phone = NULL;

	if (filter->phone != NULL && *filter->phone != '\0')
		phone = g_strdup(filter->phone);
	else if (!inbox_ticket_phone(db, filter->ticket, &phone, error))
		return FALSE;
	return phone == NULL || chain_walk(db, &inbox_links, phone,
	    inbox_visit_id, &visit, error);
}

static gboolean
inbox_each_id(struct db *db, GArray *ids, const struct inbox_filter *filter,
    gboolean (*row)(const struct inbox_msg *msg, void *user), void *user,
    GError **error)
{
	struct inbox_visit visit = { filter, row, user, 0 };
	gboolean go = TRUE;

	for (guint i = 0; go && i < ids->len; i++) {
		if (!inbox_visit_id(db, g_array_index(ids, gint64, i), &go, &visit,
		    error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
inbox_visit_id(struct db *db, gint64 id, gboolean *go, void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_INBOX, INBOX_BY_ID);
	struct inbox_visit *visit = user;
	struct inbox_msg msg;
	gboolean found;

	statement_int(s, id);
	if (!statement_next(s, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	inbox_load(s, &msg);
	statement_end(s);
	if (inbox_passes(visit->filter, &msg))
		*go = visit->row(&msg, visit->user) &&
		    ++visit->given != visit->filter->limit;
	inbox_msg_clear(&msg);
	return TRUE;
}

static gboolean
inbox_each_row(struct db *db, const struct inbox_filter *filter,
    gboolean (*row)(const struct inbox_msg *msg, void *user), void *user,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_INBOX,
	    filter->oldest_first ? INBOX_AFTER : INBOX_BEFORE);
	struct inbox_msg msg;
	gboolean found, go = TRUE;
	int given = 0;

	statement_int(s, filter->past != 0 || filter->oldest_first ?
	    filter->past : G_MAXINT64);
	while (go) {
		if (!statement_next(s, &found, error))
			return FALSE;
		if (!found)
			return TRUE;
		inbox_load(s, &msg);
		if (inbox_passes(filter, &msg))
			go = row(&msg, user) && ++given != filter->limit;
		inbox_msg_clear(&msg);
	}
	statement_end(s);
	return TRUE;
}

static void
inbox_load(struct statement *s, struct inbox_msg *msg)
{
	msg->id = column_int(s);
	msg->bearer = bearer_from_name(column_borrow(s));
	msg->line = column_text(s);
	msg->modem = column_text(s);
	msg->phone = column_text(s);
	msg->text = column_text(s);
	msg->sent_at = column_int(s);
	msg->received_at = column_int(s);
	msg->incomplete = column_int(s) != 0;
	msg->end = (enum inbox_end)inbox_name_index(inbox_ends,
	    G_N_ELEMENTS(inbox_ends), column_borrow(s));
	msg->reason = column_text(s);
	msg->rule = column_text(s);
	msg->confidence = (int)column_int(s);
	msg->ticket = column_text(s);
	msg->typed_by = column_text(s);
}

/* The schema checks the names; 0 only if it and this file disagree. */
static int
inbox_name_index(const char *const *names, int count, const char *name)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return 0;
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

gboolean
inbox_count_since(struct db *db, const char *phone, gint64 since, int *count,
    GError **error)
{
	return chain_count_since(db, &inbox_links, phone, since, count, error);
}
