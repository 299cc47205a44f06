/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A command line is a chain: basic commands (a letter and a number) one behind
 * the other, extended ones (+NAME...) between semicolons; the first that fails
 * ends it (ITU-T V.250 5.2).  One table knows them all.
 */
#include "sim/at.h"

#include <stdlib.h>
#include <string.h>

#include "sim/at_call.h"

#define VALUE(member)	G_STRUCT_OFFSET(struct modem, profile.member)

static const struct at_command at_commands[] = {
	/* V.250 */
	{ "E", at_echo },
	{ "V", at_nothing },
	{ "Q", at_nothing },
	{ "Z", at_reset },
	{ "&F", at_reset },
	{ "&C", at_nothing },
	{ "&D", at_nothing },
	{ "&K", at_nothing },
	{ "&W", at_nothing },
	{ "S", at_nothing },
	{ "X", at_nothing },
	{ "H", at_nothing },
	{ "A", at_nothing },
	{ "I", at_words, .words = "Xiangyin\r\nXIANGYIN-SIM\r\n1.0" },
	{ "+GMI", at_words, .words = "Xiangyin" },
	{ "+GMM", at_words, .words = "XIANGYIN-SIM" },
	{ "+GMR", at_words, .words = "1.0" },
	{ "+GSN", at_imei },
	{ "+GCAP", at_words, .words = "+GCAP: +CGSM,+CLTE" },
	{ "+IPR", at_nothing },
	{ "+ICF", at_nothing },
	{ "+IFC", at_nothing },
	/* TS 27.007 */
	{ "+CGMI", at_words, .words = "Xiangyin" },
	{ "+CGMM", at_words, .words = "XIANGYIN-SIM" },
	{ "+CGMR", at_words, .words = "1.0" },
	{ "+CGSN", at_imei },
	{ "+CIMI", at_imsi, NEEDS_SIM },
	{ "+CCID", at_iccid, NEEDS_SIM },
	{ "+CSCS", at_charset },
	{ "+CMEE", at_number, 0, VALUE(cmee), 0, 2 },
	{ "+CFUN", at_power },
	{ "+CPIN", at_pin },
	{ "+CPAS", at_words, .words = "+CPAS: 0" },
	{ "+CREG", at_registration, 0, VALUE(creg), 0, 2 },
	{ "+CGREG", at_registration, 0, VALUE(cgreg), 0, 2 },
	{ "+CEREG", at_registration, 0, VALUE(cereg), 0, 2 },
	{ "+CGATT", at_number, 0, VALUE(cgatt), 0, 1 },
	{ "+COPS", at_operator },
	{ "+CSQ", at_signal },
	{ "+CBC", at_battery },
	{ "+CUSD", at_ussd, NEEDS_SIM },
	{ "+CLIP", at_number, 0, VALUE(clip), 0, 1 },
	{ "+CRC", at_number, 0, VALUE(crc), 0, 1 },
	{ "+CHUP", at_nothing },
	{ "+CLCC", at_nothing },
	{ "+CCLK", at_clock },
	/* TS 27.005 */
	{ "+CSMS", at_service },
	{ "+CPMS", at_stores, NEEDS_SIM_CMS },
	{ "+CMGF", at_number, 0, VALUE(cmgf), 0, 1 },
	{ "+CSCA", at_smsc, NEEDS_SIM_CMS },
	{ "+CSMP", at_send_parameters },
	{ "+CSDH", at_number, 0, VALUE(csdh), 0, 1 },
	{ "+CSAS", at_nothing },
	{ "+CNMI", at_indications },
	{ "+CNMA", at_nothing },
	{ "+CMGL", at_list, NEEDS_SIM_CMS },
	{ "+CMGR", at_read, NEEDS_SIM_CMS },
	{ "+CMGD", at_delete, NEEDS_SIM_CMS },
	{ "+CMGS", at_send, NEEDS_SIM_CMS },
	{ "+CMGW", at_write, NEEDS_SIM_CMS },
	{ "+CMMS", at_number, 0, VALUE(cmms), 0, 2 },
};

static const struct {
	int	 result;
	const char *words;
} at_result_words[] = {
	{ CME_NOT_ALLOWED, "operation not allowed" },
	{ CME_NO_SIM, "SIM not inserted" },
	{ CME_PIN, "SIM PIN required" },
	{ CME_PUK, "SIM PUK required" },
	{ CME_WRONG_PIN, "incorrect password" },
	{ CME_PARAMETER, "Incorrect parameters" },
	{ CMS_PARAMETER, "invalid PDU mode parameter" },
	{ CMS_TEXT_PARAMETER, "invalid text mode parameter" },
	{ CMS_NO_SIM, "(U)SIM not inserted" },
	{ CMS_PIN, "(U)SIM PIN required" },
	{ CMS_INDEX, "invalid memory index" },
	{ CMS_FULL, "memory full" },
	{ CMS_NO_SMSC, "SMSC address unknown" },
	{ CMS_NO_NETWORK, "no network service" },
};

static int	at_chain(struct modem *modem, const char *at);
static int	at_one(struct modem *modem, const char **at);
static const char *at_name(const char *at, char *name, gsize size);
static const char *at_form_of(const char *at, enum at_form *form);
static int	at_run(struct at_call *call);
static const char *at_split(struct at_call *call, const char *at);
static void	at_final(struct modem *modem, int result);
static void	at_error(struct modem *modem, const char *family, int level,
		    int result, int code);

void
at_line(struct modem *modem, const char *line)
{
	int code;

	while (*line == '\n' || *line == ' ' || *line == '\x1a')
		line++;
	/* What is no command is not answered. */
	if (g_ascii_strncasecmp(line, "AT", 2) != 0) {
		modem->mute = TRUE;
		return;
	}
	modem->counts.commands++;
	if (fault_strikes(modem->faults, FAULT_DEAF, NULL)) {
		modem->mute = TRUE;
		return;
	}
	if (fault_strikes(modem->faults, FAULT_ERROR, &code)) {
		at_final(modem, AT_CME(code));
		return;
	}
	at_final(modem, at_chain(modem, line + 2));
}

void
at_data(struct modem *modem, const char *data, gboolean aborted)
{
	at_final(modem, aborted ? AT_OK : at_send_data(modem, data));
}

static int
at_chain(struct modem *modem, const char *at)
{
	int result = AT_OK;

	while (result == AT_OK) {
		while (*at == ' ' || *at == ';')
			at++;
		if (*at == '\0')
			return AT_OK;
		result = at_one(modem, &at);
	}
	return result;
}

static int
at_one(struct modem *modem, const char **at)
{
	struct at_call call = { .modem = modem };
	char name[16];
	const char *rest = at_name(*at, name, sizeof(name));
	gboolean extended = strchr("+^$*#%", **at) != NULL;
	int result;

	for (gsize i = 0; i < G_N_ELEMENTS(at_commands); i++) {
		if (g_ascii_strcasecmp(at_commands[i].name, name) == 0)
			call.command = &at_commands[i];
	}
	if (call.command == NULL)
		return AT_ERROR;
	if (extended) {
		rest = at_form_of(rest, &call.form);
		*at = at_split(&call, rest);
	} else {
		/* One number behind the letter, or "0=…" of a register. */
		gsize digits = strspn(rest, "0123456789=?");

		call.form = digits > 0 ? AT_SET : AT_EXECUTE;
		call.fields = 1;
		call.field[0] = g_strndup(rest, digits);
		*at = rest + digits;
	}
	result = at_run(&call);
	for (guint i = 0; i < call.fields; i++)
		g_free(call.field[i]);
	return result;
}

/* Copies the name at `at`; what stands behind it is returned. */
static const char *
at_name(const char *at, char *name, gsize size)
{
	gsize len = 1;

	if (strchr("+^$*#%", *at) != NULL)
		len += strcspn(at + 1, "=?; ");
	else if (*at == '&' && at[1] != '\0')
		len = 2;
	g_strlcpy(name, at, MIN(size, len + 1));
	return at + len;
}

static const char *
at_form_of(const char *at, enum at_form *form)
{
	*form = AT_EXECUTE;
	if (at[0] == '=' && at[1] == '?') {
		*form = AT_TEST;
		return at + 2;
	}
	if (at[0] == '?') {
		*form = AT_READ;
		return at + 1;
	}
	if (at[0] == '=') {
		*form = AT_SET;
		return at + 1;
	}
	return at;
}

static int
at_run(struct at_call *call)
{
	const struct modem *modem = call->modem;
	gboolean cms = call->command->needs == NEEDS_SIM_CMS;

	if (call->command->needs != NEEDS_NOTHING && call->form != AT_TEST) {
		if (!modem->knobs.sim)
			return cms ? CMS_NO_SIM : CME_NO_SIM;
		if (!modem_sim_ready(modem))
			return cms ? CMS_PIN : modem->knobs.pin_tries == 0 ?
			    CME_PUK : CME_PIN;
	}
	return call->command->run(call);
}

/* Fields up to a semicolon or the end, quotes taken off. */
static const char *
at_split(struct at_call *call, const char *at)
{
	g_autoptr(GString) field = g_string_new(NULL);
	gboolean quoted = FALSE;

	for (; *at != '\0' && (quoted || *at != ';'); at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (*at == ',' && !quoted &&
		    call->fields < AT_FIELDS - 1) {
			call->field[call->fields++] = g_strdup(field->str);
			g_string_truncate(field, 0);
		} else
			g_string_append_c(field, *at);
	}
	if (call->form == AT_SET)
		call->field[call->fields++] = g_strdup(field->str);
	return at;
}

static void
at_final(struct modem *modem, int result)
{
	/* Restarted meanwhile: nothing is left to be answered. */
	if (!modem->answering)
		return;
	if (result == AT_PROMPT)
		g_string_append(modem->reply, "\r\n> ");
	else if (result == AT_OK)
		modem_say(modem, "OK");
	else if (result >= AT_CMS(0))
		at_error(modem, "CMS", MAX(modem->profile.cmee, 1), result,
		    result - AT_CMS(0));
	else if (result >= AT_CME(0))
		at_error(modem, "CME", modem->profile.cmee, result,
		    result - AT_CME(0));
	else
		modem_say(modem, "ERROR");
}

/* +CMEE: 0 just ERROR, 1 a number, 2 words; +CMS errors are never bare. */
static void
at_error(struct modem *modem, const char *family, int level, int result,
    int code)
{
	if (level == 0) {
		modem_say(modem, "ERROR");
		return;
	}
	for (gsize i = 0; level == 2 && i < G_N_ELEMENTS(at_result_words);
	    i++) {
		if (at_result_words[i].result != result)
			continue;
		modem_say(modem, "+%s ERROR: %s", family,
		    at_result_words[i].words);
		return;
	}
	modem_say(modem, "+%s ERROR: %d", family, code);
}
