/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See remind.h.
 */
#include "smsd/remind.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/holiday.h"
#include "smsd/remind_day.h"

#define REMIND_KIND	"duty.remind"	/* of a stage; data: month, after, calendar */
#define REMIND_FROM	(17 * 60 + 30)	/* minute of the day */
#define REMIND_SPREAD	60		/* minutes over which texts leave */
#define REMIND_LATEST	(20 * 60 + 30)	/* no round begins or goes on */
#define REMIND_WORTH	(21 * 60 + 30)	/* no text leaves */
#define REMIND_STEP	50		/* cadres in one go: some milliseconds */

/* A step of a round. */
struct step {
	struct engine *engine;
	struct duty_remind remind;
	gint64	 from, now;
	GError	**error;
	GPtrArray *cadres;
};

typedef struct duty_sweep duty_sweep;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(duty_sweep, duty_sweep_free)

static gboolean	remind_plan(void *context, gint64 now, GError **error);
static gboolean	remind_plan_stage(struct engine *engine, enum duty_remind_stage stage,
		    gint64 now, GError **error);
static gboolean	remind_run(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static gint64	remind_next(struct engine *engine, enum duty_remind_stage stage,
		    int month, gint64 now, char **data);
static gboolean	remind_stage(const char *name, enum duty_remind_stage *stage);
static gboolean	remind_round(struct engine *engine, struct agenda_row *row,
		    enum duty_remind_stage stage, int month, gint64 now,
		    gboolean *more, GError **error);
static gboolean	remind_hold(const struct cadre *cadre, void *user);
static gboolean	remind_one(struct step *step, const struct cadre *cadre);

const struct agenda_kind remind_kinds[] = {
	{ REMIND_KIND, remind_run, remind_plan, FALSE },
	{ .name = NULL }
};

/* A row for each stage: its next round. */
static gboolean
remind_plan(void *context, gint64 now, GError **error)
{
	struct engine *engine = context;

	if (!remind_calendar(engine, calendar_day(now, engine->config->zone), error))
		return FALSE;
	for (int stage = 0; stage < DUTY_REMIND_STAGE_COUNT; stage++) {
		if (!remind_plan_stage(engine, (enum duty_remind_stage)stage, now,
		    error))
			return FALSE;
	}
	return TRUE;
}

/* Anew when the calendar is another; a round that has begun goes on. */
static gboolean
remind_plan_stage(struct engine *engine, enum duty_remind_stage stage, gint64 now,
    GError **error)
{
	const char *name = duty_remind_stage_name(stage);
	int this_month = calendar_day(now, engine->config->zone) / 100;
	g_autofree char *data = NULL;
	struct agenda_row row;
	gboolean found, holds;
	int month;
	gint64 at;

	if (!agenda_find(engine->db, REMIND_KIND, name, &found, &row, error))
		return FALSE;
	holds = found && (row.state == AGENDA_PARKED ||
	    agenda_number(&row, "after") != 0 || agenda_number(&row, "calendar") ==
	    (gint64)workday_version(engine->workdays));
	month = found ? (int)agenda_number(&row, "month") : 0;
	agenda_row_clear(&row);
	if (holds)
		return TRUE;
	at = remind_next(engine, stage, month != 0 ? month :
	    calendar_month_add(this_month, -1), now, &data);
	return agenda_set(engine->db, REMIND_KIND, name, at, data, error);
}

/* When the round of `month`, or the first one after it that is not over, begins; its
 * data. */
static gint64
remind_next(struct engine *engine, enum duty_remind_stage stage, int month, gint64 now,
    char **data)
{
	GTimeZone *zone = engine->config->zone;
	int day = remind_day(engine->workdays, month, stage);

	/* Of stages that fall together the earlier has no day. */
	while (day == 0 || calendar_moment(day, REMIND_LATEST, zone) <= now) {
		month = calendar_month_add(month, 1);
		day = remind_day(engine->workdays, month, stage);
	}
	g_free(*data);
	*data = g_strdup_printf("month=%d calendar=%u", month,
	    workday_version(engine->workdays));
	return calendar_moment(day, REMIND_FROM, zone);
}

static gboolean
remind_run(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct engine *engine = context;
	int month = (int)agenda_number(row, "month");
	enum duty_remind_stage stage;
	gboolean more;

	if (!remind_stage(row->object, &stage))
		return TRUE;
	if (!remind_calendar(engine, calendar_day(now, engine->config->zone), error))
		return FALSE;
	/* The evening that it is, or is not any more. */
	if (agenda_number(row, "after") == 0 ||
	    calendar_minute_of_day(now, engine->config->zone) >= REMIND_LATEST ||
	    remind_day(engine->workdays, month, stage) !=
	    calendar_day(now, engine->config->zone)) {
		*again = remind_next(engine, stage, month, now, &row->data);
		if (*again > now)
			return TRUE;
		month = (int)agenda_number(row, "month");
	}
	if (!remind_round(engine, row, stage, month, now, &more, error))
		return FALSE;
	*again = more ? now : remind_next(engine, stage, calendar_month_add(month, 1),
	    now, &row->data);
	return TRUE;
}

static gboolean
remind_stage(const char *name, enum duty_remind_stage *stage)
{
	for (int i = 0; i < DUTY_REMIND_STAGE_COUNT; i++) {
		*stage = (enum duty_remind_stage)i;
		if (strcmp(duty_remind_stage_name(*stage), name) == 0)
			return TRUE;
	}
	return FALSE;
}

void
remind_forget(struct engine *engine)
{
	engine->workdays_on = 0;
	engine->replan = TRUE;
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

/* The next cadres of a round. */
static gboolean
remind_round(struct engine *engine, struct agenda_row *row,
    enum duty_remind_stage stage, int month, gint64 now, gboolean *more, GError **error)
{
	GTimeZone *zone = engine->config->zone;
	int today = calendar_day(now, zone);
	g_autoptr(GPtrArray) cadres = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(duty_sweep) sweep = NULL;
	struct step step = {
		.engine = engine, .now = now, .error = error,
		.from = calendar_moment(today, REMIND_FROM, zone),
		.cadres = cadres,
		.remind = {
			.stage = stage, .month = month, .today = today,
			.line = engine->config->duty_line,
			.not_after = calendar_moment(today, REMIND_WORTH, zone),
		},
	};

	step.remind.sweep = sweep = duty_sweep_new(engine->db,
	    engine->config->dialog.duty_tags, month, today, error);
	if (sweep == NULL || !cadre_each(engine->db, agenda_number(row, "after"),
	    remind_hold, &step, error))
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
	*more = cadres->len == REMIND_STEP;
	if (*more) {
		g_free(row->data);
		row->data = g_strdup_printf("month=%d after=%" G_GINT64_FORMAT, month,
		    *(gint64 *)g_ptr_array_index(cadres, cadres->len - 1));
	} else {
		g_autofree char *written = calendar_month_write(month);

		log_info("duty: reminders of %s, %s: done", written, row->object);
	}
	return TRUE;
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
