/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reading menus: the loader's place, and single values with their checks.
 * Inside the loader only: menu_read.c (files, screens) and menu_value.c.
 */
#ifndef MENUS_MENU_READ_H
#define MENUS_MENU_READ_H

#include <libconfig.h>

#include "menus/menu_table.h"

/* Where the loader is. */
struct menu_reader {
	struct menu *menu;
	const char *file;
	struct faults *faults;
	const char *screen;	/* name of the one being read, "" none */
};

enum key_kind {
	KEY_NAME,		/* identifier of ours */
	KEY_STRING,
	KEY_DIGIT,
	KEY_FLAG,
	KEY_PARTS,
	KEY_TIME,		/* "30m", "24h", "7d" */
	KEY_WORDS,		/* ( "…", "…" ) */
	KEY_PRIORITY,
	KEY_SENSE,
	KEY_EXPECTS,		/* "text", "number", "code" */
	KEY_OPTIONS
};

/* Each tells what is wrong and leaves the field alone, or returns NULL. */
void menu_read_flag(struct menu_reader *r, const config_setting_t *s,
		    gboolean *flag);
void menu_read_parts(struct menu_reader *r, const config_setting_t *s,
		    int *parts);
void menu_read_time(struct menu_reader *r, const config_setting_t *s,
		    int *seconds);
void menu_read_value(struct menu_reader *r, const config_setting_t *s,
		    enum key_kind kind, int *value);
void menu_read_priority(struct menu_reader *r, const config_setting_t *s,
		    int *priority);
const char *menu_read_string(struct menu_reader *r,
		    const config_setting_t *s);
const char *menu_read_name(struct menu_reader *r,
		    const config_setting_t *s);
const char *menu_read_digit(struct menu_reader *r,
		    const config_setting_t *s);
/* A NULL-terminated array the caller frees, of strings it does not. */
const char *const *menu_read_strings(struct menu_reader *r,
		    const config_setting_t *s);

/* Adds its strings to an array, and where each stands (struct menu_place); `places`
 * NULL: nobody asks.  FALSE when it is no list. */
gboolean menu_read_places(struct menu_reader *r, const config_setting_t *s,
		    GPtrArray *words, GArray *places);

/* What a setting is, for messages. */
const char *menu_type_name(const config_setting_t *setting);
/* Tells a fault at the line of `s`, naming the screen. */
void menu_fault(struct menu_reader *r, const config_setting_t *s,
		    const char *format, ...) G_GNUC_PRINTF(3, 4);

#endif
