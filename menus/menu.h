/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Menus: the screens of etc/menus/NAME.conf (libconfig), loaded and checked as a whole.
 * Format and checks: xiangyin-menus(5).
 */
#ifndef MENUS_MENU_H
#define MENUS_MENU_H

#include "understand/understand.h"

#define MENU_LABEL_MAX	7	/* characters of an option's label (DOMAIN 5.1) */
#define MENU_PARTS_MAX	2

struct menu;
struct service;
struct action;
struct saying;

struct screen_option {
	struct answer answer;
	int	 line;		/* in the file */
	const char *store;	/* "key=value"; NULL: the label under the screen's
				 * name */
	const char *go;		/* screen to say next, or NULL: the action decides */
	const char *action;	/* action to call, NULL none */
	gboolean late;		/* counts when its question is over, too */
	gboolean alone;		/* does not count with a matter told beside it */
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
	const char *simple;	/* screen said once for a 好 that answers nothing
				 * (PEERS story 4); NULL: a 好 is ignored */
	const char *topic;	/* what opting out here opts out of; NULL all */
	int	 valid_s;	/* how long its question stays open; 0: asks nothing */
	int	 priority;	/* enum question_priority */
	int	 parts;		/* segments it may take */
};

/* Does it ask something? */
gboolean screen_asks(const struct screen *screen);

/* Something that people are told unasked and can opt out of. */
struct menu_topic {
	const char *name;	/* "survey", as in contact_opt_out() */
	const char *label;	/* "问卷" */
};

/*
 * Loads every *.conf of `dir` but lexicon.conf, for these services (borrowed,
 * NULL-terminated; they must outlive the menu); NULL and an error that names file,
 * line and what was expected, for each thing that does not fit together.
 */
struct menu *menu_load(const char *dir, const struct service *const *services,
	    GError **error);
void	menu_free(struct menu *menu);

/* Its services, in the order of their list; NULL-terminated. */
const struct service *const *menu_services(const struct menu *menu);
/* The row of a screen that is said unasked; NULL: it only ever replies. */
const struct saying *menu_saying(const struct menu *menu, const char *screen);
/* Finds an action of any of them; NULL: there is none of that name. */
const struct action *menu_action(const struct menu *menu, const char *name);

const struct lexicon *menu_lexicon(const struct menu *menu);

/* NULL when there is none; the loader has checked every name that stands in C. */
const struct screen *menu_screen(const struct menu *menu, const char *name);
const struct screen *const *menu_screens(const struct menu *menu, int *count);

/* Constants of the menus. */
const char *menu_service(const struct menu *menu);
/* A state, reason or other name of ours in a villager's words ("registered" ->
 * "已登记"); `name` itself when the menus do not say. */
const char *menu_word(const struct menu *menu, const char *name);
const struct menu_topic *menu_topics(const struct menu *menu, int *count);

/*
 * Lists of words by which a text is known for what it is, beside the lexicon.
 * Each service names its own (struct service.lists); the loader has made sure
 * that every list has words.
 */
const char *const *menu_list(const struct menu *menu, const char *list,
	    int *count);
/* Octets of the longest word of the list that the text begins with; 0 none. */
gsize	menu_list_begins(const struct menu *menu, const char *list,
	    const char *text);
/* Does the text hold a word of the list? */
gboolean menu_list_in(const struct menu *menu, const char *list,
	    const char *text);

/* `xiangyin menu check`: a line per screen with worst-case units, segments and
 * options.  `xiangyin menu draw`: Graphviz. */
void	menu_check(const struct menu *menu,
	    void (*row)(const struct screen *screen, int units, int parts,
	    int options, void *user), void *user);
char	*menu_draw(const struct menu *menu);

#endif
