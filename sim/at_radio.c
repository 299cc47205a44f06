/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SIM and radio: PIN, power, registration, operator, signal, USSD.
 */
#include "sim/at.h"

#include <string.h>

#include "sim/at_call.h"
#include "sim/event.h"
#include "sim/network_state.h"

#define OPERATOR_CODE	"46000"
#define DCS_GSM7	15
#define DCS_UCS2	72

static int	at_try_pin(struct modem *modem, const char *pin);
static int	at_try_puk(struct modem *modem, const char *puk,
		    const char *pin);

int
at_pin(struct at_call *call)
{
	struct modem *modem = call->modem;

	if (call->form == AT_TEST)
		return AT_OK;
	if (!modem->knobs.sim)
		return CME_NO_SIM;
	if (call->form == AT_READ) {
		modem_say(modem, "+CPIN: %s", modem_sim_ready(modem) ?
		    "READY" : modem->knobs.pin_tries > 0 ? "SIM PIN" :
		    "SIM PUK");
		return AT_OK;
	}
	if (modem_sim_ready(modem))
		return CME_NOT_ALLOWED;
	if (modem->knobs.pin_tries > 0)
		return at_try_pin(modem, at_field(call, 0));
	return at_try_puk(modem, at_field(call, 0), at_field(call, 1));
}

int
at_power(struct at_call *call)
{
	struct modem *modem = call->modem;
	int level = at_int(call, 0, -1);

	if (call->form == AT_TEST) {
		modem_say(modem, "+CFUN: (0,1,4),(0,1)");
		return AT_OK;
	}
	if (call->form == AT_READ) {
		modem_say(modem, "+CFUN: %d", modem->cfun);
		return AT_OK;
	}
	if (level != 0 && level != 1 && level != 4)
		return CME_PARAMETER;
	if (at_int(call, 1, 0) == 1) {
		line_write(modem->line, "\r\nOK\r\n", -1);
		modem_restart(modem, 0);
		return AT_OK;
	}
	modem->cfun = level;
	modem_drain(modem);
	return AT_OK;
}

/* +CREG, +CGREG and +CEREG: one network, three questions. */
int
at_registration(struct at_call *call)
{
	struct modem *modem = call->modem;
	const int *level = G_STRUCT_MEMBER_P(modem, call->command->value);
	int state = modem->cfun == 1 && modem_sim_ready(modem) ?
	    modem->knobs.registration : 0;

	if (modem->knobs.lte && strcmp(call->command->name, "+CEREG") != 0)
		state = 0;
	if (call->form != AT_READ)
		return at_number(call);
	if (*level == 2 && (state == 1 || state == 5))
		modem_say(modem, "%s: 2,%d,\"18A7\",\"C0DE\"",
		    call->command->name, state);
	else
		modem_say(modem, "%s: %d,%d", call->command->name, *level,
		    state);
	return AT_OK;
}

int
at_operator(struct at_call *call)
{
	struct modem *modem = call->modem;
	int format = at_int(call, 1, -1);

	if (call->form == AT_TEST) {
		modem_say(modem, "+COPS: (2,\"%s\",\"%s\",\"" OPERATOR_CODE
		    "\"),,(0-4),(0-2)", modem->operator, modem->operator);
		return AT_OK;
	}
	if (call->form == AT_SET) {
		if (format >= 0 && format <= 2)
			modem->profile.cops_format = format;
		return AT_OK;
	}
	if (modem->cfun != 1 || (modem->knobs.registration != 1 &&
	    modem->knobs.registration != 5))
		modem_say(modem, "+COPS: 0");
	else
		modem_say(modem, "+COPS: 0,%d,\"%s\"",
		    modem->profile.cops_format,
		    modem->profile.cops_format == 2 ? OPERATOR_CODE :
		    modem->operator);
	return AT_OK;
}

int
at_signal(struct at_call *call)
{
	if (call->form == AT_TEST)
		modem_say(call->modem, "+CSQ: (0-31,99),(0-7,99)");
	else
		modem_say(call->modem, "+CSQ: %d,%d",
		    call->modem->knobs.signal,
		    call->modem->knobs.signal == 99 ? 99 : 0);
	return AT_OK;
}

int
at_battery(struct at_call *call)
{
	if (call->form == AT_TEST)
		modem_say(call->modem, "+CBC: (0-2),(0-100)");
	else
		modem_say(call->modem, "+CBC: 0,%d",
		    call->modem->knobs.battery);
	return AT_OK;
}

int
at_smsc(struct at_call *call)
{
	struct modem *modem = call->modem;
	g_autofree char *typed = NULL, *number = NULL;

	if (call->form == AT_READ) {
		number = at_text_out(modem, modem->smsc);
		modem_say(modem, "+CSCA: \"%s\",%d", number,
		    modem->smsc[0] == '+' ? 145 : 129);
		return AT_OK;
	}
	if (call->form != AT_SET)
		return AT_OK;
	typed = strspn(at_field(call, 0), "+0123456789") ==
	    strlen(at_field(call, 0)) && strlen(at_field(call, 0)) <= 21 ?
	    g_strdup(at_field(call, 0)) : at_text_in(modem, at_field(call, 0));
	if (typed == NULL || strspn(typed, "+0123456789") != strlen(typed) ||
	    strlen(typed) > 21)
		return CMS_PARAMETER;
	/* The type says international where the + was left out. */
	g_snprintf(modem->smsc, sizeof(modem->smsc), "%s%s",
	    at_int(call, 1, 129) == 145 && *typed != '+' ? "+" : "", typed);
	return AT_OK;
}

int
at_ussd(struct at_call *call)
{
	struct modem *modem = call->modem;
	g_autofree char *code = NULL;
	int on = at_int(call, 0, -1);

	if (call->form == AT_TEST) {
		modem_say(modem, "+CUSD: (0-2)");
		return AT_OK;
	}
	if (call->form == AT_READ) {
		modem_say(modem, "+CUSD: %d", modem->profile.cusd);
		return AT_OK;
	}
	if (on < 0 || on > 2)
		return CME_PARAMETER;
	if (on < 2)
		modem->profile.cusd = on;
	if (call->fields < 2)
		return AT_OK;
	if (!modem_in_service(modem))
		return AT_CME(30);	/* no network service */
	code = at_text_in(modem, at_field(call, 1));
	if (code == NULL)
		return CME_PARAMETER;
	at_ussd_dial(modem, code);
	return AT_OK;
}

/* The answer comes as an unsolicited line behind the OK. */
void
at_ussd_dial(struct modem *modem, const char *code)
{
	const char *answer = g_hash_table_lookup(modem->network->ussd, code);

	event_tell(modem->network, "ussd", modem->name, "%s", code);
	if (!modem->profile.cusd)
		return;
	if (answer == NULL)
		modem_urc(modem, "+CUSD: 4");
	else
		at_ussd_push(modem, answer);
}

/* '?' in front leaves the session open. */
void
at_ussd_push(struct modem *modem, const char *answer)
{
	gboolean open = *answer == '?';
	enum text_alphabet alphabet = text_measure(answer + open).alphabet;
	g_autofree char *text = NULL;
	g_autoptr(GByteArray) units = NULL;

	/* TS 27.007 7.15: octets in hexadecimal, whatever +CSCS is. */
	if (alphabet == TEXT_UCS2) {
		units = text_to_ucs2(answer + open);
		text = tpdu_hex(units->data, units->len);
	} else
		text = at_text_out(modem, answer + open);
	modem_urc(modem, "+CUSD: %d,\"%s\",%d", open, text,
	    alphabet == TEXT_UCS2 ? DCS_UCS2 : DCS_GSM7);
}

static int
at_try_pin(struct modem *modem, const char *pin)
{
	if (strcmp(pin, modem->pin) != 0) {
		modem->knobs.pin_tries--;
		return modem->knobs.pin_tries == 0 ? CME_PUK : CME_WRONG_PIN;
	}
	modem->knobs.pin_tries = 3;
	modem->pin_entered = TRUE;
	modem_urc(modem, "+CPIN: READY");
	modem_urc(modem, "SMS Ready");
	modem_drain(modem);
	return AT_OK;
}

static int
at_try_puk(struct modem *modem, const char *puk, const char *pin)
{
	if (modem->knobs.puk_tries == 0)
		return CME_PUK;
	if (strcmp(puk, modem->puk) != 0 || *pin == '\0') {
		modem->knobs.puk_tries--;
		return CME_WRONG_PIN;
	}
	g_free(modem->pin);
	modem->pin = g_strdup(pin);
	modem->knobs.puk_tries = 10;
	return at_try_pin(modem, pin);
}
