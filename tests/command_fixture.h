/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Asks a staff command as the engine does for a client: start, the reader's part,
 * every step; and keeps what it said.
 */
#ifndef TESTS_COMMAND_FIXTURE_H
#define TESTS_COMMAND_FIXTURE_H

#include "tools/dispatch.h"
#include "tools/right.h"

struct answer_text {
	enum command_status status;
	char	*out, *err;
	int	 steps;
};

/* The county of dialogs/registry.sql at `now`, in memory, and the usual menus. */
void	clerk_county(gint64 now, struct db **db, struct menu **menu);

/* root, at its own login. */
extern const struct right_peer clerk_root;

/* Words at blanks: "ticket list --json".  `as` has the database, who asks and on
 * what terminal; the zone is Shanghai's.  Ends the test where the answer is not
 * UTF-8 or a transaction is left open. */
struct answer_text clerk_asks(const struct command_call *as, const char *words);

void	 answer_clear(struct answer_text *answer);

#endif
