/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of words (DESIGN 5.4): what the rows of all services
 * (struct service.heard) make of the lists of the menus and the lexicon.
 *
 *	word.c		made at load; looked up for a text
 *	hear.c		what the word that was found does
 *	menu_check.c	that no two services claim one
 */
#ifndef MENUS_WORD_H
#define MENUS_WORD_H

#include "menus/menu.h"
#include "menus/service.h"

/* One word of one row. */
struct word_entry {
	const struct service *service;
	const struct service_word *row;
	const char *word;
	gsize	 len;
	const char *rule;	/* "callout: acknowledged", for the text's end */
	const char *file;	/* where it stands; line 0 unknown */
	int	 line;
};

/* In the order of the services, their rows, and the lists. */
void	word_each(const struct menu *menu,
	    void (*each)(const struct word_entry *entry, void *user), void *user);

/* A text, to be looked up. */
struct word_text {
	const char *text;	/* as it was typed */
	const char *normal;	/* understand_normalise() of it */
	const char *plain;	/* understand_plain() of that */
	enum meaning meaning;	/* understood for the question it answers */
	const char *rule;	/* by which rule */
	guint	 roles;		/* enum word_role */
};

/* A row that fits it.  The strings are the menu's and the text's. */
struct word_found {
	struct word_heard heard;
	const char *rule;
	guint	 rank;		/* its order, lowest first */
};

/* Every row that fits, in the order they are heard: a GArray of struct word_found
 * the caller frees. */
GArray	*word_find(const struct menu *menu, const struct word_text *text);

/* Finds a word of the table that a text means to somebody, whatever is open; NULL: no
 * row says so. */
const struct word_entry *word_means(const struct menu *menu, const char *text);

/* "villager": the role of bit `index`, for staff, untranslated; NULL after the last. */
const char *word_role_name(int index);

/* The loader's: once every list is read; and at the end. */
void	word_table_make(struct menu *menu);
void	word_table_free(struct menu *menu);

#endif
