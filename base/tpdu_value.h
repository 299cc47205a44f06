/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a TPDU and its fields are as plain values (base/tpdu.h).
 */
#ifndef BASE_TPDU_VALUE_H
#define BASE_TPDU_VALUE_H

#include <glib.h>

#define TPDU_DIGITS_MAX	20	/* of an address (9.1.2.5) */
#define TPDU_UD_MAX	140	/* octets of TP-UD, header included */
#define TPDU_SEPTETS_MAX 160
#define TPDU_SMSC_MAX	11	/* octets behind the length (TS 24.011 8.2.5) */
/* Octets of the longest TPDU that reads: the service centre's address, the
 * fields of an SMS-STATUS-REPORT, and TP-UD. */
#define TPDU_MAX	(1 + TPDU_SMSC_MAX + 34 + TPDU_UD_MAX)

/* Why octets are refused: name and meaning. */
#define TPDU_FAULT_LIST(X)						\
	X(SHORT,	"short",	"it ends inside a field")	\
	X(SMSC,		"smsc",		"impossible length of the service centre's address") \
	X(KIND,		"kind",		"TP-MTI is reserved")		\
	X(ADDRESS,	"address",	"an address is too long, or its digits are none") \
	X(CODING,	"coding",	"reserved coding whose length is ambiguous") \
	X(UDL,		"udl",		"TP-UDL says more than there is") \
	X(LONG,		"long",		"TP-UDL is over 160 septets or 140 octets") \
	X(UDH,		"udh",		"the user data header leaves its bounds") \
	X(CONCAT,	"concat",	"part number 0, or above the number of parts") \
	X(PADDED,	"padded",	"filled up with FF behind its end") \
	X(TRAILING,	"trailing",	"octets behind its end")	\
	X(LENGTH,	"length",	"not as long as the modem says")

enum tpdu_fault {
	TPDU_SOUND,
#define X(fault, name, meaning) TPDU_FAULT_##fault,
	TPDU_FAULT_LIST(X)
#undef X
};

enum tpdu_kind { TPDU_DELIVER, TPDU_SUBMIT, TPDU_STATUS_REPORT };

/* The alphabet of the user data (TP-DCS); compressed text counts as data. */
enum tpdu_alphabet { TPDU_GSM7, TPDU_DATA, TPDU_UCS2 };

struct tpdu_address {
	guint8	 type;		/* type of number and plan; 0x91, 0x81, 0xD0… */
	gboolean named;		/* alphanumeric */
	char	 value[48];	/* "+8613…", digits *#abc, or a name in UTF-8 */
};

struct tpdu_time {
	gint64	 when;		/* s since 1970 UTC; 0 unreadable */
	int	 zone;		/* quarters of an hour east */
};

/* A concatenation information element (9.2.3.24.1, .8); bits 0: none, or one
 * that the standard says to ignore. */
struct tpdu_concat {
	guint	 bits;		/* of the reference: 8 or 16 */
	guint	 ref, max, seq;
};

/* One TPDU, a plain value.  Fields that its kind does not have are 0. */
struct tpdu {
	enum tpdu_kind kind;
	struct tpdu_address smsc;	/* value "" : none given */
	struct tpdu_address address;	/* TP-OA, TP-DA or TP-RA */
	gboolean more;		/* more messages wait (TP-MMS, sense turned) */
	gboolean report;	/* a status report is asked for (TP-SRR, TP-SRI) */
	gboolean reject;	/* TP-RD */
	gboolean reply_path;	/* TP-RP */
	guint8	 mr;		/* TP-MR */
	guint8	 pid, dcs;
	struct tpdu_time scts;
	struct tpdu_time discharge;	/* TP-DT */
	guint8	 status;	/* TP-ST */
	guint	 vp_len;	/* octets of TP-VP: 0, 1 (relative) or 7 */
	guint8	 vp_format;	/* TP-VPF: 0 none, 1 enhanced, 2 relative, 3 absolute */
	guint8	 vp[7];
	guint8	 udl;		/* TP-UDL: septets in GSM-7, else octets */
	guint	 udh_len;	/* octets of the header with its length, 0 none */
	guint	 ud_len;	/* octets in `ud` */
	guint8	 ud[TPDU_UD_MAX];	/* TP-UD, header included */
	struct tpdu_concat concat;
	gsize	 smsc_len;	/* octets before the TPDU, the length included */
	gsize	 len;		/* octets in all, `smsc_len` included */
};

#endif
