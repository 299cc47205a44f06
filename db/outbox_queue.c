/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which text leaves next.
 *
 * Queued rows stand in one partial index, (line, modem, lane, not_before).  It
 * is asked for one (modem, lane) at a time, best lane first, so that neither
 * rows of another SIM nor rows due tomorrow are ever walked over, however many
 * wait.
 */
#include "db/outbox.h"

#include <string.h>

#include "base/clock.h"
#include "db/contact.h"
#include "db/outbox_state.h"

enum { QUEUE_MODEM, QUEUE_FIRST, QUEUE_TIMES, QUEUE_LIVE,
       QUEUE_HAND, QUEUE_COUNT };

/* Rows put off in one go; the others are looked at in a moment. */
#define QUEUE_PUT_OFF_MAX	200

/* As in the index outbox_due. */
#define QUEUE_IS_WAITING "state = 'queued' AND bearer = 'sms'"

#define QUEUE_OF(lane, when)						\
	"outbox INDEXED BY outbox_due WHERE line = ?1 AND modem = ?2 "	\
	"AND lane = '" lane "' AND not_before " when " ?3 AND " QUEUE_IS_WAITING
#define QUEUE_IS_DUE(lane)						\
	"EXISTS (SELECT 1 FROM " QUEUE_OF(lane, "<=") ")"
#define QUEUE_NEXT(lane)						\
	"(SELECT min(not_before) FROM " QUEUE_OF(lane, ">") ")"

static const struct statement_source queue_sources[] = {
	[QUEUE_MODEM] = { "outbox.queue_modem",
	    "SELECT modem FROM outbox INDEXED BY outbox_due "
	    "WHERE line = ? AND modem >= ? AND " QUEUE_IS_WAITING
	    " ORDER BY modem LIMIT 1" },
	[QUEUE_FIRST] = { "outbox.queue_first",
	    "SELECT id, not_before FROM outbox AS o INDEXED BY outbox_due "
	    "WHERE line = ? AND modem = ? AND lane = ? AND not_before <= ? "
	    "AND " QUEUE_IS_WAITING " AND NOT EXISTS (SELECT 1 FROM outbox "
	    "WHERE phone = o.phone AND state = 'handed') "
	    "AND NOT EXISTS (SELECT 1 FROM outbox WHERE phone = o.phone "
	    "AND lane = o.lane AND state = 'queued' AND attempts > 0 "
	    "AND id < o.id) ORDER BY not_before, id LIMIT 1" },
	/* line, modem, now: is one due, and when is the next of each lane? */
	[QUEUE_TIMES] = { "outbox.queue_times",
	    "SELECT " QUEUE_IS_DUE("alert") " OR " QUEUE_IS_DUE("reply") " OR "
	    QUEUE_IS_DUE("notice") " OR " QUEUE_IS_DUE("duty") " OR "
	    QUEUE_IS_DUE("survey") ", " QUEUE_NEXT("alert") ", "
	    QUEUE_NEXT("reply") ", " QUEUE_NEXT("notice") ", "
	    QUEUE_NEXT("duty") ", " QUEUE_NEXT("survey") },
	[QUEUE_LIVE] = { "outbox.queue_live",
	    "SELECT id FROM outbox INDEXED BY outbox_live "
	    "WHERE phone = ? AND state IN ('queued', 'handed') "
	    "AND bearer <> 'sms' AND state = 'queued' AND bearer = ? "
	    "AND line = ? ORDER BY id LIMIT 1" },
	[QUEUE_HAND] = { "outbox.queue_hand",
	    "UPDATE outbox SET state = ?, changed_at = ?, attempts = ?, "
	    "handed_to = ? WHERE id = ?" },
	[QUEUE_COUNT] = { "outbox.queue_count",
	    "SELECT lane, count(*) FROM outbox INDEXED BY outbox_due "
	    "WHERE line = ? AND " QUEUE_IS_WAITING " GROUP BY lane" },
};
const struct statement_table outbox_queue_statements =
    STATEMENT_TABLE(queue_sources);

G_STATIC_ASSERT(LANE_COUNT == 5);	/* named in QUEUE_TIMES */

/* The best so far; id 0 none. */
struct queue_pick {
	gint64	 id, not_before;
	enum lane lane;
};

static GPtrArray *queue_modems(struct db *db, const char *line, GError **error);
static gboolean	queue_pick(struct db *db, const struct outbox_want *want,
		    GPtrArray *modems, guint tired, struct queue_pick *best,
		    GError **error);
static gboolean	queue_pick_lane(struct db *db, const struct outbox_want *want,
		    GPtrArray *modems, enum lane lane, struct queue_pick *best,
		    GError **error);
static void	queue_pick_load(struct statement *s, void *value);
static gboolean	queue_may_leave(struct db *db, const struct outbox_want *want,
		    const struct queue_pick *pick, gboolean *may, guint *tired,
		    GError **error);
static gboolean	queue_may_take(const struct outbox_want *want, const char *modem);
static gboolean	queue_hand(struct db *db, gint64 id, const char *to, gint64 now,
		    gboolean late, gboolean *found, struct outbox_msg *msg, GError **error);
static gboolean	queue_times(struct db *db, const char *line, const char *modem,
		    gint64 now, gboolean *due, gint64 *later, GError **error);

gboolean
outbox_next_due(struct db *db, const struct outbox_want *want, gboolean *found,
    struct outbox_msg *msg, GError **error)
{
	g_autoptr(GPtrArray) modems = queue_modems(db, want->line, error);
	guint tired = 0;

	*found = FALSE;
	memset(msg, 0, sizeof(*msg));
	if (modems == NULL)
		return FALSE;
	/* `tired`: lanes of which this modem says nothing now, a bit each. */
	for (int put_off = 0; put_off < QUEUE_PUT_OFF_MAX;) {
		struct queue_pick pick = { 0 };
		gboolean may;

		if (!queue_pick(db, want, modems, tired, &pick, error) ||
		    (pick.id != 0 &&
		    !queue_may_leave(db, want, &pick, &may, &tired, error)))
			return FALSE;
		if (pick.id == 0)
			return TRUE;
		if (!may) {
			put_off++;
			continue;
		}
		if (!queue_hand(db, pick.id, want->modem, want->now, want->late, found,
		    msg, error))
			return FALSE;
		if (*found)
			return TRUE;
	}
	return TRUE;
}

/* The SIMs that rows of a line wait for, "" among them. */
static GPtrArray *
queue_modems(struct db *db, const char *line, GError **error)
{
	g_autoptr(GPtrArray) modems = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *from = g_strdup("");

	for (;;) {
		struct statement *s = statement_use(db, MODULE_OUTBOX_QUEUE,
		    QUEUE_MODEM);
		char *modem;

		statement_text(s, line);
		statement_text(s, from);
		if (!statement_string(s, &modem, error))
			return NULL;
		if (modem == NULL)
			return g_steal_pointer(&modems);
		g_ptr_array_add(modems, modem);
		/* The next name in order: none sorts between. */
		g_free(from);
		from = g_strconcat(modem, "\x01", NULL);
	}
}

static gboolean
queue_pick(struct db *db, const struct outbox_want *want, GPtrArray *modems,
    guint tired, struct queue_pick *best, GError **error)
{
	guint lanes = want->lanes & ~tired;

	for (int lane = 0; best->id == 0 && lane < LANE_COUNT; lane++) {
		if ((lanes & LANE_BIT(lane)) != 0 && !queue_pick_lane(db, want,
		    modems, (enum lane)lane, best, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
queue_pick_lane(struct db *db, const struct outbox_want *want,
    GPtrArray *modems, enum lane lane, struct queue_pick *best, GError **error)
{
	for (guint i = 0; i < modems->len; i++) {
		const char *modem = g_ptr_array_index(modems, i);
		struct queue_pick pick;
		struct statement *s;
		gboolean found;

		if (!queue_may_take(want, modem))
			continue;
		s = statement_use(db, MODULE_OUTBOX_QUEUE, QUEUE_FIRST);
		statement_text(s, want->line);
		statement_text(s, modem);
		statement_text(s, lane_name(lane));
		statement_int(s, want->now);
		if (!statement_find(s, queue_pick_load, &pick, sizeof(pick),
		    &found, error))
			return FALSE;
		if (!found)
			continue;
		pick.lane = lane;
		if (best->id == 0 || pick.not_before < best->not_before ||
		    (pick.not_before == best->not_before &&
		    pick.id < best->id))
			*best = pick;
	}
	return TRUE;
}

static void
queue_pick_load(struct statement *s, void *value)
{
	struct queue_pick *pick = value;

	pick->id = column_int(s);
	pick->not_before = column_int(s);
}

/* What nobody asked for has more to pass. */
static gboolean
queue_may_leave(struct db *db, const struct outbox_want *want,
    const struct queue_pick *pick, gboolean *may, guint *tired, GError **error)
{
	gboolean found, put_off = FALSE, known = TRUE, ok;
	struct outbox_msg msg;

	*may = TRUE;
	if (pick->lane != LANE_NOTICE && pick->lane != LANE_SURVEY)
		return TRUE;
	if (!outbox_get(db, pick->id, &found, &msg, error))
		return FALSE;
	ok = outbox_ceiling(db, want, &msg, &put_off, error) && (put_off ||
	    want->says == NULL ||
	    contact_has_texted(db, msg.phone, &known, error));
	if (ok && !known && !want->says(msg.text, want->user))
		*tired |= LANE_BIT(pick->lane);
	*may = !put_off && !(*tired & LANE_BIT(pick->lane));
	outbox_msg_clear(&msg);
	return ok;
}

static gboolean
queue_may_take(const struct outbox_want *want, const char *modem)
{
	return *modem == '\0' || g_strcmp0(modem, want->modem) == 0 ||
	    (want->takes_over != NULL && want->takes_over(modem, want->user));
}

/* Hands a row over; *found stays FALSE when it was too late for it, which `late`
 * forgives. */
static gboolean
queue_hand(struct db *db, gint64 id, const char *to, gint64 now, gboolean late,
    gboolean *found, struct outbox_msg *msg, GError **error)
{
	struct statement *s;
	gboolean there, in_time, ok;
	struct outbox_case c;

	if (!outbox_get(db, id, &there, msg, error))
		return FALSE;
	/* What the guards ask; its strings are the message's. */
	c = (struct outbox_case){
		.id = id, .state = msg->state, .bearer = msg->bearer,
		.lane = msg->lane, .attempts = msg->attempts,
	};
	in_time = late || msg->not_after > now;
	*found = outbox_case_move(&c, in_time ? OUTBOX_EVENT_HAND :
	    OUTBOX_EVENT_EXPIRE) && in_time;
	msg->state = c.state;
	msg->attempts += in_time;
	s = statement_use(db, MODULE_OUTBOX_QUEUE, QUEUE_HAND);
	statement_text(s, outbox_state_name(msg->state));
	statement_int(s, now);
	statement_int(s, msg->attempts);
	statement_text(s, in_time ? to : msg->handed_to);
	statement_int(s, id);
	ok = statement_run(s, error);
	*found = *found && ok;
	if (!*found)
		outbox_msg_clear(msg);
	return ok;
}

gboolean
outbox_next_live(struct db *db, enum bearer bearer, const char *phone,
    const char *line, gboolean *found, struct outbox_msg *msg, GError **error)
{
	gint64 now = clock_now(), id;

	*found = FALSE;
	memset(msg, 0, sizeof(*msg));
	for (;;) {
		struct statement *s = statement_use(db, MODULE_OUTBOX_QUEUE,
		    QUEUE_LIVE);

		id = 0;
		statement_text(s, phone);
		statement_text(s, bearer_name(bearer));
		statement_text(s, line);
		if (!statement_value(s, &id, error))
			return FALSE;
		if (id == 0)
			return TRUE;
		if (!queue_hand(db, id, bearer_name(bearer), now, FALSE, found, msg,
		    error))
			return FALSE;
		if (*found)
			return TRUE;
	}
}

gboolean
outbox_next_time(struct db *db, const char *line, gint64 now, gboolean *due,
    gint64 *later, GError **error)
{
	g_autoptr(GPtrArray) modems = queue_modems(db, line, error);

	*due = FALSE;
	*later = 0;
	if (modems == NULL)
		return FALSE;
	for (guint i = 0; i < modems->len; i++) {
		if (!queue_times(db, line, g_ptr_array_index(modems, i), now, due,
		    later, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
queue_times(struct db *db, const char *line, const char *modem, gint64 now,
    gboolean *due, gint64 *later, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_QUEUE,
	    QUEUE_TIMES);
	gboolean ok;

	statement_text(s, line);
	statement_text(s, modem);
	statement_int(s, now);
	if (statement_row(s, &ok, error)) {
		*due |= column_int(s) != 0;
		for (int lane = 0; lane < LANE_COUNT; lane++) {
			gint64 when = column_int(s);

			if (when != 0 && (*later == 0 || when < *later))
				*later = when;
		}
	}
	statement_end(s);
	return ok;
}

gboolean
outbox_queued(struct db *db, const char *line, int *counts, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_QUEUE,
	    QUEUE_COUNT);
	gboolean ok;

	memset(counts, 0, sizeof(*counts) * LANE_COUNT);
	statement_text(s, line);
	while (statement_row(s, &ok, error)) {
		enum lane lane = lane_stored(column_borrow(s));

		counts[lane] = (int)column_int(s);
	}
	return ok;
}
