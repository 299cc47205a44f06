/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The serial line of an emulated modem: a pty whose other end is a link in the
 * network's folder.  Writes are gathered and go out at line_flush(); what the
 * other end does not take waits.  While nobody has the device open, output is
 * thrown away, as a USB modem does.
 */
#ifndef SIM_LINE_H
#define SIM_LINE_H

#include <glib.h>

struct line;

/* Octets from whoever has the device open. */
typedef void (*line_input_fn)(const char *octets, gsize len, void *user);

/* A line whose device will be the link `path`; not plugged yet. */
struct line *line_new(const char *path, line_input_fn input, void *user);
void	line_free(struct line *line);		/* unplugs */

/* The device appears, and disappears with everything on its way. */
gboolean line_plug(struct line *line, GError **error);
void	line_unplug(struct line *line);
gboolean line_plugged(const struct line *line);

void	line_write(struct line *line, const char *octets, gssize len);
void	line_flush(struct line *line);

/* Stops and goes on reading: a modem that hangs lets its buffer fill. */
void	line_listen(struct line *line, gboolean listen);

#endif
