/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The audit trail.  A row's hash covers the hash before it and every field
 * with its length, so that no two records read the same and none can be
 * taken out.  The first row follows 32 octets of zero.
 *
 * The head is kept in memory; whatever undoes rows forgets it (statement.h).
 */
#include "db/audit.h"

#include <string.h>

#include "db/statement.h"

enum { AUDIT_ADD, AUDIT_HEAD, AUDIT_WALK, AUDIT_OF_OBJECT, AUDIT_NEWEST };

#define AUDIT_COLUMNS "seq, at, actor, role, action, object, before, after, " \
	"reason, hash"

static const struct statement_source audit_sources[] = {
	[AUDIT_ADD] = { "audit.add",
	    "INSERT INTO audit (" AUDIT_COLUMNS ") "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[AUDIT_HEAD] = { "audit.head",
	    "SELECT seq, hash FROM audit WHERE seq > 0 "
	    "ORDER BY seq DESC LIMIT 1" },
	[AUDIT_WALK] = { "audit.walk",
	    "SELECT " AUDIT_COLUMNS " FROM audit WHERE seq > 0 ORDER BY seq" },
	[AUDIT_OF_OBJECT] = { "audit.of_object",
	    "SELECT " AUDIT_COLUMNS " FROM audit WHERE object = ? "
	    "ORDER BY seq DESC LIMIT ?" },
	[AUDIT_NEWEST] = { "audit.newest",
	    "SELECT " AUDIT_COLUMNS " FROM audit WHERE seq > 0 "
	    "ORDER BY seq DESC LIMIT ?" },
};
const struct statement_table audit_statements = STATEMENT_TABLE(audit_sources);

static gboolean	audit_read_head(struct db *db, GError **error);
static void	audit_hash(const guint8 *before, const struct audit_row *row,
		    guint8 *hash);
static void	audit_hash_text(GChecksum *sum, const char *text);
static void	audit_load(struct statement *s, struct audit_row *row);
static gboolean	audit_holds(struct statement *s, gint64 seq, guint8 *hash);

gboolean
audit_add(struct db *db, const struct audit_row *row, GError **error)
{
	struct audit_row mine = *row;
	guint8 hash[AUDIT_HASH_LEN];
	struct statement *s;

	if (!db->audit_known && !audit_read_head(db, error))
		return FALSE;
	mine.seq = db->audit_seq + 1;
	audit_hash(db->audit_hash, &mine, hash);
	s = statement_use(db, MODULE_AUDIT, AUDIT_ADD);
	statement_int(s, mine.seq);
	statement_int(s, mine.at);
	statement_text(s, mine.actor);
	statement_text(s, mine.role);
	statement_text(s, mine.action);
	statement_text(s, mine.object);
	statement_text(s, mine.before);
	statement_text(s, mine.after);
	statement_text(s, mine.reason);
	statement_blob(s, hash, sizeof(hash));
	if (!statement_run(s, error))
		return FALSE;
	db->audit_seq = mine.seq;
	memcpy(db->audit_hash, hash, sizeof(hash));
	return TRUE;
}

static gboolean
audit_read_head(struct db *db, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AUDIT, AUDIT_HEAD);
	gboolean ok;
	gsize len;

	db->audit_seq = 0;
	memset(db->audit_hash, 0, AUDIT_HASH_LEN);
	if (statement_row(s, &ok, error)) {
		const guint8 *hash;

		db->audit_seq = column_int(s);
		hash = column_blob(s, &len);
		memcpy(db->audit_hash, hash, MIN(len, AUDIT_HASH_LEN));
	}
	statement_end(s);
	db->audit_known = ok;
	return ok;
}

static void
audit_hash(const guint8 *before, const struct audit_row *row, guint8 *hash)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	gint64 numbers[2] = { GINT64_TO_BE(row->seq), GINT64_TO_BE(row->at) };
	gsize len = AUDIT_HASH_LEN;

	g_checksum_update(sum, before, AUDIT_HASH_LEN);
	g_checksum_update(sum, (const guchar *)numbers, sizeof(numbers));
	audit_hash_text(sum, row->actor);
	audit_hash_text(sum, row->role);
	audit_hash_text(sum, row->action);
	audit_hash_text(sum, row->object);
	audit_hash_text(sum, row->before);
	audit_hash_text(sum, row->after);
	audit_hash_text(sum, row->reason);
	g_checksum_get_digest(sum, hash, &len);
}

static void
audit_hash_text(GChecksum *sum, const char *text)
{
	gsize len = text != NULL ? strlen(text) : 0;
	guint32 length = GUINT32_TO_BE((guint32)len);

	g_checksum_update(sum, (const guchar *)&length, sizeof(length));
	if (len > 0)
		g_checksum_update(sum, (const guchar *)text, (gssize)len);
}

gboolean
audit_verify(struct db *db, gint64 *rows, gint64 *broken_at, GError **error)
{
	struct statement *s = statement_use(db, MODULE_AUDIT, AUDIT_WALK);
	guint8 hash[AUDIT_HASH_LEN] = { 0 };
	gboolean ok = TRUE;

	*rows = 0;
	*broken_at = 0;
	while (*broken_at == 0 && statement_row(s, &ok, error)) {
		if (audit_holds(s, *rows + 1, hash))
			(*rows)++;
		else
			*broken_at = *rows + 1;
	}
	statement_end(s);
	return ok;
}

/* Is the row at the cursor number `seq`, after `hash`?  Moves `hash` on. */
static gboolean
audit_holds(struct statement *s, gint64 seq, guint8 *hash)
{
	struct audit_row row;
	guint8 expected[AUDIT_HASH_LEN];
	const guint8 *found;
	gsize len;

	audit_load(s, &row);
	found = column_blob(s, &len);
	audit_hash(hash, &row, expected);
	memcpy(hash, expected, AUDIT_HASH_LEN);
	return row.seq == seq && len == AUDIT_HASH_LEN &&
	    memcmp(found, expected, AUDIT_HASH_LEN) == 0;
}

static void
audit_load(struct statement *s, struct audit_row *row)
{
	row->seq = column_int(s);
	row->at = column_int(s);
	row->actor = column_borrow(s);
	row->role = column_borrow(s);
	row->action = column_borrow(s);
	row->object = column_borrow(s);
	row->before = column_borrow(s);
	row->after = column_borrow(s);
	row->reason = column_borrow(s);
}

gboolean
audit_each(struct db *db, const char *object, int limit,
    gboolean (*row)(const struct audit_row *row, void *user), void *user,
    GError **error)
{
	gboolean all = object == NULL || *object == '\0';
	gboolean ok = TRUE, go_on = TRUE;
	struct audit_row entry;
	struct statement *s;

	s = statement_use(db, MODULE_AUDIT, all ? AUDIT_NEWEST : AUDIT_OF_OBJECT);
	if (!all)
		statement_text(s, object);
	statement_int(s, limit > 0 ? limit : -1);
	while (go_on && statement_row(s, &ok, error)) {
		audit_load(s, &entry);
		go_on = row(&entry, user);
	}
	statement_end(s);
	return ok;
}
