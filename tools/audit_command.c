/*
 * audit verify: the chain of the audit trail, from its first row to its last.
 */
#include "tools/family.h"

#include "db/audit.h"
#include "tools/catalog.h"

enum command_status
audit_verify_run(struct command_call *call)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *said = NULL;
	gint64 rows, broken_at;
	struct json json;

	if (!audit_verify(call->db, &rows, &broken_at, &error))
		return command_failed(call, error);
	if (call->line.json) {
		json_start(&json, call->out);
		json_begin(&json, NULL, '{');
		json_boolean(&json, "holds", broken_at == 0);
		json_number(&json, "rows", rows);
		json_number(&json, "broken_at", broken_at);
		json_end(&json, '}');
	} else if (broken_at == 0) {
		said = g_strdup_printf(
		    P_("The audit trail holds: %d row, none changed, none missing.",
		    "The audit trail holds: %d rows, none changed, none missing.",
		    rows), (int)rows);
		command_say(call, TONE_GOOD, said);
	}
	if (broken_at == 0)
		return COMMAND_DONE;
	g_string_append_printf(call->err,
	    _("the audit trail is broken at row %d: something was changed or taken out; "
	    "keep a copy of the database and tell the discipline commission"),
	    (int)broken_at);
	return COMMAND_NO;
}
