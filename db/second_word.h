/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What two people must say before it is done: closing a month, a household's number on
 * a clerk's word.
 */
#ifndef DB_SECOND_WORD_H
#define DB_SECOND_WORD_H

#include "db/db.h"

/* One of the two says `what` ("duty.close:202610"). *second: another has said so since
 * `since` (us); his word is then used up. */
gboolean second_word(struct db *db, const char *what, const char *by, gint64 now,
	    gint64 since, gboolean *second, GError **error);

#endif
