/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approval list, show, approve and reject: what waits for a second person.
 */
#include "tools/family.h"

#include <stddef.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "tools/catalog.h"
#include "tools/report.h"
#include "tools/right.h"

/* Everything that needs a second person. */
static const struct proposal_kind *const kinds[] = {
	&duty_close_kind,
	&phone_change_kind,
	&cadre_replace_kind,
};

/* For xgettext to find: stored by name. */
static const char *const states[] G_GNUC_UNUSED = {
	N_("open"), N_("approved"), N_("rejected"), N_("withdrawn"), N_("expired"),
	N_("void"),
};

/* A list being made. */
struct listing {
	struct command_call *call;
	struct report *report;
	int	 limit;
	GError	*error;
};

static const struct proposal_kind *approval_kind(const char *name);
static gboolean	approval_reaches(struct command_call *call,
		    const struct approval *approval, gboolean *reaches,
		    GError **error);
static gboolean	approval_row(const struct approval *approval, void *user);
static void	approval_kind_cell(const void *row, struct cell *cell);
static void	approval_state_cell(const void *row, struct cell *cell);
static const char *approval_state(const struct approval *approval);
static void	approval_moment(struct command_call *call, const char *what,
		    gint64 at);
static gboolean	approval_named(struct command_call *call,
		    struct approval *approval, GError **error);
static void	approval_tell(struct command_call *call,
		    const struct approval *approval);

#define AT(field)	offsetof(struct approval, field)

static const struct report_column columns[] = {
	{ "id", N_("ID"), REPORT_INT64, AT(id) },
	{ "kind", NULL, .cell = approval_kind_cell },
	{ "object", NULL, REPORT_TEXT, AT(object) },
	{ "words", N_("WHAT"), REPORT_TEXT, AT(words), .least = 36 },
	{ "arguments", NULL, REPORT_TEXT, AT(arguments) },
	{ "by", N_("BY"), REPORT_TEXT, AT(by), .least = 6, .spare = 2 },
	{ "at", N_("WHEN"), REPORT_TIME, AT(at), .spare = 6 },
	{ "expires_at", N_("UNTIL"), REPORT_TIME, AT(expires_at), .spare = 3 },
	{ "state", N_("STATE"), .cell = approval_state_cell, .spare = 1 },
	{ "settled_by", N_("SETTLED BY"), REPORT_TEXT, AT(settled_by), .least = 6,
	  .spare = 4 },
	{ "settled_at", NULL, REPORT_TIME, AT(settled_at) },
	{ "reason", N_("WHY"), REPORT_TEXT, AT(reason), .least = 8, .spare = 5 },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns),
	.none = N_("Nothing waits for a second person."),
};

enum command_status
approval_list_run(struct command_call *call)
{
	gboolean all = command_line_value(&call->line, "all") != NULL;
	struct listing listing = {
		.call = call,
		.limit = command_line_number(&call->line, "limit", SYNTAX_LIMIT),
	};
	g_autoptr(GError) error = NULL;

	listing.report = report_new(call, REPORT_ARRAY);
	report_begin(listing.report, &rows);
	if (approval_each(call->db, all, approval_row, &listing, &error))
		error = listing.error;
	else
		g_clear_error(&listing.error);
	if (error == NULL)
		report_end(listing.report);
	report_free(listing.report);
	return error == NULL ? COMMAND_DONE : command_failed(call, error);
}

static gboolean
approval_row(const struct approval *approval, void *user)
{
	struct listing *listing = user;
	gboolean reaches;

	if (!approval_reaches(listing->call, approval, &reaches,
	    &listing->error))
		return FALSE;
	if (reaches)
		report_row(listing->report, approval);
	return report_count(listing->report) < listing->limit;
}

/* NULL: made by another version. */
static const struct proposal_kind *
approval_kind(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	}
	return NULL;
}

/* What is out of reach is not even shown. */
static gboolean
approval_reaches(struct command_call *call, const struct approval *approval,
    gboolean *reaches, GError **error)
{
	const struct proposal_kind *kind = approval_kind(approval->kind);
	gsize said = call->err->len;

	*reaches = right_is_whole(call);
	if (*reaches || kind == NULL || kind->takes == NULL)
		return TRUE;
	*reaches = kind->takes(call, approval, error);
	g_string_truncate(call->err, said);
	return error == NULL || *error == NULL;
}

static void
approval_kind_cell(const void *row, struct cell *cell)
{
	const struct approval *approval = row;
	const struct proposal_kind *kind = approval_kind(approval->kind);

	cell_words(cell, kind != NULL ? _(kind->title) : approval->kind,
	    approval->kind, TONE_PLAIN);
}

static void
approval_state_cell(const void *row, struct cell *cell)
{
	const char *state = approval_state(row);

	cell_words(cell, _(state), state,
	    strcmp(state, "open") == 0 ? TONE_CARE : TONE_PLAIN);
}

/* Its time may be over before the agenda comes round. */
static const char *
approval_state(const struct approval *approval)
{
	return strcmp(approval->state, "open") == 0 &&
	    approval->expires_at <= clock_now() ? "expired" : approval->state;
}

enum command_status
approval_show_run(struct command_call *call)
{
	struct approval approval;
	g_autoptr(GError) error = NULL;
	struct report *report;

	if (!approval_named(call, &approval, &error)) {
		approval_clear(&approval);
		return error != NULL ? command_failed(call, error) : COMMAND_NO;
	}
	report = report_new(call, REPORT_ARRAY);
	if (report_is_for_people(report))
		approval_tell(call, &approval);
	else {
		report_begin(report, &rows);
		report_row(report, &approval);
		report_end(report);
	}
	report_free(report);
	approval_clear(&approval);
	return COMMAND_DONE;
}

/* The one of the command line. FALSE with a sentence in call->err, or with
 * `error`; clear `approval` in any case. */
static gboolean
approval_named(struct command_call *call, struct approval *approval,
    GError **error)
{
	int id = command_line_number(&call->line, "id", 0);
	gboolean found;

	if (!approval_get(call->db, id, &found, approval, error) ||
	    (found && !approval_reaches(call, approval, &found, error)))
		return FALSE;
	if (!found)
		g_string_append_printf(call->err, _("there is no proposal %d; see "
		    "xiangyin approval list"), id);
	return found;
}

static void
approval_tell(struct command_call *call, const struct approval *approval)
{
	const struct proposal_kind *kind = approval_kind(approval->kind);
	g_autofree char *head = g_strdup_printf(_("Proposal %d, %s"),
	    (int)approval->id, _(approval_state(approval)));
	g_autofree char *roles = kind == NULL ? g_strdup("") :
	    staff_roles_words(kind->roles);

	command_say(call, TONE_TITLE, head);
	command_fact(call, _("Kind"), kind != NULL ? _(kind->title) :
	    approval->kind);
	command_fact(call, _("What"), approval->words);
	command_fact(call, _("By"), approval->by);
	approval_moment(call, _("When"), approval->at);
	approval_moment(call, _("Until"), approval->expires_at);
	command_fact(call, _("Approved by"), roles);
	command_fact(call, _("Settled by"), approval->settled_by);
	approval_moment(call, _("Settled"), approval->settled_at);
	command_fact(call, _("Why"), approval->reason);
}

static void
approval_moment(struct command_call *call, const char *what, gint64 at)
{
	g_autofree char *moment = at == 0 ? g_strdup("") :
	    calendar_format(at, call->zone, "%Y-%m-%d %H:%M");

	command_fact(call, what, moment);
}

static enum command_status
approval_answer_run(struct command_call *call, gboolean approves)
{
	const char *reason = approves ? NULL :
	    command_line_value(&call->line, "reason");
	const struct proposal_kind *kind;
	enum command_status status = COMMAND_NO;
	struct approval approval;
	g_autoptr(GError) error = NULL;

	if (!approval_named(call, &approval, &error)) {
		if (error != NULL)
			status = command_failed(call, error);
	} else if ((kind = approval_kind(approval.kind)) == NULL)
		g_string_append_printf(call->err, _("this version does not know "
		    "how to do \"%s\""), approval.kind);
	else
		status = approves ? proposal_approve(call, kind, &approval) :
		    proposal_reject(call, kind, &approval,
		    reason != NULL ? reason : "");
	approval_clear(&approval);
	return status;
}

enum command_status
approval_approve_run(struct command_call *call)
{
	return approval_answer_run(call, TRUE);
}

enum command_status
approval_reject_run(struct command_call *call)
{
	return approval_answer_run(call, FALSE);
}
