/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * On which day each round of reminders falls (DOMAIN 3.3): a pure function of the
 * month and the working days.
 *
 *	20th, 25th		the working day at or before
 *	28th, to cadres and supervisors	the same, or the day after which two
 *				working days are left, whichever is earlier
 *	1st, 2nd of the next	the working day at or after
 *
 * Where two of a cadre's stages fall on one day, the later one is said.
 */
#ifndef SERVICES_DUTY_REMIND_DAY_H
#define SERVICES_DUTY_REMIND_DAY_H

#include "base/workday.h"
#include "services/duty_remind.h"

/* Returns the day of a stage of a month (20261120), 0 when another is said in its
 * place. */
int	duty_remind_day(const struct workday *calendar, int month,
	    enum duty_remind_stage stage);

#endif
