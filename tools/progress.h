/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How far a long command has come, on one line of the terminal that is written over:
 * first how much of the file was read, then how much was taken over.  Writes nothing
 * where standard error is no terminal.
 */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <glib.h>

/* Begins: a file of `octets` octets will be read. */
void	progress_open(gint64 octets);
void	progress_read(gssize octets);
void	progress_takes(guint done, guint of);

/* Clears the line for other words. */
void	progress_close(void);

#endif
