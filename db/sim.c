/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIMs and their modems: as many rows as modems were ever configured.
 */
#include "db/sim.h"

#include <string.h>

#include "db/statement.h"

enum { SIM_GET, SIM_PUT, SIM_OWNER };

static const struct statement_source sim_sources[] = {
	[SIM_GET] = { "sim.get",
	    "SELECT imei, imsi, bound_at, bound_by, paused_at, paused_by "
	    "FROM modem WHERE name = ?" },
	[SIM_PUT] = { "sim.put",
	    "INSERT OR REPLACE INTO modem (name, imei, imsi, bound_at, "
	    "bound_by, paused_at, paused_by) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[SIM_OWNER] = { "sim.owner",
	    "SELECT name FROM modem WHERE name > '' AND imsi = ? "
	    "AND name <> ?" },
};
const struct statement_table sim_statements = STATEMENT_TABLE(sim_sources);

static void	sim_load(struct statement *s, void *value);

void
sim_clear(struct sim *sim)
{
	g_free(sim->modem);
	g_free(sim->imei);
	g_free(sim->imsi);
	g_free(sim->bound_by);
	g_free(sim->paused_by);
	memset(sim, 0, sizeof(*sim));
}

gboolean
sim_get(struct db *db, const char *modem, struct sim *sim, GError **error)
{
	struct statement *s = statement_use(db, MODULE_SIM, SIM_GET);
	gboolean found;

	statement_text(s, modem);
	if (!statement_find(s, sim_load, sim, sizeof(*sim), &found, error))
		return FALSE;
	sim->modem = g_strdup(modem);
	if (found)
		return TRUE;
	sim->imei = g_strdup("");
	sim->imsi = g_strdup("");
	sim->bound_by = g_strdup("");
	sim->paused_by = g_strdup("");
	return TRUE;
}

static void
sim_load(struct statement *s, void *value)
{
	struct sim *sim = value;

	sim->imei = column_text(s);
	sim->imsi = column_text(s);
	sim->bound_at = column_int(s);
	sim->bound_by = column_text(s);
	sim->paused_at = column_int(s);
	sim->paused_by = column_text(s);
}

gboolean
sim_put(struct db *db, const struct sim *sim, GError **error)
{
	struct statement *s = statement_use(db, MODULE_SIM, SIM_PUT);

	statement_text(s, sim->modem);
	statement_text(s, sim->imei);
	statement_text(s, sim->imsi);
	statement_int(s, sim->bound_at);
	statement_text(s, sim->bound_by);
	statement_int(s, sim->paused_at);
	statement_text(s, sim->paused_by);
	return statement_run(s, error);
}

gboolean
sim_owner(struct db *db, const char *imsi, const char *besides, char **modem,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_SIM, SIM_OWNER);

	statement_text(s, imsi);
	statement_text(s, besides);
	return statement_string(s, modem, error);
}
