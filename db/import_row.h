/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kinds of rows that are imported, and what may be wrong with one (db/import.h).
 */
#ifndef DB_IMPORT_ROW_H
#define DB_IMPORT_ROW_H

#include <glib.h>

enum import_kind {
	IMPORT_AREA, IMPORT_DEPARTMENT, IMPORT_CADRE, IMPORT_HOUSEHOLD,
	IMPORT_PHONE, IMPORT_ASSIGNMENT, IMPORT_HOLIDAY, IMPORT_KIND_COUNT
};

/* Faults of a row that is well-formed by itself. */
enum import_fault {
	IMPORT_TWICE,		/* `other` is the line with the same key */
	IMPORT_NO_PARENT,	/* there is no such area */
	IMPORT_PARENT_LEVEL,	/* it is not of the level above */
	IMPORT_NO_AREA, IMPORT_NO_DEPARTMENT, IMPORT_NO_SUPERVISOR,
	IMPORT_NO_DEPUTY, IMPORT_MOBILE_TAKEN, IMPORT_NO_HOUSEHOLD,
	IMPORT_NO_CADRE, IMPORT_NO_TAKEN, IMPORT_OVERLAP,
	IMPORT_FAULT_COUNT
};

/* A fault of a row: its line in the file, what the field says. */
typedef void (*import_fault_fn)(enum import_fault fault, int line,
	    const char *value, int other, void *user);

struct import_summary {
	int	 rows, added, changed;
};

#endif
