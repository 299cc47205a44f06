/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is asked to go, and what they and the others are told: for callout.c and
 * checkin.c.
 */
#ifndef SERVICES_CALLOUT_ASK_H
#define SERVICES_CALLOUT_ASK_H

#include "db/agenda.h"
#include "db/callout.h"
#include "menus/say.h"

/* What a task needs to be told of. */
struct callout_ask {
	struct dialog *dialog;	/* and what is in it: */
	struct db *db;
	const struct menu *menu;
	const struct dialog_options *options;
	gint64	 now;
	struct callout *task;
	gint64	 since;		/* us: when the asker began it; 0: when they asked */
	const struct inbox_msg *cause;	/* NULL: the clock */
};

/* Asks the next one from `level` on who is there, not on leave, and can be texted;
 * *who is that cadre (an id of 0: nobody, and a person of the office calls). */
gboolean callout_ask_next(struct callout_ask *ask, enum callout_level level, struct cadre *who,
	    GError **error);

/* Who is asked after the one whose time is over. */
enum callout_level callout_ask_after(const struct callout *task,
	    const struct agenda_row *row);
/* The natural key of what orders a cadre to go.  Caller frees. */
char	*callout_ask_key(const struct callout *task, const struct cadre *who);

/* Says a screen of callout.conf to a phone, once for each `key`. */
gboolean callout_ask_tell(struct callout_ask *ask, const char *screen, GHashTable *fill,
	    const char *key, const char *phone, enum say_result *result,
	    GError **error);

/* Their number as it is told: "" where it is not published. Caller frees. */
char	*cadre_public_number(const struct cadre *cadre);

/* {who} and {phone}; both "" where there is nobody. */
void	callout_ask_fill(GHashTable *fill, const struct cadre *cadre);

#endif
