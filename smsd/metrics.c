/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See metrics.h.
 */
#include "smsd/metrics.h"

#include "base/clock.h"
#include "base/log.h"
#include "db/callback.h"
#include "db/outbox.h"
#include "db/ticket.h"
#include "smsd/view.h"

#define METRICS_MODE	0644

static gboolean	metrics_write(gpointer user);
static void	metrics_head(GString *text, const char *name, const char *type,
	    const char *help);
static void	metrics_one(GString *text, const char *name, const char *type,
	    const char *help, guint64 value);
static void	metrics_modems(GString *text, const struct engine_view *view);
static gboolean	metrics_queues(struct engine *engine, GString *text,
	    const struct engine_view *view, GError **error);
static gboolean	metrics_people(struct engine *engine, GString *text,
	    GError **error);

static int
metrics_up(const struct modem_view *modem)
{
	return g_strcmp0(modem->state, "ready") == 0;
}

static int
metrics_signal(const struct modem_view *modem)
{
	return modem->signal_dbm;
}

static int
metrics_restarts(const struct modem_view *modem)
{
	return modem->restarts;
}

static int
metrics_sent_day(const struct modem_view *modem)
{
	return modem->sent_day;
}

static int
metrics_per_day(const struct modem_view *modem)
{
	return modem->per_day;
}

static int
metrics_sim_used(const struct modem_view *modem)
{
	return modem->sim_used;
}

static int
metrics_balance(const struct modem_view *modem)
{
	return modem->balance_fen;
}

static int
metrics_tests(const struct modem_view *modem)
{
	return !modem->silent;
}

/* One number of each modem. */
static const struct {
	const char *name, *type, *help;
	int	 (*value)(const struct modem_view *modem);
} modem_metrics[] = {
	{ "xiangyin_modem_up", "gauge", "Whether it can send.", metrics_up },
	{ "xiangyin_modem_signal_dbm", "gauge", "Signal; 0 not known.",
	    metrics_signal },
	{ "xiangyin_modem_restarts_total", "counter",
	    "Starts of its process after the first.", metrics_restarts },
	{ "xiangyin_modem_parts_day", "gauge", "Parts sent in 24 hours.",
	    metrics_sent_day },
	{ "xiangyin_modem_parts_day_limit", "gauge",
	    "Parts it may send in 24 hours; 0 no limit.", metrics_per_day },
	{ "xiangyin_modem_balance_fen", "gauge",
	    "Credit of its SIM in 1/100 yuan; 0 when it is not known.",
	    metrics_balance },
	{ "xiangyin_modem_tests_arrive", "gauge",
	    "Whether the last test texts arrived, or none were sent.",
	    metrics_tests },
	{ "xiangyin_modem_sim_texts", "gauge", "Texts on its SIM.", metrics_sim_used },
};

void
metrics_start(struct engine *engine)
{
	if (*engine->config->metrics == '\0')
		return;
	engine->metrics_source = g_timeout_add_seconds(
	    (guint)engine->config->metrics_every_s, metrics_write, engine);
	metrics_write(engine);
}

void
metrics_stop(struct engine *engine)
{
	g_clear_handle_id(&engine->metrics_source, g_source_remove);
}

char *
metrics_text(struct engine *engine, GError **error)
{
	struct view *own = view_new(engine);
	const struct engine_view *view = view_engine(own);
	GString *text = g_string_sized_new(4096);
	gboolean ok;

	metrics_one(text, "xiangyin_texts_in_total", "counter",
	    "Texts that came.", view->texts_in);
	metrics_one(text, "xiangyin_texts_out_total", "counter",
	    "Texts that left.", view->texts_out);
	metrics_one(text, "xiangyin_parts_out_total", "counter",
	    "Parts that left.", view->parts_out);
	metrics_one(text, "xiangyin_commits_total", "counter",
	    "Transactions.", view->commits);
	metrics_one(text, "xiangyin_events_waiting", "gauge",
	    "Events no transaction has taken yet.", view->waiting);
	metrics_one(text, "xiangyin_start_time_seconds", "gauge",
	    "When the engine started, since 1970.",
	    (guint64)(view->started_at / CLOCK_SECOND));
	metrics_modems(text, view);
	ok = metrics_queues(engine, text, view, error) &&
	    metrics_people(engine, text, error);
	view_free(own);
	return g_string_free(text, !ok);
}

static gboolean
metrics_write(gpointer user)
{
	struct engine *engine = user;
	g_autoptr(GError) error = NULL;
	g_autofree char *text = metrics_text(engine, &error);

	/* Not synced: the next one comes soon. */
	if (text == NULL || !g_file_set_contents_full(engine->config->metrics,
	    text, -1, G_FILE_SET_CONTENTS_CONSISTENT, METRICS_MODE, &error))
		log_warning("metrics: %s", error->message);
	return G_SOURCE_CONTINUE;
}

static void
metrics_head(GString *text, const char *name, const char *type,
    const char *help)
{
	g_string_append_printf(text, "# HELP %s %s\n# TYPE %s %s\n", name, help,
	    name, type);
}

static void
metrics_one(GString *text, const char *name, const char *type,
    const char *help, guint64 value)
{
	metrics_head(text, name, type, help);
	g_string_append_printf(text, "%s %" G_GUINT64_FORMAT "\n", name, value);
}

/* Names of modems and lines are letters, digits, - and _: nothing to escape. */
static void
metrics_modems(GString *text, const struct engine_view *view)
{
	for (gsize m = 0; m < G_N_ELEMENTS(modem_metrics); m++) {
		metrics_head(text, modem_metrics[m].name,
		    modem_metrics[m].type, modem_metrics[m].help);
		for (int i = 0; i < view->modem_count; i++)
			g_string_append_printf(text,
			    "%s{modem=\"%s\",line=\"%s\"} %d\n",
			    modem_metrics[m].name, view->modems[i].name,
			    view->modems[i].line,
			    modem_metrics[m].value(&view->modems[i]));
	}
}

static gboolean
metrics_queues(struct engine *engine, GString *text,
    const struct engine_view *view, GError **error)
{
	metrics_head(text, "xiangyin_queue", "gauge", "Texts that wait.");
	for (int i = 0; view->lines[i] != NULL; i++) {
		int counts[LANE_COUNT] = { 0 };

		if (!outbox_queued(engine->db, view->lines[i], counts, error))
			return FALSE;
		for (int lane = 0; lane < LANE_COUNT; lane++)
			g_string_append_printf(text, "xiangyin_queue"
			    "{line=\"%s\",lane=\"%s\"} %d\n", view->lines[i],
			    lane_name((enum lane)lane), counts[lane]);
	}
	return TRUE;
}

static gboolean
metrics_people(struct engine *engine, GString *text, GError **error)
{
	struct ticket newest = { 0 };
	int callbacks, urgent, lost;
	gint64 oldest;
	gboolean ok;

	ok = callback_waiting(engine->db, &callbacks, &oldest, error) &&
	    ticket_urgent(engine->db, &urgent, &newest, error) &&
	    outbox_lost_since(engine->db, clock_now() - CLOCK_DAY, &lost,
	    error);
	ticket_clear(&newest);
	if (!ok)
		return FALSE;
	metrics_one(text, "xiangyin_callbacks_open", "gauge",
	    "People who wait for a call.", (guint64)callbacks);
	metrics_one(text, "xiangyin_texts_lost_day", "gauge",
	    "Texts of 24 hours that could not be sent, or not for certain.",
	    (guint64)lost);
	metrics_one(text, "xiangyin_tickets_urgent", "gauge",
	    "Urgent tickets.", (guint64)urgent);
	return TRUE;
}
