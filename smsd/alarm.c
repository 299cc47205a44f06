/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See alarm.h.
 */
#include "smsd/alarm.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/outbox.h"
#include "db/sim.h"
#include "menus/fill.h"
#include "services/office.h"
#include "smsd/modem_able.h"

static gboolean	alarm_down(struct engine *engine, struct modem *modem,
	    gint64 since, GError **error);
static gboolean	alarm_back(struct engine *engine, struct modem *modem,
	    gint64 since, GError **error);
static gboolean	alarm_note(struct engine *engine, const struct modem *modem,
	    gint64 told_since, GError **error);
static gboolean	alarm_say(struct engine *engine,
	    const struct modem *modem, const char *screen,
	    const char *line, gint64 since, int waiting, GError **error);
static const struct modem *alarm_helper(struct engine *engine,
	    const char *line);

gboolean
alarm_act(struct engine *engine, struct modem *modem, gint64 now, gint64 *next,
    GError **error)
{
	gint64 wait = modem->config->alarm_s * (gint64)CLOCK_SECOND;
	gint64 since = modem->unable_since != 0 ? modem->unable_since :
	    clock_elapsed();
	gint64 due_in = since + wait - clock_elapsed();
	struct sim_record record;
	gint64 told;

	*next = 0;
	if (!sim_record_get(engine->db, modem->config->name, &record, error))
		return FALSE;
	told = record.told_since;
	sim_record_clear(&record);
	if (modem_is_able(modem))
		return told == 0 || alarm_back(engine, modem, told, error);
	if (wait == 0 || told != 0 || modem->held_at != 0 ||
	    modem->identity == IDENTITY_OTHER)
		return TRUE;
	if (due_in <= 0)
		return alarm_down(engine, modem, now - wait + due_in, error);
	*next = now + due_in;
	return TRUE;
}

/* Sent by another modem of the line, or of another line, or else by itself once it has
 * recovered. */
static gboolean
alarm_down(struct engine *engine, struct modem *modem, gint64 since, GError **error)
{
	const char *line = modem->config->line;
	const struct modem *helper = alarm_helper(engine, line);
	const char *screen = helper != NULL ? "modem.down" : "modem.alone";
	int counts[LANE_COUNT] = { 0 }, waiting = 0;

	if (helper == NULL)
		helper = alarm_helper(engine, NULL);
	if (!outbox_queued(engine->db, line, counts, error))
		return FALSE;
	for (int lane = 0; lane < LANE_COUNT; lane++)
		waiting += counts[lane];
	log_warning("modem %s: unable to send for %d s", modem->config->name,
	    modem->config->alarm_s);
	return alarm_say(engine, modem, screen, helper != NULL ?
	    helper->config->line : line, since, waiting, error) &&
	    alarm_note(engine, modem, since, error);
}

static gboolean
alarm_back(struct engine *engine, struct modem *modem, gint64 since, GError **error)
{
	return alarm_say(engine, modem, "modem.back", modem->config->line, since, 0,
	    error) && alarm_note(engine, modem, 0, error);
}

static gboolean
alarm_note(struct engine *engine, const struct modem *modem, gint64 told_since,
    GError **error)
{
	struct sim_record record;
	gboolean ok;

	if (!sim_record_get(engine->db, modem->config->name, &record, error))
		return FALSE;
	record.told_since = told_since;
	ok = sim_record_put(engine->db, modem->config->name, &record, error);
	sim_record_clear(&record);
	return ok;
}

static gboolean
alarm_say(struct engine *engine, const struct modem *modem,
    const char *screen, const char *line, gint64 since, int waiting, GError **error)
{
	g_autofree char *key = g_strdup_printf("%s:%s:%" G_GINT64_FORMAT,
	    screen, modem->config->name, since / CLOCK_SECOND);
	g_autofree char *words = calendar_format(since,
	    engine->config->zone, "%m-%d %H:%M");
	g_autoptr(GHashTable) fill = fill_new();
	const struct office_notice notice = {
		.screen = screen, .key = key, .line = line,
		.urgent = TRUE, .fill = fill,
	};
	int phones;

	fill_set(fill, "modem", modem->config->name);
	fill_set(fill, "since", words);
	fill_number(fill, "waiting", waiting);
	return office_say(engine->dialog, &notice, &phones, error);
}

/* A modem that can send, of a line or (NULL) of any. */
static const struct modem *
alarm_helper(struct engine *engine, const char *line)
{
	for (guint i = 0; i < engine->modems->len; i++) {
		const struct modem *modem =
		    g_ptr_array_index(engine->modems, i);

		if ((line == NULL ||
		    g_strcmp0(modem->config->line, line) == 0) &&
		    modem_is_able(modem))
			return modem;
	}
	return NULL;
}
