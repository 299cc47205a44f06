/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: bringing the schema up to date.
 */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include <glib.h>

struct db;

/* Applies what the database at `path` lacks; DB_ERROR_SCHEMA when it is not ours or
 * newer than this program. */
gboolean schema_migrate(struct db *db, const char *path, GError **error);

/* The number of the newest schema this program knows. */
int	schema_newest(void);

#endif
