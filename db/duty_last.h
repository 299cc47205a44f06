/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reports on contact duty that read much: for a process of its own
 * (tools/command.h, COMMAND_READS).
 */
#ifndef DB_DUTY_LAST_H
#define DB_DUTY_LAST_H

#include "db/duty.h"

/* The last day anybody reached each household: id -> day, in a table of gint64*
 * keys. NULL when the database failed. */
GHashTable *duty_last_days(struct db *db, GError **error);

#endif
