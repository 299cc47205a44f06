/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * approval list, show, approve and reject: what waits for a second person.
 */
#include "tools/family.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "tools/catalog.h"

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

static const struct column columns[] = {
	{ "id", N_("ID"), TRUE },
	{ "kind", N_("KIND"), FALSE, 6, 3 },
	{ "object", NULL },
	{ "words", N_("WHAT"), FALSE, 12 },
	{ "arguments", NULL },
	{ "by", N_("BY"), FALSE, 6 },
	{ "at", N_("WHEN"), FALSE, 0, 2 },
	{ "expires_at", N_("UNTIL"), FALSE, 0, 1 },
	{ "state", N_("STATE") },
	{ "settled_by", N_("SETTLED BY"), FALSE, 6, 4 },
	{ "settled_at", NULL },
	{ "reason", N_("WHY"), FALSE, 8, 5 },
};

/* A list being made. */
struct listing {
	struct command_call *call;
	struct table *table;
	int	 limit;
	GError	*error;
};

static const struct proposal_kind *approval_kind(const char *name);
static gboolean	approval_reaches(struct command_call *call,
		    const struct approval *approval, gboolean *reaches,
		    GError **error);
static gboolean	approval_row(const struct approval *approval, void *user);
static void	approval_print(const struct approval *approval,
		    struct table *table);
static const char *approval_state(const struct approval *approval);
static gboolean	approval_named(struct command_call *call,
		    struct approval *approval, GError **error);
static void	approval_tell(struct command_call *call,
		    const struct approval *approval);
static void	approval_moment(struct command_call *call, const char *what,
		    gint64 at);

enum command_status
approval_list_run(struct command_call *call)
{
	gboolean all = command_line_value(&call->line, "all") != NULL;
	const struct table_look look = command_look(call);
	struct listing listing = {
		.call = call,
		.limit = command_line_number(&call->line, "limit", SYNTAX_LIMIT),
	};
	g_autoptr(GError) error = NULL;

	listing.table = table_new(columns, G_N_ELEMENTS(columns), &look);
	if (!approval_each(call->db, all, approval_row, &listing, &error) ||
	    listing.error != NULL) {
		table_free(listing.table);
		if (error == NULL)
			error = listing.error;
		return command_failed(call, error);
	}
	command_print(call, listing.table, _("Nothing waits for a second person."));
	return COMMAND_DONE;
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
		approval_print(approval, listing->table);
	return table_rows(listing->table) < listing->limit;
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
approval_print(const struct approval *approval, struct table *table)
{
	const struct proposal_kind *kind = approval_kind(approval->kind);
	const char *state = approval_state(approval);

	table_number(table, approval->id, TONE_PLAIN);
	table_words(table, kind != NULL ? _(kind->title) : approval->kind,
	    approval->kind, TONE_PLAIN);
	table_text(table, approval->object, TONE_PLAIN);
	table_text(table, approval->words, TONE_PLAIN);
	table_text(table, approval->arguments, TONE_PLAIN);
	table_text(table, approval->by, TONE_PLAIN);
	table_time(table, approval->at, TONE_PLAIN);
	table_time(table, approval->expires_at, TONE_PLAIN);
	table_words(table, _(state), state,
	    strcmp(state, "open") == 0 ? TONE_CARE : TONE_PLAIN);
	table_text(table, approval->settled_by, TONE_PLAIN);
	table_time(table, approval->settled_at, TONE_PLAIN);
	table_text(table, approval->reason, TONE_PLAIN);
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
	const struct table_look look = command_look(call);
	struct approval approval;
	g_autoptr(GError) error = NULL;
	struct table *table;

	if (!approval_named(call, &approval, &error)) {
		approval_clear(&approval);
		return error != NULL ? command_failed(call, error) : COMMAND_NO;
	}
	if (call->line.json) {
		table = table_new(columns, G_N_ELEMENTS(columns), &look);
		approval_print(&approval, table);
		command_print(call, table, "");
	} else
		approval_tell(call, &approval);
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
