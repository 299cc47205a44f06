/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which period and which part of the county a report is about: --month, --area and --cadre,
 * or the argument of that name, read once.
 */
#ifndef TOOLS_SCOPE_H
#define TOOLS_SCOPE_H

#include "tools/command.h"

struct scope {
	int	 month;		/* 202611 */
	int	 first, last;	/* its days, 20261101 */
	int	 today;
	const char *area;	/* code; NULL all */
	const char *cadre;	/* code; NULL all */
};

/* What is named must be there. FALSE with a sentence in call->err, or with `error`. */
gboolean scope_read(struct command_call *call, struct scope *scope, GError **error);

/* The cadres that it names: struct cadre (id, code, name, area, department), owned.  NULL
 * when the database failed. */
GPtrArray *scope_cadres(struct command_call *call, const struct scope *scope,
	    GError **error);

/* COMMAND_NO after FALSE of scope_read(): says the `error` if there is one. */
enum command_status scope_refused(struct command_call *call, const GError *error);

#endif
