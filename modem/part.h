/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is in a part, beside what libgammu reads rightly: the user data
 * header, the tilde, the hash, the validity.  Pure functions.
 */
#ifndef MODEM_PART_H
#define MODEM_PART_H

#include "base/sms.h"

/* Walks a user data header (its length octet first) for a concatenation,
 * TS 23.040 9.2.3.24; where none makes sense (1 <= seq <= max) the part
 * stays single. */
void	part_read_udh(struct sms_part *part, const guint8 *udh, gsize len);

/* Fills the hash from all else. */
void	part_hash(struct sms_part *part, const guint8 *udh, gsize len);

/* The text of `units` UTF-16 units on the air, from libgammu's "~~" for each
 * '~' (LIBGAMMU 5.4). */
GBytes	*part_undo_tilde(const guint8 *ucs2, gsize units);
void	part_double_tilde(GByteArray *ucs2);

/* TP-VP of a time in seconds, rounded down but not below 5 minutes;
 * -1 the longest. */
guint8	part_validity(gint32 seconds);

/* The digits in a modem's answer, at most 20. Caller frees. */
char	*part_digits(const char *answer);

#endif
