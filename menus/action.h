/*
 * Actions: the C functions a screen may call, one file per service
 * (ticket_action.c, contact_action.c, …), one table row each.  The table says which
 * placeholders an action fills, so that the loader can refuse a screen that
 * shows what nobody fills.
 */
#ifndef MENUS_ACTION_H
#define MENUS_ACTION_H

#include "db/question.h"
#include "menus/dialog.h"

/* What an action sees and may change. */
struct action_call {
	struct dialog *dialog;
	struct db *db;
	const struct inbox_msg *msg;	/* the text being handled */
	const struct understanding *u;
	GHashTable *data;	/* stored answers of this dialogue, char* -> char* */
	GHashTable *fill;	/* placeholders for the next screen */
	gint64	 now;
};

/*
 * Returns the name of the screen to say next (a constant, or one of the
 * outcomes the action declares), NULL to say nothing.  FALSE through `ok` only
 * when the database failed.
 */
typedef const char *(*action_fn)(struct action_call *call, gboolean *ok,
	    GError **error);

struct action {
	const char *name;		/* "ticket.open" */
	action_fn run;
	const char *const *outcomes;	/* screens it may return; NULL-terminated */
	const char *const *fills;	/* placeholders it fills for them */
};

const struct action *action_find(const char *name);
const struct action *action_table(int *count);

#endif
