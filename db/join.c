/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts of several parts (TS 23.040 9.2.3.24.1).  A part is stored as it came;
 * those that belong together wait in `joining` until the last has come, or
 * until the engine's patience ends.
 *
 * References are small and are used again, networks deliver out of order and
 * twice, and phones cut a surrogate pair between two parts.  So: a part joins
 * the text nearest in time that lacks its number; one that no text lacks
 * begins another; and parts are joined as UTF-16 octets.
 */
#include "db/join.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/words.h"
#include "db/inbox_store.h"
#include "db/name.h"
#include "db/statement.h"

#define JOIN_APART_MAX	CLOCK_DAY	/* LIBGAMMU 5.6 */

enum { JOIN_ADD_PART, JOIN_KNOWN, JOIN_FIND, JOIN_BEGIN, JOIN_GROW, JOIN_PLACE,
       JOIN_GET, JOIN_PARTS, JOIN_MADE, JOIN_DELETE, JOIN_OVERDUE,
       JOIN_WAITS, JOIN_OLDEST };

static const struct statement_source join_sources[] = {
	[JOIN_ADD_PART] = { "join.add_part",
	    "INSERT INTO part (stamp, phone, line, hash, received_at, seq, body) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING" },
	[JOIN_KNOWN] = { "join.known",
	    "SELECT received_at FROM part "
	    "WHERE stamp = ? AND phone = ? AND line = ? AND hash = ?" },
	[JOIN_FIND] = { "join.find",
	    "SELECT id FROM joining AS j "
	    "WHERE phone = ?1 AND line = ?2 AND ref = ?3 AND ref_bits = ?4 "
	    "AND max = ?5 AND coding = ?6 AND abs(sent_at - ?7) <= ?8 "
	    "AND NOT EXISTS (SELECT 1 FROM part "
	    "WHERE joining_id = j.id AND seq = ?9) "
	    "ORDER BY abs(sent_at - ?7), id LIMIT 1" },
	[JOIN_BEGIN] = { "join.begin",
	    "INSERT INTO joining (phone, line, modem, coding, ref_bits, ref, "
	    "max, sent_at, began_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[JOIN_GROW] = { "join.grow",
	    "UPDATE joining SET have = have + 1, sent_at = min(sent_at, ?2) "
	    "WHERE id = ?1 RETURNING have = max" },
	[JOIN_PLACE] = { "join.place",
	    "UPDATE part SET joining_id = ? WHERE id = ?" },
	[JOIN_GET] = { "join.get",
	    "SELECT phone, line, modem, coding, max, have, sent_at "
	    "FROM joining WHERE id = ?" },
	[JOIN_PARTS] = { "join.parts",
	    "SELECT seq, body FROM part WHERE joining_id = ? ORDER BY seq" },
	[JOIN_MADE] = { "join.made",
	    "UPDATE part SET inbox_id = ?, joining_id = NULL "
	    "WHERE joining_id = ?" },
	[JOIN_DELETE] = { "join.delete", "DELETE FROM joining WHERE id = ?" },
	[JOIN_OVERDUE] = { "join.overdue",
	    "SELECT id FROM joining WHERE began_at < ? "
	    "ORDER BY began_at LIMIT ?" },
	[JOIN_WAITS] = { "join.waits", "SELECT id FROM joining WHERE id = ?" },
	[JOIN_OLDEST] = { "join.oldest",
	    "SELECT min(began_at) FROM joining WHERE began_at >= ?" },
};
const struct statement_table join_statements = STATEMENT_TABLE(join_sources);

static const char *const join_codings[] = {
	[SMS_CODING_TEXT] = "text", [SMS_CODING_DATA] = "data",
};

static gboolean	join_store_part(struct db *db, const struct sms_part *part,
		    const char *phone, const char *line, gint64 now,
		    gint64 *part_id, GError **error);
static gboolean	join_find(struct db *db, const struct sms_part *part,
		    const char *phone, const char *line, gint64 sent_at,
		    gint64 *joining, GError **error);
static gboolean	join_begin(struct db *db, const struct sms_part *part,
		    const char *phone, const char *line, const char *modem,
		    gint64 sent_at, gint64 now, gint64 *joining, GError **error);
static gboolean	join_place(struct db *db, gint64 part, gint64 joining,
		    gint64 sent_at, gboolean *whole, GError **error);
static gboolean	join_make(struct db *db, gint64 joining, struct inbox_msg *msg,
		    GError **error);
static gboolean	join_get(struct db *db, gint64 joining, struct inbox_msg *msg,
		    guint *max, GError **error);
static char	*join_text(struct db *db, gint64 joining, guint max,
		    GError **error);
static void	join_gap(GByteArray *octets, guint from, guint to);

gboolean
join_add_part(struct db *db, const struct sms_part *part, const char *phone,
    const char *line, const char *modem, enum inbox_add *result,
    struct inbox_msg *msg, GError **error)
{
	gint64 now = clock_now(), joining = 0, part_id;
	gint64 sent_at = part->scts > 0 ? part->scts * CLOCK_SECOND : now;
	gboolean whole;

	*result = INBOX_REPEAT;
	if (!join_store_part(db, part, phone, line, now, &part_id, error))
		return FALSE;
	if (part_id == 0)
		return TRUE;
	if (!join_find(db, part, phone, line, sent_at, &joining, error))
		return FALSE;
	if (joining == 0 && !join_begin(db, part, phone, line, modem, sent_at,
	    now, &joining, error))
		return FALSE;
	if (!join_place(db, part_id, joining, sent_at, &whole, error))
		return FALSE;
	*result = whole ? INBOX_NEW : INBOX_PART;
	return !whole || join_make(db, joining, msg, error);
}

/* *part_id is 0 when the part is known. */
static gboolean
join_store_part(struct db *db, const struct sms_part *part, const char *phone,
    const char *line, gint64 now, gint64 *part_id, GError **error)
{
	struct inbox_pdu pdu;
	struct statement *s;
	const void *body;
	gint64 known_at = 0;
	gsize len;

	*part_id = 0;
	inbox_pdu_fill(&pdu, part->scts, part->hash, now);
	if (pdu.stamp_before >= 0) {
		s = statement_use(db, MODULE_JOIN, JOIN_KNOWN);
		statement_int(s, pdu.stamp_before);
		statement_text(s, phone);
		statement_text(s, line);
		statement_blob(s, pdu.hash, SMS_HASH_LEN);
		if (!statement_value(s, &known_at, error))
			return FALSE;
		if (known_at > now - CLOCK_DAY)
			return TRUE;
	}
	body = g_bytes_get_data(part->body, &len);
	s = statement_use(db, MODULE_JOIN, JOIN_ADD_PART);
	statement_int(s, pdu.stamp);
	statement_text(s, phone);
	statement_text(s, line);
	statement_blob(s, pdu.hash, SMS_HASH_LEN);
	statement_int(s, now);
	statement_int(s, part->seq);
	statement_blob(s, body, len);
	if (!statement_run(s, error))
		return FALSE;
	if (sqlite3_changes(db->sql) > 0)
		*part_id = sqlite3_last_insert_rowid(db->sql);
	return TRUE;
}

static gboolean
join_find(struct db *db, const struct sms_part *part, const char *phone,
    const char *line, gint64 sent_at, gint64 *joining, GError **error)
{
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_FIND);

	statement_text(s, phone);
	statement_text(s, line);
	statement_int(s, part->ref);
	statement_int(s, part->ref_bits);
	statement_int(s, part->max);
	statement_text(s, join_codings[part->coding]);
	statement_int(s, sent_at);
	statement_int(s, JOIN_APART_MAX);
	statement_int(s, part->seq);
	return statement_value(s, joining, error);
}

static gboolean
join_begin(struct db *db, const struct sms_part *part, const char *phone,
    const char *line, const char *modem, gint64 sent_at, gint64 now,
    gint64 *joining, GError **error)
{
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_BEGIN);

	statement_text(s, phone);
	statement_text(s, line);
	statement_text(s, modem);
	statement_text(s, join_codings[part->coding]);
	statement_int(s, part->ref_bits);
	statement_int(s, part->ref);
	statement_int(s, part->max);
	statement_int(s, sent_at);
	statement_int(s, now);
	if (!statement_run(s, error))
		return FALSE;
	*joining = sqlite3_last_insert_rowid(db->sql);
	return TRUE;
}

static gboolean
join_place(struct db *db, gint64 part, gint64 joining, gint64 sent_at,
    gboolean *whole, GError **error)
{
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_PLACE);
	gint64 last = 0;

	statement_int(s, joining);
	statement_int(s, part);
	if (!statement_run(s, error))
		return FALSE;
	s = statement_use(db, MODULE_JOIN, JOIN_GROW);
	statement_int(s, joining);
	statement_int(s, sent_at);
	if (!statement_value(s, &last, error))
		return FALSE;
	*whole = last != 0;
	return TRUE;
}

/* Makes the text of what is there. */
static gboolean
join_make(struct db *db, gint64 joining, struct inbox_msg *msg, GError **error)
{
	struct statement *s;
	gboolean stored;
	guint max;

	if (!join_get(db, joining, msg, &max, error))
		return FALSE;
	msg->text = *msg->reason != '\0' ? g_strdup("") :
	    join_text(db, joining, max, error);
	if (msg->text == NULL ||
	    !inbox_store(db, msg, NULL, NULL, 0, &stored, error))
		goto failed;
	s = statement_use(db, MODULE_JOIN, JOIN_MADE);
	statement_int(s, msg->id);
	statement_int(s, joining);
	if (!statement_run(s, error))
		goto failed;
	s = statement_use(db, MODULE_JOIN, JOIN_DELETE);
	statement_int(s, joining);
	if (statement_run(s, error))
		return TRUE;
failed:
	inbox_msg_clear(msg);
	return FALSE;
}

static gboolean
join_get(struct db *db, gint64 joining, struct inbox_msg *msg, guint *max,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_GET);
	gboolean ok;

	statement_int(s, joining);
	if (!statement_row(s, &ok, error)) {
		g_assert(!ok);	/* it is there: we were told its number */
		return FALSE;
	}
	msg->bearer = BEARER_SMS;
	msg->phone = column_text(s);
	msg->line = column_text(s);
	msg->modem = column_text(s);
	msg->reason = g_strdup(name_stored(join_codings,
	    G_N_ELEMENTS(join_codings), column_borrow(s)) == SMS_CODING_DATA ?
	    N_("data") : "");
	*max = (guint)column_int(s);
	msg->incomplete = column_int(s) < *max;
	msg->sent_at = column_int(s);
	msg->received_at = clock_now();
	statement_end(s);
	return TRUE;
}

static char *
join_text(struct db *db, gint64 joining, guint max, GError **error)
{
	g_autoptr(GByteArray) octets = g_byte_array_new();
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_PARTS);
	guint expected = 1;
	gboolean ok;

	statement_int(s, joining);
	while (statement_row(s, &ok, error)) {
		guint seq = (guint)column_int(s);
		const guint8 *body;
		gsize len;

		body = column_blob(s, &len);
		join_gap(octets, expected, seq - 1);
		/* Half a unit would shift all that follows. */
		g_byte_array_append(octets, body, (guint)len & ~1u);
		expected = seq + 1;
	}
	if (!ok)
		return NULL;
	join_gap(octets, expected, max);
	return text_from_ucs2(octets->data, octets->len);
}

/* What stands for the parts from..to that did not come; staff read it. */
static void
join_gap(GByteArray *octets, guint from, guint to)
{
	g_autoptr(GByteArray) units = NULL;
	g_autofree char *words = NULL;

	if (from > to)
		return;
	words = from == to ? g_strdup_printf("(缺第%u段)", from) :
	    g_strdup_printf("(缺第%u-%u段)", from, to);
	units = text_to_ucs2(words);
	g_byte_array_append(octets, units->data, units->len);
}

GArray *
inbox_overdue(struct db *db, gint64 before, int limit, GError **error)
{
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_OVERDUE);
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));

	statement_int(s, before);
	statement_int(s, limit);
	return statement_ids(s, ids, error) ? g_steal_pointer(&ids) : NULL;
}

gboolean
inbox_make_overdue(struct db *db, gint64 id, gboolean *found, struct inbox_msg *msg,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_WAITS);

	memset(msg, 0, sizeof(*msg));
	statement_int(s, id);
	if (!statement_is(s, found, error))
		return FALSE;
	return !*found || join_make(db, id, msg, error);
}

gboolean
inbox_oldest_waiting(struct db *db, gint64 from, gint64 *received_at, GError **error)
{
	struct statement *s = statement_use(db, MODULE_JOIN, JOIN_OLDEST);

	*received_at = 0;
	statement_int(s, from);
	return statement_value(s, received_at, error);
}
