/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a test, a person or a bench turns at a modem: a table of names.
 */
#ifndef SIM_KNOB_H
#define SIM_KNOB_H

#include "sim/modem.h"

/* Sets a knob by name; an error says the bounds or lists the names. */
gboolean knob_set(struct modem *modem, const char *key, const char *value,
	    GError **error);
/* "name: sentence" lines, for help. */
void	knob_describe(GString *to);

#endif
