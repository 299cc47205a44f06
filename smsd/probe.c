/*
 * See probe.h.
 */
#include "smsd/probe.h"

#include "base/clock.h"
#include "base/log.h"
#include "menus/fill.h"
#include "services/office.h"
#include "smsd/modem.h"
#include "smsd/outflow.h"

#define PROBE_WAIT	CLOCK_HOUR	/* for the reports */
#define PROBE_REPORTS	(7 * CLOCK_DAY)	/* no report in it: it gets none at all */

static gboolean	probe_modem(struct engine *engine, struct modem *modem,
	    gint64 now, gint64 *next, GError **error);
static gboolean	probe_send(struct engine *engine, struct modem *modem,
	    gint64 now, GError **error);
static gboolean	probe_judge(struct engine *engine, struct modem *modem,
	    gint64 now, GError **error);
static gboolean	probe_tell(struct engine *engine,
	    const struct modem *modem, GError **error);

gboolean
probe_act(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	*next = 0;
	if (*engine->config->probe_phones == NULL ||
	    engine->config->probe_every_h == 0)
		return TRUE;
	for (guint i = 0; i < engine->modems->len; i++) {
		if (!probe_modem(engine, g_ptr_array_index(engine->modems, i),
		    now, next, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
probe_modem(struct engine *engine, struct modem *modem, gint64 now,
    gint64 *next, GError **error)
{
	struct probe *probe = &modem->probe;
	gint64 every = engine->config->probe_every_h * CLOCK_HOUR;
	gint64 begin = now - now % every;
	gint64 opens;

	if (probe->judge_at != 0 && probe->judge_at <= now &&
	    !probe_judge(engine, modem, now, error))
		return FALSE;
	clock_sooner(next, probe->judge_at);
	/* One that cannot send comes back with a slot of its own. */
	if (probe->judge_at != 0 || !modem_is_able(modem) ||
	    modem->balance.paused)
		return TRUE;
	clock_sooner(next, begin + every);
	if (probe->slot == begin / CLOCK_SECOND)
		return TRUE;
	opens = outflow_opens(engine->config, LANE_DUTY, now);
	if (opens > now) {
		clock_sooner(next, opens);
		return TRUE;
	}
	probe->slot = begin / CLOCK_SECOND;
	probe->judge_at = now + PROBE_WAIT;
	clock_sooner(next, probe->judge_at);
	return probe_send(engine, modem, now, error);
}

static gboolean
probe_send(struct engine *engine, struct modem *modem, gint64 now,
    GError **error)
{
	for (char **phone = engine->config->probe_phones; *phone != NULL;
	    phone++) {
		const struct office_probe probe = {
			.line = modem->config->line,
			.modem = modem->config->name,
			.phone = *phone,
			.at = modem->probe.slot,
		};

		if (!office_probe(engine->dialog, &probe, error))
			return FALSE;
	}
	return TRUE;
}

/* None of them arrived, although reports do come otherwise: then texts are held
 * back, or every one of the phones is off. */
static gboolean
probe_judge(struct engine *engine, struct modem *modem, gint64 now,
    GError **error)
{
	struct probe *probe = &modem->probe;
	int sent = 0, arrived = 0;
	gboolean reports;

	probe->judge_at = 0;
	for (char **phone = engine->config->probe_phones; *phone != NULL;
	    phone++) {
		g_autofree char *key = office_probe_key(modem->config->name,
		    probe->slot, *phone);
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
		probe->silent = probe->silent && sent == 0;
		return TRUE;
	}
	if (!outbox_reports_since(engine->db, modem->config->name,
	    now - PROBE_REPORTS, &reports, error))
		return FALSE;
	probe->silent = reports;
	return !reports || probe_tell(engine, modem, error);
}

static gboolean
probe_tell(struct engine *engine, const struct modem *modem,
    GError **error)
{
	g_autofree char *key = g_strdup_printf("probe.silent:%s:%"
	    G_GINT64_FORMAT, modem->config->name, modem->probe.slot);
	g_autoptr(GHashTable) fill = fill_new();
	const struct office_notice notice = {
		.screen = "probe.silent", .key = key,
		.line = modem->config->line, .fill = fill,
	};
	int phones;

	log_warning("modem %s: its test texts do not arrive",
	    modem->config->name);
	fill_set(fill, "modem", modem->config->name);
	return office_say(engine->dialog, &notice, &phones, error);
}
