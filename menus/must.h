/*
 * Who is asked to go, and what he and the others are told: for must_action.c.
 */
#ifndef MENUS_MUST_H
#define MENUS_MUST_H

#include "db/duty_task.h"
#include "menus/dialog.h"

/* What a task needs to be told of. */
struct must {
	struct db *db;
	const struct menu *menu;
	const struct dialog_options *options;
	gint64	 now;
	struct task *task;
};

/* Asks the next one from `level` on who is there and not on leave; *who is him
 * (an id of 0: nobody, and a person of the office calls). */
gboolean must_ask(struct must *must, enum task_level level, struct cadre *who,
	    GError **error);

/* A screen of must.conf to a phone, once for each `key`. */
gboolean must_tell(struct must *must, const char *screen, GHashTable *fill,
	    const char *key, const char *phone, GError **error);

/* His number as it is told: "" where it is not published. Caller frees. */
char	*must_number(const struct cadre *cadre);

#endif
