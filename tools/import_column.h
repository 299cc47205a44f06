/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of the registers: their names in a file, what may stand in them,
 * how that is stored, and how it is written again.
 */
#ifndef TOOLS_IMPORT_COLUMN_H
#define TOOLS_IMPORT_COLUMN_H

#include "db/import.h"

enum column_type {
	COLUMN_CODE,		/* letters and digits of any script, - _ . */
	COLUMN_CODE_OR_NONE,
	COLUMN_NAME,		/* a few words */
	COLUMN_TEXT,		/* words, or none */
	COLUMN_LEVEL,		/* county, town, village, group */
	COLUMN_MOBILE,
	COLUMN_PHONE,		/* any that a person answers */
	COLUMN_PHONE_OR_NONE,
	COLUMN_TAGS,		/* words split by ; */
	COLUMN_DAY,
	COLUMN_DAY_OR_NONE,
	COLUMN_CARD,		/* 1 to 999: a household on a cadre's card */
	COLUMN_SWITCH,		/* yes or no */
	COLUMN_HOLIDAY		/* off, works, expected */
};

struct import_column {
	const char *name;	/* "parent" */
	const char *chinese;	/* what an office may write in its place */
	enum column_type type;
};

/* Finds the kind of that name; FALSE: there is none. */
gboolean import_kind_named(const char *name, enum import_kind *kind);
const char *import_kind_word(enum import_kind kind);
/* The columns a file must have; an export also has the marks that no import changes. */
const struct import_column *import_columns(enum import_kind kind, int *count);
const struct import_column *import_columns_exported(enum import_kind kind,
	    int *count);

/* Returns the stored form of a field, or NULL when it is not allowed there and `say` gets
 * what was expected ("a day as 2026-11-23").  Caller frees. */
char	*import_column_read(enum column_type type, const char *field, GString *say);

/* Returns a stored form as it stands in a file.  Caller frees. */
char	*import_column_write(enum column_type type, const char *stored);

/* Returns a fault in words; *column is where it is (NULL: no column).  Caller frees. */
char	*import_fault_words(enum import_kind kind, enum import_fault fault,
	    const char *value, int other, const char **column);

#endif
