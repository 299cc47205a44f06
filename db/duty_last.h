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

/* Every report of a month, 202611, that staff typed at a console in a cadre's name,
 * and who did. */
gboolean duty_each_typed(struct db *db, int month,
	    void (*row)(gint64 cadre_id, gint64 household_id,
	    const char *typed_by, void *user), void *user, GError **error);

#endif
