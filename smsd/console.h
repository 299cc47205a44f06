/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `xiangyin talk`: a telephone made of a client's standard input and output, the far
 * end of a session (smsd/session.h).
 */
#ifndef SMSD_CONSOLE_H
#define SMSD_CONSOLE_H

#include "smsd/client.h"
#include "tools/command.h"

/* Begins, by the words of the command; from then on the client is served here, and what
 * is typed is marked with the command's actor.  When they will not do it says so and ends
 * the client. */
void	console_begin(struct client *client, const struct command_call *call);

#endif
