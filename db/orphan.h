/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Orphans: rows that nothing will ever end (DESIGN law 11).  `xiangyin check`
 * lists them; there should be none.
 */
#ifndef DB_ORPHAN_H
#define DB_ORPHAN_H

#include "db/db.h"

/* Calls `say` for each, with the object and what is wrong with it. */
gboolean orphan_each(struct db *db, gint64 now,
	    void (*say)(const char *object, const char *what, void *user),
	    void *user, GError **error);

#endif
