/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One emulated modem: its serial line, its settings, its SIM, its faults.  The
 * AT commands (sim/at*.c) work on this struct; the network brings it texts.
 *
 * While a command is being answered (its latency runs) input waits, and
 * unsolicited result codes wait until the answer is out.
 */
#ifndef SIM_MODEM_H
#define SIM_MODEM_H

#include <glib.h>

#include "base/tpdu.h"
#include "sim/fault_wait.h"
#include "sim/line.h"
#include "sim/store.h"

struct network;

enum modem_store { STORE_SM, STORE_ME, STORE_SR, STORE_COUNT };

enum modem_charset {
	CHARSET_GSM, CHARSET_IRA, CHARSET_UCS2, CHARSET_UTF8, CHARSET_HEX
};

/* What AT commands set and a restart forgets. */
struct profile {
	int	echo, verbose, quiet;
	int	cmee, cmgf, csms, cmms, csdh, clip, crc, cusd, cnma;
	int	creg, cgreg, cereg, cgatt, cops_format;
	int	cnmi[5];
	int	csmp[4];		/* fo, vp, pid, dcs */
	enum modem_charset charset;
	enum modem_store mem[3];	/* read, write, receive */
};

/* What a test, a person or a bench turns; see sim/knob.h. */
struct modem_knobs {
	int	command_ms;	/* before each answer */
	int	air_ms;		/* to send one part */
	int	linked_ms;	/* ... while AT+CMMS keeps the link open */
	int	baud;		/* 0: no time on the wire */
	int	signal;		/* +CSQ, 0-31, 99 unknown */
	int	registration, lte;	/* +CREG, 1 home */
	int	battery;	/* percent */
	int	sm_size, me_size;
	int	sim;		/* 0: no SIM inserted */
	int	pin_tries, puk_tries;
	int	boot_text;	/* after a restart: text mode */
	int	boot_echo;
	int	hex;		/* offers +CSCS "HEX" */
};

struct modem_counts {
	guint64	commands, submitted, refused, stored, direct, deleted,
		reports;
};

/* A part on its way to a modem; octets as in AT+CMGL. */
struct delivery {
	GBytes	*octets;
	char	*from;		/* number or name, for events */
	char	*words;		/* escaped text, for events */
	gboolean report;	/* an SMS-STATUS-REPORT */
	guint8	 dcs;
	struct modem *reporter;	/* wants to know that it arrived, or NULL */
	guint8	 mr;
	gint64	 accepted_s;
};

void	delivery_free(struct delivery *delivery);

/* A part being sent. */
struct submission {
	gboolean pending;
	gboolean kept;		/* the network takes it, whatever is answered */
	guint8	 mr;
	struct tpdu tpdu;
};

struct modem {
	struct network *network;
	char	*name, *number, *operator;
	char	*imei, *imsi, *iccid;
	char	*pin, *puk;	/* pin "": none */
	gboolean pin_entered;
	char	 smsc[24];
	int	 cfun;
	struct profile profile;
	struct modem_knobs knobs;
	struct modem_counts counts;
	struct store stores[STORE_COUNT];
	GQueue	 waiting;	/* struct delivery, held by the network */
	gboolean draining;
	struct fault faults[FAULT_COUNT];

	struct line *line;
	GString	*in;		/* not yet taken */
	gsize	 echoed;	/* octets of `in` that were echoed */
	GString	*reply;		/* of the current command */
	GString	*urcs;		/* to be said after it */
	GString	*held;		/* +CNMI mode 0 */
	gboolean answering;	/* a command is being answered */
	gint64	 answer_us;	/* its latency beyond the usual */
	gboolean mute;		/* it gets no answer */
	guint	 answer_source;	/* its latency runs */
	guint	 restart_source;
	gint64	 wire_debt_us;	/* below a timer's tick */
	gboolean frozen;
	gboolean prompted;	/* what comes is a message's text */
	guint	 expected;	/* its octets, in PDU mode */
	char	*destination;	/* in text mode */
	gboolean writing;	/* for AT+CMGW */
	guint8	 mr;		/* last TP-MR given */
	gint64	 link_until;	/* elapsed us: the link is open until then */
	struct submission submission;
};

struct modem *modem_new(struct network *network, const char *name,
	    const char *number, guint index);
void	modem_free(struct modem *modem);

/* By name ("modem0"), index ("0") or number; NULL when there is none. */
struct modem *modem_find(const struct network *network, const char *name);

/* Is it there, powered, unlocked and registered? */
gboolean modem_in_service(const struct modem *modem);
gboolean modem_sim_ready(const struct modem *modem);

/* Something changed that may let waiting parts in. */
void	modem_drain(struct modem *modem);

/* A line of the current answer; an unsolicited line; the latter for messages,
 * which +CNMI may hold back. */
void	modem_say(struct modem *modem, const char *format, ...)
	    G_GNUC_PRINTF(2, 3);
void	modem_urc(struct modem *modem, const char *format, ...)
	    G_GNUC_PRINTF(2, 3);
void	modem_indicate(struct modem *modem, const char *format, ...)
	    G_GNUC_PRINTF(2, 3);
/* Octets as they are, at once. */
void	modem_noise(struct modem *modem, const char *octets);

/* Says what unsolicited lines wait; may they be said now? */
void	modem_say_urcs(struct modem *modem);
gboolean modem_idle(const struct modem *modem);

/* Somebody calls and gives up. */
void	modem_ring(struct modem *modem, const char *caller);

/* Settings lost; after `seconds` of silence, the banners. */
void	modem_restart(struct modem *modem, int seconds);
void	modem_reset_profile(struct modem *modem);
gboolean modem_plug(struct modem *modem, GError **error);
void	modem_unplug(struct modem *modem);
void	modem_freeze(struct modem *modem, gboolean frozen);

#endif
