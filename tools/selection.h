/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which period and which part of the county a report is about: --month, --area and
 * --cadre, or the argument of that name.
 */
#ifndef TOOLS_SELECTION_H
#define TOOLS_SELECTION_H

#include "tools/command.h"

struct selection {
	int	 month;		/* 202611 */
	int	 first, last;	/* its days, 20261101 */
	int	 today;
	const char *area;	/* code; NULL all */
	const char *cadre;	/* code; NULL all */
};

/* Reads them; an area or cadre must exist, and a cadre be within reach.  FALSE with a
 * sentence in call->err, or with `error`. */
gboolean selection_read(struct command_call *call, struct selection *selection, GError **error);

/* Returns the cadres it names that are within the asker's reach (right.h), including
 * those who left in or after the month: struct cadre (id, code, name, area, department).
 * Caller frees; NULL when the database failed. */
GPtrArray *selection_cadres(struct command_call *call, const struct selection *selection,
	    GError **error);

#endif
