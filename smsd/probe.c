/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See probe.h.
 */
#include "smsd/probe.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/sim.h"
#include "menus/fill.h"
#include "services/office.h"
#include "smsd/modem_able.h"
#include "smsd/outflow.h"

#define PROBE_WAIT	CLOCK_HOUR	/* for the reports */
#define PROBE_REPORTS	(7 * CLOCK_DAY)	/* no report in it: it gets none at all */

static gboolean	probe_look(struct engine *engine, struct modem *modem,
	    struct sim_record *record, gint64 now, gint64 *next, GError **error);
static gboolean	probe_send(struct engine *engine, const struct modem *modem,
	    gint64 slot, GError **error);
static gboolean	probe_judge(struct engine *engine, const struct modem *modem,
	    struct sim_record *record, gint64 now, GError **error);
static gboolean	probe_tell(struct engine *engine, const struct modem *modem,
	    gint64 slot, GError **error);

gboolean
probe_act(struct engine *engine, struct modem *modem, gint64 now, gint64 *next,
    GError **error)
{
	const char *name = modem->config->name;
	struct sim_record record;
	gint64 slot, judge_at;
	gboolean ok;

	*next = 0;
	if (*engine->config->probe_phones == NULL || engine->config->probe_every_h == 0)
		return TRUE;
	if (!sim_record_get(engine->db, name, &record, error))
		return FALSE;
	slot = record.probe_slot;
	judge_at = record.probe_judge_at;
	ok = probe_look(engine, modem, &record, now, next, error) &&
	    ((slot == record.probe_slot && judge_at == record.probe_judge_at) ||
	    sim_record_put(engine->db, name, &record, error));
	sim_record_clear(&record);
	return ok;
}

static gboolean
probe_look(struct engine *engine, struct modem *modem, struct sim_record *record,
    gint64 now, gint64 *next, GError **error)
{
	gint64 every = engine->config->probe_every_h * CLOCK_HOUR;
	gint64 begin = now - now % every;
	gint64 opens;

	if (record->probe_judge_at != 0 && record->probe_judge_at <= now &&
	    !probe_judge(engine, modem, record, now, error))
		return FALSE;
	clock_sooner(next, record->probe_judge_at);
	/* When one that cannot send is able again, there is a batch. */
	if (record->probe_judge_at != 0 || !modem_is_able(modem) || modem->spares)
		return TRUE;
	clock_sooner(next, begin + every);
	if (record->probe_slot == begin / CLOCK_SECOND)
		return TRUE;
	opens = outflow_opens(engine->config, LANE_DUTY, now);
	if (opens > now) {
		clock_sooner(next, opens);
		return TRUE;
	}
	record->probe_slot = begin / CLOCK_SECOND;
	record->probe_judge_at = now + PROBE_WAIT;
	clock_sooner(next, record->probe_judge_at);
	return probe_send(engine, modem, record->probe_slot, error);
}

static gboolean
probe_send(struct engine *engine, const struct modem *modem, gint64 slot,
    GError **error)
{
	for (char **phone = engine->config->probe_phones; *phone != NULL;
	    phone++) {
		const struct office_probe probe = {
			.line = modem->config->line,
			.modem = modem->config->name,
			.phone = *phone,
			.at = slot,
		};

		if (!office_probe(engine->dialog, &probe, error))
			return FALSE;
	}
	return TRUE;
}

/* None arrived although other reports do come: the operator holds messages back, or
 * every one of the phones is off. */
static gboolean
probe_judge(struct engine *engine, const struct modem *modem, struct sim_record *record,
    gint64 now, GError **error)
{
	int sent = 0, arrived = 0;
	gboolean reports;

	record->probe_judge_at = 0;
	for (char **phone = engine->config->probe_phones; *phone != NULL;
	    phone++) {
		g_autofree char *key = office_probe_key(modem->config->name,
		    record->probe_slot, *phone);
		struct outbox_msg msg;
		gboolean found;

		if (!outbox_find(engine->db, key, &found, &msg, error))
			return FALSE;
		arrived += found && msg.state == OUTBOX_DELIVERED;
		sent += found && (msg.state == OUTBOX_DELIVERED ||
		    msg.state == OUTBOX_SENT);
		outbox_msg_clear(&msg);
	}
	if (arrived > 0 || sent == 0) {
		record->probe_silent = record->probe_silent && sent == 0;
		return TRUE;
	}
	if (!outbox_reports_since(engine->db, modem->config->name,
	    now - PROBE_REPORTS, &reports, error))
		return FALSE;
	record->probe_silent = reports;
	return !reports || probe_tell(engine, modem, record->probe_slot, error);
}

static gboolean
probe_tell(struct engine *engine, const struct modem *modem, gint64 slot,
    GError **error)
{
	g_autofree char *key = g_strdup_printf("probe.silent:%s:%"
	    G_GINT64_FORMAT, modem->config->name, slot);
	g_autoptr(GHashTable) fill = fill_new();
	const struct office_notice notice = {
		.screen = "probe.silent", .key = key,
		.line = modem->config->line, .fill = fill,
	};
	int phones;

	log_warning("modem %s: test messages are not delivered",
	    modem->config->name);
	fill_set(fill, "modem", modem->config->name);
	return office_say(engine->dialog, &notice, &phones, error);
}
