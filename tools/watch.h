/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A screen of its own on a terminal, written anew every two seconds until Ctrl-C;
 * what stood there before is there again afterwards.
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

/* Waits, but for the first time, and clears the screen. FALSE: it is to end. */
gboolean watch_again(void);

/* Between watch_open() and watch_close(); and was Ctrl-C typed meanwhile? */
gboolean watch_is_open(void);
gboolean watch_is_over(void);

void	watch_close(void);

#endif
