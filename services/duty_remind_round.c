/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See duty_remind_round.h.
 */
#include "services/duty_remind_round.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/words.h"
#include "menus/options.h"
#include "services/duty_remind_day.h"

#define REMIND_KIND	"duty.remind"	/* of a stage; data: month, after, calendar */
#define REMIND_FROM	(17 * 60 + 30)	/* minute of the day */
#define REMIND_SPREAD	60		/* minutes over which texts leave */
#define REMIND_LATEST	(20 * 60 + 30)	/* no round begins or goes on */
#define REMIND_WORTH	(21 * 60 + 30)	/* no text leaves */
#define REMIND_STEP	50		/* cadres in one go: some milliseconds */

/* One stage at a moment. */
struct stage {
	struct dialog *dialog;
	const struct workday *workdays;
	enum duty_remind_stage stage;
	gint64	 now;
};

/* A step of a round. */
struct step {
	struct dialog *dialog;
	struct duty_remind remind;
	gint64	 from, now;
	GError	**error;
	GPtrArray *cadres;
};

typedef struct duty_sweep duty_sweep;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(duty_sweep, duty_sweep_free)

static gboolean	remind_plan(void *context, gint64 now, GError **error);
static gboolean	remind_plan_stage(const struct stage *stage, GError **error);
static gboolean	remind_run(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static gboolean	remind_is_evening(const struct stage *stage, int month);
static gint64	remind_next(const struct stage *stage, int month, char **data);
static gboolean	remind_stage(const char *name, enum duty_remind_stage *stage);
static gboolean	remind_round(const struct stage *stage, struct agenda_row *row,
		    int month, gboolean *more, GError **error);
static gboolean	remind_hold(const struct cadre *cadre, void *user);
static gboolean	remind_one(struct step *step, const struct cadre *cadre);

const struct agenda_kind duty_remind_kinds[] = {
	{ REMIND_KIND, N_("remind cadres of the households left"),
	    remind_run, remind_plan, FALSE },
	{ .name = NULL }
};

/* A row for each stage: its next round. */
static gboolean
remind_plan(void *context, gint64 now, GError **error)
{
	struct stage stage = {
		.dialog = context, .now = now,
		.workdays = dialog_workdays(context, now, error),
	};

	if (stage.workdays == NULL)
		return FALSE;
	for (int i = 0; i < DUTY_REMIND_STAGE_COUNT; i++) {
		stage.stage = (enum duty_remind_stage)i;
		if (!remind_plan_stage(&stage, error))
			return FALSE;
	}
	return TRUE;
}

/* Anew when the calendar is another; a round that has begun goes on. */
static gboolean
remind_plan_stage(const struct stage *stage, GError **error)
{
	const char *name = duty_remind_stage_name(stage->stage);
	int this_month = calendar_day(stage->now, stage->dialog->options->zone) / 100;
	g_autofree char *data = NULL;
	struct agenda_row row;
	gboolean found, holds;
	int month;
	gint64 at;

	if (!agenda_find(stage->dialog->db, REMIND_KIND, name, &found, &row, error))
		return FALSE;
	holds = found && (row.state == AGENDA_PARKED ||
	    agenda_number(&row, "after") != 0 || agenda_number(&row, "calendar") ==
	    (gint64)workday_version(stage->workdays));
	month = found ? (int)agenda_number(&row, "month") : 0;
	agenda_row_clear(&row);
	if (holds)
		return TRUE;
	at = remind_next(stage, month != 0 ? month : calendar_month_add(this_month, -1),
	    &data);
	return agenda_set(stage->dialog->db, REMIND_KIND, name, at, data, error);
}

/* When the round of `month`, or the first one after it that is not over, begins; its
 * data. */
static gint64
remind_next(const struct stage *stage, int month, char **data)
{
	GTimeZone *zone = stage->dialog->options->zone;
	int day = duty_remind_day(stage->workdays, month, stage->stage);

	/* Of stages that fall together the earlier has no day. */
	while (day == 0 || calendar_moment(day, REMIND_LATEST, zone) <= stage->now) {
		month = calendar_month_add(month, 1);
		day = duty_remind_day(stage->workdays, month, stage->stage);
	}
	g_free(*data);
	*data = g_strdup_printf("month=%d calendar=%u", month,
	    workday_version(stage->workdays));
	return calendar_moment(day, REMIND_FROM, zone);
}

static gboolean
remind_run(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct stage stage = { .dialog = context, .now = now };
	int month = (int)agenda_number(row, "month");
	gboolean more;

	if (!remind_stage(row->object, &stage.stage))
		return TRUE;
	stage.workdays = dialog_workdays(context, now, error);
	if (stage.workdays == NULL)
		return FALSE;
	if (agenda_number(row, "after") == 0 || !remind_is_evening(&stage, month)) {
		*again = remind_next(&stage, month, &row->data);
		if (*again > now)
			return TRUE;
		month = (int)agenda_number(row, "month");
	}
	if (!remind_round(&stage, row, month, &more, error))
		return FALSE;
	*again = more ? now : remind_next(&stage, calendar_month_add(month, 1),
	    &row->data);
	return TRUE;
}

/* Is it still the evening of the round of `month`? */
static gboolean
remind_is_evening(const struct stage *stage, int month)
{
	GTimeZone *zone = stage->dialog->options->zone;

	return calendar_minute_of_day(stage->now, zone) < REMIND_LATEST &&
	    duty_remind_day(stage->workdays, month, stage->stage) ==
	    calendar_day(stage->now, zone);
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

/* The next cadres of a round. */
static gboolean
remind_round(const struct stage *stage, struct agenda_row *row, int month,
    gboolean *more, GError **error)
{
	struct dialog *dialog = stage->dialog;
	GTimeZone *zone = dialog->options->zone;
	int today = calendar_day(stage->now, zone);
	g_autoptr(GPtrArray) cadres = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(duty_sweep) sweep = NULL;
	struct step step = {
		.dialog = dialog, .now = stage->now, .error = error,
		.from = calendar_moment(today, REMIND_FROM, zone),
		.cadres = cadres,
		.remind = {
			.stage = stage->stage, .month = month, .today = today,
			.line = dialog->options->duty_line,
			.not_after = calendar_moment(today, REMIND_WORTH, zone),
		},
	};

	step.remind.sweep = sweep = duty_sweep_new(dialog->db,
	    dialog->options->duty_tags, month, today, error);
	if (sweep == NULL || !cadre_each(dialog->db, agenda_number(row, "after"),
	    remind_hold, &step, error))
		return FALSE;
	for (guint i = 0; i < cadres->len; i++) {
		struct cadre cadre = { 0 };
		gboolean found, ok;

		ok = cadre_by_id(dialog->db, *(gint64 *)g_ptr_array_index(cadres,
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

/* Their minute of the hour is always the same. */
static gboolean
remind_one(struct step *step, const struct cadre *cadre)
{
	gint64 at = step->from + cadre->id * 7 % REMIND_SPREAD * CLOCK_MINUTE;
	gboolean said;

	step->remind.not_before = MAX(at, step->now);
	return duty_remind_say(step->dialog, &step->remind, cadre, &said,
	    step->error);
}
