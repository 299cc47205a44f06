/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reasons as the other rooms store them, in English, for people who read another
 * language.
 */
#ifndef TOOLS_STORED_H
#define TOOLS_STORED_H

#include <glib.h>

/* Translates one reason, or several joined by "; "; leaves what the catalogue does not
 * have as it is.  Whoever gives a reason marks it with N_() (base/words.h).  Caller
 * frees. */
char	*stored_words(const char *stored);

#endif
