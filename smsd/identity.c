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
static gboolean	identity_other(struct engine *engine,
	    struct modem *modem, GError **error);
static void	identity_judge(struct modem *modem, const struct sim *sim);

gboolean
identity_store(struct engine *engine, struct event *event, GError **error)
{
	struct modem *modem = event->modem;
	struct sim sim;
	gboolean ok;

	if (event->run != modem->run)
		return TRUE;
	if (!sim_get(engine->db, modem->config->name, &sim, error))
		return FALSE;
	ok = identity_take(engine, modem, &sim, error);
	if (ok)
		identity_judge(modem, &sim);
	ok = ok && (modem->identity != IDENTITY_OTHER ||
	    identity_other(engine, modem, error));
	sim_clear(&sim);
	return ok;
}

void
identity_refresh(struct engine *engine)
{
	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem *modem =
		    g_ptr_array_index(engine->modems, i);
		g_autoptr(GError) error = NULL;
		struct sim sim;

		if (!sim_get(engine->db, modem->config->name, &sim, &error)) {
			log_warning("modem %s: %s", modem->config->name,
			    error->message);
			continue;
		}
		modem->held_at = sim.paused_at;
		if (modem->identity != IDENTITY_UNREAD)
			identity_judge(modem, &sim);
		sim_clear(&sim);
	}
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
		log_info("modem %s: another modem is there than before",
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

static void
identity_judge(struct modem *modem, const struct sim *sim)
{
	gboolean other = modem->imsi != NULL && *modem->imsi != '\0' &&
	    *sim->imsi != '\0' && strcmp(modem->imsi, sim->imsi) != 0;

	if (modem->identity == IDENTITY_OTHER && !other) {
		log_info("modem %s: its SIM is accepted", modem->config->name);
		modem_fault_clear(&modem->fault);
	}
	modem->identity = other ? IDENTITY_OTHER : IDENTITY_RIGHT;
}

/* Told once for each SIM, however often the modem is started. */
static gboolean
identity_other(struct engine *engine, struct modem *modem,
    GError **error)
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
	modem_fault_set(&modem->fault, modem->run, g_strdup(owner != NULL ?
	    N_("another modem's SIM is in it") "; " IDENTITY_RECEIVES :
	    N_("another SIM is in it") "; " IDENTITY_RECEIVES));
	log_warning("modem %s: %s%s%s", modem->config->name,
	    modem->fault.words, owner != NULL ? "; it belongs to " : "",
	    owner != NULL ? owner : "");
	fill_set(fill, "modem", modem->config->name);
	return office_say(engine->dialog, &notice, &phones, error);
}
