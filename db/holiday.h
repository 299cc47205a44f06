/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The notice of days off, as it was imported (import.h), for base/workday.
 */
#ifndef DB_HOLIDAY_H
#define DB_HOLIDAY_H

#include "base/workday.h"
#include "db/db.h"

/* All that is known; NULL when the database failed. */
struct workday *holiday_load(struct db *db, GError **error);

#endif
