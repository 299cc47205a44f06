/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Orphans.  Each rule is one statement over a partial index, so that a check
 * costs what is open, not what was ever stored.  A statement takes the time by
 * which a row must have been dealt with, and names the rows that were not.
 */
#include "db/orphan.h"

#include "base/clock.h"
#include "base/words.h"
#include "db/statement.h"

enum { ORPHAN_TEXT, ORPHAN_PART, ORPHAN_DRAFT, ORPHAN_QUEUED, ORPHAN_HANDED,
       ORPHAN_QUESTION, ORPHAN_COUNT };

static const struct statement_source orphan_sources[ORPHAN_COUNT] = {
	[ORPHAN_TEXT] = { "orphan.text",
	    "SELECT 'inbox:' || id FROM inbox INDEXED BY inbox_open "
	    "WHERE end = 'open' AND received_at < ? AND id NOT IN "
	    "(SELECT inbox_id FROM ticket INDEXED BY ticket_held "
	    "JOIN ticket_text ON ticket_id = ticket.id WHERE state = 'draft')" },
	[ORPHAN_PART] = { "orphan.part",
	    "SELECT 'joining:' || id FROM joining WHERE began_at < ?" },
	[ORPHAN_DRAFT] = { "orphan.draft",
	    "SELECT 'ticket:' || number FROM ticket INDEXED BY ticket_held "
	    "WHERE state = 'draft' AND hold_until < ?" },
	[ORPHAN_QUEUED] = { "orphan.queued",
	    "SELECT 'outbox:' || id FROM outbox INDEXED BY outbox_expires "
	    "WHERE state = 'queued' AND not_after < ?" },
	[ORPHAN_HANDED] = { "orphan.handed",
	    "SELECT 'outbox:' || id FROM outbox INDEXED BY outbox_handed "
	    "WHERE state = 'handed' AND changed_at < ?" },
	[ORPHAN_QUESTION] = { "orphan.question",
	    "SELECT 'question:' || id FROM question INDEXED BY question_expires "
	    "WHERE (state = 'open' OR state = 'waiting' OR state = 'pushed') AND expires_at < ?" },
};
const struct statement_table orphan_statements =
    STATEMENT_TABLE(orphan_sources);

/* How long after its time a row may still wait for the engine's next turn. */
static const struct {
	gint64	 patience;
	const char *what;
} orphan_rules[ORPHAN_COUNT] = {
	[ORPHAN_TEXT] = { CLOCK_MINUTE, N_("open, and no draft holds it") },
	[ORPHAN_PART] = { CLOCK_DAY, N_("still waits for its other parts") },
	[ORPHAN_DRAFT] = { 10 * CLOCK_MINUTE, N_("draft past its hold") },
	[ORPHAN_QUEUED] = { CLOCK_HOUR, N_("queued past its time") },
	[ORPHAN_HANDED] = { CLOCK_HOUR, N_("handed, and no word of it") },
	[ORPHAN_QUESTION] = { CLOCK_HOUR, N_("open past its time") },
};

gboolean
orphan_each(struct db *db, gint64 now,
    void (*say)(const char *object, const char *what, void *user), void *user,
    GError **error)
{
	for (int rule = 0; rule < ORPHAN_COUNT; rule++) {
		struct statement *s = statement_use(db, MODULE_ORPHAN, rule);
		gboolean ok;

		statement_int(s, now - orphan_rules[rule].patience);
		while (statement_row(s, &ok, error))
			say(column_borrow(s), orphan_rules[rule].what, user);
		if (!ok)
			return FALSE;
	}
	return TRUE;
}
