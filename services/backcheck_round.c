/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See backcheck_round.h.
 */
#include "services/backcheck_round.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/words.h"
#include "base/workday.h"
#include "db/backcheck.h"
#include "db/cadre.h"
#include "menus/options.h"
#include "menus/say.h"

#define BACKCHECK_KIND	"backcheck.round"

/* DOMAIN 5.5: people are asked between 09:00 and 11:30. */
#define BACKCHECK_FROM	(9 * 60 + 30)
#define BACKCHECK_LATEST	(11 * 60 + 30)
#define BACKCHECK_SPREAD	60		/* minutes */
#define BACKCHECK_WORTH	(20 * 60)	/* no text leaves */
#define BACKCHECK_STEP	50		/* cadres in one go */

struct ids {
	gint64	 id[BACKCHECK_STEP];
	int	 count;
};

static gboolean	backcheck_plan(void *context, gint64 now, GError **error);
static gboolean	backcheck_run(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static gint64	backcheck_next(const struct workday *workdays, int day, GTimeZone *zone);
static gboolean	backcheck_round(struct dialog *dialog, struct agenda_row *row,
		    int today, gint64 now, gboolean *more, GError **error);
static gboolean	backcheck_hold(const struct cadre *cadre, void *user);
static gboolean	backcheck_ask(struct dialog *dialog, const char *line,
		    struct backcheck *check, int today, gint64 not_before,
		    gint64 not_after, gboolean *asked, GError **error);
static gboolean	backcheck_cadre(struct dialog *dialog, gint64 cadre_id, int today,
		    gint64 now, GError **error);

const struct agenda_kind backcheck_kinds[] = {
	{ BACKCHECK_KIND, N_("ask households whether anybody called"),
	    backcheck_run, backcheck_plan, FALSE },
	{ .name = NULL }
};

static gboolean
backcheck_plan(void *context, gint64 now, GError **error)
{
	struct dialog *dialog = context;

	if (*dialog->options->check_line == '\0')
		return agenda_drop(dialog->db, BACKCHECK_KIND, "", error);
	return agenda_sooner(dialog->db, BACKCHECK_KIND, "", now, error);
}

/* A round each working morning; data: day, and after whom it goes on (-1: it is
 * done). */
static gboolean
backcheck_run(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct dialog *dialog = context;
	GTimeZone *zone = dialog->options->zone;
	int today = calendar_day(now, zone);
	int minute = calendar_minute_of_day(now, zone);
	gboolean done = agenda_number(row, "day") == today &&
	    agenda_number(row, "after") < 0, more;
	const struct workday *workdays;

	if (*dialog->options->check_line == '\0')
		return TRUE;
	workdays = dialog_workdays(dialog, now, error);
	if (workdays == NULL)
		return FALSE;
	if (done || minute >= BACKCHECK_LATEST ||
	    !workday_works(workdays, today))
		*again = backcheck_next(workdays, calendar_day_add(today, 1), zone);
	else if (minute < BACKCHECK_FROM)
		*again = calendar_moment(today, BACKCHECK_FROM, zone);
	if (*again != 0)
		return TRUE;
	if (!backcheck_round(dialog, row, today, now, &more, error))
		return FALSE;
	*again = more ? now : backcheck_next(workdays, calendar_day_add(today, 1), zone);
	return TRUE;
}

/* The first morning from `day` on; of the coming week a day that is worked. */
static gint64
backcheck_next(const struct workday *workdays, int day, GTimeZone *zone)
{
	int worked = day;

	for (int i = 0; i < 7 && !workday_works(workdays, worked); i++)
		worked = calendar_day_add(worked, 1);
	return calendar_moment(workday_works(workdays, worked) ? worked : day,
	    BACKCHECK_FROM, zone);
}

static gboolean
backcheck_round(struct dialog *dialog, struct agenda_row *row, int today, gint64 now,
    gboolean *more, GError **error)
{
	gint64 after = agenda_number(row, "day") == today ?
	    agenda_number(row, "after") : 0;
	struct ids ids = { .count = 0 };

	if (!cadre_each(dialog->db, after, backcheck_hold, &ids, error))
		return FALSE;
	for (int i = 0; i < ids.count; i++) {
		if (!backcheck_cadre(dialog, ids.id[i], today, now, error))
			return FALSE;
		after = ids.id[i];
	}
	*more = ids.count == BACKCHECK_STEP;
	g_free(row->data);
	row->data = g_strdup_printf("day=%d after=%" G_GINT64_FORMAT, today,
	    *more ? after : -1);
	return TRUE;
}

static gboolean
backcheck_hold(const struct cadre *cadre, void *user)
{
	struct ids *ids = user;

	ids->id[ids->count++] = cadre->id;
	return ids->count < BACKCHECK_STEP;
}

/* One household a morning at most, so that they spread over the month. */
static gboolean
backcheck_cadre(struct dialog *dialog, gint64 cadre_id, int today, gint64 now,
    GError **error)
{
	GTimeZone *zone = dialog->options->zone;
	g_autoptr(GHashTable) passed = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, NULL);
	gint64 at = calendar_moment(today, BACKCHECK_FROM, zone) +
	    cadre_id * 7 % BACKCHECK_SPREAD * CLOCK_MINUTE;
	struct cadre cadre = { 0 };
	gboolean found, asked = FALSE, ok;

	ok = cadre_by_id(dialog->db, cadre_id, &found, &cadre, error);
	while (ok && found && !asked) {
		struct backcheck check;

		ok = backcheck_draw(dialog->db, &cadre, today, passed, &found, &check,
		    error) && (!found || backcheck_ask(dialog,
		    dialog->options->check_line, &check, today, MAX(at, now),
		    calendar_moment(today, BACKCHECK_WORTH, zone), &asked, error));
		backcheck_clear(&check);
	}
	cadre_clear(&cadre);
	return ok;
}

/* *asked FALSE: the telephone has another question open, or wants none. */
static gboolean
backcheck_ask(struct dialog *dialog, const char *line, struct backcheck *check,
    int today, gint64 not_before, gint64 not_after, gboolean *asked,
    GError **error)
{
	g_autofree char *key = NULL;
	struct say say = {
		.screen = "backcheck.ask", .phone = check->phone, .line = line,
		.since = calendar_moment(calendar_day_add(today,
		    -BACKCHECK_BEFORE), 0, dialog->options->zone),
		.not_before = not_before, .not_after = not_after,
	};
	enum say_result result;

	if (!backcheck_add(dialog->db, check, today, error))
		return FALSE;
	say.key = key = g_strdup_printf("check:%" G_GINT64_FORMAT, check->id);
	if (!say_ask(dialog, &say, &result, error))
		return FALSE;
	*asked = result == SAY_SAID || result == SAY_WAITS;
	return *asked || backcheck_forget(dialog->db, check->id, error);
}
