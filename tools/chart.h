/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chart of one numeric column as inline SVG: a bar a row, or a line where the rows are
 * days.  Drawn of the first rows only; a chart of thousands tells nobody anything.
 */
#ifndef TOOLS_CHART_H
#define TOOLS_CHART_H

#include "tools/cell.h"

#define CHART_ROWS_MAX	60

/* Of the cell number `column`; `title` is copied. */
struct chart *chart_new(const char *title, int column);
void	chart_free(gpointer chart);

/* A row, called `label`; NULL is "".  Cells that are no numbers are left out. */
void	chart_add(struct chart *chart, const char *label, const struct cell *cells);

/* Nothing when there is nothing to draw. */
void	chart_draw(const struct chart *chart, GString *out);

#endif
