/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often one phone is texted unasked: notices and surveys together, in a day
 * and in a week (DOMAIN 5.5).  What would be too much is put off until it is
 * not, and lapses like any text that never got its turn.
 *
 * A text counts from the last that was heard of it: one that lay in the network
 * for a night came in the morning.
 */
#include "db/outbox.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "db/outbox_state.h"

enum { CEILING_NTH, CEILING_PUT_OFF };

/* As in the index outbox_unasked. */
#define CEILING_IS_UNASKED "(lane = 'notice' OR lane = 'survey') " \
	"AND bearer = 'sms' AND (state = 'handed' OR state = 'sent' " \
	"OR state = 'delivered' OR state = 'unknown')"

static const struct statement_source ceiling_sources[] = {
	[CEILING_NTH] = { "outbox.ceiling_nth",
	    "SELECT changed_at FROM outbox INDEXED BY outbox_unasked "
	    "WHERE phone = ? AND changed_at > ? AND " CEILING_IS_UNASKED
	    " ORDER BY changed_at DESC LIMIT 1 OFFSET ?" },
	[CEILING_PUT_OFF] = { "outbox.ceiling_put_off",
	    "UPDATE outbox SET not_before = ?2 WHERE id = ?1" },
};
const struct statement_table outbox_ceiling_statements =
    STATEMENT_TABLE(ceiling_sources);

static gboolean	ceiling_free_at(struct db *db, const char *phone, gint64 now,
		    int limit, gint64 span, gint64 *free_at, GError **error);

gboolean
outbox_ceiling(struct db *db, const struct outbox_want *want,
    const struct outbox_msg *msg, gboolean *put_off, GError **error)
{
	g_autofree char *masked = NULL;
	gint64 free_at = want->now;
	struct statement *s;

	*put_off = FALSE;
	/* What has begun to leave goes on. */
	if (msg->attempts > 0)
		return TRUE;
	if (!ceiling_free_at(db, msg->phone, want->now, want->unasked_per_day,
	    CLOCK_DAY, &free_at, error) ||
	    !ceiling_free_at(db, msg->phone, want->now, want->unasked_per_week,
	    7 * CLOCK_DAY, &free_at, error))
		return FALSE;
	*put_off = free_at > want->now;
	if (!*put_off)
		return TRUE;
	masked = phone_mask(msg->phone);
	log_debug("outbox: %s was texted unasked often enough, %"
	    G_GINT64_FORMAT " waits", masked, msg->id);
	s = statement_use(db, MODULE_OUTBOX_CEILING, CEILING_PUT_OFF);
	statement_int(s, msg->id);
	statement_int(s, free_at);
	return statement_run(s, error);
}

/* *free_at becomes later when the phone had `limit` texts within `span`: the
 * oldest of the newest `limit` must leave it first. */
static gboolean
ceiling_free_at(struct db *db, const char *phone, gint64 now, int limit,
    gint64 span, gint64 *free_at, GError **error)
{
	struct statement *s;
	gint64 nth = 0;

	if (limit == 0)
		return TRUE;
	s = statement_use(db, MODULE_OUTBOX_CEILING, CEILING_NTH);
	statement_text(s, phone);
	statement_int(s, now - span);
	statement_int(s, limit - 1);
	if (!statement_value(s, &nth, error))
		return FALSE;
	if (nth != 0)
		*free_at = MAX(*free_at, nth + span);
	return TRUE;
}
