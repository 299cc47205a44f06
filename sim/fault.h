/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can go wrong with a modem, by name.  Some faults happen at once, others
 * lie in wait for the next N occasions (N left out: one; 0: for ever; `clear`
 * ends them).
 */
#ifndef SIM_FAULT_H
#define SIM_FAULT_H

#include <glib.h>

struct modem;

/* Sets or does a fault by words. FALSE with an error that says what is
 * known. */
gboolean fault_make(struct modem *modem, const char *name,
	    const char *arguments, GError **error);

/* Those in wait, a line each; and what there is, for help. */
void	fault_list(const struct modem *modem, GString *to);
void	fault_describe(GString *to);

#endif
