/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a loaded menu is made of, for the files that make and check it: menu.c,
 * menu_check.c, menu_draw.c.
 */
#ifndef MENUS_MENU_TABLE_H
#define MENUS_MENU_TABLE_H

#include "menus/fault.h"
#include "menus/menu.h"
#include "menus/service.h"

/* Where a word of a list stands. */
struct menu_place {
	const char *file;
	int	 line;
};

struct menu_list {
	GPtrArray *words;	/* char * */
	GArray	*places;	/* struct menu_place, of each */
};

struct menu {
	GStringChunk *strings;	/* every string of it */
	const char *dir;	/* it was read from */
	struct lexicon *lexicon;
	GPtrArray *screens;	/* struct screen *, in the order of the files */
	GHashTable *by_name;	/* name -> struct screen * */
	const char *service;
	GHashTable *words;	/* our name -> a villager's word */
	GArray	*topics;	/* struct menu_topic */
	GHashTable *lists;	/* name -> struct menu_list; of every list that
				 * anybody needs */
	GArray	*table;		/* struct word_entry: the table of words */
	GArray	*table_whole;	/* indices of those a text is looked at whole for */
	GHashTable *table_first;	/* first character -> GArray of indices */
	const char *lexicon_file;
	const struct service **services;
	GHashTable *actions;	/* name -> struct action */
	GHashTable *sayings;	/* screen -> struct saying that is no reply */
};

/* Reads every file of `dir` but the lexicon, in the order of their names; what is
 * wrong goes into `faults`.  FALSE when there is no such directory. */
gboolean menu_read_dir(struct menu *menu, const char *dir,
	    struct faults *faults, GError **error);

/* Calls `each` for every screen that C says: `who` says it ("service callout",
 * "action ticket.mine"). */
void	menu_each_saying(const struct menu *menu, void (*each)(const char *who,
	    const struct saying *saying, void *user), void *user);

/* Everything that needs the whole menu: names, placeholders, lengths, labels,
 * reachability. */
void	menu_check_all(const struct menu *menu, struct faults *faults);

/* The part of it that looks at lists, words, and the table of words. */
void	word_check(const struct menu *menu, struct faults *faults);

/* The text with {service} and every other placeholder at its longest. Caller
 * frees. */
char	*menu_longest(const struct menu *menu, const struct screen *screen);

#endif
