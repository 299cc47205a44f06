/*
 * Menus: the screens of etc/menus/NAME.conf (libconfig), loaded and checked as a whole.
 * Format and checks: xiangyin-menus(5).
 */
#ifndef MENUS_MENU_H
#define MENUS_MENU_H

#include "menus/understand.h"

struct menu;

struct screen_option {
	struct answer answer;
	const char *store;	/* key = stored value, NULL: the label under the screen's name */
	const char *go;		/* screen to say next, or NULL: the action decides */
	const char *action;	/* action to call, NULL none */
};

struct screen {
	const char *name;
	const char *file;
	int	 line;		/* in the file */
	const char *text;	/* with {placeholders} */
	struct screen_option *options;
	int	 count;
	struct expectation expect;	/* made from the options */
	const char *store;	/* what free text, number or code is stored as */
	const char *go;		/* after free text, number or code */
	const char *action;	/* called with it */
	const char *wrong;	/* screen said for a wrong answer; NULL the default */
	int	 valid_s;	/* how long its question stays open; 0: asks nothing */
	int	 priority;	/* enum question_priority */
};

/* What actions there are, for the loader's checks (menus/action.h). */
struct action;

/* Loads every *.conf of `dir` but lexicon.conf; NULL and an error that names
 * file, line and what was expected when anything does not fit together. */
struct menu *menu_load(const char *dir, GError **error);
void	menu_free(struct menu *menu);

const struct lexicon *menu_lexicon(const struct menu *menu);

/* NULL when there is none; the loader has made sure of every name in C. */
const struct screen *menu_screen(const struct menu *menu, const char *name);
const struct screen *const *menu_screens(const struct menu *menu, int *count);

/* `xiangyin menu check`: a line per screen with worst-case units, segments and
 * options.  `xiangyin menu draw`: Graphviz. */
void	menu_check(const struct menu *menu,
	    void (*row)(const struct screen *screen, int units, int parts,
	    int options, void *user), void *user);
char	*menu_draw(const struct menu *menu);

#endif
