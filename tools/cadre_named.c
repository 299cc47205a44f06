/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See cadre_named.h. */
#include "tools/cadre_named.h"

#include "base/calendar.h"
#include "tools/catalog.h"
#include "tools/right.h"

gboolean
cadre_named(struct command_call *call, const char *param, const char *code,
    struct cadre *cadre, GError **error)
{
	const char *wanted = param != NULL ?
	    command_line_value(&call->line, param) : code;
	gboolean found;

	if (!cadre_by_code(call->db, wanted, &found, cadre, error))
		return FALSE;
	if (found && cadre->gone_on == 0)
		return param == NULL || right_takes_cadre(call, cadre, error);
	g_string_append_printf(call->err, found ?
	    _("cadre %s has left") :
	    _("there is no cadre \"%s\"; see xiangyin export cadre"), wanted);
	return FALSE;
}

int
cadre_day(const struct command_call *call, const char *name)
{
	return calendar_day_read(command_line_value(&call->line, name));
}
