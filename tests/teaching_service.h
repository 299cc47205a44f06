/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A service as one is added (HACKING, "How to add a service"): who texts 赶集 is
 * told the market days, and with a 1 reminded on the morning before each.  It has
 * a row, words, screens and an action of its own, a table, a kind of the agenda and
 * a staff command (teaching_command.h); nobody else knows it.
 */
#ifndef TESTS_TEACHING_SERVICE_H
#define TESTS_TEACHING_SERVICE_H

#include "db/db.h"
#include "menus/service.h"

extern const struct service teaching_service;

/* Makes its table, as a migration would. */
gboolean teaching_migrate(struct db *db);

/* Who is reminded. */
struct market_phone {
	char	*phone, *line;
	gint64	 since;		/* us: when they asked for it */
};
/* Calls `row` with each until it says FALSE. */
gboolean teaching_each(struct db *db,
	    gboolean (*row)(const struct market_phone *phone, void *user), void *user,
	    GError **error);

#endif
