/*
 * Staff commands: one table row and one file a family.  They run inside the
 * engine, for a client whose uid the kernel told us; the client only carries
 * words.  A command may not hold the engine for more than about 100 ms.
 */
#ifndef TOOLS_COMMAND_H
#define TOOLS_COMMAND_H

#include "db/db.h"
#include "menus/menu.h"

/* Exit status of `xiangyin` (DESIGN 8). */
enum command_status {
	COMMAND_DONE = 0, COMMAND_NO = 1, COMMAND_USAGE = 2, COMMAND_UNREACHABLE = 3
};

struct engine_view;	/* tools/view.h: what only the running engine knows */

struct command_call {
	struct db *db;
	const struct menu *menu;
	const struct engine_view *view;
	GTimeZone *zone;
	const char *actor;	/* "uid 0 (root)", for the audit */
	char	**argv;		/* without "xiangyin" and the words of the
				 * command itself */
	int	 argc;
	gboolean json;
	int	 columns;	/* of the terminal; 0 when there is none */
	gboolean colour;
	GString	*out;		/* standard output */
	GString	*err;		/* standard error; one line, what to do next */
};

struct command {
	const char *words;	/* "ticket show" */
	const char *usage;	/* "NUMBER" */
	const char *help;	/* one sentence, translated with gettext */
	enum command_status (*run)(struct command_call *call);
};

/* The row for argv (its longest match); *taken words belong to it. NULL when
 * there is none: `err` then says what there is. */
const struct command *command_find(char **argv, int argc, int *taken,
	    GString *err);
const struct command *command_table(int *count);

#endif
