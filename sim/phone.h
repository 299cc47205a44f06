/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A handset in the terminal: what is typed is sent, what arrives is printed.
 */
#ifndef SIM_PHONE_H
#define SIM_PHONE_H

#include <glib.h>

struct phone_options {
	const char *folder;	/* of the network */
	const char *number;	/* its own */
	const char *to;		/* a number or modem */
	double	 wait_s;	/* after the end of input; < 0: not at all on a
				 * terminal, otherwise 3 */
};

/* Runs until the end of input and of what arrives after it. Exit status. */
int	phone_run(const struct phone_options *options);

#endif
