/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: values that are stored by name.
 */
#ifndef DB_NAME_H
#define DB_NAME_H

/* Returns the index of `name` in a list of `count` names, -1 when it is not there. */
int	name_index(const char *const *names, int count, const char *name);

/* The same for a column whose CHECK lets no other name in; 0 if the schema and the list
 * disagree. */
int	name_stored(const char *const *names, int count, const char *name);

#endif
