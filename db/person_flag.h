/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers of the register that a person should look at.  Each of these reads all of it:
 * for a process of its own.
 */
#ifndef DB_PERSON_FLAG_H
#define DB_PERSON_FLAG_H

#include "db/db.h"

/* Numbers a person should look at: main ones of three households or more (how
 * many), and those of a household that are a cadre's (codes of both). */
gboolean person_each_shared_number(struct db *db,
	    void (*row)(const char *number, int households, void *user),
	    void *user, GError **error);
gboolean person_each_number_of_cadre(struct db *db,
	    void (*row)(const char *cadre, const char *household, void *user),
	    void *user, GError **error);

#endif
