/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From words to the function that does them.
 */
#include "tools/dispatch.h"

#include <string.h>

#include "base/number.h"
#include "base/phone.h"
#include "tools/catalog.h"
#include "tools/family.h"
#include "tools/right.h"

/* Roles, by what they are for. */
#define ANYBODY		STAFF_ALL
#define CLERKS		(STAFF_BIT(STAFF_CLERK) | STAFF_BIT(STAFF_SUPERVISOR))
#define OFFICERS	(CLERKS | STAFF_BIT(STAFF_UNIT) | STAFF_BIT(STAFF_LEADER))
#define REGISTRARS	(STAFF_BIT(STAFF_REGISTRAR) | STAFF_BIT(STAFF_SUPERVISOR))
#define PROPOSERS	(CLERKS | REGISTRARS | STAFF_BIT(STAFF_SURVEY) | \
			STAFF_BIT(STAFF_LEADER))
#define TECHNICIANS	STAFF_BIT(STAFF_ADMIN)
#define AUDITORS	(STAFF_BIT(STAFF_AUDITOR) | STAFF_BIT(STAFF_ADMIN))

/* What goes on record before it runs: an action and the object, which is a prefix
 * and the value of a parameter. Of most it is the reading of personal records
 * (DOMAIN 6.4). */
struct command_trace {
	const char *action;
	const char *prefix, *param;	/* NULL: of no object in particular */
};

static const struct command {
	const char *words;
	command_fn run;		/* NULL: the engine does it (SYNTAX_TALKS) */
	command_fn prepare;	/* in the engine, before a long read; NULL
				 * nothing is to be done */
	struct right_need need;
	struct command_trace trace;
} commands[] = {
	{ "status", status_run, NULL, { ANYBODY, RIGHT_SCOPED } },
	{ "talk", NULL, NULL, { STAFF_BIT(STAFF_CLERK) | TECHNICIANS },
	  { "talk", "phone:", "number" } },
	{ "inbox", inbox_run, NULL, { CLERKS }, { "inbox.read", "", "phone" } },
	{ "outbox", outbox_run, NULL, { CLERKS }, { "outbox.read", "", "phone" } },
	{ "outbox cancel", outbox_cancel_run, NULL, { CLERKS } },
	{ "send", send_run, NULL, { CLERKS } },
	{ "modem show", modem_show_run, NULL, { CLERKS | AUDITORS, RIGHT_SCOPED } },
	{ "modem pause", modem_pause_run, NULL, { TECHNICIANS } },
	{ "modem resume", modem_resume_run, NULL, { TECHNICIANS } },
	{ "modem accept", modem_accept_run, NULL, { TECHNICIANS } },
	{ "modem test", modem_test_run, NULL, { TECHNICIANS } },
	{ "ticket list", ticket_list_run, NULL, { OFFICERS, RIGHT_SCOPED },
	  { "ticket.list", "", "phone" } },
	{ "ticket show", ticket_show_run, NULL, { OFFICERS, RIGHT_SCOPED },
	  { TICKET_SHOW_ACTION, "ticket:", "ticket" } },
	{ "callback list", callback_list_run, NULL, { CLERKS },
	  { "callback.list" } },
	{ "callback done", callback_done_run, NULL, { CLERKS } },
	{ "duty status", duty_status_run, NULL,
	  { OFFICERS | REGISTRARS | STAFF_BIT(STAFF_AUDITOR), RIGHT_SCOPED } },
	{ "duty overdue", duty_overdue_run, NULL,
	  { OFFICERS | REGISTRARS, RIGHT_SCOPED }, { "duty.overdue" } },
	{ "duty sheet", duty_sheet_run, NULL,
	  { OFFICERS | REGISTRARS, RIGHT_SCOPED },
	  { "duty.sheet", "cadre:", "cadre" } },
	{ "duty flags", duty_flags_run, NULL,
	  { OFFICERS | STAFF_BIT(STAFF_SURVEY) | STAFF_BIT(STAFF_AUDITOR),
	  RIGHT_SCOPED }, { "duty.flags" } },
	{ "duty close", duty_close_run, NULL,
	  { CLERKS | STAFF_BIT(STAFF_LEADER) } },
	{ "cadre leave", cadre_leave_run, NULL,
	  { REGISTRARS | STAFF_BIT(STAFF_UNIT), RIGHT_SCOPED } },
	{ "cadre duty", cadre_duty_run, NULL,
	  { REGISTRARS | STAFF_BIT(STAFF_UNIT), RIGHT_SCOPED } },
	{ "cadre roster", cadre_roster_run, NULL,
	  { OFFICERS | REGISTRARS, RIGHT_SCOPED } },
	{ "cadre replace", cadre_replace_run, NULL, { REGISTRARS, RIGHT_SCOPED } },
	{ "phone change", phone_change_run, NULL,
	  { CLERKS | REGISTRARS | STAFF_BIT(STAFF_SURVEY), RIGHT_SCOPED } },
	{ "phone owner", phone_owner_run, NULL,
	  { CLERKS | REGISTRARS | STAFF_BIT(STAFF_SURVEY) },
	  { "phone.owner", "phone:", "number" } },
	{ "phone show", phone_show_run, NULL,
	  { CLERKS | REGISTRARS | STAFF_BIT(STAFF_SURVEY), RIGHT_SCOPED },
	  { "phone.show", "phone:", "number" } },
	{ "phone held", phone_held_run, NULL,
	  { CLERKS | REGISTRARS | STAFF_BIT(STAFF_SURVEY), RIGHT_SCOPED },
	  { "phone.held", "", "phone" } },
	{ "phone undo", phone_undo_run, NULL, { CLERKS | REGISTRARS } },
	{ "phone confirm", phone_confirm_run, NULL, { CLERKS | REGISTRARS } },
	{ "person dead", person_dead_run, NULL, { CLERKS | REGISTRARS, RIGHT_SCOPED } },
	{ "person away", person_away_run, NULL, { CLERKS | REGISTRARS, RIGHT_SCOPED } },
	{ "person back", person_back_run, NULL, { CLERKS | REGISTRARS, RIGHT_SCOPED } },
	{ "person list", person_list_run, NULL, { CLERKS | REGISTRARS, RIGHT_SCOPED },
	  { "person.list" } },
	{ "import", import_run, import_prepare, { STAFF_BIT(STAFF_REGISTRAR) } },
	{ "export", export_run, NULL, { STAFF_BIT(STAFF_REGISTRAR) },
	  { "export", "register:", "kind" } },
	{ "menu check", menu_check_run, NULL, { ANYBODY, RIGHT_SCOPED } },
	{ "menu draw", menu_draw_run, NULL, { ANYBODY, RIGHT_SCOPED } },
	{ "menu words", menu_words_run, NULL, { ANYBODY, RIGHT_SCOPED } },
	{ "check", check_run, NULL, { AUDITORS | STAFF_BIT(STAFF_SUPERVISOR) } },
	{ "backup", backup_run, backup_prepare, { TECHNICIANS } },
	{ "audit verify", audit_verify_run, NULL, { AUDITORS } },
	{ "approval list", approval_list_run, NULL,
	  { PROPOSERS | STAFF_BIT(STAFF_AUDITOR), RIGHT_SCOPED } },
	{ "approval show", approval_show_run, NULL,
	  { PROPOSERS | STAFF_BIT(STAFF_AUDITOR), RIGHT_SCOPED } },
	{ "approval approve", approval_approve_run, NULL,
	  { PROPOSERS, RIGHT_SCOPED } },
	{ "approval reject", approval_reject_run, NULL,
	  { PROPOSERS, RIGHT_SCOPED } },
	{ "staff add", staff_add_run, NULL,
	  { TECHNICIANS, RIGHT_WHOLE, .never_open = TRUE } },
	{ "staff list", staff_list_run, NULL, { AUDITORS } },
	{ "staff show", staff_show_run, NULL, { AUDITORS } },
	{ "staff role", staff_role_run, NULL,
	  { TECHNICIANS, RIGHT_WHOLE, .never_open = TRUE } },
	{ "staff scope", staff_scope_run, NULL,
	  { TECHNICIANS, RIGHT_WHOLE, .never_open = TRUE } },
	{ "staff absence", staff_absence_run, NULL,
	  { TECHNICIANS | STAFF_BIT(STAFF_SUPERVISOR), RIGHT_WHOLE,
	  .never_open = TRUE } },
	{ "staff remove", staff_remove_run, NULL,
	  { TECHNICIANS, RIGHT_WHOLE, .never_open = TRUE } },
	{ "agenda list", agenda_list_run, NULL, { CLERKS | TECHNICIANS } },
	{ "agenda show", agenda_show_run, NULL, { CLERKS | TECHNICIANS } },
	{ "agenda retry", agenda_retry_run, NULL, { CLERKS | TECHNICIANS } },
};

static enum command_status command_dispatch(struct command_call *call,
		    char **argv, int argc);
static const struct command *command_find(const char *words);
static char	*command_stored(const char *param, const char *value);
static gboolean	command_trace(struct command_call *call,
		    const struct command_trace *trace);

enum command_status
command_start(struct command_call *call, char **argv, int argc)
{
	enum command_status status;

	call->out = g_string_new(NULL);
	call->err = g_string_new(NULL);
	catalog_choose(call->language);
	status = command_dispatch(call, argv, argc);
	catalog_choose(NULL);
	return status;
}

enum command_status
command_step(struct command_call *call)
{
	enum command_status status;

	catalog_choose(call->language);
	status = call->step(call);
	catalog_choose(NULL);
	return status;
}

enum command_status
command_flooded(struct command_call *call)
{
	catalog_choose(call->language);
	g_string_append_printf(call->err,
	    _("the input is longer than %d KiB, and nothing was done; cut it"),
	    COMMAND_INPUT_MAX / 1024);
	catalog_choose(NULL);
	return COMMAND_USAGE;
}

void
command_clear(struct command_call *call)
{
	if (call->state_free != NULL && call->state != NULL)
		call->state_free(call->state);
	call->state = NULL;
	command_line_clear(&call->line);
	if (call->input != NULL)
		g_string_free(call->input, TRUE);
	call->input = NULL;
	if (call->out != NULL)
		g_string_free(call->out, TRUE);
	if (call->err != NULL)
		g_string_free(call->err, TRUE);
	call->out = call->err = NULL;
	g_clear_pointer(&call->right, right_free);
}

guint
command_roles(const char *words)
{
	return command_find(words)->need.roles;
}

static enum command_status
command_dispatch(struct command_call *call, char **argv, int argc)
{
	const struct command *command;

	switch (syntax_read(argv, argc, &call->line, call->err)) {
	case SYNTAX_HELP:
		g_string_append_len(call->out, call->err->str, call->err->len);
		g_string_truncate(call->err, 0);
		return COMMAND_DONE;
	case SYNTAX_WRONG:
		return COMMAND_USAGE;
	case SYNTAX_OK:
		break;
	}
	command = command_find(call->line.row->words);
	if (!call->reads &&
	    (!right_permits(call, &command->need, command->words) ||
	    !command_trace(call, &command->trace)))
		return COMMAND_NO;
	if (call->line.row->flags & SYNTAX_TALKS)
		return COMMAND_TALKS;
	if (command_line_input(&call->line) != NULL)
		call->input = g_string_new(NULL);
	if (!(call->line.row->flags & SYNTAX_READS) || call->reads)
		return command->run(call);
	return command->prepare != NULL ? command->prepare(call) : COMMAND_READS;
}

static const struct command *
command_find(const char *words)
{
	gsize i = 0;

	while (i < G_N_ELEMENTS(commands) &&
	    strcmp(commands[i].words, words) != 0)
		i++;
	g_assert(i < G_N_ELEMENTS(commands));
	return &commands[i];
}

/* A value as what it names is stored, however it was typed; NULL of NULL. */
static char *
command_stored(const char *param, const char *value)
{
	char number[NUMBER_SIZE];

	if (value == NULL)
		return NULL;
	if (strcmp(param, "phone") == 0 || strcmp(param, "number") == 0)
		return phone_normalise(value);
	if (strcmp(param, "ticket") == 0 && number_read(value, number) == NUMBER_HOLDS)
		return g_strdup(number);
	return g_strdup(value);
}

static gboolean
command_trace(struct command_call *call, const struct command_trace *trace)
{
	const char *value = trace->param == NULL ? NULL :
	    command_line_value(&call->line, trace->param);
	g_autofree char *stored = command_stored(trace->param, value);
	g_autofree char *object = stored == NULL ? g_strdup("") :
	    g_strconcat(trace->prefix, stored, NULL);
	g_autoptr(GError) error = NULL;

	if (trace->action == NULL ||
	    command_record(call, trace->action, object, "", &error))
		return TRUE;
	command_failed(call, error);
	return FALSE;
}
