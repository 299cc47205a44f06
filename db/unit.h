/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units: the departments that matters are referred to.  They come from imports.
 */
#ifndef DB_UNIT_H
#define DB_UNIT_H

#include "db/db.h"

/* Finds the code and telephone of the unit of that name; *code NULL: there is none.
 * Caller frees both. */
gboolean unit_named(struct db *db, const char *name, char **code, char **phone,
	    GError **error);

/* Is it the code of a unit? */
gboolean unit_is(struct db *db, const char *code, gboolean *is, GError **error);

/* Returns the name of a unit, or the code itself when there is no such unit; NULL when
 * the database failed.  Caller frees. */
char	*unit_name(struct db *db, const char *code, GError **error);

/* Returns the code of the unit that a cadre heads ("": none); NULL when the database
 * failed.  Caller frees. */
char	*unit_of_head(struct db *db, const char *cadre, GError **error);

#endif
