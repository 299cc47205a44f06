/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See options.h.
 */
#include "menus/options.h"

#include "base/calendar.h"
#include "base/workday.h"
#include "db/holiday.h"

const struct workday *
dialog_workdays(struct dialog *dialog, gint64 now, GError **error)
{
	int today = calendar_day(now, dialog->options->zone);
	struct workday *workdays;

	if (dialog->workdays_on == today)
		return dialog->workdays;
	workdays = holiday_load(dialog->db, error);
	if (workdays == NULL)
		return NULL;
	workday_free(dialog->workdays);
	dialog->workdays = workdays;
	dialog->workdays_on = today;
	return workdays;
}

void
dialog_forget_workdays(struct dialog *dialog)
{
	dialog->workdays_on = 0;
}
