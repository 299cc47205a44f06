/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * status: what the engine is doing and what a person should look at, on one screen.
 */
#include "tools/family.h"

#include <stddef.h>

#include "base/clock.h"
#include "db/agenda.h"
#include "db/balance.h"
#include "db/callback.h"
#include "db/held.h"
#include "db/outbox.h"
#include "db/ticket.h"
#include "tools/catalog.h"
#include "tools/modem_column.h"
#include "tools/report.h"
#include "tools/stored.h"
#include "tools/view.h"

#define STATUS_HELD	(30 * CLOCK_DAY)	/* older is nobody's concern any more */

/* The engine, and what a person should look at. */
struct status_row {
	struct engine_view view;	/* its strings are borrowed */
	gint64	 now;
	int	 callbacks;
	gint64	 callback_oldest;
	int	 urgent;
	char	*urgent_first;	/* number of the newest */
	int	 lost;		/* texts, in the last 24 h */
	int	 held;		/* texts that wait for a number to be confirmed */
	int	 approvals;	/* wait for a second person */
	gboolean staffed;	/* there is a staff list */
	int	 parked;	/* rows of the agenda */
};

/* What waits on a line. */
struct queue_row {
	const char *line;
	int	 counts[LANE_COUNT];
};

static gboolean	status_collect(struct command_call *call, struct status_row *row,
		    GError **error);
static void	status_print(struct command_call *call, struct report *report,
		    const struct status_row *row);
static gboolean	status_modems(struct command_call *call, struct report *report,
		    GError **error);
static gboolean	status_queues(struct command_call *call, struct report *report,
		    GError **error);
static int	status_store(struct command_call *call, struct report *report,
		    const struct status_row *row);
static int	status_faults(struct command_call *call, struct report *report);
static int	status_answers(struct command_call *call, struct report *report);
static int	status_sims(struct command_call *call, struct report *report);
static int	status_needs(struct report *report, const struct status_row *care);

#define VIEW(field)	offsetof(struct status_row, view.field)
#define ROW(field)	offsetof(struct status_row, field)

static const struct report_column status_columns[] = {
	{ "version", NULL, REPORT_TEXT, VIEW(version) },
	{ "started_at", NULL, REPORT_TIME, VIEW(started_at) },
	{ "now", NULL, REPORT_TIME, ROW(now) },
	{ "config", NULL, REPORT_TEXT, VIEW(config_path) },
	{ "database", NULL, REPORT_TEXT, VIEW(database_path) },
	{ "menus", NULL, REPORT_TEXT, VIEW(menus_path) },
	{ "callbacks_open", NULL, REPORT_INT, ROW(callbacks) },
	{ "callback_oldest_at", NULL, REPORT_TIME, ROW(callback_oldest) },
	{ "tickets_urgent", NULL, REPORT_INT, ROW(urgent) },
	{ "texts_lost_day", NULL, REPORT_INT, ROW(lost) },
	{ "texts_held", NULL, REPORT_INT, ROW(held) },
	{ "approvals_open", NULL, REPORT_INT, ROW(approvals) },
	{ "staffed", NULL, REPORT_BOOLEAN, ROW(staffed) },
	{ "agenda_parked", NULL, REPORT_INT, ROW(parked) },
	{ "texts_in", NULL, REPORT_INT64, VIEW(texts_in) },
	{ "texts_out", NULL, REPORT_INT64, VIEW(texts_out) },
	{ "parts_out", NULL, REPORT_INT64, VIEW(parts_out) },
	{ "commits", NULL, REPORT_INT64, VIEW(commits) },
	{ "waiting", NULL, REPORT_INT, VIEW(waiting) },
	{ "unwritable_since", NULL, REPORT_TIME, VIEW(unwritable_since) },
};

static const struct report_rows status_rows = {
	.columns = status_columns, .count = G_N_ELEMENTS(status_columns),
	.layout = REPORT_FACTS,
};

#define LANE(lane)	offsetof(struct queue_row, counts[lane])

static const struct report_column queue_columns[] = {
	{ "line", N_("WAITING ON"), REPORT_TEXT, offsetof(struct queue_row, line),
	  .least = 4 },
	{ "alert", N_("ALERT"), REPORT_INT, LANE(LANE_ALERT) },
	{ "reply", N_("REPLY"), REPORT_INT, LANE(LANE_REPLY) },
	{ "notice", N_("NOTICE"), REPORT_INT, LANE(LANE_NOTICE) },
	{ "duty", N_("DUTY"), REPORT_INT, LANE(LANE_DUTY) },
	{ "survey", N_("SURVEY"), REPORT_INT, LANE(LANE_SURVEY) },
};

static const struct report_rows queue_rows = {
	.key = "queues",
	.columns = queue_columns, .count = G_N_ELEMENTS(queue_columns),
};

enum command_status
status_run(struct command_call *call)
{
	struct status_row row = { .view = *call->view, .now = clock_now() };
	g_autoptr(GError) error = NULL;
	struct report *report;
	gboolean ok;
	int told;

	if (!status_collect(call, &row, &error))
		return command_failed(call, error);
	report = report_new(call, REPORT_OBJECT);
	status_print(call, report, &row);
	ok = status_modems(call, report, &error) &&
	    status_queues(call, report, &error);
	if (ok) {
		told = status_store(call, report, &row) +
		    status_faults(call, report) + status_answers(call, report) +
		    status_sims(call, report) + status_needs(report, &row);
		if (told == 0)
			report_say(report, TONE_GOOD, _("Nothing needs a person now."));
		if (row.view.nobody_on_duty)
			report_say(report, TONE_CARE, _("Nobody is told when a text "
			    "speaks of danger to life or a modem is down: duty_phones "
			    "is empty in the configuration"));
		if (!row.staffed)
			report_say(report, TONE_CARE, _("Nobody is on the staff: "
			    "whoever reaches the control socket has every right. As "
			    "root: xiangyin staff add CODE NAME --user USER --role "
			    "admin"));
	}
	report_free(report);
	g_free(row.urgent_first);
	return ok ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
status_collect(struct command_call *call, struct status_row *row, GError **error)
{
	struct ticket newest;

	if (!staff_any(call->db, &row->staffed, error) ||
	    !agenda_parked_count(call->db, &row->parked, error) ||
	    !approval_count(call->db, row->now, &row->approvals, error) ||
	    !callback_waiting(call->db, &row->callbacks, &row->callback_oldest, error) ||
	    !held_unverified(call->db, row->now - STATUS_HELD, &row->held, error) ||
	    !outbox_lost_since(call->db, row->now - CLOCK_DAY, &row->lost, error) ||
	    !ticket_urgent(call->db, &row->urgent, &newest, error))
		return FALSE;
	row->urgent_first = g_strdup(newest.number);
	ticket_clear(&newest);
	return TRUE;
}

static void
status_print(struct command_call *call, struct report *report,
    const struct status_row *row)
{
	g_autofree char *span = display_span(row->now - row->view.started_at);
	g_autofree char *since = display_time(row->view.started_at, row->now,
	    call->zone);
	g_autofree char *head = g_strdup_printf(
	    _("Xiangyin %s, started %s (%s)"), row->view.version, since, span);

	report_head(report, TONE_TITLE, head);
	report_begin(report, &status_rows);
	report_row(report, row);
	report_end(report);
	report_gap(report);
}

static gboolean
status_modems(struct command_call *call, struct report *report, GError **error)
{
	const struct report_rows rows = {
		.key = "modems",
		.columns = modem_columns, .count = modem_column_count,
		.none = N_("No modem is configured. Try texts with: xiangyin talk NUMBER"),
		.none_tone = TONE_CARE,
	};
	gboolean ok = TRUE;

	report_begin(report, &rows);
	for (int i = 0; ok && i < call->view->modem_count; i++) {
		struct modem_row row;

		ok = modem_row_load(call, &call->view->modems[i], &row, error);
		if (ok)
			report_row(report, &row);
		modem_row_clear(&row);
	}
	report_end(report);
	report_gap(report);
	return ok;
}

static gboolean
status_queues(struct command_call *call, struct report *report, GError **error)
{
	report_begin(report, &queue_rows);
	for (int i = 0; call->view->lines[i] != NULL; i++) {
		struct queue_row row = { .line = call->view->lines[i] };

		if (!outbox_queued(call->db, row.line, row.counts, error))
			return FALSE;
		report_row(report, &row);
	}
	report_end(report);
	report_gap(report);
	return TRUE;
}

/* The disk is full, or the file is another's. */
static int
status_store(struct command_call *call, struct report *report,
    const struct status_row *row)
{
	g_autofree char *since = NULL, *text = NULL;

	if (row->view.unwritable_since == 0)
		return 0;
	since = display_time(row->view.unwritable_since, row->now, call->zone);
	text = g_strdup_printf(_("Since %s nothing can be stored, so texts stay on the SIMs "
	    "and nobody is answered; look at the disk: %s"), since,
	    row->view.unwritable_why);
	report_say(report, TONE_BAD, text);
	return 1;
}

static int
status_faults(struct command_call *call, struct report *report)
{
	int told = 0;

	for (int i = 0; i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];
		g_autofree char *fault = stored_words(modem->fault);
		g_autofree char *text = NULL;

		if (*modem->fault == '\0')
			continue;
		text = g_strdup_printf(_("Modem %s: %s"), modem->name, fault);
		report_say(report, TONE_BAD, text);
		told++;
	}
	return told;
}

/* Perhaps two machines talk to each other. */
static int
status_answers(struct command_call *call, struct report *report)
{
	int told = 0;

	for (int i = 0; i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];
		g_autofree char *text = NULL;

		if (!modem->answers_much)
			continue;
		text = g_strdup_printf(_("Modem %s sent %d replies to %d texts "
		    "in a day; find out to whom: "
		    "xiangyin outbox"),
		    modem->name, modem->replied_day, modem->heard_day);
		report_say(report, TONE_BAD, text);
		told++;
	}
	return told;
}

/* Little credit, or an operator that holds texts back. */
static int
status_sims(struct command_call *call, struct report *report)
{
	int told = 0;

	for (int i = 0; i < call->view->modem_count; i++) {
		const struct modem_view *modem = &call->view->modems[i];
		g_autofree char *yuan = balance_yuan(modem->balance_fen);
		g_autofree char *credit = modem->spares ? g_strdup_printf(
		    _("Modem %s: only %s yuan left on its SIM; nothing but "
		    "replies and alerts leaves by it until it is topped up"),
		    modem->name, yuan) : g_strdup_printf(
		    P_("Modem %s: %s yuan left on its SIM, for about %d day; "
		    "top it up", "Modem %s: %s yuan left on its SIM, for about "
		    "%d days; top it up", modem->balance_days), modem->name,
		    yuan, modem->balance_days);
		g_autofree char *silent = g_strdup_printf(_("Modem %s: its test "
		    "texts do not arrive; ask the operator whether it blocks them"),
		    modem->name);

		if (modem->low)
			report_say(report, modem->spares ? TONE_BAD : TONE_CARE,
			    credit);
		if (modem->silent)
			report_say(report, TONE_BAD, silent);
		told += modem->low + modem->silent;
	}
	return told;
}

static int
status_needs(struct report *report, const struct status_row *care)
{
	gint64 now = clock_now();
	int told = 0;

	if (care->urgent > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d urgent ticket, the newest is %s: xiangyin ticket list --urgent",
		    "%d urgent tickets, the newest is %s: xiangyin ticket list --urgent",
		    care->urgent), care->urgent, care->urgent_first);

		report_say(report, TONE_BAD, text);
		told++;
	}
	if (care->callbacks > 0) {
		g_autofree char *waits = display_span(now - care->callback_oldest);
		g_autofree char *text = g_strdup_printf(
		    P_("%d person waits for a call (%s): xiangyin callback list",
		    "%d people wait for a call (longest: %s): xiangyin callback list",
		    care->callbacks), care->callbacks, waits);

		report_say(report, now - care->callback_oldest > CLOCK_DAY ?
		    TONE_BAD : TONE_CARE, text);
		told++;
	}
	if (care->parked > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d thing that was due failed too often and was given up: "
		    "xiangyin agenda list --parked",
		    "%d things that were due failed too often and were given up: "
		    "xiangyin agenda list --parked", care->parked), care->parked);

		report_say(report, TONE_BAD, text);
		told++;
	}
	if (care->lost > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d text could not be sent since yesterday, or not for "
		    "certain: xiangyin outbox --lost",
		    "%d texts could not be sent since yesterday, or not for "
		    "certain: xiangyin outbox --lost", care->lost), care->lost);

		report_say(report, TONE_CARE, text);
		told++;
	}
	if (care->held > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d text is held back until somebody confirms the number: "
		    "xiangyin phone held", "%d texts are held back until somebody "
		    "confirms the numbers: xiangyin phone held", care->held),
		    care->held);

		report_say(report, TONE_CARE, text);
		told++;
	}
	if (care->approvals > 0) {
		g_autofree char *text = g_strdup_printf(
		    P_("%d proposal waits for a second person: xiangyin approval list",
		    "%d proposals wait for a second person: xiangyin approval list",
		    care->approvals), care->approvals);

		report_say(report, TONE_CARE, text);
		told++;
	}
	return told;
}
