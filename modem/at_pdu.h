/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which PDUs libgammu may see.  Its decoder reads and writes past its buffers
 * on some that a stranger can send (LIBGAMMU 7.3); whatever has not passed
 * here does not reach it.
 *
 * The bounds are libgammu's, not only the standard's: a PDU that is legal but
 * that libgammu 1.42 refuses (compressed text) is refused here too, so that its
 * octets are kept and its slot does not stay taken.
 */
#ifndef MODEM_AT_PDU_H
#define MODEM_AT_PDU_H

#include <glib.h>

/* Longest PDU of a message: SMSC, head and 140 octets of user data. */
#define AT_PDU_MAX	200

enum at_pdu_kind {
	AT_PDU_STORED,		/* +CMGL, +CMGR: SMS-DELIVER or a report */
	AT_PDU_DELIVER,		/* +CMT */
	AT_PDU_REPORT		/* +CDS */
};

/*
 * NULL when the PDU (with its SMSC) may be shown, else why not, in words.
 * *used is how many of its octets are the message: what is behind them, FF
 * padding of a SIM record, must be cut off.
 */
const char *at_pdu_check(const guint8 *octets, gsize len,
	    enum at_pdu_kind kind, gsize *used);

/* Hex digits, two an octet, to octets. NULL when it is not that, or longer
 * than `max` octets. */
GByteArray *at_pdu_from_hex(const char *hex, gsize max);

#endif
