/*
 * What a cadre texts about his households (DOMAIN 3.4, PEERS story 3): "访 07 12
 * 31", "替王明 访 07", "电 20-25", bare numbers, "07困", "撤 07", "查2", "事 07 …", with a day:
 * "访 07 12日".
 *
 * Pure functions of the text and the menus' word lists.  Numbers are split as people
 * split them; what is run together ("071231") is never guessed.
 */
#ifndef MENUS_REPORT_H
#define MENUS_REPORT_H

#include "db/obligation.h"
#include "menus/menu.h"

#define REPORT_NUMBERS_MAX	15	/* of one text (DOMAIN 3.4) */

enum report_verb {
	REPORT_CONTACT,		/* `kind` */
	REPORT_UNDO,		/* no numbers: all of his last text */
	REPORT_SHEET,		/* `page`, from 1 */
	REPORT_MATTER		/* `words` about numbers[0] */
};

enum report_fault {
	REPORT_FINE,
	REPORT_NO_NUMBERS,	/* 访, and nothing after it */
	REPORT_GLUED,		/* `glued` are numbers run together, perhaps */
	REPORT_TOO_MANY,
	REPORT_NO_DAY		/* there is no such day */
};

struct report {
	enum report_verb verb;
	enum duty_kind kind;
	gboolean stands_in;	/* 替: of another's card */
	char	*whose;		/* his name; NULL not said */
	gboolean bare;		/* nothing but numbers: a menu's answer may be meant */
	enum report_fault fault;
	int	 numbers[REPORT_NUMBERS_MAX];
	gboolean trouble[REPORT_NUMBERS_MAX];	/* 困: needs help */
	int	 count;
	int	 day, month;	/* of the contact as typed; 0 today, or the latest */
	int	 days_ago;	/* 昨天: 1 */
	int	 page;
	char	*words;		/* what follows the numbers; NULL nothing */
	char	*glued;
};
void	report_clear(struct report *report);

/* `folded` is of understand_fold(). FALSE: it is nothing of the kind, and `report` is
 * empty. */
gboolean report_read(const struct menu *menu, const char *folded,
	    struct report *report);

/* The day that is meant, 20261123, today being `today`; 0 there is none. */
int	report_day(const struct report *report, int today);

#endif
