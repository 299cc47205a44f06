/*
 * Who is asked to go, and what he and the others are told: for callout_ask_action.c.
 */
#ifndef SERVICES_CALLOUT_ASK_H
#define SERVICES_CALLOUT_ASK_H

#include "db/callout.h"
#include "menus/dialog.h"

/* What a task needs to be told of. */
struct callout_ask {
	struct db *db;
	const struct menu *menu;
	const struct dialog_options *options;
	gint64	 now;
	struct callout *task;
};

/* Asks the next one from `level` on who is there and not on leave; *who is him
 * (an id of 0: nobody, and a person of the office calls). */
gboolean callout_ask_next(struct callout_ask *ask, enum callout_level level, struct cadre *who,
	    GError **error);

/* A screen of must.conf to a phone, once for each `key`. */
gboolean callout_ask_tell(struct callout_ask *ask, const char *screen, GHashTable *fill,
	    const char *key, const char *phone, GError **error);

/* His number as it is told: "" where it is not published. Caller frees. */
char	*cadre_public_number(const struct cadre *cadre);

#endif
