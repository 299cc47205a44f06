/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The cadres and days that a cadre command names.
 */
#ifndef TOOLS_CADRE_NAMED_H
#define TOOLS_CADRE_NAMED_H

#include "db/cadre.h"
#include "tools/command.h"

/* Finds the cadre of an argument, who must be within reach, or of a code (param NULL).
 * FALSE with a sentence in call->err, or with `error`. */
gboolean cadre_named(struct command_call *call, const char *param, const char *code,
	    struct cadre *cadre, GError **error);

/* Reads the day (20261123) of an argument that was given. */
int	cadre_day(const struct command_call *call, const char *name);

#endif
