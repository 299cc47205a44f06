/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sending: AT+CMGS and AT+CMGW, in PDU and in text mode.  The network takes a
 * part when its air time is over, together with the answer.
 */
#include <string.h>

#include "base/clock.h"
#include "sim/at_call.h"
#include "sim/event.h"

/* So long the link stays open for the next part (TS 27.005 3.5.6). */
#define LINK_OPEN_S	5

static int	at_prompt(struct at_call *call, gboolean writing);
static gboolean	at_data_pdu(const struct modem *modem, const char *data,
		    struct tpdu *tpdu);
static gboolean	at_data_text(const struct modem *modem, const char *data,
		    struct tpdu *tpdu);
static int	at_keep(struct modem *modem, const struct tpdu *tpdu);
static int	at_submit(struct modem *modem, const struct tpdu *tpdu);
static gint64	at_air_us(struct modem *modem);

int
at_send(struct at_call *call)
{
	int code;

	if (call->form == AT_TEST)
		return AT_OK;
	if (fault_strikes(call->modem->faults, FAULT_REFUSE_PROMPT, &code)) {
		call->modem->counts.refused++;
		event_tell(call->modem->network, "refuse", call->modem->name,
		    "%d", code);
		return AT_CMS(code);
	}
	return at_prompt(call, FALSE);
}

int
at_write(struct at_call *call)
{
	return call->form == AT_TEST ? AT_OK : at_prompt(call, TRUE);
}

int
at_send_parameters(struct at_call *call)
{
	int *csmp = call->modem->profile.csmp;

	if (call->form == AT_READ)
		modem_say(call->modem, "+CSMP: %d,%d,%d,%d", csmp[0], csmp[1],
		    csmp[2], csmp[3]);
	for (guint i = 0; call->form == AT_SET && i < 4; i++) {
		int value = at_int(call, i, csmp[i]);

		if (value < 0 || value > 255)
			return CMS_TEXT_PARAMETER;
		csmp[i] = value;
	}
	return AT_OK;
}

int
at_send_data(struct modem *modem, const char *data)
{
	struct tpdu tpdu;
	gboolean pdu = modem->profile.cmgf == 0;

	if (!(pdu ? at_data_pdu : at_data_text)(modem, data, &tpdu))
		return pdu ? CMS_PARAMETER : CMS_TEXT_PARAMETER;
	if (*tpdu.smsc.value == '\0' && *modem->smsc == '\0')
		return CMS_NO_SMSC;
	return modem->writing ? at_keep(modem, &tpdu) :
	    at_submit(modem, &tpdu);
}

static int
at_prompt(struct at_call *call, gboolean writing)
{
	struct modem *modem = call->modem;
	g_autofree char *number = NULL;

	if (modem->profile.cmgf == 0) {
		int expected = at_int(call, 0, -1);

		if (expected < 8 || expected > TPDU_MAX)
			return CMS_PARAMETER;
		modem->expected = (guint)expected;
	} else {
		number = at_text_in(modem, at_field(call, 0));
		if (number == NULL ||
		    (*number == '\0' && !writing))
			return CMS_TEXT_PARAMETER;
		g_free(modem->destination);
		modem->destination = g_steal_pointer(&number);
	}
	modem->writing = writing;
	modem->prompted = TRUE;
	modem->mute = !writing &&
	    fault_strikes(modem->faults, FAULT_STUCK_PROMPT, NULL);
	return AT_PROMPT;
}

static gboolean
at_data_pdu(const struct modem *modem, const char *data, struct tpdu *tpdu)
{
	g_autoptr(GString) hex = g_string_new(NULL);
	g_autoptr(GByteArray) octets = NULL;

	for (; *data != '\0'; data++) {
		if (!g_ascii_isspace(*data))
			g_string_append_c(hex, *data);
	}
	octets = tpdu_from_hex(hex->str, (gssize)hex->len);
	return octets != NULL &&
	    tpdu_read(octets->data, octets->len, tpdu, NULL) &&
	    octets->len - tpdu->smsc_len == modem->expected &&
	    (tpdu->kind == TPDU_SUBMIT || modem->writing);
}

/* What was typed in UCS2, or as hex under a data coding of UCS-2, is sent so. */
static gboolean
at_data_text(const struct modem *modem, const char *data, struct tpdu *tpdu)
{
	const int *csmp = modem->profile.csmp;
	g_autofree char *typed = g_strdup(data), *text = NULL;
	g_autoptr(GByteArray) octets = NULL;

	g_strdelimit(typed, "\r", '\n');
	memset(tpdu, 0, sizeof(*tpdu));
	tpdu->kind = TPDU_SUBMIT;
	tpdu->report = (csmp[0] & 0x20) != 0;
	tpdu->vp_format = 2;
	tpdu->vp_len = 1;
	tpdu->vp[0] = (guint8)csmp[1];
	if (tpdu_alphabet((guint8)csmp[3]) == TPDU_UCS2)
		octets = tpdu_from_hex(typed, -1);
	text = octets != NULL ? text_from_ucs2(octets->data, octets->len) :
	    at_text_in(modem, typed);
	if (text == NULL || !tpdu_address_set(&tpdu->address,
	    modem->destination) ||
	    !tpdu_text_set(tpdu, text_measure(text).alphabet, text, NULL))
		return FALSE;
	tpdu->pid = (guint8)csmp[2];
	return TRUE;
}

static int
at_keep(struct modem *modem, const struct tpdu *tpdu)
{
	g_autoptr(GByteArray) octets = g_byte_array_new();
	g_autoptr(GBytes) bytes = NULL;
	guint slot;

	if (!tpdu_write(tpdu, octets))
		return CMS_PARAMETER;
	bytes = g_byte_array_free_to_bytes(g_steal_pointer(&octets));
	slot = store_add(&modem->stores[modem->profile.mem[1]], bytes,
	    tpdu->kind == TPDU_SUBMIT ? STORED_UNSENT : STORED_UNREAD);
	if (slot == 0)
		return CMS_FULL;
	modem_say(modem, "+CMGW: %u", slot);
	return AT_OK;
}

static int
at_submit(struct modem *modem, const struct tpdu *tpdu)
{
	struct submission *submission = &modem->submission;
	int argument;

	if (!modem_in_service(modem))
		return CMS_NO_NETWORK;
	modem->answer_us = at_air_us(modem);
	if (fault_strikes(modem->faults, FAULT_REFUSE, &argument)) {
		modem->counts.refused++;
		event_tell(modem->network, "refuse", modem->name, "%d",
		    argument);
		return AT_CMS(argument);
	}
	submission->pending = submission->kept = TRUE;
	submission->tpdu = *tpdu;
	submission->mr = ++modem->mr;
	if (fault_strikes(modem->faults, FAULT_LIE, &argument))
		return AT_CMS(argument);
	if (fault_strikes(modem->faults, FAULT_LATE, &argument))
		modem->answer_us += (gint64)argument * CLOCK_SECOND;
	modem->mute = fault_strikes(modem->faults, FAULT_SILENT, NULL);
	modem_say(modem, "+CMGS: %u", submission->mr);
	return AT_OK;
}

/* With +CMMS the link of the last part is used again while it is open. */
static gint64
at_air_us(struct modem *modem)
{
	gint64 now = clock_elapsed();
	gboolean linked = modem->profile.cmms > 0 && now < modem->link_until;
	gint64 us = (gint64)1000 * (linked ? modem->knobs.linked_ms :
	    modem->knobs.air_ms);

	modem->link_until = now + us + LINK_OPEN_S * CLOCK_SECOND;
	return us;
}
