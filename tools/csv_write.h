/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV as spreadsheets read it (RFC 4180), by libcsv: UTF-8 with the byte order mark by
 * which they know it, every field in quotes.  A text that a spreadsheet would take for a
 * formula gets an apostrophe in front, which is not shown and keeps it a text.
 */
#ifndef TOOLS_CSV_WRITE_H
#define TOOLS_CSV_WRITE_H

#include <glib.h>

#define CSV_BYTE_ORDER_MARK	"\xEF\xBB\xBF"

/* Writes the field number `column` of a row, from 0. */
void	csv_write_field(GString *out, int column, const char *field);

void	csv_write_end(GString *out);

/* Skips the apostrophe that such a field was given. */
const char *csv_unguarded(const char *field);

#endif
