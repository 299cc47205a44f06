/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Phone numbers: one spelling for each, what kind of number it is, and how it
 * is shown.  Rules: DOMAIN 5.4.
 *
 * Stored form: E.164 with '+' for subscriber numbers ("+8613812345678"), short
 * and service codes as digits ("10086"), alphanumeric senders as they came.
 */
#ifndef BASE_PHONE_H
#define BASE_PHONE_H

#include <glib.h>

enum phone_kind {
	PHONE_MOBILE,		/* ^1[3-9]\d{9}$ : a person's button phone */
	PHONE_LANDLINE,		/* area code + number */
	PHONE_FOREIGN,		/* + and another country */
	PHONE_IOT,		/* 10648..., 1440...: 13 digits, no person */
	PHONE_SERVICE,		/* 100xx 12xxx 95xxx 96xxx 106... 400 800 */
	PHONE_ALPHANUMERIC,	/* a name in place of a number */
	PHONE_UNKNOWN		/* none of these; nothing can be sent to it */
};

/*
 * The stored form of what a SIM, a person or a file says: blanks, dashes, full-width
 * digits, 86 (13 digits in all), 0086, a leading 0 and the IP prefixes 17951, 12593, 17911 and
 * 10193 are undone.  Never NULL; what cannot be read comes back trimmed, as
 * PHONE_UNKNOWN or PHONE_ALPHANUMERIC.  Caller frees.
 */
char	*phone_normalise(const char *typed);

/* Kind of a stored form. */
enum phone_kind phone_kind(const char *stored);

/* May a program answer this number on its own?  Only people's (mobile,
 * landline, foreign). */
gboolean phone_may_answer(const char *stored);

/* May it be dialled at all: ^\+?[0-9]{3,20}$ (LIBGAMMU 0.11: anything else
 * damages libgammu's memory). */
gboolean phone_is_dialable(const char *stored);

/* "138****1234" for logs and screens; alphanumeric names are kept to their
 * first character.  Caller frees. */
char	*phone_mask(const char *stored);

/* As a person here dials it: "13812345678", "09154420000", "10086"; numbers of other
 * countries keep their "+".  phone_normalise() reads it back.  Caller frees. */
char	*phone_national(const char *stored);

#endif
