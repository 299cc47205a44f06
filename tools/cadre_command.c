/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cadre leave, duty and roster: what changes between two imports.
 */
#include "tools/family.h"

#include <stddef.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/roster.h"
#include "tools/cadre_named.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/right.h"
#include "tools/selection.h"
#include "tools/view.h"

/* A line of the roster; the cadre's strings are borrowed. */
struct roster_row {
	int	 day;
	struct cadre cadre;
};

/* A list of days, and why it ends early. */
struct roster {
	struct command_call *call;
	struct report *report;
	GError	*error;
};

static gboolean	leave_deputy(struct command_call *call,
		    const struct cadre *cadre, struct cadre *deputy,
		    GError **error);
static gboolean	duty_put(struct command_call *call, const struct cadre *cadre,
		    int from, int to, gboolean on, GError **error);
static gboolean	roster_row(int day, const struct cadre *cadre, void *user);

/* A year: what is longer is a wrong year, or no leave. */
#define LEAVE_DAYS_MAX	366

enum command_status
cadre_leave_run(struct command_call *call)
{
	struct cadre cadre = { 0 }, deputy = { 0 };
	struct cadre_leave leave = {
		.from = cadre_day(call, "from"), .to = cadre_day(call, "to"),
	};
	g_autofree char *object = NULL, *reason = NULL, *said = NULL;
	g_autoptr(GError) error = NULL;
	enum command_status status = COMMAND_DONE;

	if (leave.to < leave.from) {
		g_string_append(call->err, _("the leave ends before it begins"));
		return COMMAND_USAGE;
	}
	if (calendar_days_between(leave.from, leave.to) >= LEAVE_DAYS_MAX) {
		g_string_append_printf(call->err, _("give a first and a last day, "
		    "at most %d days in all"), LEAVE_DAYS_MAX);
		return COMMAND_USAGE;
	}
	if (!cadre_named(call, "cadre", NULL, &cadre, &error) ||
	    !leave_deputy(call, &cadre, &deputy, &error)) {
		status = command_refused(call, error);
	} else {
		leave.cadre_id = cadre.id;
		leave.deputy_id = deputy.id;
		object = g_strconcat("cadre:", cadre.code, NULL);
		reason = g_strdup_printf("%d-%d %s", leave.from, leave.to,
		    deputy.id != 0 ? deputy.code : "");
		if (!db_begin(call->db, &error) ||
		    !cadre_put_leave(call->db, &leave, &error) ||
		    !command_record(call, "cadre.leave", object, reason, &error) ||
		    !db_commit(call->db, &error)) {
			db_rollback(call->db);
			status = command_failed(call, error);
		}
	}
	if (status == COMMAND_DONE) {
		said = deputy.id != 0 ?
		    g_strdup_printf(_("%s is on leave; %s stands in."),
		    cadre.name, deputy.name) :
		    g_strdup_printf(_("%s is on leave, and nobody stands in."),
		    cadre.name);
		command_say(call, TONE_PLAIN, said);
	}
	cadre_clear(&cadre);
	cadre_clear(&deputy);
	return status;
}

/* A month at most: nobody plans further. */
#define DUTY_DAYS_MAX	31

enum command_status
cadre_duty_run(struct command_call *call)
{
	int from = cadre_day(call, "from"), to = cadre_day(call, "to");
	gboolean on = command_line_value(&call->line, "off") == NULL;
	struct cadre cadre = { 0 };
	g_autofree char *object = NULL, *reason = NULL, *said = NULL;
	g_autoptr(GError) error = NULL;
	enum command_status status = COMMAND_DONE;

	if (to < from || calendar_days_between(from, to) >= DUTY_DAYS_MAX) {
		g_string_append_printf(call->err, _("give a first and a last day, "
		    "at most %d days in all"), DUTY_DAYS_MAX);
		return COMMAND_USAGE;
	}
	if (!cadre_named(call, "cadre", NULL, &cadre, &error))
		status = command_refused(call, error);
	else {
		object = g_strconcat("cadre:", cadre.code, NULL);
		reason = g_strdup_printf("%d-%d%s", from, to, on ? "" : " off");
		if (!db_begin(call->db, &error) ||
		    !duty_put(call, &cadre, from, to, on, &error) ||
		    !command_record(call, "cadre.duty", object, reason, &error) ||
		    !db_commit(call->db, &error)) {
			db_rollback(call->db);
			status = command_failed(call, error);
		}
	}
	if (status == COMMAND_DONE) {
		said = g_strdup_printf(on ? _("%s is on the roster.") :
		    _("%s is off the roster."), cadre.name);
		command_say(call, TONE_PLAIN, said);
	}
	cadre_clear(&cadre);
	return status;
}

static gboolean
duty_put(struct command_call *call, const struct cadre *cadre, int from, int to,
    gboolean on, GError **error)
{
	for (int day = from; day <= to; day = calendar_day_add(day, 1)) {
		if (!roster_put(call->db, day, cadre->id, on, error))
			return FALSE;
	}
	return TRUE;
}

enum command_status
cadre_roster_run(struct command_call *call)
{
	static const struct report_column columns[] = {
		{ "day", N_("DATE"), REPORT_DAY, offsetof(struct roster_row, day) },
		{ "cadre", N_("CADRE"), REPORT_TEXT,
		  offsetof(struct roster_row, cadre.code) },
		{ "name", N_("NAME"), REPORT_TEXT,
		  offsetof(struct roster_row, cadre.name), .least = 6 },
		{ "mobile", N_("PHONE"), REPORT_PHONE,
		  offsetof(struct roster_row, cadre.mobile) },
	};
	static const struct report_rows rows = {
		.columns = columns, .count = G_N_ELEMENTS(columns),
		.none = N_("Nobody is on the roster of that month."),
	};
	struct roster roster = { .call = call };
	g_autoptr(GError) error = NULL;
	struct selection selection;

	if (!selection_read(call, &selection, &error))
		return command_refused(call, error);
	roster.report = report_new(call, REPORT_ARRAY);
	report_begin(roster.report, &rows);
	if (roster_each(call->db, selection.first, selection.last, roster_row, &roster,
	    &error))
		error = roster.error;
	else
		g_clear_error(&roster.error);
	if (error == NULL)
		report_end(roster.report);
	report_free(roster.report);
	return error == NULL ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
roster_row(int day, const struct cadre *cadre, void *user)
{
	const struct roster_row row = { day, *cadre };
	struct roster *roster = user;
	gboolean has;

	if (!right_has_cadre(roster->call, cadre, &has, &roster->error))
		return FALSE;
	if (has)
		report_row(roster->report, &row);
	return TRUE;
}

/* Who is named, or the register's; an id of 0 is nobody. */
static gboolean
leave_deputy(struct command_call *call, const struct cadre *cadre,
    struct cadre *deputy, GError **error)
{
	const char *named = command_line_value(&call->line, "deputy");
	gboolean alone = command_line_value(&call->line, "alone") != NULL;

	if (named != NULL && alone) {
		g_string_append(call->err,
		    _("give either --deputy or --alone"));
		return FALSE;
	}
	if (named == NULL)
		named = cadre->deputy;
	if (alone || *named == '\0')
		return TRUE;
	if (strcmp(named, cadre->code) == 0) {
		g_string_append(call->err,
		    _("a cadre cannot be their own deputy"));
		return FALSE;
	}
	return cadre_named(call, NULL, named, deputy, error);
}
