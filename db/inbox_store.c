/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Storing a text.  What came is kept as it came by triggers of the schema.
 */
#include "db/inbox_store.h"

#include <string.h>

#include "base/clock.h"
#include "db/statement.h"

#define DAY_S	(24 * 60 * 60)

enum { STORE_ADD, STORE_KNOWN };

static const struct statement_source store_sources[] = {
	[STORE_ADD] = { "inbox.add",
	    "INSERT INTO inbox (prev, bearer, line, modem, phone, stamp, hash, "
	    "sent_at, received_at, incomplete, text, body, end, reason, typed_by) "
	    "VALUES (coalesce((SELECT last_inbox FROM contact WHERE phone = ?4), "
	    "0), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
	    "ON CONFLICT DO NOTHING" },
	[STORE_KNOWN] = { "inbox.known",
	    "SELECT received_at FROM inbox "
	    "WHERE stamp = ? AND phone = ? AND line = ? AND hash = ?" },
};
const struct statement_table inbox_store_statements =
    STATEMENT_TABLE(store_sources);

static gboolean	inbox_pdu_known(struct db *db, const struct inbox_pdu *pdu,
		    const struct inbox_msg *msg, gboolean *known,
		    GError **error);

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
	s = statement_use(db, MODULE_INBOX_STORE, STORE_ADD);
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
	s = statement_use(db, MODULE_INBOX_STORE, STORE_KNOWN);
	statement_int(s, pdu->stamp_before);
	statement_text(s, msg->phone);
	statement_text(s, msg->line);
	statement_blob(s, pdu->hash, SMS_HASH_LEN);
	if (!statement_value(s, &received_at, error))
		return FALSE;
	*known = received_at > msg->received_at - CLOCK_DAY;
	return TRUE;
}
