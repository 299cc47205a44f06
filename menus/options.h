/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a conversation runs in: database, menus and what an office may set.
 */
#ifndef MENUS_OPTIONS_H
#define MENUS_OPTIONS_H

#include "db/db.h"
#include "menus/menu.h"

struct duty_tag;
struct workday;

/* What an office may set (xiangyin.conf); the engine fills it from the option
 * table. */
struct dialog_options {
	int	story_chars;	/* 6: a text this heavy is receipted at once */
	int	hold_s;		/* 180: what follows within joins it */
	int	hold_max_s;	/* 900: longest a draft waits */
	int	replies_per_hour;	/* 10 a phone; 0 no limit */
	int	replies_per_day;	/* 30 */
	int	thirds_per_hour;	/* 10: texts of a phone that make us text
				 * others; 0 no limit */
	int	thirds_per_day;	/* 30 */
	int	identical_limit;	/* 3 equal bodies in 10 min: silence 1 h; 0 off */
	int	menu_every_s;	/* 86400: unasked menu to one phone */
	char	**duty_phones;	/* told at once of strong emergency words;
				 * NULL-terminated */
	char	**own_numbers;	/* numbers of our SIMs: never answered */
	const struct duty_tag *duty_tags;	/* db/duty_tag.h */
	int	duty_back_days;	/* 7: how long ago a reported contact may be */
	int	duty_close_day;	/* 3: last day of the next month for reports */
	const char *duty_line;	/* by which reminders leave */
	const char *check_line;	/* by which households are asked; "": they are not */
	GTimeZone *zone;
};

/* Made by dialog_new(); services use what is in it and own nothing of it. */
struct dialog {
	struct db *db;
	const struct menu *menu;
	const struct dialog_options *options;
	void	*owner;		/* whoever runs it: for services that are its own */
	struct workday *workdays;	/* dialog_workdays() */
	int	workdays_on;	/* day they were read; 0 to be read */
};

/* The working days as they are known today; borrowed.  NULL: the database failed. */
const struct workday *dialog_workdays(struct dialog *dialog, gint64 now, GError **error);

/* Call when staff may have changed them. */
void	dialog_forget_workdays(struct dialog *dialog);

#endif
