/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expensive reads for the duty reports: run them in a process of their own
 * (tools/command.h, COMMAND_READS).
 */
#ifndef DB_DUTY_LAST_H
#define DB_DUTY_LAST_H

#include "db/db.h"

/* Call before and after duty_last_day(). */
gboolean duty_last_open(struct db *db, GError **error);
void	duty_last_close(struct db *db);

/* Finds the last day on which anybody reached a household (20261123; 0: never). */
gboolean duty_last_day(struct db *db, gint64 household_id, int *day, GError **error);

/* Calls `row` for each report of a month (202611) that staff typed at a console in a
 * cadre's name, with whoever typed it. */
gboolean duty_each_typed(struct db *db, int month,
	    void (*row)(gint64 cadre_id, gint64 household_id,
	    const char *typed_by, void *user), void *user, GError **error);

#endif
