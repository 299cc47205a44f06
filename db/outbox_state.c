/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of all that can happen to an outbox row (picture: outbox.h).
 *
 * State	  what may be trusted
 * queued	  nobody has it; it leaves not before not_before
 * handed	  `handed_to` has been told, or is about to be; parts before
 *		  first_part have left
 * sent		  the network accepted every part
 * delivered	  the phone has every part
 * failed	  it will not arrive: the network or the phone refused it
 * unknown	  the part at first_part may have left, and is not sent again
 * expired	  it was not sent, because its time was over
 * cancelled	  it was not sent, because a person said so
 */
#include "db/outbox_state.h"

#include <string.h>

#include "base/log.h"
#include "db/agenda.h"
#include "db/machine.h"
#include "db/name.h"

enum { STATE_CASE, STATE_STORE, STATE_GET };

static const struct statement_source state_sources[] = {
	[STATE_CASE] = { "outbox.case",
	    "SELECT id, state, bearer, lane, phone, parts, question_id, "
	    "not_before, attempts, resends, silences, first_part, modem, "
	    "handed_to, error FROM outbox WHERE id = ?" },
	[STATE_STORE] = { "outbox.store",
	    "UPDATE outbox SET state = ?, changed_at = ?, not_before = ?, "
	    "attempts = ?, resends = ?, silences = ?, first_part = ?, modem = ?, "
	    "handed_to = ?, error = ? WHERE id = ?" },
	[STATE_GET] = { "outbox.get",
	    "SELECT " OUTBOX_COLUMNS " FROM outbox WHERE id = ?" },
};
const struct statement_table outbox_state_statements =
    STATEMENT_TABLE(state_sources);

static const char *const outbox_states[OUTBOX_STATE_COUNT] = {
	"queued", "handed", "sent", "delivered", "failed", "unknown", "expired",
	"cancelled"
};
static const char *const outbox_events[OUTBOX_EVENT_COUNT] = {
	"hand", "sent", "refused", "later", "doubt", "resend", "resume", "delivered",
	"undelivered", "expire", "cancel"
};

static gboolean	outbox_has_tries(const void *outbox_case);
static gboolean	outbox_lane_repeats(const void *outbox_case);
static gboolean	outbox_lane_resumes(const void *outbox_case);
static void	outbox_case_read(struct statement *s, void *value);
static gboolean	outbox_is_live(const void *outbox_case);

#define QUIET(from, event, guard, to, words)				\
	{ OUTBOX_##from, OUTBOX_EVENT_##event, ACTOR_BIT(SYSTEM), guard,	\
	    OUTBOX_##to, TRUE, words, NULL }

static const struct machine_row outbox_rows[] = {
	QUIET(QUEUED, HAND, outbox_has_tries, HANDED, "it has tries left"),
	QUIET(QUEUED, EXPIRE, NULL, EXPIRED, NULL),
	QUIET(QUEUED, CANCEL, NULL, CANCELLED, NULL),
	QUIET(HANDED, SENT, NULL, SENT, NULL),
	QUIET(HANDED, REFUSED, NULL, FAILED, NULL),
	QUIET(HANDED, LATER, outbox_has_tries, QUEUED, "it has tries left"),
	QUIET(HANDED, LATER, NULL, FAILED, NULL),
	QUIET(HANDED, DOUBT, NULL, UNKNOWN, NULL),
	QUIET(HANDED, EXPIRE, outbox_is_live, EXPIRED, "it is a live session's"),
	QUIET(UNKNOWN, RESEND, outbox_lane_repeats, QUEUED,
	    "its lane repeats, once"),
	QUIET(UNKNOWN, RESUME, outbox_lane_resumes, QUEUED,
	    "its lane repeats, and it has tries left"),
	QUIET(SENT, DELIVERED, NULL, DELIVERED, NULL),
	QUIET(SENT, UNDELIVERED, NULL, FAILED, NULL),
};
#undef QUIET
const struct machine outbox_machine = {
	"outbox", MACHINE_STATES(outbox_states), MACHINE_EVENTS(outbox_events),
	MACHINE_ROWS(outbox_rows), NULL
};

const char *
outbox_state_name(enum outbox_state state)
{
	return outbox_states[state];
}

gboolean
outbox_state_from_name(const char *name, enum outbox_state *state)
{
	int i = name_index(outbox_states, OUTBOX_STATE_COUNT, name);

	if (i >= 0)
		*state = (enum outbox_state)i;
	return i >= 0;
}

/* --- moves -------------------------------------------------------------------- */

gboolean
outbox_case_move(struct outbox_case *c, enum outbox_event event)
{
	enum outbox_state to;

	if (outbox_case_may(c, event, &to)) {
		c->state = to;
		return TRUE;
	}
	/* Modems say late and twice what they say. */
	log_info("outbox %" G_GINT64_FORMAT ": %s in state %s is refused",
	    c->id, outbox_events[event], outbox_states[c->state]);
	return FALSE;
}

gboolean
outbox_case_may(const struct outbox_case *c, enum outbox_event event,
    enum outbox_state *to)
{
	const struct machine_row *row = machine_find(&outbox_machine, c->state,
	    event, ACTOR_SYSTEM, c);

	if (row != NULL)
		*to = (enum outbox_state)row->to;
	return row != NULL;
}

static gboolean
outbox_has_tries(const void *outbox_case)
{
	return ((const struct outbox_case *)outbox_case)->attempts <
	    OUTBOX_ATTEMPTS_MAX;
}

/* Rather twice than never: what warns, and what answers.  Once, because a
 * network that gives no answer has mostly taken the text. */
static gboolean
outbox_lane_repeats(const void *outbox_case)
{
	const struct outbox_case *c = outbox_case;

	return outbox_lane_resumes(c) && c->silences == 0;
}

/* A process that died, or a modem that was lost, had mostly not begun: as often
 * as there are tries. */
static gboolean
outbox_lane_resumes(const void *outbox_case)
{
	const struct outbox_case *c = outbox_case;

	return (c->lane == LANE_ALERT || c->lane == LANE_REPLY) &&
	    outbox_has_tries(c);
}

static gboolean
outbox_is_live(const void *outbox_case)
{
	return bearer_traits(((const struct outbox_case *)outbox_case)->bearer)->live;
}

/* --- rows --------------------------------------------------------------------- */

void
outbox_case_clear(struct outbox_case *c)
{
	g_free(c->phone);
	g_free(c->modem);
	g_free(c->handed_to);
	g_free(c->error);
	memset(c, 0, sizeof(*c));
}

gboolean
outbox_case_load(struct db *db, gint64 id, gboolean *found,
    struct outbox_case *c, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_STATE,
	    STATE_CASE);

	statement_int(s, id);
	return statement_find(s, outbox_case_read, c, sizeof(*c), found, error);
}

static void
outbox_case_read(struct statement *s, void *value)
{
	struct outbox_case *c = value;

	c->id = column_int(s);
	outbox_state_from_name(column_borrow(s), &c->state);
	c->bearer = bearer_from_name(column_borrow(s));
	c->lane = lane_stored(column_borrow(s));
	c->phone = column_text(s);
	c->parts = (int)column_int(s);
	c->question_id = column_int(s);
	c->not_before = column_int(s);
	c->attempts = (int)column_int(s);
	c->resends = (int)column_int(s);
	c->silences = (int)column_int(s);
	c->first_part = (guint)column_int(s);
	c->modem = column_text(s);
	c->handed_to = column_text(s);
	c->error = column_text(s);
}

gboolean
outbox_case_store(struct db *db, const struct outbox_case *c, gint64 now,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_STATE,
	    STATE_STORE);

	statement_text(s, outbox_states[c->state]);
	statement_int(s, now);
	statement_int(s, c->not_before);
	statement_int(s, c->attempts);
	statement_int(s, c->resends);
	statement_int(s, c->silences);
	statement_int(s, c->first_part);
	statement_text(s, c->modem);
	statement_text(s, c->handed_to);
	statement_text(s, c->error);
	statement_int(s, c->id);
	/* One that was handed when the others expired may be late already. */
	return statement_run(s, error) && (c->state != OUTBOX_QUEUED ||
	    agenda_sooner(db, OUTBOX_EXPIRY, "", c->not_before, error));
}

gboolean
outbox_get(struct db *db, gint64 id, gboolean *found, struct outbox_msg *msg,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_STATE, STATE_GET);

	statement_int(s, id);
	return statement_find(s, outbox_load, msg, sizeof(*msg), found, error);
}

void
outbox_load(struct statement *s, void *value)
{
	struct outbox_msg *msg = value;

	msg->id = column_int(s);
	msg->key = column_text(s);
	msg->bearer = bearer_from_name(column_borrow(s));
	msg->line = column_text(s);
	msg->modem = column_text(s);
	msg->lane = lane_stored(column_borrow(s));
	msg->phone = column_text(s);
	msg->text = column_text(s);
	msg->parts = (int)column_int(s);
	outbox_state_from_name(column_borrow(s), &msg->state);
	msg->made_at = column_int(s);
	msg->not_before = column_int(s);
	msg->not_after = column_int(s);
	msg->attempts = (int)column_int(s);
	msg->resends = (int)column_int(s);
	msg->handed_to = column_text(s);
	msg->ref = (guint)column_int(s);
	msg->first_part = (guint)column_int(s);
	msg->inbox_id = column_int(s);
	msg->question_id = column_int(s);
	msg->error = column_text(s);
}
