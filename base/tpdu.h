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
