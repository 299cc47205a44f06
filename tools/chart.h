/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chart of one numeric column as inline SVG: a bar for each row, or a line where the
 * rows are days.  It shows the first CHART_ROWS_MAX rows only: a chart of thousands tells
 * nobody anything.
 */
#ifndef TOOLS_CHART_H
#define TOOLS_CHART_H

#include "tools/cell.h"

#define CHART_ROWS_MAX	60

/* Makes a chart of the cell number `column`; copies `title`. */
struct chart *chart_new(const char *title, int column);
void	chart_free(gpointer chart);

/* Adds a row called `label` (NULL is ""); leaves out a cell that is no number. */
void	chart_add(struct chart *chart, const char *label, const struct cell *cells);

/* Appends the chart, or nothing when there is nothing to draw. */
void	chart_draw(const struct chart *chart, GString *out);

#endif
