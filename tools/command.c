/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What every command says and records in the same way.
 */
#include "tools/command.h"

#include "base/clock.h"
#include "base/phone.h"
#include "db/audit.h"
#include "tools/catalog.h"
#include "tools/display.h"

#define FACT_MARGIN	12	/* cells for the word before a value */

enum command_status
command_failed(struct command_call *call, const GError *error)
{
	g_string_append_printf(call->err,
	    _("the database failed: %s; look at the disk and at journalctl -u xiangyind"),
	    error->message);
	return COMMAND_NO;
}

enum command_status
command_refused(struct command_call *call, const GError *error)
{
	return error != NULL ? command_failed(call, error) : COMMAND_NO;
}

gboolean
command_record(struct command_call *call, const char *action,
    const char *object, const char *reason, GError **error)
{
	const struct audit_row row = {
		.at = clock_now(),
		.actor = call->actor,
		.role = call->role,
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
