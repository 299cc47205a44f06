/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See ticket_list.h. */
#include "db/ticket_list.h"

#include <string.h>

#include "db/statement.h"
#include "db/ticket_row.h"

enum { TICKET_BEFORE, TICKET_BEFORE_TOLD, TICKET_BEFORE_OPEN, TICKET_BEFORE_STATE,
       TICKET_BEFORE_WITHDRAWN, TICKET_BEFORE_URGENT };

static const struct statement_source ticket_list_sources[] = {
	[TICKET_BEFORE] = { "ticket.before",
	    "SELECT " TICKET_COLUMNS " FROM ticket WHERE id < ? "
	    "ORDER BY id DESC" },
	[TICKET_BEFORE_TOLD] = { "ticket.before_told",
	    "SELECT " TICKET_COLUMNS " FROM ticket WHERE id < ? "
	    "AND state <> 'void' ORDER BY id DESC" },
	[TICKET_BEFORE_OPEN] = { "ticket.before_open",
	    "SELECT " TICKET_COLUMNS " FROM ticket WHERE id < ? "
	    "AND (state = 'draft' OR state = 'registered') ORDER BY id DESC" },
	[TICKET_BEFORE_STATE] = { "ticket.before_state",
	    "SELECT " TICKET_COLUMNS " FROM ticket WHERE id < ? AND state = ? "
	    "ORDER BY id DESC" },
	[TICKET_BEFORE_WITHDRAWN] = { "ticket.before_withdrawn",
	    "SELECT " TICKET_COLUMNS " FROM ticket INDEXED BY ticket_withdrawn "
	    "WHERE id < ? AND state = 'withdrawn' ORDER BY id DESC" },
	[TICKET_BEFORE_URGENT] = { "ticket.before_urgent",
	    "SELECT " TICKET_COLUMNS " FROM ticket INDEXED BY ticket_urgent "
	    "WHERE id < ? AND urgency = 'P1' AND state IN ('draft', 'registered') "
	    "ORDER BY id DESC" },
};
const struct statement_table ticket_list_statements = STATEMENT_TABLE(ticket_list_sources);

static struct statement *ticket_select(struct db *db,
		    const struct ticket_filter *filter);
static gboolean	ticket_each_of(struct db *db,
		    const struct ticket_filter *filter,
		    gboolean (*row)(const struct ticket *t, void *user),
		    void *user, GError **error);
static gboolean	ticket_passes(const struct ticket_filter *filter,
		    const struct ticket *t);

gboolean
ticket_each(struct db *db, const struct ticket_filter *filter,
    gboolean (*row)(const struct ticket *t, void *user), void *user,
    GError **error)
{
	struct statement *s;
	gboolean go = TRUE, ok = TRUE;
	struct ticket t;
	int given = 0;

	if (filter->phone != NULL && *filter->phone != '\0')
		return ticket_each_of(db, filter, row, user, error);
	s = ticket_select(db, filter);
	while (go && statement_row(s, &ok, error)) {
		ticket_load(s, &t);
		if (ticket_passes(filter, &t)) {
			ok = !filter->with_text ||
			    ticket_load_text(db, &t, error);
			go = ok && row(&t, user) && ++given != filter->limit;
		}
		ticket_clear(&t);
	}
	statement_end(s);
	return ok;
}

/* The statement that reads least. */
static struct statement *
ticket_select(struct db *db, const struct ticket_filter *filter)
{
	gboolean any = filter->state == NULL || *filter->state == '\0';
	gboolean open = g_strcmp0(filter->state, "open") == 0;
	int which = filter->urgent && (any || open) ? TICKET_BEFORE_URGENT :
	    any ? (filter->told ? TICKET_BEFORE_TOLD : TICKET_BEFORE) :
	    open ? TICKET_BEFORE_OPEN :
	    strcmp(filter->state, "withdrawn") == 0 ? TICKET_BEFORE_WITHDRAWN :
	    TICKET_BEFORE_STATE;
	struct statement *s = statement_use(db, MODULE_TICKET_LIST, which);

	statement_int(s, filter->past != 0 ? filter->past : G_MAXINT64);
	if (which == TICKET_BEFORE_STATE)
		statement_text(s, filter->state);
	return s;
}

/* The tickets of one phone, along its chain. */
static gboolean
ticket_each_of(struct db *db, const struct ticket_filter *filter,
    gboolean (*row)(const struct ticket *t, void *user), void *user,
    GError **error)
{
	gboolean ok, there, go = TRUE;
	struct ticket_link link;
	int given = 0;

	ok = ticket_newest_of(db, filter->phone, &there, &link, error);
	while (ok && there && go) {
		if (ticket_passes(filter, &link.t)) {
			ok = !filter->with_text ||
			    ticket_load_text(db, &link.t, error);
			go = ok && row(&link.t, user) &&
			    ++given != filter->limit;
		}
		ticket_clear(&link.t);
		ok = ok && (!go ||
		    ticket_before(db, link.prev, &there, &link, error));
	}
	return ok;
}

static gboolean
ticket_passes(const struct ticket_filter *filter, const struct ticket *t)
{
	gboolean open = t->state == TICKET_DRAFT || t->state == TICKET_REGISTERED;

	if ((filter->urgent && t->urgency != TICKET_P1) ||
	    t->opened_at < filter->since)
		return FALSE;
	if (filter->state == NULL || *filter->state == '\0')
		return (open || !filter->urgent) &&
		    (t->state != TICKET_VOID || !filter->told);
	if (strcmp(filter->state, "open") == 0)
		return open;
	return strcmp(filter->state, ticket_state_name(t->state)) == 0;
}
