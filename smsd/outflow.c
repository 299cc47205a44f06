/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See outflow.h.  Budgets are charged when a text is handed, with all its
 * parts: a text is never torn, so its last parts may pass a limit, and the next
 * one waits the longer.
 */
#include "smsd/outflow.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "menus/fill.h"
#include "services/office.h"
#include "smsd/modem_able.h"

/* Longest wait before looking again at a row that its phone's limits hold back. */
#define OUTFLOW_LOOK		CLOCK_MINUTE

/* Submit errors in a row that pause a SIM (DOMAIN 5.6), and for how long. */
#define OUTFLOW_FAILURES	3
#define OUTFLOW_PAUSE		(5 * CLOCK_MINUTE)
#define OUTFLOW_PAUSE_SIM	(15 * CLOCK_MINUTE)

/* Fewer replies a day are no sign of a loop. */
#define OUTFLOW_REPLIES_MIN	20

/* A text for a modem, to leave after the commit. */
struct submission {
	struct modem *modem;
	struct outbox_msg msg;
	gboolean said;		/* to a stranger: its words count */
};

static void	outflow_note(struct modem *modem);
static void	outflow_leave(struct engine *engine, void *submission);
static void	submission_free(void *submission);
static void	outflow_told_ceiling(struct engine *engine, void *day);
static gboolean	outflow_pick_one(struct engine *engine,
	    struct modem *modem, gint64 *next,
	    GError **error);
static guint	outflow_lanes(struct engine *engine,
	    const struct modem *modem, gint64 *next);
static gboolean	outflow_ceiling(struct engine *engine, const char *line,
	    struct outbox_want *want, GError **error);
static gboolean	outflow_tell_ceiling(struct engine *engine, const char *line,
	    int day, int parts, GError **error);
static int	outflow_parts(struct engine *engine);
static gboolean	outflow_line_next(struct engine *engine, const char *line,
	    gint64 withheld, gint64 *next, GError **error);
static gboolean	outflow_says(const char *text, void *user);
static gboolean	outflow_takes_over(const char *name, void *user);
static int	outflow_takeover_s(const struct config *config,
	    const char *line);

gboolean
outflow_pick(struct engine *engine, GError **error)
{
	gint64 now = clock_now(), withheld = now + OUTFLOW_LOOK;
	guint count = engine->modems->len;

	engine->outflow_next = 0;
	if (engine->stopping)
		return TRUE;
	for (guint i = 0; i < count; i++)
		outflow_note(g_ptr_array_index(engine->modems, i));
	for (guint i = 0; i < count; i++) {
		struct modem *modem = g_ptr_array_index(engine->modems,
		    (engine->first_modem + i) % count);

		if (modem_can_send(modem) &&
		    !outflow_pick_one(engine, modem, &withheld, error))
			return FALSE;
	}
	if (count > 0)
		engine->first_modem = (engine->first_modem + 1) % count;
	for (guint i = 0; i < engine->config->lines->len; i++) {
		const char *line = g_array_index(engine->config->lines,
		    struct line_config, i).name;

		if (!outflow_line_next(engine, line, withheld,
		    &engine->outflow_next, error))
			return FALSE;
	}
	return TRUE;
}

gint64
outflow_next(const struct engine *engine)
{
	return engine->outflow_next;
}

gboolean
outflow_recall(struct engine *engine, struct modem *modem,
    GError **error)
{
	gint64 now = clock_now(), elapsed = clock_elapsed();

	for (int span = 0; span < BUDGET_SPANS; span++) {
		gint64 slot = budget_slot(span);
		int later = 0;

		/* From now back: what was sent since a slot's begin, less
		 * what was sent after its end. */
		for (gint64 age = slot; age <= budget_span(span);
		    age += slot) {
			int parts;

			if (!outbox_parts_since(engine->db,
			    modem->config->name, now - age, &parts, error))
				return FALSE;
			budget_seed(&modem->budget, span,
			    elapsed - age + slot, parts - later);
			later = parts;
		}
	}
	return TRUE;
}

void
outflow_part_sent(struct engine *engine, struct event *event)
{
	engine->parts_out++;
}

void
outflow_sent(struct engine *engine, struct event *event)
{
	engine->texts_out++;
	event->modem->failures = 0;
	modem_forget_submission(event->modem, event->run);
}

void
outflow_failed(struct engine *engine, struct event *event)
{
	struct modem *modem = event->modem;
	gint64 pause = 0;
	guint8 kind;
	gint32 code;

	modem_forget_submission(modem, event->run);
	g_variant_get(event->payload, "(tuyi)", NULL, NULL, &kind, &code);
	if (kind == SMS_FAILURE_PERMANENT)
		return;
	modem->failures++;
	if (kind == SMS_FAILURE_SIM)
		pause = OUTFLOW_PAUSE_SIM;
	else if (modem->failures >= OUTFLOW_FAILURES)
		pause = OUTFLOW_PAUSE;
	if (pause == 0)
		return;
	modem->failures = 0;
	modem->paused_until = clock_elapsed() + pause;
	log_warning("modem %s: paused for %d minutes, the network rejects "
	    "messages (code %d)", modem->config->name,
	    (int)(pause / CLOCK_MINUTE), code);
}

gboolean
outflow_answers_much(const struct config *config, struct modem *modem,
    int *replied, int *heard)
{
	gint64 elapsed = clock_elapsed();

	*replied = budget_sent(&modem->replied, BUDGET_DAY, elapsed);
	*heard = budget_sent(&modem->heard, BUDGET_DAY, elapsed);
	return config->replies_per_text != 0 &&
	    *replied >= OUTFLOW_REPLIES_MIN &&
	    *replied > config->replies_per_text * *heard;
}

void
outflow_limits(const struct modem_config *modem, GTimeZone *zone, gint64 now,
    int kept, int *limits)
{
	limits[BUDGET_MINUTE] = modem->per_minute;
	limits[BUDGET_HOUR] = modem->per_hour;
	limits[BUDGET_DAY] = modem->per_day;
	if (*modem->warm_up_from != '\0' && modem->warm_up_per_day != 0) {
		const char *s = modem->warm_up_from;
		g_autoptr(GDateTime) from = g_date_time_new(zone, atoi(s),
		    atoi(s + 5), atoi(s + 8), 0, 0, 0);
		g_autoptr(GDateTime) to =
		    g_date_time_add_days(from, modem->warm_up_days);

		if (now < g_date_time_to_unix(to) * CLOCK_SECOND &&
		    (modem->per_day == 0 ||
		    modem->warm_up_per_day < modem->per_day))
			limits[BUDGET_DAY] = modem->warm_up_per_day;
	}
	for (int span = BUDGET_HOUR; span < BUDGET_SPANS; span++) {
		if (limits[span] != 0)
			limits[span] = MAX(1,
			    limits[span] * (100 - kept) / 100);
	}
}

gint64
outflow_opens(const struct config *config, enum lane lane, gint64 now)
{
	if ((LANES_ASKED & LANE_BIT(lane)) != 0)
		return now;
	if (lane == LANE_DUTY)
		return calendar_next_in_window(now, config->zone,
		    config->duty_to, config->duty_from);
	return calendar_next_in_window(now, config->zone, config->quiet_to,
	    config->quiet_from);
}

gint64
outflow_pace(const struct modem_config *modem, int parts, double die)
{
	gint64 each = modem->per_minute == 0 ? 0 :
	    CLOCK_MINUTE / modem->per_minute;

	return (gint64)((double)(each * parts) *
	    (1 + (2 * die - 1) * modem->jitter_percent / 100));
}

/* Notes since when it cannot send. */
static void
outflow_note(struct modem *modem)
{
	if (modem_is_able(modem))
		modem->unable_since = 0;
	else if (modem->unable_since == 0)
		modem->unable_since = clock_elapsed();
}

/* *next becomes sooner when the budget opens before. */
static gboolean
outflow_pick_one(struct engine *engine, struct modem *modem,
    gint64 *next, GError **error)
{
	gint64 now = clock_now(), elapsed = clock_elapsed();
	struct submission *submission = g_new0(struct submission, 1);
	struct outbox_want want = {
		.line = modem->config->line,
		.modem = modem->config->name,
		.now = now,
		.lanes = outflow_lanes(engine, modem, next),
		.unasked_per_day = engine->config->unasked_per_day,
		.unasked_per_week = engine->config->unasked_per_week,
		.late = engine->expiry_held > now,
		.says = outflow_says,
		.takes_over = outflow_takes_over,
		.user = submission,
	};
	gboolean found = FALSE, ok = TRUE;
	int limits[BUDGET_SPANS];
	gint64 free_at;

	submission->modem = modem;
	outflow_limits(modem->config, engine->config->zone, now, 0, limits);
	free_at = budget_free_at(&modem->budget, limits, elapsed);
	if (free_at > elapsed) {
		clock_sooner(next, now + free_at - elapsed);
		submission_free(submission);
		return TRUE;
	}
	outflow_limits(modem->config, engine->config->zone, now,
	    engine->config->reserve_percent, limits);
	free_at = budget_free_at(&modem->budget, limits, elapsed);
	if (free_at > elapsed) {
		want.lanes &= LANES_ASKED;
		clock_sooner(next, now + free_at - elapsed);
	}
	ok = outflow_ceiling(engine, modem->config->line, &want, error) &&
	    outbox_next_due(engine->db, &want, &found, &submission->msg, error);
	if (ok && found)
		batch_after_commit(engine, outflow_leave, submission, submission_free);
	else
		submission_free(submission);
	return ok;
}

static void
outflow_leave(struct engine *engine, void *data)
{
	const struct submission *submission = data;
	struct modem *modem = submission->modem;
	const struct outbox_msg *msg = &submission->msg;
	gint64 left_s = (msg->not_after - clock_now()) / CLOCK_SECOND;
	int parts = MAX(1, msg->parts - (int)msg->first_part);
	struct sms_order order = {
		.id = (guint64)msg->id,
		.number = msg->phone,
		.text = msg->text,
		.ref = msg->ref,
		.first_part = msg->first_part,
		.validity_s = (gint32)CLAMP(left_s, 60, G_MAXINT32),
		.class = -1,
		.report = TRUE,
	};

	modem->submission = order.id;
	budget_add(&modem->budget, clock_elapsed(), parts);
	if ((LANES_ASKED & LANE_BIT(msg->lane)) == 0)
		modem->unasked_from = clock_elapsed() +
		    outflow_pace(modem->config, parts, g_random_double());
	if (submission->said)
		sameness_add(modem->sameness, msg->text, clock_elapsed());
	/* Replies on behalf of another SIM do not count. */
	if (msg->lane == LANE_REPLY && msg->attempts <= 1 &&
	    g_strcmp0(msg->modem, modem->config->name) == 0)
		budget_add(&modem->replied, clock_elapsed(), 1);
	modem_expect(modem);
	modem_send(modem, modem->child.run, MESSAGE_SMS_OUT,
	    message_sms_out(&order));
}

static void
submission_free(void *data)
{
	struct submission *submission = data;

	outbox_msg_clear(&submission->msg);
	g_free(submission);
}

/* The lanes that are open now.  Unsolicited messages leave one at a time and with
 * jitter (DOMAIN 5.6). */
static guint
outflow_lanes(struct engine *engine, const struct modem *modem,
    gint64 *next)
{
	gint64 now = clock_now(), elapsed = clock_elapsed();
	guint lanes = 0;

	for (int lane = 0; lane < LANE_COUNT; lane++) {
		gint64 opens = outflow_opens(engine->config, (enum lane)lane,
		    now);

		if (opens == now)
			lanes |= LANE_BIT(lane);
		else
			clock_sooner(next, opens);
	}
	if (modem->spares)
		lanes &= LANES_ASKED;
	if (modem->unasked_from > elapsed) {
		lanes &= LANES_ASKED;
		clock_sooner(next, now + modem->unasked_from - elapsed);
	}
	return lanes;
}

/* Beyond the daily limit of the whole box only alerts leave. */
static gboolean
outflow_ceiling(struct engine *engine, const char *line,
    struct outbox_want *want, GError **error)
{
	int limit = engine->config->parts_per_day;
	int day = calendar_day(want->now, engine->config->zone);
	int parts = limit == 0 ? 0 : outflow_parts(engine);

	if (limit == 0 || parts < limit)
		return TRUE;
	want->lanes &= LANE_BIT(LANE_ALERT);
	if (engine->ceiling_day == day)
		return TRUE;
	batch_after_commit(engine, outflow_told_ceiling, GINT_TO_POINTER(day), NULL);
	log_warning("outflow: %d parts sent in 24 hours, limit %d: only "
	    "alerts leave", parts, limit);
	if (!outflow_tell_ceiling(engine, line, day, parts, error))
		return FALSE;
	/* It is due, and is to leave before anything else. */
	want->now = clock_now();
	return TRUE;
}

/* Told once a day: something may be sending in a loop. */
static gboolean
outflow_tell_ceiling(struct engine *engine, const char *line, int day,
    int parts, GError **error)
{
	g_autofree char *key = g_strdup_printf("guard.ceiling:%d", day);
	g_autoptr(GHashTable) fill = fill_new();
	const struct office_notice notice = {
		.screen = "guard.ceiling", .key = key, .line = line,
		.urgent = TRUE, .fill = fill,
	};
	int phones;

	fill_number(fill, "waiting", parts);
	return office_say(engine->dialog, &notice, &phones, error);
}

/* The rows are there: they need not be looked for again today. */
static void
outflow_told_ceiling(struct engine *engine, void *day)
{
	engine->ceiling_day = GPOINTER_TO_INT(day);
}

/* What all modems have sent in 24 hours. */
static int
outflow_parts(struct engine *engine)
{
	int parts = 0;

	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem *modem = g_ptr_array_index(engine->modems,
		    i);

		parts += budget_sent(&modem->budget, BUDGET_DAY,
		    clock_elapsed());
	}
	return parts;
}

/* When to look at a line again: its next row is due later, or is due and held back.
 * A line without a free modem waits for one. */
static gboolean
outflow_line_next(struct engine *engine, const char *line, gint64 withheld,
    gint64 *next, GError **error)
{
	gint64 now = clock_now(), elapsed = clock_elapsed();
	gboolean served = FALSE, due;
	gint64 later;

	for (guint i = 0; i < engine->modems->len; i++) {
		const struct modem *modem =
		    g_ptr_array_index(engine->modems, i);

		if (g_strcmp0(modem->config->line, line) != 0 ||
		    modem->phase != MODEM_READY || (modem->submission != 0 &&
		    !modem->submission_ends))
			continue;
		served = TRUE;
		if (modem->paused_until > elapsed)
			clock_sooner(&withheld,
			    now + modem->paused_until - elapsed);
	}
	if (!served)
		return TRUE;
	if (!outbox_next_time(engine->db, line, now, &due, &later, error))
		return FALSE;
	clock_sooner(next, later);
	if (due)
		clock_sooner(next, withheld);
	return TRUE;
}

static gboolean
outflow_says(const char *text, void *user)
{
	struct submission *submission = user;
	struct modem *modem = submission->modem;

	submission->said = sameness_allows(modem->sameness, text,
	    modem->config->identical_per_hour, clock_elapsed());
	return submission->said;
}

/* Any modem of the line may send texts bound for one that staff have stopped, that
 * has been unable to send for long, or that no longer exists. */
static gboolean
outflow_takes_over(const char *name, void *user)
{
	const struct submission *submission = user;
	const struct engine *engine = submission->modem->engine;

	for (guint i = 0; i < engine->modems->len; i++) {
		const struct modem *modem =
		    g_ptr_array_index(engine->modems, i);

		if (g_strcmp0(modem->config->name, name) != 0)
			continue;
		return modem->held_at != 0 ||
		    (modem->unable_since != 0 && clock_elapsed() -
		    modem->unable_since >= outflow_takeover_s(engine->config,
		    modem->config->line) * (gint64)CLOCK_SECOND);
	}
	return TRUE;
}

static int
outflow_takeover_s(const struct config *config, const char *line)
{
	for (guint i = 0; i < config->lines->len; i++) {
		const struct line_config *row = &g_array_index(config->lines,
		    struct line_config, i);

		if (g_strcmp0(row->name, line) == 0)
			return row->takeover_s;
	}
	g_assert_not_reached();		/* config_check() */
}
