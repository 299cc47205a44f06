/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens in the network, as lines that clients subscribe to and that the
 * ledger keeps: tab-separated fields, the kind first, then whom it concerns (a
 * modem's name or a phone number), then the time in us since 1970 UTC.
 *
 *	store	MODEM US STORE SLOT FROM TEXT	a text was put into a store
 *	direct	MODEM US FROM TEXT		... was handed over as +CMT
 *	delete	MODEM US STORE SLOT		a slot was freed
 *	submit	MODEM US MR TO REF MAX SEQ TEXT	the network took a part
 *	refuse	MODEM US CODE			the network refused one
 *	report	MODEM US MR STATUS NUMBER	a status report reached the modem
 *	state	MODEM US WORDS			unplugged, rebooted...
 *	ussd	MODEM US CODE			a USSD code was dialled
 *	part	NUMBER US FROM MR REF MAX SEQ TEXT	a part reached a phone
 *	text	NUMBER US FROM SCTS PARTS TEXT	the whole text is there; SCTS
 *						in s since 1970 UTC
 *
 * In fields, backslash, newline, return and tab are written \\ \n \r \t.
 * REF, MAX and SEQ are 0 0 0 for a text in one part; TEXT of data is its hex
 * behind "hex:".
 */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <glib.h>

struct network;
struct tpdu;

/* Makes an event of kind about `subject`; `format` gives the fields behind the
 * time, tabs included, already escaped. */
void	event_tell(struct network *network, const char *kind,
	    const char *subject, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* Caller frees. */
char	*event_escape(const char *utf8);
char	*event_unescape(const char *field);

/* The TEXT field of a part. Caller frees. */
char	*event_words(const struct tpdu *tpdu);

#endif
