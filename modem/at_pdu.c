/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bounds of a PDU, TS 23.040 9.2.2.  A cursor that cannot leave the octets:
 * every step says how many it takes, and fails when they are not there.
 */
#include "modem/at_pdu.h"

#include <string.h>

#define PDU_SMSC_MAX	12	/* octets: type and 20 digits, or 22 */
#define PDU_ADDRESS_MAX	20	/* semi-octets; TS 23.040 9.1.2.5 */
#define PDU_SEPTETS_MAX	160
#define PDU_OCTETS_MAX	140
#define PDU_PADDING	0xff
#define PDU_NAMED	0x50	/* type of an address: 9.1.2.5 */
#define PDU_NUMBER	"+0123456789*#abc"	/* what numbers are spelt with */

enum pdu_coding { PDU_GSM7, PDU_OCTETS, PDU_COMPRESSED };

struct pdu_cursor {
	const guint8 *octets;
	gsize	 len, at;
};

static const char *pdu_smsc(struct pdu_cursor *pdu);
static const char *pdu_address(struct pdu_cursor *pdu);
static const char *pdu_sender(const guint8 *address);
static const char *pdu_deliver(struct pdu_cursor *pdu, gboolean header);
static const char *pdu_report(struct pdu_cursor *pdu);
static const char *pdu_user_data(struct pdu_cursor *pdu, guint8 dcs,
		    gboolean header);
static enum pdu_coding pdu_coding(guint8 dcs);
static gboolean	pdu_take(struct pdu_cursor *pdu, gsize count);
static gboolean	pdu_octet(struct pdu_cursor *pdu, guint8 *octet);

const char *
at_pdu_check(const guint8 *octets, gsize len, enum at_pdu_kind kind,
    gsize *used)
{
	struct pdu_cursor pdu = { octets, len, 0 };
	const char *why;
	guint8 first;

	*used = 0;
	if ((why = pdu_smsc(&pdu)) != NULL)
		return why;
	if (!pdu_octet(&pdu, &first))
		return "no message";
	switch (first & 0x03) {
	case 0:
		if (kind == AT_PDU_REPORT)
			return "not a status report";
		why = pdu_deliver(&pdu, (first & 0x40) != 0);
		break;
	case 2:
		if (kind == AT_PDU_DELIVER)
			return "not a message";
		why = pdu_report(&pdu);
		break;
	default:
		return "message type";
	}
	if (why != NULL)
		return why;
	*used = pdu.at;
	for (gsize i = pdu.at; i < len; i++) {
		if (octets[i] != PDU_PADDING)
			return "octets behind the message";
	}
	return NULL;
}

GByteArray *
at_pdu_from_hex(const char *hex, gsize max)
{
	gsize len = strlen(hex);
	GByteArray *octets;

	if (len == 0 || len % 2 != 0 || len / 2 > max)
		return NULL;
	octets = g_byte_array_sized_new(len / 2);
	for (gsize i = 0; i < len; i += 2) {
		int high = g_ascii_xdigit_value(hex[i]);
		int low = g_ascii_xdigit_value(hex[i + 1]);
		guint8 octet;

		if (high < 0 || low < 0) {
			g_byte_array_unref(octets);
			return NULL;
		}
		octet = (guint8)(high << 4 | low);
		g_byte_array_append(octets, &octet, 1);
	}
	return octets;
}

/* Octets with the type; libgammu knows only types with the extension bit. */
static const char *
pdu_smsc(struct pdu_cursor *pdu)
{
	guint8 count, type;

	if (!pdu_octet(pdu, &count))
		return "empty";
	if (count == 0)
		return NULL;
	if (count > PDU_SMSC_MAX || !pdu_octet(pdu, &type) ||
	    !pdu_take(pdu, count - 1u))
		return "length of the SMSC";
	return (type & 0x80) != 0 ? NULL : "type of the SMSC";
}

static const char *
pdu_address(struct pdu_cursor *pdu)
{
	guint8 count, type;

	if (!pdu_octet(pdu, &count) || !pdu_octet(pdu, &type) ||
	    count > PDU_ADDRESS_MAX || !pdu_take(pdu, (count + 1u) / 2))
		return "length of the address";
	if (count > 0 && (type & 0x80) == 0)
		return "type of the address";
	return NULL;
}

/* A name of digits, up to an '@', is in libgammu's hands a number like any
 * other: its sender would be taken for the one who has that number. */
static const char *
pdu_sender(const guint8 *address)
{
	const guint8 *name = address + 2;
	guint count = address[0] * 4u / 7;

	if ((address[1] & 0x70) != PDU_NAMED)
		return NULL;
	for (guint i = 0; i < count; i++) {
		guint bit = i * 7, at = bit / 8, pair = name[at];
		char c;

		if (bit % 8 > 1)
			pair |= (guint)name[at + 1] << 8;
		c = (char)(pair >> bit % 8 & 0x7f);
		if (c == '\0')
			break;
		if (strchr(PDU_NUMBER, c) == NULL)
			return NULL;
	}
	return "a sender's name that reads like a number";
}

static const char *
pdu_deliver(struct pdu_cursor *pdu, gboolean header)
{
	const guint8 *address = pdu->octets + pdu->at;
	const char *why = pdu_address(pdu);
	guint8 pid, dcs;

	if (why != NULL || (why = pdu_sender(address)) != NULL)
		return why;
	if (!pdu_octet(pdu, &pid) || !pdu_octet(pdu, &dcs))
		return "no coding";
	if (!pdu_take(pdu, 7))
		return "no time stamp";
	return pdu_user_data(pdu, dcs, header);
}

static const char *
pdu_report(struct pdu_cursor *pdu)
{
	guint8 reference, status, present, pid, dcs = 0;
	const char *why;

	if (!pdu_octet(pdu, &reference))
		return "no reference";
	if ((why = pdu_address(pdu)) != NULL)
		return why;
	if (!pdu_take(pdu, 14) || !pdu_octet(pdu, &status))
		return "no status";
	if (pdu->at == pdu->len || pdu->octets[pdu->at] == PDU_PADDING)
		return NULL;
	if (!pdu_octet(pdu, &present) ||
	    ((present & 1) != 0 && !pdu_octet(pdu, &pid)) ||
	    ((present & 2) != 0 && !pdu_octet(pdu, &dcs)))
		return "optional part";
	return (present & 4) != 0 ? pdu_user_data(pdu, dcs, FALSE) : NULL;
}

/* 9.2.3.16 and 9.2.3.24: lengths that agree with each other, and with the
 * buffers they are unpacked into. */
static const char *
pdu_user_data(struct pdu_cursor *pdu, guint8 dcs, gboolean header)
{
	enum pdu_coding coding = pdu_coding(dcs);
	gsize octets, head;
	guint8 units;

	if (coding == PDU_COMPRESSED)
		return "compressed text";
	if (!pdu_octet(pdu, &units))
		return "no length of user data";
	if (units > (coding == PDU_GSM7 ? PDU_SEPTETS_MAX : PDU_OCTETS_MAX))
		return "too much user data";
	octets = coding == PDU_GSM7 ? (units * 7u + 7) / 8 : units;
	if (octets > pdu->len - pdu->at)
		return "user data cut short";
	if (header) {
		if (octets == 0)
			return "no user data header";
		head = pdu->octets[pdu->at] + 1u;
		if (head > octets ||
		    (coding == PDU_GSM7 && (head * 8 + 6) / 7 > units))
			return "length of the user data header";
	}
	return pdu_take(pdu, octets) ? NULL : "user data cut short";
}

/* As libgammu reads TP-DCS (TS 23.038 4), reserved groups included. */
static enum pdu_coding
pdu_coding(guint8 dcs)
{
	switch (dcs >> 4) {
	case 0x0: case 0x1: case 0x4: case 0x5:
		return (dcs & 0x0c) == 0 ? PDU_GSM7 : PDU_OCTETS;
	case 0x2: case 0x3: case 0x6: case 0x7:
		return (dcs & 0x04) == 0 ? PDU_COMPRESSED : PDU_OCTETS;
	case 0xc: case 0xd:
		return (dcs & 0x04) == 0 ? PDU_GSM7 : PDU_OCTETS;
	case 0xf:
		return (dcs & 0x0c) == 0 ? PDU_GSM7 : PDU_OCTETS;
	default:
		return PDU_OCTETS;
	}
}

static gboolean
pdu_take(struct pdu_cursor *pdu, gsize count)
{
	if (count > pdu->len - pdu->at)
		return FALSE;
	pdu->at += count;
	return TRUE;
}

static gboolean
pdu_octet(struct pdu_cursor *pdu, guint8 *octet)
{
	if (pdu->at == pdu->len)
		return FALSE;
	*octet = pdu->octets[pdu->at++];
	return TRUE;
}
