/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See identity.h.
 */
#include "smsd/identity.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/words.h"
#include "db/sim.h"
#include "menus/fill.h"
#include "services/office.h"
#include "smsd/modem.h"

#define IDENTITY_RECEIVES						\
	N_("it receives and does not send until xiangyin modem accept")

static gboolean	identity_take(struct engine *engine, struct modem *modem,
	    struct sim *sim, GError **error);
static gboolean	identity_is_other(const struct modem *modem, const struct sim *sim);
static gboolean	identity_tell_other(struct engine *engine, struct modem *modem,
	    GError **error);
static void	identity_read(struct engine *engine, struct modem *modem);
static void	identity_judge(struct modem *modem, const struct sim *sim, gboolean owned);

gboolean
identity_store(struct engine *engine, struct event *event, GError **error)
{
	struct modem *modem = event->modem;
	struct sim sim;
	gboolean ok;

	if (event->run != modem->child.run)
		return TRUE;
	if (!sim_get(engine->db, modem->config->name, &sim, error))
		return FALSE;
	ok = identity_take(engine, modem, &sim, error) &&
	    (!identity_is_other(modem, &sim) ||
	    identity_tell_other(engine, modem, error));
	sim_clear(&sim);
	return ok;
}

void
identity_leave(struct engine *engine, struct event *event)
{
	if (event->run != event->modem->child.run)
		return;
	identity_read(engine, event->modem);
	batch_kick(engine);
}

void
identity_refresh(struct engine *engine)
{
	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem *modem = g_ptr_array_index(engine->modems, i);

		if (modem->identity != IDENTITY_UNREAD || modem->phase != MODEM_READY)
			identity_read(engine, modem);
	}
}

/* What is committed decides. */
static void
identity_read(struct engine *engine, struct modem *modem)
{
	const char *imsi = modem->imsi != NULL ? modem->imsi : "";
	g_autofree char *owner = NULL;
	g_autoptr(GError) error = NULL;
	struct sim sim;

	if (!sim_get(engine->db, modem->config->name, &sim, &error)) {
		log_warning("modem %s: %s", modem->config->name, error->message);
		return;
	}
	modem->held_at = sim.paused_at;
	if (modem->phase == MODEM_READY &&
	    sim_owner(engine->db, imsi, modem->config->name, &owner, NULL))
		identity_judge(modem, &sim, owner != NULL);
	sim_clear(&sim);
}

/* Binds the first SIM, notes another modem. */
static gboolean
identity_take(struct engine *engine, struct modem *modem,
    struct sim *sim, GError **error)
{
	const char *imei = modem->imei != NULL ? modem->imei : "";
	const char *imsi = modem->imsi != NULL ? modem->imsi : "";
	gboolean first = *sim->imsi == '\0' && *imsi != '\0';
	gboolean moved = *imei != '\0' && strcmp(sim->imei, imei) != 0;

	if (moved && *sim->imei != '\0')
		log_info("modem %s: the modem was exchanged",
		    modem->config->name);
	if (moved) {
		g_free(sim->imei);
		sim->imei = g_strdup(imei);
	}
	if (first) {
		g_free(sim->imsi);
		g_free(sim->bound_by);
		sim->imsi = g_strdup(imsi);
		sim->bound_by = g_strdup(SIM_FIRST_SEEN);
		sim->bound_at = clock_now();
	}
	return !(moved || first) || sim_put(engine->db, sim, error);
}

static gboolean
identity_is_other(const struct modem *modem, const struct sim *sim)
{
	return modem->imsi != NULL && *modem->imsi != '\0' && *sim->imsi != '\0' &&
	    strcmp(modem->imsi, sim->imsi) != 0;
}

/* `owned`: by another modem of ours. */
static void
identity_judge(struct modem *modem, const struct sim *sim, gboolean owned)
{
	enum identity before = modem->identity;

	modem->identity = identity_is_other(modem, sim) ? IDENTITY_OTHER : IDENTITY_RIGHT;
	if (before == IDENTITY_OTHER && modem->identity == IDENTITY_RIGHT) {
		log_info("modem %s: its SIM is accepted", modem->config->name);
		modem_fault_clear(&modem->fault);
	}
	if (before != IDENTITY_OTHER && modem->identity == IDENTITY_OTHER)
		modem_fault_set(&modem->fault, modem->child.run, g_strdup(owned ?
		    N_("another modem's SIM is in it") "; " IDENTITY_RECEIVES :
		    N_("another SIM is in it") "; " IDENTITY_RECEIVES));
}

/* Told once for each SIM, however often the modem is started. */
static gboolean
identity_tell_other(struct engine *engine, struct modem *modem, GError **error)
{
	g_autofree char *key = g_strdup_printf("modem.other:%s:%s",
	    modem->config->name, modem->imsi);
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *owner = NULL;
	const struct office_notice notice = {
		.screen = "modem.other", .key = key,
		.line = modem->config->line, .urgent = TRUE, .fill = fill,
	};
	int phones;

	if (!sim_owner(engine->db, modem->imsi, modem->config->name, &owner,
	    error))
		return FALSE;
	log_warning("modem %s: another SIM is in it%s%s; it receives and does not send "
	    "until xiangyin modem accept", modem->config->name,
	    owner != NULL ? ", of modem " : "", owner != NULL ? owner : "");
	fill_set(fill, "modem", modem->config->name);
	return office_say(engine->dialog, &notice, &phones, error);
}
