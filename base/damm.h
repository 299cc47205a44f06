/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Damm check digit (totally anti-symmetric quasigroup of order 10; DOMAIN 2.3):
 * catches every single wrong digit and every swap of neighbours.
 */
#ifndef BASE_DAMM_H
#define BASE_DAMM_H

#include <glib.h>

/* Check digit '0'-'9' of a string of ASCII digits. */
char	damm_digit(const char *digits);

/* Does the string, check digit last, hold?  FALSE for empty or non-digits. */
gboolean damm_valid(const char *digits);

/* `digits` random digits (from the system's random source, the first not 0)
 * and the check digit. Caller frees. */
char	*damm_random(int digits);

#endif
