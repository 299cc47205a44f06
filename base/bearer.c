/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See bearer.h.  A USSD string holds 182 octets, 91 UCS-2 characters (3GPP TS 23.038
 * 5.1); telephones show no more than 80 on one screen (DOMAIN 5.1).
 */
#include "base/bearer.h"

#include <string.h>

static const struct bearer_traits bearer_table[BEARER_COUNT] = {
	[BEARER_SMS] = { .name = "sms", .worded = TRUE, .guarded = TRUE,
	    .budgeted = TRUE },
	[BEARER_CONSOLE] = { .name = "console", .live = TRUE, .worded = TRUE },
	[BEARER_USSD] = { .name = "ussd", .live = TRUE, .worded = TRUE, .cells = 80 },
	[BEARER_CALL] = { .name = "call", .guarded = TRUE },
};

const struct bearer_traits *
bearer_traits(enum bearer bearer)
{
	g_assert((guint)bearer < BEARER_COUNT);
	return &bearer_table[bearer];
}

enum bearer
bearer_from_name(const char *name)
{
	int bearer = 0;

	while (bearer < BEARER_COUNT && strcmp(bearer_table[bearer].name, name) != 0)
		bearer++;
	return (enum bearer)bearer;
}

const char *
bearer_name(enum bearer bearer)
{
	return bearer_traits(bearer)->name;
}
