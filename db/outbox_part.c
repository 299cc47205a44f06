/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What became of texts that were handed over: parts accepted, sent, failed,
 * reported, and what a modem process took with it when it ended.
 *
 * A word that comes too late, for a row in another state or from another
 * modem, changes nothing.
 */
#include "db/outbox.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/phone.h"
#include "db/outbox_state.h"
#include "db/question.h"

#define REPORT_AGE_MAX	(3 * CLOCK_DAY)
#define PART_TIED_TRIES	2	/* then another modem of the line may try */

enum { PART_ADD, PART_SETTLE, PART_REPORTABLE, PART_OPEN, PART_REPORT,
       PART_SINCE, PART_REPORTS, PART_HANDED_TO, PART_HANDED, PART_LIVE, PART_LIVE_ALL };

static const struct statement_source part_sources[] = {
	[PART_ADD] = { "outbox.part_add",
	    "INSERT INTO outbox_part (outbox_id, part, attempt, modem, mr, "
	    "sent_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING" },
	[PART_SETTLE] = { "outbox.part_settle",
	    "SELECT part, status FROM outbox_part WHERE outbox_id = ? "
	    "AND status IS NOT NULL" },
	[PART_REPORTABLE] = { "outbox.part_reportable",
	    "SELECT outbox_id, part, attempt FROM (SELECT outbox_id, part, "
	    "attempt, mr FROM outbox_part WHERE modem = ? AND sent_at >= ? "
	    "ORDER BY sent_at DESC LIMIT 5000) WHERE mr = ?" },
	[PART_OPEN] = { "outbox.part_open",
	    "SELECT phone FROM outbox_part "
	    "JOIN outbox ON outbox.id = outbox_part.outbox_id "
	    "WHERE outbox_id = ? AND part = ? AND attempt = ? "
	    "AND status IS NULL" },
	[PART_REPORT] = { "outbox.part_report",
	    "UPDATE outbox_part SET status = ?, reported_at = ? "
	    "WHERE outbox_id = ? AND part = ? AND attempt = ?" },
	[PART_SINCE] = { "outbox.part_since",
	    "SELECT count(*) FROM outbox_part "
	    "WHERE modem = ? AND sent_at >= ?" },
	[PART_REPORTS] = { "outbox.reports",
	    "SELECT EXISTS (SELECT 1 FROM outbox_part WHERE modem = ? "
	    "AND sent_at >= ? AND status IS NOT NULL)" },
	[PART_HANDED_TO] = { "outbox.handed_to",
	    "SELECT id FROM outbox INDEXED BY outbox_handed "
	    "WHERE state = 'handed' AND bearer = 'sms' AND handed_to = ? "
	    "ORDER BY id LIMIT 1" },
	[PART_HANDED] = { "outbox.handed",
	    "SELECT id FROM outbox INDEXED BY outbox_handed "
	    "WHERE state = 'handed' AND bearer = 'sms' ORDER BY id LIMIT 1" },
	[PART_LIVE] = { "outbox.live",
	    "SELECT id FROM outbox INDEXED BY outbox_live "
	    "WHERE phone = ? AND state IN ('queued', 'handed') "
	    "AND bearer <> 'sms' AND bearer = ? LIMIT 1" },
	[PART_LIVE_ALL] = { "outbox.live_all",
	    "SELECT id FROM outbox INDEXED BY outbox_live "
	    "WHERE state IN ('queued', 'handed') AND bearer <> 'sms' LIMIT 1" },
};
const struct statement_table outbox_part_statements =
    STATEMENT_TABLE(part_sources);

/* How long to wait before the next try, by the tries made: s. */
#define BACKOFF_STEPS	4
static const int part_backoff[][BACKOFF_STEPS] = {
	[SMS_FAILURE_PERMANENT] = { 0, 0, 0, 0 },
	[SMS_FAILURE_LATER] = { 30, 120, 600, 1800 },
	[SMS_FAILURE_SIM] = { 0, 0, 300, 900 },	/* by another SIM */
	[SMS_FAILURE_STORE] = { 10, 60, 300, 900 },
	[SMS_FAILURE_UNKNOWN] = { 10, 60, 300, 900 },
	[SMS_FAILURE_BROKEN] = { 0, 10, 60, 300 },
};
static const char *const part_failures[] = {
	[SMS_FAILURE_PERMANENT] = "permanent",
	[SMS_FAILURE_LATER] = "later",
	[SMS_FAILURE_SIM] = "sim",
	[SMS_FAILURE_STORE] = "store",
	[SMS_FAILURE_UNKNOWN] = "unknown",
	[SMS_FAILURE_BROKEN] = "broken",
};

static gboolean	part_row(struct db *db, gint64 id, const char *word,
		    gboolean *handed, struct outbox_case *c, GError **error);
static gboolean	part_add(struct db *db, const struct outbox_case *c,
		    const char *modem, guint part, guint mr, gint64 now,
		    GError **error);
static gboolean	part_all_sent(struct db *db, struct outbox_case *c,
		    gboolean reported, gint64 now, GError **error);
static gboolean	part_settle(struct db *db, struct outbox_case *c, gint64 now,
		    GError **error);
static gboolean	part_doubt(struct db *db, struct outbox_case *c,
		    const char *why, enum outbox_event again, gint64 again_at,
		    gint64 now, GError **error);
static gboolean	part_orphan(struct db *db, struct outbox_case *c,
		    gint64 now, GError **error);
static gboolean	part_later(struct db *db, struct outbox_case *c,
		    enum sms_failure kind, const char *why, gint64 now,
		    GError **error);
static gint64	part_next_try(const struct outbox_case *c,
		    enum sms_failure kind, gint64 now);
static gboolean	part_find_reported(struct db *db, const char *modem,
		    const char *phone, guint mr, gint64 now, gint64 *key,
		    gboolean *found, GError **error);
static gboolean	part_is_of(struct db *db, const gint64 *key, const char *phone,
		    gboolean *is, GError **error);
static gboolean	part_abandon(struct db *db, int which, const char *modem,
		    gint64 now, int *requeued, int *unknown, GError **error);
static gboolean	part_abandon_live(struct db *db, enum bearer bearer,
		    const char *phone, GError **error);

gboolean
outbox_part_sent(struct db *db, gint64 id, const char *modem, guint part,
    guint mr, gint64 now, GError **error)
{
	struct outbox_case c;
	gboolean handed, ok = TRUE;

	if (!part_row(db, id, "part sent", &handed, &c, error))
		return FALSE;
	if (handed && part < (guint)c.parts &&
	    g_strcmp0(modem, c.handed_to) == 0) {
		c.first_part = MAX(c.first_part, part + 1);
		ok = part_add(db, &c, modem, part, mr, now, error) &&
		    (c.first_part < (guint)c.parts ?
		    outbox_case_store(db, &c, now, error) :
		    part_all_sent(db, &c, c.parts > 1 || c.attempts > 1, now,
		    error));
	}
	outbox_case_clear(&c);
	return ok;
}

/* The row, and whether it is in somebody's hands as it must be.  That its last part
 * has left says already that it is sent. */
static gboolean
part_row(struct db *db, gint64 id, const char *word, gboolean *handed,
    struct outbox_case *c, GError **error)
{
	gboolean found, told;

	if (!outbox_case_load(db, id, &found, c, error))
		return FALSE;
	*handed = found && c->state == OUTBOX_HANDED;
	told = found && c->first_part >= (guint)c->parts &&
	    (c->state == OUTBOX_SENT || c->state == OUTBOX_DELIVERED);
	if (!*handed && !told)
		log_info("outbox %" G_GINT64_FORMAT ": late word \"%s\" in "
		    "state %s", id, word, found ?
		    outbox_state_name(c->state) : "none");
	return TRUE;
}

static gboolean
part_add(struct db *db, const struct outbox_case *c, const char *modem,
    guint part, guint mr, gint64 now, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_PART, PART_ADD);

	statement_int(s, c->id);
	statement_int(s, part);
	statement_int(s, c->attempts);
	statement_text(s, modem);
	statement_int(s, mr);
	statement_int(s, now);
	return statement_run(s, error);
}

gboolean
outbox_sent(struct db *db, gint64 id, gint64 now, GError **error)
{
	struct outbox_case c;
	gboolean handed, ok = TRUE;

	if (!part_row(db, id, "sent", &handed, &c, error))
		return FALSE;
	if (handed)
		ok = part_all_sent(db, &c, c.bearer == BEARER_SMS, now, error);
	outbox_case_clear(&c);
	return ok;
}

/* Of a handed row: its last part has left.  `reported`: reports of it may be here
 * before this word. */
static gboolean
part_all_sent(struct db *db, struct outbox_case *c, gboolean reported, gint64 now,
    GError **error)
{
	outbox_case_move(c, OUTBOX_EVENT_SENT);
	c->first_part = (guint)c->parts;
	g_clear_pointer(&c->error, g_free);
	return (c->question_id == 0 ||
	    question_sent(db, c->question_id, now, error)) &&
	    (reported ? part_settle(db, c, now, error) :
	    outbox_case_store(db, c, now, error));
}

/* Stores a row that is sent, or delivered or failed if its reports say so.  TP-ST
 * 00-1F says yes, 40-7F no. */
static gboolean
part_settle(struct db *db, struct outbox_case *c, gint64 now, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_PART,
	    PART_SETTLE);
	guint all = (1u << c->parts) - 1, arrived = 0;	/* a bit a part */
	gboolean lost = FALSE, ok;

	statement_int(s, c->id);
	while (statement_row(s, &ok, error)) {
		guint part = (guint)column_int(s);
		gint64 status = column_int(s);

		if (status < 0x20 && part < (guint)c->parts)
			arrived |= 1u << part;
		lost |= status >= 0x40;
	}
	if (!ok)
		return FALSE;
	if (arrived == all) {
		outbox_case_move(c, OUTBOX_EVENT_DELIVERED);
	} else if (lost) {
		outbox_case_move(c, OUTBOX_EVENT_UNDELIVERED);
		g_free(c->error);
		c->error = g_strdup("report");
	}
	return outbox_case_store(db, c, now, error);
}

gboolean
outbox_failed(struct db *db, gint64 id, enum sms_failure kind, int code,
    gint64 now, GError **error)
{
	g_autofree char *why = NULL;
	struct outbox_case c;
	gboolean handed, ok = TRUE;

	/* It comes from another process. */
	if ((guint)kind >= G_N_ELEMENTS(part_failures))
		kind = SMS_FAILURE_LATER;
	if (!part_row(db, id, "failed", &handed, &c, error))
		return FALSE;
	why = g_strdup_printf("%s %d", part_failures[kind], code);
	if (handed && (kind == SMS_FAILURE_UNKNOWN ||
	    kind == SMS_FAILURE_BROKEN))
		ok = part_doubt(db, &c, why, kind == SMS_FAILURE_UNKNOWN ?
		    OUTBOX_EVENT_RESEND : OUTBOX_EVENT_RESUME,
		    part_next_try(&c, kind, now), now, error);
	else if (handed)
		ok = part_later(db, &c, kind, why, now, error);
	outbox_case_clear(&c);
	return ok;
}

static gint64
part_next_try(const struct outbox_case *c, enum sms_failure kind, gint64 now)
{
	int step = CLAMP(c->attempts - 1, 0, BACKOFF_STEPS - 1);

	return now + part_backoff[kind][step] * (gint64)CLOCK_SECOND;
}

/* It did not leave: again later, or never. */
static gboolean
part_later(struct db *db, struct outbox_case *c, enum sms_failure kind,
    const char *why, gint64 now, GError **error)
{
	outbox_case_move(c, kind == SMS_FAILURE_PERMANENT ?
	    OUTBOX_EVENT_REFUSED : OUTBOX_EVENT_LATER);
	if (c->state == OUTBOX_QUEUED)
		c->not_before = part_next_try(c, kind, now);
	if (kind == SMS_FAILURE_SIM || c->attempts >= PART_TIED_TRIES) {
		g_free(c->modem);
		c->modem = g_strdup("");
	}
	g_free(c->error);
	c->error = g_strdup(why);
	return outbox_case_store(db, c, now, error);
}

/* It may have left: unknown, and queued again where the lane says so.  A
 * question it asks counts as asked, or the answer to it would be nobody's. */
static gboolean
part_doubt(struct db *db, struct outbox_case *c, const char *why,
    enum outbox_event again, gint64 again_at, gint64 now, GError **error)
{
	enum outbox_state to;

	outbox_case_move(c, OUTBOX_EVENT_DOUBT);
	g_free(c->error);
	c->error = g_strdup(why);
	if (outbox_case_may(c, again, &to)) {
		outbox_case_move(c, again);
		c->resends++;
		c->silences += again == OUTBOX_EVENT_RESEND;
		c->not_before = again_at;
	}
	return (c->question_id == 0 ||
	    question_sent(db, c->question_id, now, error)) &&
	    outbox_case_store(db, c, now, error);
}

/* --- reports ------------------------------------------------------------------ */

gboolean
outbox_report(struct db *db, const char *modem, const char *number, guint mr,
    guint8 tp_st, gint64 now, gboolean *matched, GError **error)
{
	g_autofree char *phone = phone_normalise(number);
	gint64 key[3];			/* outbox_id, part, attempt */
	struct outbox_case c;
	struct statement *s;
	gboolean found, ok = TRUE;

	if (!part_find_reported(db, modem, phone, mr, now, key, matched, error))
		return FALSE;
	if (!*matched || sms_report_of_status(tp_st) == SMS_REPORT_TRYING)
		return TRUE;
	s = statement_use(db, MODULE_OUTBOX_PART, PART_REPORT);
	statement_int(s, tp_st);
	statement_int(s, now);
	for (int i = 0; i < 3; i++)
		statement_int(s, key[i]);
	if (!statement_run(s, error) ||
	    !outbox_case_load(db, key[0], &found, &c, error))
		return FALSE;
	if (found && c.state == OUTBOX_SENT)
		ok = part_settle(db, &c, now, error);
	outbox_case_clear(&c);
	return ok;
}

/* The newest part with this TP-MR, sent by this modem to this phone, that has
 * no final report yet (LIBGAMMU 5.8). */
static gboolean
part_find_reported(struct db *db, const char *modem, const char *phone,
    guint mr, gint64 now, gint64 *key, gboolean *found, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_PART,
	    PART_REPORTABLE);
	gboolean ok = TRUE;

	*found = FALSE;
	statement_text(s, modem);
	statement_int(s, now - REPORT_AGE_MAX);
	statement_int(s, mr);
	while (ok && !*found && statement_row(s, &ok, error)) {
		for (int i = 0; i < 3; i++)
			key[i] = column_int(s);
		ok = part_is_of(db, key, phone, found, error);
	}
	statement_end(s);
	return ok;
}

static gboolean
part_is_of(struct db *db, const gint64 *key, const char *phone, gboolean *is,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_PART, PART_OPEN);
	g_autofree char *open = NULL;

	for (int i = 0; i < 3; i++)
		statement_int(s, key[i]);
	if (!statement_string(s, &open, error))
		return FALSE;
	*is = g_strcmp0(open, phone) == 0;
	return TRUE;
}

gboolean
outbox_parts_since(struct db *db, const char *modem, gint64 since, int *parts,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_PART, PART_SINCE);

	statement_text(s, modem);
	statement_int(s, since);
	return statement_count(s, parts, error);
}

gboolean
outbox_reports_since(struct db *db, const char *modem, gint64 since,
    gboolean *any, GError **error)
{
	struct statement *s = statement_use(db, MODULE_OUTBOX_PART,
	    PART_REPORTS);

	statement_text(s, modem);
	statement_int(s, since);
	return statement_is(s, any, error);
}

/* --- those who end with texts in their hands ----------------------------------- */

gboolean
outbox_modem_gone(struct db *db, const char *modem, gint64 now, int *requeued,
    int *unknown, GError **error)
{
	return part_abandon(db, PART_HANDED_TO, modem, now, requeued, unknown,
	    error);
}

/* All handed rows, or (`modem` not NULL) those of one. */
static gboolean
part_abandon(struct db *db, int which, const char *modem, gint64 now,
    int *requeued, int *unknown, GError **error)
{
	*requeued = *unknown = 0;
	for (;;) {
		struct statement *s = statement_use(db, MODULE_OUTBOX_PART,
		    which);
		struct outbox_case c;
		gboolean handed, ok;
		gint64 id = 0;

		if (modem != NULL)
			statement_text(s, modem);
		if (!statement_value(s, &id, error))
			return FALSE;
		if (id == 0)
			return TRUE;
		if (!part_row(db, id, "modem gone", &handed, &c, error))
			return FALSE;
		ok = part_orphan(db, &c, now, error);
		if (c.state == OUTBOX_QUEUED)
			(*requeued)++;
		else if (c.state == OUTBOX_UNKNOWN)
			(*unknown)++;
		outbox_case_clear(&c);
		if (!ok)
			return FALSE;
	}
}

/* Its process has died: in doubt from the first part that was not told to have
 * left; when all were, only the word that it is sent was lost. */
static gboolean
part_orphan(struct db *db, struct outbox_case *c, gint64 now, GError **error)
{
	if (c->first_part < (guint)c->parts)
		return part_doubt(db, c, "modem gone", OUTBOX_EVENT_RESUME,
		    now, now, error);
	return part_all_sent(db, c, TRUE, now, error);
}

gboolean
outbox_live_gone(struct db *db, enum bearer bearer, const char *phone,
    GError **error)
{
	return part_abandon_live(db, bearer, phone, error);
}

/* All live rows, or (`phone` not NULL) those of one session. */
static gboolean
part_abandon_live(struct db *db, enum bearer bearer, const char *phone,
    GError **error)
{
	for (;;) {
		struct statement *s = statement_use(db, MODULE_OUTBOX_PART,
		    phone != NULL ? PART_LIVE : PART_LIVE_ALL);
		struct outbox_case c;
		gboolean found, ok;
		gint64 id = 0;

		if (phone != NULL) {
			statement_text(s, phone);
			statement_text(s, bearer_name(bearer));
		}
		if (!statement_value(s, &id, error))
			return FALSE;
		if (id == 0)
			return TRUE;
		if (!outbox_case_load(db, id, &found, &c, error))
			return FALSE;
		ok = outbox_case_move(&c, OUTBOX_EVENT_EXPIRE) &&
		    outbox_case_store(db, &c, clock_now(), error);
		outbox_case_clear(&c);
		if (!ok)
			return FALSE;
	}
}

gboolean
outbox_recover(struct db *db, gint64 now, int *requeued, int *unknown,
    GError **error)
{
	return part_abandon(db, PART_HANDED, NULL, now, requeued, unknown,
	    error) && part_abandon_live(db, BEARER_CONSOLE, NULL, error);
}
