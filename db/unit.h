/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units: the departments that matters are referred to.  They come from imports.
 */
#ifndef DB_UNIT_H
#define DB_UNIT_H

#include "db/db.h"

/* The code and telephone of the unit of that name; *code NULL when there is none.
 * Caller frees both. */
gboolean unit_named(struct db *db, const char *name, char **code, char **phone,
	    GError **error);

/* Is it the code of a unit? */
gboolean unit_is(struct db *db, const char *code, gboolean *is, GError **error);

/* The name of a unit, its code where it is not known.  NULL when the database
 * failed.  Caller frees. */
char	*unit_name(struct db *db, const char *code, GError **error);

/* Code of the unit that a cadre is head of, "" none.  NULL when the database
 * failed.  Caller frees. */
char	*unit_of_head(struct db *db, const char *cadre, GError **error);

#endif
