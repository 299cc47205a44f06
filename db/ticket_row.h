/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a ticket is read, for ticket.c and ticket_list.c only.
 */
#ifndef DB_TICKET_ROW_H
#define DB_TICKET_ROW_H

#include "db/ticket.h"

struct statement;

#define TICKET_COLUMNS "id, number, state, urgency, line, phone, topic, place, " \
	"opened_at, registered_at, hold_until, last_text_at, receipted, " \
	"confidential, texts, prev"

/* Reads TICKET_COLUMNS but the last into a struct ticket, without its texts. */
void	ticket_load(struct statement *s, void *value);
/* Reads its texts; clears the ticket when the database failed. */
gboolean ticket_load_text(struct db *db, struct ticket *t, GError **error);

/* A ticket on its phone's chain. */
struct ticket_link {
	struct ticket t;
	gint64	 prev;
};

/* Along the tickets of a phone, newest first. */
gboolean ticket_newest_of(struct db *db, const char *phone, gboolean *found,
	    struct ticket_link *link, GError **error);
gboolean ticket_before(struct db *db, gint64 prev, gboolean *found,
	    struct ticket_link *link, GError **error);

#endif
