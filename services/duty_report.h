/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a cadre texts about their households (DOMAIN 3.4, PEERS story 3): "访 07 12
 * 31", "替王明 访 07", "电 20-25", bare numbers, "07困", "撤 07", "查2", "事 07 …", with a day:
 * "访 07 12日".
 *
 * Pure functions of the text and the menus' word lists.  Numbers are split as people
 * split them; what is run together ("071231") is never guessed.
 */
#ifndef SERVICES_DUTY_REPORT_H
#define SERVICES_DUTY_REPORT_H

#include "db/obligation.h"
#include "menus/menu.h"

#define DUTY_REPORT_NUMBERS_MAX	15	/* of one text (DOMAIN 3.4) */

enum duty_report_verb {
	DUTY_REPORT_CONTACT,		/* `kind` */
	DUTY_REPORT_UNDO,		/* no numbers: all of their last text */
	DUTY_REPORT_SHEET,		/* `page`, from 1 */
	DUTY_REPORT_MATTER		/* `words` about numbers[0] */
};

enum duty_report_fault {
	DUTY_REPORT_FINE,
	DUTY_REPORT_NO_NUMBERS,	/* 访, and nothing after it */
	DUTY_REPORT_GLUED,		/* `glued` are numbers run together, perhaps */
	DUTY_REPORT_TOO_MANY,
	DUTY_REPORT_NO_DAY		/* there is no such day */
};

struct duty_report {
	enum duty_report_verb verb;
	enum duty_kind kind;
	gboolean stands_in;	/* 替: of another's card */
	char	*whose;		/* their name; NULL not said */
	gboolean bare;		/* nothing but numbers: a menu's answer may be meant */
	enum duty_report_fault fault;
	int	 numbers[DUTY_REPORT_NUMBERS_MAX];
	gboolean trouble[DUTY_REPORT_NUMBERS_MAX];	/* 困: needs help */
	int	 count;
	int	 day, month;	/* of the contact as typed; 0 today, or the latest */
	int	 days_ago;	/* 昨天: 1 */
	int	 page;
	char	*words;		/* what follows the numbers; NULL nothing */
	char	*glued;
};
void	duty_report_clear(struct duty_report *report);

/* `normal` is of understand_normalise(). FALSE: it is nothing of the kind, and `report` is
 * empty. */
gboolean duty_report_read(const struct menu *menu, const char *normal,
	    struct duty_report *report);

/* The day that is meant, 20261123, today being `today`; 0 there is none. */
int	duty_report_day(const struct duty_report *report, int today);

#endif
