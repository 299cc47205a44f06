/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SMS TPDUs: the octets that modems hand over and take (3GPP TS 23.040 9.2,
 * alphabets TS 23.038), with the service centre's address in front as
 * AT+CMGL, AT+CMGR, +CMT and AT+CMGS carry it (TS 27.005 3.1).
 *
 * Reading is strict: every length is checked against what is there and against
 * what the standard allows, and an error says at which octet what was
 * expected.  libgammu overruns buffers on most of what is refused here
 * (LIBGAMMU 7.3).  Three kinds are known by TP-MTI: 0 SMS-DELIVER, 1
 * SMS-SUBMIT (a stored own text), 2 SMS-STATUS-REPORT.
 */
#ifndef BASE_TPDU_H
#define BASE_TPDU_H

#include <glib.h>

#include "base/text.h"
#include "base/tpdu_value.h"

#define TPDU_ERROR (tpdu_error_quark())
GQuark	tpdu_error_quark(void);

/* "udl", "padded"… for logs and messages; "sound" for TPDU_SOUND. */
const char *tpdu_fault_name(enum tpdu_fault fault);

/*
 * Reads octets.  FALSE with `error` (domain TPDU_ERROR, code an enum
 * tpdu_fault) when they are refused.  After TPDU_FAULT_PADDED `tpdu` is whole
 * nevertheless, and its `len` says where it ends, so that a modem that hands
 * over whole SIM records can be helped by cutting there.  Time stamps that are
 * none and ignorable concatenation elements are no error here.
 */
gboolean tpdu_read(const guint8 *octets, gsize len, struct tpdu *tpdu,
	    GError **error);

/*
 * Is this safe for libgammu?  All that tpdu_read() refuses, and: concatenation
 * with impossible numbers, reserved codings of ambiguous length, and a length
 * other than `expected` (what the modem said, without the service centre's
 * address; -1 it said nothing).  `error` may be NULL.
 */
enum tpdu_fault tpdu_check(const guint8 *octets, gsize len, int expected,
	    GError **error);

/* Appends the octets of `tpdu`, the service centre's address in front. FALSE
 * when a field does not fit (nothing is appended then). */
gboolean tpdu_write(const struct tpdu *tpdu, GByteArray *octets);

/* --- parts of a TPDU ---------------------------------------------------------- */

enum tpdu_alphabet tpdu_alphabet(guint8 dcs);
int	tpdu_class(guint8 dcs);			/* 0-3, -1 none */

/* From "+86…", digits with *#abc, or a name (GSM-7, at most 11 septets).
 * FALSE when it is none of them or too long; "" is no address. */
gboolean tpdu_address_set(struct tpdu_address *address, const char *value);

/* What was written: UTF-8, user data header left out; NULL when it is data.
 * Caller frees. */
char	*tpdu_text(const struct tpdu *tpdu);

/* Sets user data and TP-DCS to one part.  `concat` NULL: alone.  FALSE when it
 * does not fit in one part or has no letters in that alphabet. */
gboolean tpdu_text_set(struct tpdu *tpdu, enum text_alphabet alphabet,
	    const char *utf8, const struct tpdu_concat *concat);

/* Seconds of a relative TP-VP, and the shortest relative TP-VP of at least so
 * many seconds (9.2.3.12.1). */
gint64	tpdu_validity_s(guint8 vp);
guint8	tpdu_validity(gint64 seconds);

/* --- hex, as AT commands write octets ------------------------------------------- */

/* Upper-case hex.  Caller frees. */
char	*tpdu_hex(const guint8 *octets, gsize len);

/* NULL when it is not pairs of hex digits. */
GByteArray *tpdu_from_hex(const char *hex, gssize len);

#endif
