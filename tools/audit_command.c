/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * audit verify: the chain of the audit trail, from its first row to its last.
 */
#include "tools/family.h"

#include <stddef.h>

#include "db/audit.h"
#include "tools/catalog.h"
#include "tools/report.h"

struct audit_state {
	gboolean holds;
	gint64	 rows, broken_at;
};

#define AT(field)	offsetof(struct audit_state, field)

static const struct report_column columns[] = {
	{ "holds", NULL, REPORT_BOOLEAN, AT(holds) },
	{ "rows", NULL, REPORT_INT64, AT(rows) },
	{ "broken_at", NULL, REPORT_INT64, AT(broken_at) },
};

static const struct report_rows rows = {
	.columns = columns, .count = G_N_ELEMENTS(columns), .layout = REPORT_FACTS,
};

enum command_status
audit_verify_run(struct command_call *call)
{
	g_autofree char *said = NULL;
	g_autoptr(GError) error = NULL;
	struct audit_state state;
	struct report *report;

	if (!audit_verify(call->db, &state.rows, &state.broken_at, &error))
		return command_failed(call, error);
	state.holds = state.broken_at == 0;
	report = report_new(call, REPORT_OBJECT);
	report_begin(report, &rows);
	report_row(report, &state);
	report_end(report);
	said = g_strdup_printf(
	    P_("The audit trail holds: %d row, none changed, none missing.",
	    "The audit trail holds: %d rows, none changed, none missing.",
	    state.rows), (int)state.rows);
	if (state.holds)
		report_say(report, TONE_GOOD, said);
	report_free(report);
	if (state.holds)
		return COMMAND_DONE;
	g_string_append_printf(call->err,
	    _("the audit trail is broken at row %d: something was changed or taken out; "
	    "keep a copy of the database and tell the discipline commission"),
	    (int)state.broken_at);
	return COMMAND_NO;
}
