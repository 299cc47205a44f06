/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one space of numbers (DESIGN 5.9): those of tickets, and of everything else that
 * people are given a number for.  Numbers are drawn at random (base/number.h), so that
 * nobody can count them or guess the next, and never used again, not even those of drafts
 * that came to nothing.
 *
 * A kind is just a name ("ticket").  It stands in two places: the triggers of the
 * objects' table, which put its column `number` into the space (db/schema/022), and the
 * row of the service that answers for it (menus/service.h).
 *
 * A number and its object are made by one statement of the caller's transaction: a crash
 * leaves both or neither.
 */
#ifndef DB_NUMBER_H
#define DB_NUMBER_H

#include "base/number.h"
#include "db/db.h"

#define NUMBER_KIND_SIZE	32

struct number {
	char	 number[NUMBER_SIZE];
	char	 kind[NUMBER_KIND_SIZE];
	gint64	 object;	/* its id */
};

/* In SQL: the id of the object of a kind that has the number bound as `parameter`. */
#define NUMBER_OBJECT(kind, parameter) \
	"(SELECT object FROM number WHERE number = " parameter " AND kind = '" kind "')"

/* Inserts `object` with a number; *taken FALSE when that number was not free, which the
 * triggers turn into no row inserted. */
typedef gboolean (*number_insert)(struct db *db, const char *number, void *object,
	    gboolean *taken, GError **error);

/* Gives an object its number: draws until one is free.  FALSE also when none is found. */
gboolean number_give(struct db *db, number_insert insert, void *object,
	    char number[NUMBER_SIZE], GError **error);

/* Finds what a number is of; *found FALSE: it was never given. */
gboolean number_find(struct db *db, const char *number, gboolean *found,
	    struct number *of, GError **error);

#endif
