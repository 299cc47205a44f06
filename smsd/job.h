/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A staff command under way for a client: in the engine, in steps between batches,
 * never inside one (tools/command.h); or beside it, in a reader; or as a console.
 */
#ifndef SMSD_JOB_H
#define SMSD_JOB_H

#include "smsd/client.h"

/* Begins with the words of MESSAGE_COMMAND; serves the client until they are done. */
void	job_begin(struct client *client, GVariant *payload);

#endif
