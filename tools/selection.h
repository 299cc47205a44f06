/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which period and which part of the county a report is about: --month, --area and --cadre,
 * or the argument of that name, read once.
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

/* What is named must be there, and a cadre within reach. FALSE with a sentence in
 * call->err, or with `error`. */
gboolean selection_read(struct command_call *call, struct selection *selection, GError **error);

/* The cadres that it names and the asker reaches (right.h), those who left in or after
 * the month too: struct cadre (id, code, name, area, department), owned.  NULL when the
 * database failed. */
GPtrArray *selection_cadres(struct command_call *call, const struct selection *selection,
	    GError **error);

#endif
