/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See action.h.
 */
#include "menus/action.h"

void
action_file(struct action_call *call, const char *number, enum inbox_end end,
    const char *reason)
{
	g_strlcpy(call->ticket, number, sizeof(call->ticket));
	call->end = end;
	call->reason = reason;
}
