/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a register's CSV file (RFC 4180), read as they come: the first one
 * names the columns, in any order, in English or in Chinese; every column of the
 * register is there.
 *
 *	rows = import_rows_new(kind, take, user);
 *	import_rows_read(rows, octets, len) …; import_rows_end(rows);
 *
 * Faults are reported row by row, up to ten; after that, reading further does nothing.
 */
#ifndef TOOLS_IMPORT_ROWS_H
#define TOOLS_IMPORT_ROWS_H

#include "tools/import_column.h"

#define IMPORT_FAULTS_MAX	10

/* A row in stored forms; `line` counts from 1, the names being the first. FALSE
 * ends the reading. */
typedef gboolean (*import_row_fn)(int line, const char *const *fields, int count,
	    void *user);

struct import_rows;

struct import_rows *import_rows_new(enum import_kind kind, import_row_fn take,
	    void *user);
void	import_rows_free(struct import_rows *rows);

/* FALSE: read no more. */
gboolean import_rows_read(struct import_rows *rows, const char *octets, gsize len);
gboolean import_rows_end(struct import_rows *rows);

/* Counts the faults so far; adds one that the caller has found. */
int	import_rows_faults(const struct import_rows *rows);
void	import_rows_fault(struct import_rows *rows, int line, const char *column,
	    const char *words);
/* The faults, one a line. */
const char *import_rows_say(const struct import_rows *rows);

#endif
