/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the forms of a report share.
 */
#include "tools/report_format.h"

#include "tools/command.h"

gboolean
report_is_inline(const struct report *report)
{
	return report->shape == REPORT_OBJECT && report->rows->key == NULL;
}

gboolean
report_is_right(const struct report_column *column)
{
	return column->right || column->type == REPORT_INT ||
	    column->type == REPORT_INT64 || column->type == REPORT_AGE;
}

char *
report_shown(const struct report *report, const struct cell *cell)
{
	return cell_shown(cell, report->now, report->call->zone);
}
