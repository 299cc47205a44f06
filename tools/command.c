/*
 * From words to the function that does them.
 */
#include "tools/command.h"

#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "db/audit.h"
#include "tools/catalog.h"
#include "tools/family.h"

#define FACT_MARGIN	12	/* cells for the word before a value */

static const struct command {
	const char *words;
	command_fn run;
	command_fn prepare;	/* in the engine, before a long read; NULL
				 * nothing is to be done */
} commands[] = {
	{ "status", status_run },
	{ "inbox", inbox_run },
	{ "outbox", outbox_run },
	{ "outbox cancel", outbox_cancel_run },
	{ "send", send_run },
	{ "modem show", modem_show_run },
	{ "modem pause", modem_pause_run },
	{ "modem resume", modem_resume_run },
	{ "modem accept", modem_accept_run },
	{ "modem test", modem_test_run },
	{ "ticket list", ticket_list_run },
	{ "ticket show", ticket_show_run },
	{ "agenda list", agenda_list_run },
	{ "agenda show", agenda_show_run },
	{ "agenda retry", agenda_retry_run },
	{ "callback list", callback_list_run },
	{ "callback done", callback_done_run },
	{ "duty status", duty_status_run },
	{ "duty overdue", duty_overdue_run, duty_overdue_prepare },
	{ "duty sheet", duty_sheet_run, duty_sheet_prepare },
	{ "duty flags", duty_flags_run, duty_flags_prepare },
	{ "duty close", duty_close_run },
	{ "cadre leave", cadre_leave_run },
	{ "cadre duty", cadre_duty_run },
	{ "cadre roster", cadre_roster_run },
	{ "cadre replace", cadre_replace_run },
	{ "phone change", phone_change_run },
	{ "import", import_run, import_prepare },
	{ "export", export_run, export_prepare },
	{ "menu check", menu_check_run },
	{ "menu draw", menu_draw_run },
	{ "check", check_run },
	{ "backup", backup_run, backup_prepare },
	{ "audit verify", audit_verify_run },
};

static enum command_status command_dispatch(struct command_call *call,
		    char **argv, int argc);

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
}

enum command_status
command_failed(struct command_call *call, const GError *error)
{
	g_string_append_printf(call->err,
	    _("the database failed: %s; look at the disk and at journalctl -u xiangyind"),
	    error->message);
	return COMMAND_NO;
}

gboolean
command_record(struct command_call *call, const char *action,
    const char *object, const char *reason, GError **error)
{
	const struct audit_row row = {
		.at = clock_now(),
		.actor = call->actor,
		.role = "clerk",
		.action = action,
		.object = object,
		.before = "",
		.after = "",
		.reason = reason,
	};

	if (db_in_transaction(call->db))
		return audit_add(call->db, &row, error);
	if (!db_begin(call->db, error))
		return FALSE;
	if (audit_add(call->db, &row, error) && db_commit(call->db, error))
		return TRUE;
	db_rollback(call->db);
	return FALSE;
}

struct table_look
command_look(const struct command_call *call)
{
	return (struct table_look){
		.zone = call->zone,
		.now = clock_now(),
		.columns = call->columns,
		.colour = call->colour,
	};
}

void
command_print(struct command_call *call, struct table *table, const char *none)
{
	struct json json;

	if (call->line.json) {
		json_start(&json, call->out);
		table_json(table, &json, NULL);
	} else if (table_rows(table) == 0)
		g_string_append_printf(call->out, "%s\n", none);
	else
		table_print(table, call->out);
	table_free(table);
}

void
command_say(const struct command_call *call, enum tone tone, const char *text)
{
	g_autofree char *clean = display_clean(text);

	display_tone(call->out, tone, call->colour);
	display_wrap(call->out, clean, 0, call->columns);
	display_plain(call->out, tone, call->colour);
}

void
command_fact(struct command_call *call, const char *what, const char *value)
{
	g_autofree char *clean = display_clean(value);
	g_autoptr(GString) wrapped = g_string_new(NULL);

	if (*clean == '\0')
		return;
	display_wrap(wrapped, clean, FACT_MARGIN, call->columns);
	g_string_append(call->out, what);
	g_string_append_printf(call->out, "%*s",
	    MAX(1, FACT_MARGIN - display_width(what)), "");
	g_string_append(call->out, wrapped->str + FACT_MARGIN);
}

char *
command_phone(const struct command_call *call)
{
	const char *typed = command_line_value(&call->line, "phone");

	return typed == NULL ? NULL : phone_normalise(typed);
}

gboolean
command_record_read(struct command_call *call, const char *action,
    const char *object)
{
	g_autoptr(GError) error = NULL;

	if (command_record(call, action, object, "", &error))
		return TRUE;
	command_failed(call, error);
	return FALSE;
}

static enum command_status
command_dispatch(struct command_call *call, char **argv, int argc)
{
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
	if (call->line.row->flags & SYNTAX_TALKS)
		return COMMAND_TALKS;
	if (command_line_input(&call->line) != NULL)
		call->input = g_string_new(NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		const struct command *command = &commands[i];

		if (strcmp(command->words, call->line.row->words) != 0)
			continue;
		if (!(call->line.row->flags & SYNTAX_READS) || call->reads)
			return command->run(call);
		return command->prepare != NULL ? command->prepare(call) :
		    COMMAND_READS;
	}
	g_assert_not_reached();
}
