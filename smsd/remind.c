/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See remind.h.
 */
#include "smsd/remind.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/duty_round.h"
#include "db/holiday.h"
#include "smsd/remind_day.h"

#define REMIND_FROM	(17 * 60 + 30)	/* minute of the day */
#define REMIND_SPREAD	60		/* minutes over which texts leave */
#define REMIND_LATEST	(20 * 60 + 30)	/* no round begins or goes on */
#define REMIND_WORTH	(21 * 60 + 30)	/* no text leaves */
#define REMIND_STEP	50		/* cadres a batch: some milliseconds */

/* A step of a round. */
struct step {
	struct engine *engine;
	struct duty_remind remind;
	struct duty_round *round;
	gint64	 from, now;
	GError	**error;
	GPtrArray *cadres;
};

typedef struct duty_sweep duty_sweep;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(duty_sweep, duty_sweep_free)

static gboolean	remind_today(struct engine *engine, int today, gint64 now,
		    gboolean *more, GError **error);
static gboolean	remind_round(struct engine *engine, int month,
		    enum duty_remind_stage stage, int today, gint64 now,
		    gboolean *more, GError **error);
static gboolean	remind_hold(const struct cadre *cadre, void *user);
static gboolean	remind_one(struct step *step, const struct cadre *cadre);

gboolean
remind_act(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	GTimeZone *zone = engine->config->zone;
	int today = calendar_day(now, zone);
	int minute = calendar_minute_of_day(now, zone);
	gboolean more = FALSE;

	*next = calendar_moment(minute < REMIND_FROM ? today :
	    calendar_day_add(today, 1), REMIND_FROM, zone);
	if (minute < REMIND_FROM || minute >= REMIND_LATEST)
		return TRUE;
	if (!remind_calendar(engine, today, error) ||
	    !remind_today(engine, today, now, &more, error))
		return FALSE;
	if (more)
		*next = now;
	return TRUE;
}

void
remind_forget(struct engine *engine)
{
	engine->workdays_on = 0;
}

/* Read once a day. */
gboolean
remind_calendar(struct engine *engine, int today, GError **error)
{
	struct workday *calendar;

	if (engine->workdays_on == today)
		return TRUE;
	calendar = holiday_load(engine->db, error);
	if (calendar == NULL)
		return FALSE;
	workday_free(engine->workdays);
	engine->workdays = calendar;
	engine->workdays_on = today;
	return TRUE;
}

/* The rounds that fall on today, of this month and of the last. */
static gboolean
remind_today(struct engine *engine, int today, gint64 now, gboolean *more,
    GError **error)
{
	for (int back = 0; back <= 1 && !*more; back++) {
		int month = calendar_month_add(today / 100, -back);

		for (int stage = 0; stage < DUTY_REMIND_STAGE_COUNT && !*more;
		    stage++) {
			if (remind_day(engine->workdays, month,
			    (enum duty_remind_stage)stage) == today &&
			    !remind_round(engine, month,
			    (enum duty_remind_stage)stage, today, now, more, error))
				return FALSE;
		}
	}
	return TRUE;
}

static gboolean
remind_round(struct engine *engine, int month, enum duty_remind_stage stage,
    int today, gint64 now, gboolean *more, GError **error)
{
	GTimeZone *zone = engine->config->zone;
	g_autoptr(GPtrArray) cadres = g_ptr_array_new();
	g_autoptr(duty_sweep) sweep = NULL;
	struct duty_round round = {
		.month = month, .stage = duty_remind_stage_name(stage),
	};
	struct step step = {
		.engine = engine, .round = &round, .now = now, .error = error,
		.from = calendar_moment(today, REMIND_FROM, zone),
		.cadres = cadres,
		.remind = {
			.stage = stage, .month = month, .today = today,
			.line = engine->config->duty_line,
			.not_after = calendar_moment(today, REMIND_WORTH, zone),
		},
	};

	if (!duty_round_get(engine->db, &round, error))
		return FALSE;
	if (round.ended)
		return TRUE;
	step.remind.sweep = sweep = duty_sweep_new(engine->db,
	    engine->config->dialog.duty_tags, month, today, error);
	if (sweep == NULL)
		return FALSE;
	g_ptr_array_set_free_func(cadres, (GDestroyNotify)g_free);
	if (!cadre_each(engine->db, round.cadre_id, remind_hold, &step, error))
		return FALSE;
	for (guint i = 0; i < cadres->len; i++) {
		struct cadre cadre = { 0 };
		gboolean found, ok;

		ok = cadre_by_id(engine->db, *(gint64 *)g_ptr_array_index(cadres,
		    i), &found, &cadre, error) &&
		    (!found || remind_one(&step, &cadre));
		cadre_clear(&cadre);
		if (!ok)
			return FALSE;
	}
	round.ended = cadres->len < REMIND_STEP;
	*more = !round.ended;
	if (cadres->len > 0)
		round.cadre_id = *(gint64 *)g_ptr_array_index(cadres,
		    cadres->len - 1);
	if (round.ended) {
		g_autofree char *written = calendar_month_write(month);

		log_info("duty: reminders of %s, %s: done", written,
		    round.stage);
	}
	return duty_round_put(engine->db, &round, now, error);
}

static gboolean
remind_hold(const struct cadre *cadre, void *user)
{
	struct step *step = user;
	gint64 *id = g_new(gint64, 1);

	*id = cadre->id;
	g_ptr_array_add(step->cadres, id);
	return step->cadres->len < REMIND_STEP;
}

/* His minute of the hour is always the same. */
static gboolean
remind_one(struct step *step, const struct cadre *cadre)
{
	gint64 at = step->from + cadre->id * 7 % REMIND_SPREAD * CLOCK_MINUTE;
	gboolean said;

	step->remind.not_before = MAX(at, step->now);
	return duty_remind_say(step->engine->dialog, &step->remind, cadre, &said,
	    step->error);
}
