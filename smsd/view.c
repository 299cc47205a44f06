/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See view.h.
 */
#include <config.h>

#include "smsd/view.h"

#include "base/clock.h"
#include "db/balance.h"
#include "db/sim.h"
#include "smsd/batch.h"
#include "smsd/budget.h"
#include "smsd/modem.h"
#include "smsd/outflow.h"

struct view {
	struct engine_view engine;
	struct modem_view *modems;
	const char **lines;
	GStringChunk *words;	/* copies: a command may run on for a while */
};

static void	view_lanes(struct engine_view *view,
		    const struct config *config);
static void	view_modem(struct view *view, struct modem_view *v,
	    struct modem *modem, GTimeZone *zone);
static void	view_credit(const struct modem *modem, struct sim_record *record,
	    struct balance *last);
static const char *view_words(struct view *view, const char *words);

struct view *
view_new(struct engine *engine)
{
	struct view *view = g_new0(struct view, 1);
	const struct config *config = engine->config;

	view->words = g_string_chunk_new(512);
	view->modems = g_new0(struct modem_view, engine->modems->len + 1);
	view->lines = g_new0(const char *, config->lines->len + 1);
	for (guint i = 0; i < engine->modems->len; i++)
		view_modem(view, &view->modems[i],
		    g_ptr_array_index(engine->modems, i), config->zone);
	for (guint i = 0; i < config->lines->len; i++)
		view->lines[i] = g_array_index(config->lines,
		    struct line_config, i).name;
	view->engine = (struct engine_view){
		.version = PACKAGE_VERSION,
		.started_at = engine->started_at,
		.config_path = config->path,
		.database_path = config->database,
		.menus_path = config->menus,
		.modems = view->modems,
		.modem_count = (int)engine->modems->len,
		.probe_phones = (const char *const *)config->probe_phones,
		.nobody_on_duty = *config->duty_phones == NULL,
		.lines = view->lines,
		.duty_line = config->duty_line,
		.texts_in = engine->texts_in,
		.texts_out = engine->texts_out,
		.parts_out = engine->parts_out,
		.commits = db_commits(engine->db),
		.waiting = batch_waiting(engine),
	};
	view->engine.unwritable_why = view_words(view, batch_failing(engine,
	    &view->engine.unwritable_since));
	view_lanes(&view->engine, config);
	return view;
}

void
view_free(struct view *view)
{
	if (view == NULL)
		return;
	g_string_chunk_free(view->words);
	g_free(view->modems);
	g_free(view->lines);
	g_free(view);
}

const struct engine_view *
view_engine(const struct view *view)
{
	return &view->engine;
}

static void
view_lanes(struct engine_view *view, const struct config *config)
{
	gint64 now = clock_now();

	for (int lane = 0; lane < LANE_COUNT; lane++)
		view->leaves_at[lane] = outflow_opens(config, (enum lane)lane,
		    now);
}

static void
view_modem(struct view *view, struct modem_view *v,
    struct modem *modem, GTimeZone *zone)
{
	gint64 elapsed = clock_elapsed();
	struct sim_record record;
	struct balance last;
	int limits[BUDGET_SPANS];

	view_credit(modem, &record, &last);
	outflow_limits(modem->config, zone, clock_now(), 0, limits);
	*v = (struct modem_view){
		.name = modem->config->name,
		.line = modem->config->line,
		.number = modem->config->number,
		.device = modem->config->device,
		.state = modem_state(modem),
		.operator_name = view_words(view, modem->operator_name),
		.imei = view_words(view, modem->imei),
		.imsi = view_words(view, modem->imsi),
		.signal_dbm = modem->signal_dbm,
		.last_contact = modem->last_contact,
		.since = modem->since,
		.restarts = modem->child.restarts,
		.sent_minute = budget_sent(&modem->budget, BUDGET_MINUTE,
		    elapsed),
		.sent_hour = budget_sent(&modem->budget, BUDGET_HOUR, elapsed),
		.sent_day = budget_sent(&modem->budget, BUDGET_DAY, elapsed),
		.per_minute = limits[BUDGET_MINUTE],
		.per_hour = limits[BUDGET_HOUR],
		.per_day = limits[BUDGET_DAY],
		.sim_used = modem->sim_used,
		.sim_size = modem->sim_size,
		.balance_at = last.at,
		.balance_fen = last.fen,
		.balance_days = record.credit_days,
		.low = record.credit_low,
		.spares = record.credit_paused,
		.balance_answer = view_words(view, record.credit_answer),
		.balance_asked = *modem->config->balance_ask != '\0',
		.silent = record.probe_silent,
		.fault = view_words(view,
		    modem_fault_words(&modem->fault)),
	};
	v->answers_much = outflow_answers_much(modem->engine->config, modem,
	    &v->replied_day, &v->heard_day);
	sim_record_clear(&record);
}

/* What is known of its SIM's credit; nothing when the database fails, which the
 * command itself will notice. */
static void
view_credit(const struct modem *modem, struct sim_record *record, struct balance *last)
{
	struct db *db = modem->engine->db;
	const char *name = modem->config->name;

	*last = (struct balance){ 0 };
	if (!sim_record_get(db, name, record, NULL)) {
		*record = (struct sim_record){ .credit_days = SIM_DAYS_UNKNOWN };
		return;
	}
	if (!balance_last(db, name, record->credit_imsi, last, NULL))
		*last = (struct balance){ 0 };
}

static const char *
view_words(struct view *view, const char *words)
{
	return g_string_chunk_insert(view->words, words != NULL ? words : "");
}
