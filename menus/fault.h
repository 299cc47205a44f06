/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Faults of configuration files, collected so that an office can fix all of them at
 * once.
 */
#ifndef MENUS_FAULT_H
#define MENUS_FAULT_H

#include <glib.h>

#define FAULTS_MAX	20	/* more are counted, not told */

struct faults {
	GString	*text;		/* "FILE:LINE: sentence", one per line */
	int	 count;
};

/* Adds "FILE:LINE: sentence"; without the line when it is 0. */
void	fault_add(struct faults *faults, const char *file, int line,
	    const char *format, ...) G_GNUC_PRINTF(4, 5);

/* Adds another reader's "FILE:LINE: sentence". */
void	fault_add_error(struct faults *faults, const GError *error);

/* Moves the faults into `error`; TRUE when there are none. */
gboolean faults_end(struct faults *faults, GError **error);

#endif
