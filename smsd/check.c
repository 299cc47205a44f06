/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See check.h.
 */
#include "smsd/check.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/workday.h"
#include "db/duty_round.h"
#include "services/backcheck.h"
#include "smsd/remind.h"

/* DOMAIN 5.5: people are asked between 09:00 and 11:30. */
#define BACKCHECK_FROM	(9 * 60 + 30)
#define BACKCHECK_LATEST	(11 * 60 + 30)
#define BACKCHECK_SPREAD	60		/* minutes */
#define BACKCHECK_WORTH	(20 * 60)	/* no text leaves */
#define BACKCHECK_STEP	50		/* cadres a batch */

struct ids {
	gint64	 id[BACKCHECK_STEP];
	int	 count;
};

static gboolean	backcheck_round(struct engine *engine, int today, gint64 now,
		    gboolean *more, GError **error);
static gboolean	backcheck_hold(const struct cadre *cadre, void *user);
static gboolean	backcheck_cadre(struct engine *engine, gint64 cadre_id, int today,
		    gint64 now, GError **error);

gboolean
backcheck_act(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	GTimeZone *zone = engine->config->zone;
	int today = calendar_day(now, zone);
	int minute = calendar_minute_of_day(now, zone);
	gboolean more = FALSE;

	*next = 0;
	if (*engine->config->check_line == '\0')
		return TRUE;
	*next = calendar_moment(minute < BACKCHECK_FROM ? today :
	    calendar_day_add(today, 1), BACKCHECK_FROM, zone);
	if (minute < BACKCHECK_FROM || minute >= BACKCHECK_LATEST)
		return TRUE;
	if (!remind_calendar(engine, today, error))
		return FALSE;
	if (workday_works(engine->workdays, today) &&
	    !backcheck_round(engine, today, now, &more, error))
		return FALSE;
	if (more)
		*next = now;
	return TRUE;
}

static gboolean
backcheck_round(struct engine *engine, int today, gint64 now, gboolean *more,
    GError **error)
{
	struct duty_round round = { .month = today, .stage = "check" };
	struct ids ids = { .count = 0 };

	if (!duty_round_get(engine->db, &round, error))
		return FALSE;
	if (round.ended)
		return TRUE;
	if (!cadre_each(engine->db, round.cadre_id, backcheck_hold, &ids, error))
		return FALSE;
	for (int i = 0; i < ids.count; i++) {
		if (!backcheck_cadre(engine, ids.id[i], today, now, error))
			return FALSE;
		round.cadre_id = ids.id[i];
	}
	round.ended = ids.count < BACKCHECK_STEP;
	*more = !round.ended;
	return duty_round_put(engine->db, &round, now, error);
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
backcheck_cadre(struct engine *engine, gint64 cadre_id, int today, gint64 now,
    GError **error)
{
	GTimeZone *zone = engine->config->zone;
	g_autoptr(GHashTable) passed = g_hash_table_new_full(g_int64_hash,
	    g_int64_equal, g_free, NULL);
	gint64 at = calendar_moment(today, BACKCHECK_FROM, zone) +
	    cadre_id * 7 % BACKCHECK_SPREAD * CLOCK_MINUTE;
	struct cadre cadre = { 0 };
	gboolean found, asked = FALSE, ok;

	ok = cadre_by_id(engine->db, cadre_id, &found, &cadre, error);
	while (ok && found && !asked) {
		struct backcheck check;

		ok = backcheck_draw(engine->db, &cadre, today, passed, &found, &check,
		    error) && (!found || backcheck_ask(engine->dialog,
		    engine->config->check_line, &check, today, MAX(at, now),
		    calendar_moment(today, BACKCHECK_WORTH, zone), &asked, error));
		backcheck_clear(&check);
	}
	cadre_clear(&cadre);
	return ok;
}
