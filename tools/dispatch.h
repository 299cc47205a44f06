/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Staff commands: one row each (tools/commands.inc).  They run inside the engine, for
 * a client whose uid the kernel told us; the client only carries words.  Whether
 * somebody may is asked once, before a command runs (right.h).  A command may not
 * hold the engine for more than about 100 ms: what takes longer is done in steps.
 *
 *	struct command_call call = { .db = …, … };
 *
 *	status = command_start(&call, argv, argc);
 *	send what is in call.out and call.err, g_string_truncate() both;
 *	while status is COMMAND_MORE: once per turn of the loop, from idle,
 *		status = command_step(&call), and send again
 *	COMMAND_TALKS: the words were right; call.line has them, the engine
 *		does the rest
 *	COMMAND_INPUT: append each line of the client's input and a newline to
 *		call.input; at its end go on as with COMMAND_MORE.  Longer
 *		than COMMAND_INPUT_MAX: command_flooded(), which ends it
 *	COMMAND_READS: ... a process with call.reads and a connection that only
 *		reads does the rest: start it with the same words; call.input
 *		not NULL: pass the client's input to its standard input.  When
 *		call.step is set, go on with that after it, call.read_status
 *		being how it ended
 *	command_clear(&call), also when the client has gone meanwhile
 *
 * Start and steps are called outside a transaction: what staff are told is
 * done has been committed.
 */
#ifndef TOOLS_DISPATCH_H
#define TOOLS_DISPATCH_H

#include "tools/command.h"

enum command_status command_start(struct command_call *call, char **argv, int argc);
enum command_status command_step(struct command_call *call);
enum command_status command_flooded(struct command_call *call);
void	command_clear(struct command_call *call);

#endif
