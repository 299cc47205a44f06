/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The message list: every word that passes between two of our processes, who
 * may say it, and what it carries.  Enum, names and checks are made from the one list
 * below.
 *
 * Sockets are AF_UNIX SOCK_SEQPACKET: one packet, one message, and end-of-file
 * is seen when the other end dies.  A packet is an 8-octet head (version,
 * type) and a GVariant in normal form of exactly the listed type.  A packet
 * with a wrong sender, type or version is refused before any handler sees it: the
 * channel (base/channel.h) is closed, never the process.
 *
 * Three sides speak: the ENGINE, a MODEM process, the AT filter, and a CLIENT
 * of the control socket.
 */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include <glib.h>

#include "base/sms.h"

/* Bump whenever the list or a payload changes. */
#define MESSAGE_VERSION	2

/* Longest packet; longer output is cut into several CLIENT_OUT. */
#define MESSAGE_MAX	(64 * 1024)

enum message_side {
	SIDE_ENGINE = 1, SIDE_MODEM = 2, SIDE_AT = 4, SIDE_CLIENT = 8
};

#define MESSAGE_LIST(X)							\
	/* engine -> modem */						\
	X(MODEM_START,	SIDE_ENGINE, "(a{sv})")	/* settings, see struct modem_settings */ \
	X(MODEM_STOP,	SIDE_ENGINE, "()")	/* finish the part, close, exit 0 */ \
	X(STORED,	SIDE_ENGINE, "(t)")	/* token: committed, delete it */ \
	X(SMS_OUT,	SIDE_ENGINE, "(tssuuiib)") /* see struct sms_order */ \
	X(USSD_OUT,	SIDE_ENGINE, "(ts)")	/* id, code */		\
	X(RAW_AT,	SIDE_ENGINE, "(tsu)")	/* id, command, deadline ms: modem test */ \
	/* modem -> engine */						\
	X(MODEM_READY,	SIDE_MODEM, "(a{sv})")	/* imei imsi manufacturer model revision smsc */ \
	X(MODEM_STATE,	SIDE_MODEM, "(a{sv})")	/* signal_dbm registered operator sim_* */ \
	X(MODEM_FAULT,	SIDE_MODEM, "(ss)")	/* name, detail: for a person to know */ \
	X(SMS_IN,	SIDE_MODEM, "(tsbsxyayuuuuiay)") /* struct sms_part in its order */ \
	X(SMS_REFUSED,	SIDE_MODEM, "(tsay)")	/* token, reason, raw PDU octets: quarantined */ \
	X(CALL_IN,	SIDE_MODEM, "(s)")	/* caller's number, "" withheld */ \
	X(PART_SENT,	SIDE_MODEM, "(tuu)")	/* order, part from 0, TP-MR */ \
	X(SENT,		SIDE_MODEM, "(t)")	/* order: every part left */ \
	X(FAILED,	SIDE_MODEM, "(tuyi)")	/* order, part, sms_failure, +CMS code or -1 */ \
	X(REPORT,	SIDE_MODEM, "(uyssxx)")	/* TP-MR TP-ST number smsc scts discharge (s) */ \
	X(USSD_IN,	SIDE_MODEM, "(tus)")	/* id or 0, status of GSM_USSDStatus, text */ \
	X(RAW_AT_ANSWER, SIDE_MODEM, "(ts)")	/* id, the modem's lines */ \
	/* filter <-> modem process, beside the AT stream */		\
	X(AT_FAULT,	SIDE_AT, "(ss)")	/* name, detail */	\
	X(AT_REFUSED,	SIDE_AT, "(susay)")	/* store, slot, reason, octets of a refused PDU */ \
	X(AT_ANSWER,	SIDE_AT, "(ts)")	/* id, lines of a raw command, final code last */ \
	X(AT_WAITS,	SIDE_AT, "()")		/* unsolicited lines wait for AT_RELEASE */ \
	X(AT_RELEASED,	SIDE_AT, "()")		/* they are in the AT stream now */ \
	X(AT_TRACE,	SIDE_AT, "(s)")		/* the ring, bodies and PINs blanked */ \
	X(AT_COMMAND,	SIDE_MODEM, "(tsu)")	/* id, raw command, deadline ms; when idle */ \
	X(AT_RELEASE,	SIDE_MODEM, "()")	/* libgammu is in no call: let them in */ \
	X(AT_TRACE_ASK,	SIDE_MODEM, "()")				\
	/* client <-> engine: the control socket */			\
	X(COMMAND,	SIDE_CLIENT, "(asa{ss})") /* argv; language, columns, colour */ \
	X(COMMAND_IN,	SIDE_CLIENT, "(s)")	/* a line of standard input, or lines of a file */ \
	X(COMMAND_IN_END, SIDE_CLIENT, "()")				\
	X(COMMAND_OUT,	SIDE_ENGINE, "(s)")	/* for standard output */ \
	X(COMMAND_ERR,	SIDE_ENGINE, "(s)")	/* for standard error */ \
	X(COMMAND_PROGRESS, SIDE_ENGINE, "(uu)") /* so many done, of so many */ \
	X(COMMAND_END,	SIDE_ENGINE, "(i)")	/* exit status */

enum message_type {
#define X(name, side, payload)	MESSAGE_##name,
	MESSAGE_LIST(X)
#undef X
	MESSAGE_COUNT
};

/* A text to send: SMS_OUT. Strings borrowed by message_sms_out(). */
struct sms_order {
	guint64	id;		/* outbox row; given back in PART_SENT, SENT, FAILED */
	const char *number;	/* phone_is_dialable() */
	const char *text;	/* UTF-8; cut by text_split() */
	guint	ref;		/* concatenation reference, 0-255 */
	guint	first_part;	/* from 0: parts before it have left already */
	gint32	validity_s;	/* TP-VP, seconds; -1 the network's longest */
	gint32	class;		/* message class, -1 none */
	gboolean report;	/* ask for status reports */
};

/* How the engine tells a modem process what it is; keys of MODEM_START. */
struct modem_settings {
	char	*name;
	char	*device;
	char	*connection;	/* "at115200": speed of a real serial port */
	char	*pin;		/* "" none; never in argv, never logged */
	char	*smsc;		/* "" ask the SIM */
	gboolean keep_link;	/* AT+CMMS=2 between texts */
	gboolean reset;		/* radio off and on before anything else */
	guint	send_pause_ms;	/* cap of libgammu's fixed sleeps (LIBGAMMU 4.3) */
	guint	poll_s;		/* slow poll behind the events */
	guint	answer_wait_s;	/* longest wait for the network's answer to a part */
};

void	modem_settings_clear(struct modem_settings *settings);

const char *message_name(enum message_type type);

/* --- one packet ----------------------------------------------------------- */

/* Packs a message; `payload` (floating or owned) is consumed. */
GBytes	*message_pack(enum message_type type, GVariant *payload);

/*
 * Reads a packet said to come from `from`.  On success *type is set and the
 * payload returned (owned, normal form, exact type).  NULL and `error` when it
 * must be refused; nothing in the packet can do more harm than that.
 */
GVariant *message_unpack(const void *packet, gsize len, enum message_side from,
	    enum message_type *type, GError **error);

/* Payloads with a struct. Unpacking fills a value the caller clears; FALSE
 * when the numbers in it contradict each other. */
GVariant *message_sms_in(const struct sms_part *part);
gboolean message_sms_in_read(GVariant *payload, struct sms_part *part);
GVariant *message_sms_out(const struct sms_order *order);
/* Strings of `order` live as long as `payload`. */
gboolean message_sms_out_read(GVariant *payload, struct sms_order *order);
GVariant *message_modem_start(const struct modem_settings *settings);
gboolean message_modem_start_read(GVariant *payload,
	    struct modem_settings *settings);

#endif
