/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A screen of its own on the terminal, redrawn every two seconds until Ctrl-C; the old
 * screen is restored afterwards.
 *
 *	watch_open();
 *	while (watch_again())
 *		print
 *	watch_close();
 */
#ifndef TOOLS_WATCH_H
#define TOOLS_WATCH_H

#include <glib.h>

void	watch_open(void);

/* Waits, except the first time, and clears the screen.  FALSE: it must end. */
gboolean watch_again(void);

/* Are we between watch_open() and watch_close()?  Was Ctrl-C typed meanwhile? */
gboolean watch_is_open(void);
gboolean watch_is_over(void);

void	watch_close(void);

#endif
