/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside db/ only: texts of several parts.  inbox_overdue(), inbox_make_overdue() and
 * inbox_oldest_waiting() of inbox.h are in join.c, too.
 */
#ifndef DB_JOIN_H
#define DB_JOIN_H

#include "db/inbox.h"

/* Stores a part of several; see inbox_add_part(). */
gboolean join_add_part(struct db *db, const struct sms_part *part,
	    const char *phone, const char *line, const char *modem,
	    enum inbox_add *result, struct inbox_msg *msg, GError **error);

#endif
