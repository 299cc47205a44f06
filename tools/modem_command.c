/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * modem show, pause, resume and accept: one modem, its SIM, and whether it may
 * send.  What staff decide here is stored, and outlives the modem and the box.
 */
#include "tools/family.h"

#include <string.h>

#include "base/clock.h"
#include "db/sim.h"
#include "tools/catalog.h"
#include "tools/modem_column.h"
#include "tools/report.h"
#include "tools/view.h"

/* What a person changes of a modem; make() is FALSE when it is so already. */
struct change {
	const char *action;	/* for the audit */
	gboolean (*make)(struct command_call *call,
	    const struct modem_view *modem, struct sim *sim);
	const char *done, *already;	/* N_(), after "Modem NAME: " */
};

static gboolean	pause_make(struct command_call *call,
		    const struct modem_view *modem, struct sim *sim);
static gboolean	resume_make(struct command_call *call,
		    const struct modem_view *modem, struct sim *sim);
static gboolean	accept_make(struct command_call *call,
		    const struct modem_view *modem, struct sim *sim);
static enum command_status change_run(struct command_call *call,
		    const struct change *change);
static gboolean	change_store(struct command_call *call,
		    const struct change *change, const struct modem_view *modem,
		    gboolean *changed, GError **error);
static gboolean	show_one(struct command_call *call, struct report *report,
		    const struct modem_view *modem, GError **error);

static const struct change change_pause = {
	"modem.pause", pause_make,
	N_("sends nothing until xiangyin modem resume"),
	N_("was stopped already; it sends after xiangyin modem resume"),
};
static const struct change change_resume = {
	"modem.resume", resume_make,
	N_("may send again"),
	N_("was not stopped; see xiangyin modem show"),
};
static const struct change change_accept = {
	"modem.accept", accept_make,
	N_("may send with the SIM that is in it"),
	N_("has its own SIM, or none that can be read; see xiangyin modem show"),
};

enum command_status
modem_pause_run(struct command_call *call)
{
	return change_run(call, &change_pause);
}

enum command_status
modem_resume_run(struct command_call *call)
{
	return change_run(call, &change_resume);
}

enum command_status
modem_accept_run(struct command_call *call)
{
	return change_run(call, &change_accept);
}

enum command_status
modem_show_run(struct command_call *call)
{
	const struct report_rows rows = {
		.columns = modem_columns, .count = modem_column_count,
		.layout = REPORT_FACTS,
		.none = N_("No modem is configured."), .none_tone = TONE_CARE,
	};
	const struct modem_view *only = modem_find(call);
	g_autoptr(GError) error = NULL;
	struct report *report;
	gboolean ok = TRUE;

	if (only == NULL && command_line_value(&call->line, "modem") != NULL)
		return COMMAND_NO;
	report = report_new(call, REPORT_ARRAY);
	report_begin(report, &rows);
	for (int i = 0; ok && i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];

		if (only == NULL || only == modem)
			ok = show_one(call, report, modem, &error);
	}
	if (ok)
		report_end(report);
	report_free(report);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
show_one(struct command_call *call, struct report *report,
    const struct modem_view *modem, GError **error)
{
	struct modem_row row;
	gboolean ok = modem_row_load(call, modem, &row, error);

	if (ok) {
		if (report_count(report) > 0)
			report_gap(report);
		report_head(report, TONE_TITLE, modem->name);
		report_row(report, &row);
	}
	modem_row_clear(&row);
	return ok;
}

const struct modem_view *
modem_find(struct command_call *call)
{
	const char *name = command_line_value(&call->line, "modem");
	g_autoptr(GString) names = g_string_new(NULL);

	if (name == NULL)
		return NULL;
	for (int i = 0; i < call->view->modem_count; i++) {
		if (g_str_equal(call->view->modems[i].name, name))
			return &call->view->modems[i];
		g_string_append_printf(names, "%s%s", i == 0 ? "" : ", ",
		    call->view->modems[i].name);
	}
	g_string_append_printf(call->err,
	    _("there is no modem %s; there are: %s"), name,
	    names->len == 0 ? _("none") : names->str);
	return NULL;
}

static gboolean
pause_make(struct command_call *call, const struct modem_view *modem,
    struct sim *sim)
{
	if (sim->paused_at != 0)
		return FALSE;
	sim->paused_at = clock_now();
	g_free(sim->paused_by);
	sim->paused_by = g_strdup(call->actor);
	return TRUE;
}

static gboolean
resume_make(struct command_call *call, const struct modem_view *modem,
    struct sim *sim)
{
	if (sim->paused_at == 0)
		return FALSE;
	sim->paused_at = 0;
	g_free(sim->paused_by);
	sim->paused_by = g_strdup("");
	return TRUE;
}

static gboolean
accept_make(struct command_call *call, const struct modem_view *modem,
    struct sim *sim)
{
	if (*modem->imsi == '\0' || strcmp(modem->imsi, sim->imsi) == 0)
		return FALSE;
	g_free(sim->imsi);
	g_free(sim->bound_by);
	sim->imsi = g_strdup(modem->imsi);
	sim->bound_by = g_strdup(call->actor);
	sim->bound_at = clock_now();
	return TRUE;
}

static enum command_status
change_run(struct command_call *call, const struct change *change)
{
	const struct modem_view *modem = modem_find(call);
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	gboolean changed;

	if (modem == NULL)
		return COMMAND_NO;
	if (!db_begin(call->db, &error))
		return command_failed(call, error);
	if (!change_store(call, change, modem, &changed, &error) ||
	    !db_commit(call->db, &error)) {
		db_rollback(call->db);
		return command_failed(call, error);
	}
	said = g_strdup_printf(_("Modem %s: %s"), modem->name,
	    changed ? _(change->done) : _(change->already));
	command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

static gboolean
change_store(struct command_call *call, const struct change *change,
    const struct modem_view *modem, gboolean *changed, GError **error)
{
	g_autofree char *object = g_strconcat("modem:", modem->name, NULL);
	struct sim sim;
	gboolean ok;

	if (!sim_get(call->db, modem->name, &sim, error))
		return FALSE;
	*changed = change->make(call, modem, &sim);
	ok = !*changed || (sim_put(call->db, &sim, error) &&
	    command_record(call, change->action, object, "", error));
	sim_clear(&sim);
	return ok;
}
