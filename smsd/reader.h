/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Long reads (check, backup, exports) and the staging of imports: done by a process
 * of their own with a connection that can only read, so that no villager waits for
 * them (DESIGN 2).
 *
 *	client <── words ── engine <── two pipes ── xiangyind --read …
 *	client ── input ──> engine ── a pipe ──> xiangyind --read …
 *
 * The process sees the database as it was when it began; what it prints is
 * passed on as it comes, no faster than the client reads, and what the client
 * says no faster than the process takes it.
 */
#ifndef SMSD_READER_H
#define SMSD_READER_H

#include "smsd/client.h"
#include "tools/command.h"

struct reader;

/* All is said, and the process has ended; not called when it is freed before. */
typedef void (*reader_ended_fn)(int status, void *user);

/* Has the words done for the client, dressed as `call` says. NULL when it could not
 * begin: `error`. */
struct reader *reader_new(struct client *client, const struct command_call *call,
	    char **words, reader_ended_fn ended, void *user, GError **error);

/* For its standard input: lines, and the end of them. */
void	reader_hear(struct reader *reader, const char *lines);
void	reader_hear_end(struct reader *reader);

/* The client has read on. */
void	reader_resume(struct reader *reader);

/* Also while it is under way: the process is told to end. */
void	reader_free(struct reader *reader);

/* The process itself: `words` as reader_new() gave them.  Its exit status is
 * that of the command. */
int	reader_main(char **words);

#endif
