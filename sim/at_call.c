/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See at_call.h.
 */
#include "sim/at_call.h"

#include <stdlib.h>
#include <string.h>

int
at_int(const struct at_call *call, guint field, int otherwise)
{
	const char *digits = at_field(call, field);
	gint64 value;
	char *end;

	value = g_ascii_strtoll(digits, &end, 10);
	if (end == digits || *end != '\0' || ABS(value) > G_MAXINT32)
		return otherwise;
	return (int)value;
}

const char *
at_field(const struct at_call *call, guint field)
{
	return field < call->fields ? call->field[field] : "";
}
