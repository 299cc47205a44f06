/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with a modem, in words for `status`: one fault at a time.
 *
 *	why it ended or is not there	until it is ready again
 *	what is wrong while it runs	until it is restarted
 *	what went by (a late answer)	for ten minutes
 *	noise on the wire		only in the log
 */
#ifndef SMSD_MODEM_FAULT_H
#define SMSD_MODEM_FAULT_H

#include <glib.h>

struct modem_fault {
	char	*words;		/* NULL nothing */
	guint	 run;		/* of the process it is about */
	gint64	 until;		/* us elapsed; 0: see above */
};

void	modem_fault_clear(struct modem_fault *fault);

/* Takes over `words`. */
void	modem_fault_set(struct modem_fault *fault, guint run, char *words);

/* A fault the process `run` told by name (MESSAGE_MODEM_FAULT). */
void	modem_fault_tell(struct modem_fault *fault, guint run,
	    const char *modem, const char *name, const char *detail);

/* The process `run` is ready: faults of earlier runs are over. */
void	modem_fault_fixed(struct modem_fault *fault, guint run);

/* "" when there is nothing to say. */
const char *modem_fault_words(const struct modem_fault *fault);

#endif
