/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of AT commands and of what modems say unasked, in two tables.
 */
#ifndef MODEM_AT_COMMAND_H
#define MODEM_AT_COMMAND_H

#include <glib.h>

enum at_shape {
	AT_SHAPE_NAMED,	/* lines "+NAME: …" of the command's own name */
	AT_SHAPE_BARE,		/* words of the maker, no name before them */
	AT_SHAPE_PDU,		/* "+NAME: …" and a PDU below it */
	AT_SHAPE_PROMPT	/* "> ", then a PDU is given, then named */
};

struct at_command {
	const char *prefix;
	guint	deadline_ms;	/* then libgammu hears ERROR */
	enum at_shape answer;
	gboolean refuse;	/* never passed on: it would break the exchange */
};

/* Row of a command line; never NULL (the last row fits all). */
const struct at_command *at_command_find(const char *line);

/* "+CMGL" of "AT+CMGL=4"; "" when it has none. Caller frees. */
char	*at_command_name(const char *line);

/* Texts go into the modem's own store, and only there; after libgammu has looked
 * at both stores. */
#define AT_ALL_IN_MODEM	"AT+CPMS=\"ME\",\"ME\",\"ME\""

/* May a person's raw command be passed on, or would libgammu then believe
 * what is no longer so? */
gboolean at_command_is_harmless(const char *line);

enum at_urc {
	AT_URC_UNKNOWN,		/* dropped, reported once per name */
	AT_URC_PASS,		/* libgammu knows it and we want it */
	AT_URC_PDU,		/* the same, with a PDU on the next line */
	AT_URC_NOISE,		/* known, of no use: dropped */
	AT_URC_HINT,		/* the modem may have restarted: ask it */
	AT_URC_REBOOT		/* it has */
};

enum at_urc at_urc_find(const char *line);

/* A final result code? (OK, ERROR, +CMS ERROR: …) */
gboolean at_final(const char *line);

/* The name a line is counted by: up to ':' or, without one, the whole, cut
 * short. Caller frees. */
char	*at_urc_name(const char *line);

#endif
