/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What comes in: a text in one PDU, a part of several, a text of another bearer,
 * and what cannot be read.
 */
#include "db/inbox.h"

#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "base/text.h"
#include "db/audit.h"
#include "db/inbox_store.h"
#include "db/join.h"

static char	*inbox_sender(const struct sms_part *part);
static gboolean	inbox_add_whole(struct db *db, enum bearer bearer,
		    const char *line, const char *phone, const char *text,
		    const char *typed_by, struct inbox_msg *msg, GError **error);

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
