/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a long command is, on one line of a terminal that is written over: first
 * how much of the file is read, then how much is taken over.  Nothing where
 * standard error is no terminal.
 */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <glib.h>

/* A file of so many octets will be read. */
void	progress_open(gint64 octets);
void	progress_read(gssize octets);
void	progress_takes(guint done, guint of);

/* Takes the line away, for other words. */
void	progress_close(void);

#endif
