/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CSV as spreadsheets read it (RFC 4180), by libcsv: UTF-8 with a byte order mark, by which
 * they know that it is, every field in quotes.  A text that a spreadsheet would take for a
 * formula gets an apostrophe in front, which shows nothing and calculates nothing.
 */
#ifndef TOOLS_CSV_WRITE_H
#define TOOLS_CSV_WRITE_H

#include <glib.h>

#define CSV_BYTE_ORDER_MARK	"\xEF\xBB\xBF"

/* The field number `column` of its row, from 0. */
void	csv_write_field(GString *out, int column, const char *field);

void	csv_write_end(GString *out);

/* What was written for `field`, without the apostrophe. */
const char *csv_unguarded(const char *field);

#endif
