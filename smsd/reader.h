/*
 * Long reads (check, backup, exports): done by a process of their own with a
 * read-only connection, so that no villager waits for them (DESIGN 2).
 *
 *	client <── words ── engine <── two pipes ── xiangyind --read …
 *
 * The process sees the database as it was when it began; what it prints is
 * passed on as it comes, no faster than the client reads.
 */
#ifndef SMSD_READER_H
#define SMSD_READER_H

#include "smsd/control.h"
#include "tools/command.h"

struct reader;

/* Has the words done, dressed as `call` says. It ends the client; NULL when it
 * could not begin, which the client has been told. */
struct reader *reader_new(struct engine *engine, struct client *client,
	    const struct command_call *call, char **words);

/* Also while it is under way: the process is told to end. */
void	reader_free(struct reader *reader);

/* The process itself: `words` as reader_new() gave them.  Its exit status is
 * that of the command. */
int	reader_main(char **words);

#endif
