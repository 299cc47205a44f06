/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file that the client reads for a command, opened with the user's own rights and
 * converted to UTF-8.  Spreadsheets save UTF-8, or GB18030 in a Chinese office; a file
 * that is not valid UTF-8 is taken for GB18030.
 */
#ifndef TOOLS_INPUT_H
#define TOOLS_INPUT_H

#include <glib.h>

/* Returns a descriptor to read from the start, and its length; "-" is standard input.
 * -1 when it cannot be read, and `say` tells a person why. */
int	input_open(const char *file, gint64 *octets, GString *say);

#endif
