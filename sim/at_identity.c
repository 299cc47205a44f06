/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who the modem is, and what it is told once: identity, echo, character set,
 * single numbers.
 */
#include <string.h>

#include "base/clock.h"
#include "sim/at_call.h"
#include "sim/network_state.h"

/* Names of +CSCS, in the order of enum modem_charset. */
static const char *const at_charsets[] = { "GSM", "IRA", "UCS2", "UTF-8", "HEX" };

int
at_nothing(struct at_call *call)
{
	return AT_OK;
}

/* A setting that is one number: the table says where it is and its bounds. */
int
at_number(struct at_call *call)
{
	int *value = G_STRUCT_MEMBER_P(call->modem, call->command->value);
	int given;

	switch (call->form) {
	case AT_TEST:
		modem_say(call->modem, "%s: (%d-%d)", call->command->name,
		    call->command->lowest, call->command->highest);
		return AT_OK;
	case AT_READ:
		modem_say(call->modem, "%s: %d", call->command->name, *value);
		return AT_OK;
	case AT_EXECUTE:
		*value = call->command->lowest;
		return AT_OK;
	case AT_SET:
		break;
	}
	given = at_int(call, 0, -1);
	if (given < call->command->lowest || given > call->command->highest)
		return CME_PARAMETER;
	*value = given;
	return AT_OK;
}

int
at_words(struct at_call *call)
{
	if (call->form != AT_TEST)
		modem_say(call->modem, "%s", call->command->words);
	return AT_OK;
}

int
at_reset(struct at_call *call)
{
	modem_reset_profile(call->modem);
	return AT_OK;
}

int
at_echo(struct at_call *call)
{
	int on = at_int(call, 0, 0);

	if (on < 0 || on > 1)
		return AT_ERROR;
	call->modem->profile.echo = on;
	return AT_OK;
}

int
at_imei(struct at_call *call)
{
	if (call->form != AT_TEST)
		modem_say(call->modem, "%s", call->modem->imei);
	return AT_OK;
}

int
at_imsi(struct at_call *call)
{
	if (call->form != AT_TEST)
		modem_say(call->modem, "%s", call->modem->imsi);
	return AT_OK;
}

int
at_iccid(struct at_call *call)
{
	if (call->form != AT_TEST)
		modem_say(call->modem, "+CCID: %s", call->modem->iccid);
	return AT_OK;
}

int
at_charset(struct at_call *call)
{
	struct modem *modem = call->modem;
	gsize known = modem->knobs.hex ? 5 : 4;

	if (call->form == AT_TEST) {
		modem_say(modem, "+CSCS: (\"GSM\",\"IRA\",\"UCS2\",\"UTF-8\"%s)",
		    modem->knobs.hex ? ",\"HEX\"" : "");
		return AT_OK;
	}
	if (call->form == AT_READ) {
		modem_say(modem, "+CSCS: \"%s\"",
		    at_charsets[modem->profile.charset]);
		return AT_OK;
	}
	for (gsize i = 0; i < known; i++) {
		g_autofree char *typed = at_text_in(modem, at_field(call, 0));

		/* In UCS2 the name itself may come in UCS2. */
		if (strcmp(at_field(call, 0), at_charsets[i]) != 0 &&
		    g_strcmp0(typed, at_charsets[i]) != 0)
			continue;
		modem->profile.charset = (enum modem_charset)i;
		return AT_OK;
	}
	return CME_PARAMETER;
}

/* The network's time, whatever is set. */
int
at_clock(struct at_call *call)
{
	int zone = call->modem->network->zone;
	g_autoptr(GDateTime) local = g_date_time_new_from_unix_utc(
	    clock_now() / CLOCK_SECOND + zone * 900);
	g_autofree char *text = NULL;

	if (call->form != AT_READ)
		return AT_OK;
	text = g_date_time_format(local, "%y/%m/%d,%H:%M:%S");
	modem_say(call->modem, "+CCLK: \"%s%+03d\"", text, zone);
	return AT_OK;
}

char *
at_text_out(const struct modem *modem, const char *utf8)
{
	g_autoptr(GByteArray) units = NULL;
	GString *text;

	switch (modem->profile.charset) {
	case CHARSET_UTF8:
		return g_strdup(utf8);
	case CHARSET_UCS2:
		units = text_to_ucs2(utf8);
		return tpdu_hex(units->data, units->len);
	case CHARSET_GSM:
	case CHARSET_IRA:
	case CHARSET_HEX:
		break;
	}
	text = g_string_new(NULL);
	for (const char *p = utf8; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		int code = modem->profile.charset == CHARSET_IRA ?
		    c < 0x80 ? (int)c : '?' : text_gsm7_code(c);

		if (code > 0x7F)
			g_string_append_c(text, (char)(code >> 8));
		g_string_append_c(text, code < 0 ? '?' : (char)(code & 0x7F));
	}
	if (modem->profile.charset == CHARSET_HEX) {
		char *hex = tpdu_hex((const guint8 *)text->str, text->len);

		g_string_free(text, TRUE);
		return hex;
	}
	return g_string_free(text, FALSE);
}

char *
at_text_in(const struct modem *modem, const char *typed)
{
	g_autoptr(GByteArray) octets = NULL;
	GString *text;

	switch (modem->profile.charset) {
	case CHARSET_UTF8:
	case CHARSET_IRA:
		return g_utf8_validate(typed, -1, NULL) ? g_strdup(typed) :
		    NULL;
	case CHARSET_UCS2:
		octets = tpdu_from_hex(typed, -1);
		return octets == NULL ? NULL : text_from_ucs2(octets->data,
		    octets->len);
	case CHARSET_HEX:
		octets = tpdu_from_hex(typed, -1);
		break;
	case CHARSET_GSM:
		octets = g_byte_array_new();
		g_byte_array_append(octets, (const guint8 *)typed,
		    (guint)strlen(typed));
		break;
	}
	if (octets == NULL)
		return NULL;
	text = g_string_new(NULL);
	for (guint i = 0; i < octets->len; i++) {
		gboolean escaped = octets->data[i] == 0x1B &&
		    i + 1 < octets->len;

		i += escaped;
		g_string_append_unichar(text, text_gsm7_char(octets->data[i],
		    escaped));
	}
	return g_string_free(text, FALSE);
}
