/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * For the suites of db/: a database, texts to put in it, and checks that name
 * what failed.
 */
#ifndef TESTS_DB_FIXTURE_H
#define TESTS_DB_FIXTURE_H

#include "tests/suite.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/inbox.h"
#include "db/outbox.h"
#include "db/statement.h"

/* 2026-11-23 12:00:00 UTC. */
#define NOON	(G_GINT64_CONSTANT(1795435200) * CLOCK_SECOND)
#define WANG	"+8613812345678"
#define LI	"+8613987654321"

#define OK(call)							\
	do {								\
		g_autoptr(GError) failed_ = NULL;			\
		GError **error = &failed_;				\
		gboolean went_well_ = (call);				\
		ck_assert_msg(went_well_ && failed_ == NULL, "%s: %s", #call, \
		    failed_ != NULL ? failed_->message : "no reason given"); \
	} while (0)

#define FAILS(call, words)						\
	do {								\
		g_autoptr(GError) failed_ = NULL;			\
		GError **error = &failed_;				\
		ck_assert_msg(!(call), "%s went well", #call);		\
		ck_assert_ptr_nonnull(failed_);				\
		ck_assert_msg(strstr(failed_->message, words) != NULL,	\
		    "%s says: %s", #call, failed_->message);		\
	} while (0)

/* In memory, in a transaction, at noon. */
static inline struct db *
fixture_db(void)
{
	g_autoptr(GError) error = NULL;
	struct db *db = db_open(":memory:", &error);

	ck_assert_msg(db != NULL, "%s", error != NULL ? error->message : "");
	clock_stop_at(NOON);
	ck_assert(db_begin(db, NULL));
	return db;
}

/* Every statement of the modules that are not late, as in life after its first use. */
static inline void
fixture_prepare_all(struct db *db)
{
	for (int m = 0; m < MODULE_COUNT; m++) {
		for (int i = 0; !db->tables[m]->late && i < db->tables[m]->count; i++)
			statement_end(statement_use(db, (enum module)m, i));
	}
}

/* A part as a modem process would give it; its hash is that of all that tells
 * it from another. */
static inline struct sms_part
fixture_part(const char *sender, gint64 scts, const char *text, guint ref,
    guint max, guint seq)
{
	g_autoptr(GByteArray) octets = text_to_ucs2(text);
	g_autofree char *all = g_strdup_printf("%s %" G_GINT64_FORMAT
	    " %s %u %u %u", sender, scts, text, ref, max, seq);
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
	struct sms_part part = {
		.sender = g_strdup(sender), .smsc = g_strdup(""), .scts = scts,
		.coding = SMS_CODING_TEXT, .ref_bits = max > 1 ? 8 : 0,
		.ref = ref, .max = max, .seq = seq, .class = -1,
	};
	gsize len = SMS_HASH_LEN;

	part.body = g_bytes_new(octets->data, octets->len);
	g_checksum_update(sum, (const guchar *)all, -1);
	g_checksum_get_digest(sum, part.hash, &len);
	return part;
}

/* Stores a part and forgets it. */
static inline enum inbox_add
fixture_receive(struct db *db, struct sms_part part, struct inbox_msg *msg)
{
	enum inbox_add result = INBOX_REPEAT;

	OK(inbox_add_part(db, &part, "hotline", "hotline1", &result, msg,
	    error));
	sms_part_clear(&part);
	return result;
}

/* Stores a whole text and gives its row. */
static inline gint64
fixture_text(struct db *db, const char *phone, const char *text)
{
	struct inbox_msg msg;
	gint64 id;

	OK(inbox_add_text(db, BEARER_CONSOLE, "hotline", phone, text, &msg,
	    error));
	id = msg.id;
	inbox_msg_clear(&msg);
	return id;
}

/* Adds a text to send; 0 when its key is known. */
static inline gint64
fixture_send(struct db *db, const char *key, enum lane lane, const char *phone,
    const char *text)
{
	struct outbox_msg msg = {
		.key = (char *)key, .line = (char *)"hotline",
		.modem = (char *)"", .lane = lane, .phone = (char *)phone,
		.text = (char *)text,
	};
	gboolean added;
	gint64 id;

	OK(outbox_add(db, &msg, &id, &added, error));
	return added ? id : 0;
}

/* Hands the next text to a modem; 0 when none is due. */
static inline gint64
fixture_hand(struct db *db, const char *modem, enum lane lane_max)
{
	struct outbox_want want = {
		.line = "hotline", .modem = modem, .now = clock_now(),
		.lanes = LANE_BIT(lane_max + 1) - 1,
	};
	struct outbox_msg msg;
	gboolean found;
	gint64 id;

	OK(outbox_next_due(db, &want, &found, &msg, error));
	id = found ? msg.id : 0;
	outbox_msg_clear(&msg);
	return id;
}

struct fixture_row {
	gint64	 id;
	int	 resends, attempts;
	guint	 first_part, ref;
	gint64	 not_before, not_after;
	char	 state[16];
	char	 handed_to[16];
};

struct fixture_wanted {
	gint64	 id;
	struct fixture_row *row;
};

static inline gboolean
fixture_row_is(const struct outbox_msg *msg, void *user)
{
	struct fixture_wanted *wanted = user;

	if (msg->id != wanted->id)
		return TRUE;
	wanted->row->id = msg->id;
	wanted->row->resends = msg->resends;
	wanted->row->attempts = msg->attempts;
	wanted->row->first_part = msg->first_part;
	wanted->row->ref = msg->ref;
	wanted->row->not_before = msg->not_before;
	wanted->row->not_after = msg->not_after;
	g_strlcpy(wanted->row->state, outbox_state_name(msg->state), 16);
	g_strlcpy(wanted->row->handed_to, msg->handed_to, 16);
	return FALSE;
}

static inline struct fixture_row
fixture_outbox(struct db *db, gint64 id)
{
	struct fixture_row row = { 0 };
	struct fixture_wanted wanted = { id, &row };
	struct outbox_filter all = { 0 };

	OK(outbox_each(db, &all, fixture_row_is, &wanted, error));
	ck_assert_int_eq(row.id, id);
	return row;
}

#define STATE_IS(db, id, name)						\
	ck_assert_str_eq(fixture_outbox(db, id).state, name)

#endif
