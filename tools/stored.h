/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reasons as the other rooms store them, in English, for people who read another
 * language.
 */
#ifndef TOOLS_STORED_H
#define TOOLS_STORED_H

#include <glib.h>

/* One reason, or several joined by "; ". What is not in the list stays as it is.
 * Caller frees. */
char	*stored_words(const char *stored);

#endif
