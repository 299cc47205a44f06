/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file the client reads for a command: opened by the user's own rights, as UTF-8
 * whatever it was.  What spreadsheets save is UTF-8, or GB18030 where the office
 * is Chinese; a file that is not wholly UTF-8 is taken for that.
 */
#ifndef TOOLS_INPUT_H
#define TOOLS_INPUT_H

#include <glib.h>

/* A descriptor to read from the start, and how long it is; "-" is standard
 * input. -1 when it cannot be read: `say` tells why, in words for a person. */
int	input_open(const char *file, gint64 *octets, GString *say);

#endif
