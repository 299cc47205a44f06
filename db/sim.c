/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIMs and their modems: as many rows as modems were ever configured.
 */
#include "db/sim.h"

#include <string.h>

#include "db/statement.h"

enum { SIM_GET, SIM_PUT, SIM_OWNER, SIM_RECORD_GET, SIM_RECORD_PUT };

static const struct statement_source sim_sources[] = {
	[SIM_GET] = { "sim.get",
	    "SELECT imei, imsi, bound_at, bound_by, paused_at, paused_by "
	    "FROM modem WHERE name = ?" },
	[SIM_PUT] = { "sim.put",
	    "INSERT INTO modem (name, imei, imsi, bound_at, bound_by, paused_at, "
	    "paused_by) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE "
	    "SET imei = excluded.imei, imsi = excluded.imsi, "
	    "bound_at = excluded.bound_at, bound_by = excluded.bound_by, "
	    "paused_at = excluded.paused_at, paused_by = excluded.paused_by" },
	[SIM_OWNER] = { "sim.owner",
	    "SELECT name FROM modem WHERE name > '' AND imsi = ? "
	    "AND name <> ?" },
	[SIM_RECORD_GET] = { "sim.record",
	    "SELECT told_since, probe_slot, probe_judge_at, probe_silent, "
	    "credit_imsi, credit_ask_at, credit_asked_at, credit_tries, "
	    "credit_answer, credit_days, credit_low, credit_paused "
	    "FROM modem WHERE name = ?" },
	[SIM_RECORD_PUT] = { "sim.record_put",
	    "INSERT INTO modem (told_since, probe_slot, probe_judge_at, "
	    "probe_silent, credit_imsi, credit_ask_at, credit_asked_at, "
	    "credit_tries, credit_answer, credit_days, credit_low, credit_paused, "
	    "name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
	    "ON CONFLICT (name) DO UPDATE SET told_since = excluded.told_since, "
	    "probe_slot = excluded.probe_slot, "
	    "probe_judge_at = excluded.probe_judge_at, "
	    "probe_silent = excluded.probe_silent, "
	    "credit_imsi = excluded.credit_imsi, "
	    "credit_ask_at = excluded.credit_ask_at, "
	    "credit_asked_at = excluded.credit_asked_at, "
	    "credit_tries = excluded.credit_tries, "
	    "credit_answer = excluded.credit_answer, "
	    "credit_days = excluded.credit_days, credit_low = excluded.credit_low, "
	    "credit_paused = excluded.credit_paused" },
};
const struct statement_table sim_statements = STATEMENT_TABLE(sim_sources);

static void	sim_record_load(struct statement *s, void *value);
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

void
sim_record_clear(struct sim_record *record)
{
	g_free(record->credit_imsi);
	g_free(record->credit_answer);
	memset(record, 0, sizeof(*record));
}

gboolean
sim_record_get(struct db *db, const char *modem, struct sim_record *record, GError **error)
{
	struct statement *s = statement_use(db, MODULE_SIM, SIM_RECORD_GET);
	gboolean found;

	statement_text(s, modem);
	if (!statement_find(s, sim_record_load, record, sizeof(*record), &found,
	    error))
		return FALSE;
	if (!found) {
		record->credit_days = SIM_DAYS_UNKNOWN;
		record->credit_imsi = g_strdup("");
		record->credit_answer = g_strdup("");
	}
	return TRUE;
}

static void
sim_record_load(struct statement *s, void *value)
{
	struct sim_record *record = value;

	record->told_since = column_int(s);
	record->probe_slot = column_int(s);
	record->probe_judge_at = column_int(s);
	record->probe_silent = column_int(s) != 0;
	record->credit_imsi = column_text(s);
	record->credit_ask_at = column_int(s);
	record->credit_asked_at = column_int(s);
	record->credit_tries = (int)column_int(s);
	record->credit_answer = column_text(s);
	record->credit_days = (int)column_int(s);
	record->credit_low = column_int(s) != 0;
	record->credit_paused = column_int(s) != 0;
}

gboolean
sim_record_put(struct db *db, const char *modem, const struct sim_record *record,
    GError **error)
{
	struct statement *s = statement_use(db, MODULE_SIM, SIM_RECORD_PUT);

	statement_int(s, record->told_since);
	statement_int(s, record->probe_slot);
	statement_int(s, record->probe_judge_at);
	statement_int(s, record->probe_silent);
	statement_text(s, record->credit_imsi);
	statement_int(s, record->credit_ask_at);
	statement_int(s, record->credit_asked_at);
	statement_int(s, record->credit_tries);
	statement_text(s, record->credit_answer);
	statement_int(s, record->credit_days);
	statement_int(s, record->credit_low);
	statement_int(s, record->credit_paused);
	statement_text(s, modem);
	return statement_run(s, error);
}
