/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the dialogue has stored with a question, as it stands in the database: lines
 * key=value, in the order of their keys.
 */
#ifndef DB_QUESTION_DATA_H
#define DB_QUESTION_DATA_H

#include <glib.h>

/* NULL is empty.  Caller frees. */
char	*question_pack(GHashTable *data);
/* The table that was packed, char* -> char*; skips lines without a '='. */
GHashTable *question_unpack(const char *packed);

#endif
