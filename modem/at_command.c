/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deadlines are below libgammu's own (LIBGAMMU 3.3), so that it is always
 * answered before it gives up, and above what slow modems need.
 */
#include "modem/at_command.h"

#include <string.h>

#define URC_NAME_MAX	24

/* First fitting row; the answer to a PDU (AT+CMGS's final) has its own
 * deadline, given by the settings. */
static const struct at_command at_command_table[] = {
	{ "AT+CMGF=1",	 5000, AT_SHAPE_NAMED, TRUE },
	{ "AT+CFUN=1,1", 5000, AT_SHAPE_NAMED, TRUE },
	{ "AT^SRESET",	 5000, AT_SHAPE_NAMED, TRUE },
	{ "AT+CMGW",	 5000, AT_SHAPE_NAMED, TRUE },
	{ "AT+CMGL",	60000, AT_SHAPE_PDU },
	{ "AT+CMGR",	20000, AT_SHAPE_PDU },
	{ "AT+CMGS=",	20000, AT_SHAPE_PROMPT },
	{ "AT+CMGD",	20000, AT_SHAPE_NAMED },
	{ "AT+CPMS",	20000, AT_SHAPE_NAMED },
	{ "AT+CNMI",	20000, AT_SHAPE_NAMED },
	{ "AT+COPS",	30000, AT_SHAPE_NAMED },
	{ "AT+CFUN",	15000, AT_SHAPE_NAMED },
	{ "AT+CPIN",	15000, AT_SHAPE_NAMED },
	{ "AT+CUSD",	20000, AT_SHAPE_NAMED },
	{ "AT+CREG",	10000, AT_SHAPE_NAMED },
	{ "AT+CEREG",	10000, AT_SHAPE_NAMED },
	{ "AT+CGREG",	10000, AT_SHAPE_NAMED },
	{ "AT+CGATT",	10000, AT_SHAPE_NAMED },
	{ "AT+CSCA",	10000, AT_SHAPE_NAMED },
	{ "AT+CMGF",	 8000, AT_SHAPE_NAMED },
	{ "AT+CSCS",	 8000, AT_SHAPE_NAMED },
	{ "AT+CGMI",	 8000, AT_SHAPE_BARE },
	{ "AT+CGMM",	 8000, AT_SHAPE_BARE },
	{ "AT+CGMR",	 8000, AT_SHAPE_BARE },
	{ "AT+CGSN",	 8000, AT_SHAPE_BARE },
	{ "AT+CIMI",	 8000, AT_SHAPE_BARE },
	{ "ATI",	 8000, AT_SHAPE_BARE },
	{ "AT",		 8000, AT_SHAPE_NAMED },
	{ "",		 8000, AT_SHAPE_NAMED }
};

/* libgammu caches these; only it may set them. */
static const char *const at_raw_refused[] = {
	"ATE", "ATZ", "AT&F", "ATV", "ATQ", "ATD", "ATS", "AT+CMGF=",
	"AT+CPMS=", "AT+CSCS=", "AT+CNMI=", "AT+CMGS", "AT+CMGW", "AT+CMGC",
	"AT+CMEE=", "AT+CSMS=", "AT+CPIN=", "AT+CLCK=", "AT+CPWD=", "A/"
};

static const struct {
	const char *prefix;
	enum at_urc urc;
} at_urc_table[] = {
	{ "+CMTI:", AT_URC_PASS }, { "+CDSI:", AT_URC_PASS },
	{ "+CUSD:", AT_URC_PASS }, { "+CLIP:", AT_URC_PASS },
	{ "+CRING:", AT_URC_PASS }, { "RING", AT_URC_PASS },
	{ "+CMT:", AT_URC_PDU }, { "+CDS:", AT_URC_PDU },
	/* Radio and data chatter. */
	{ "+CREG:", AT_URC_NOISE }, { "+CGREG:", AT_URC_NOISE },
	{ "+CEREG:", AT_URC_NOISE }, { "^RSSI:", AT_URC_NOISE },
	{ "^HCSQ:", AT_URC_NOISE }, { "^MODE:", AT_URC_NOISE },
	{ "^DSFLOWRPT:", AT_URC_NOISE }, { "^CSNR:", AT_URC_NOISE },
	{ "^SRVST:", AT_URC_NOISE }, { "^SIMST:", AT_URC_NOISE },
	{ "^STIN:", AT_URC_NOISE }, { "^NWTIME:", AT_URC_NOISE },
	{ "^HWNAT:", AT_URC_NOISE }, { "+CTZV:", AT_URC_NOISE },
	{ "+CTZE:", AT_URC_NOISE }, { "+CIEV:", AT_URC_NOISE },
	{ "+ZUSIMR:", AT_URC_NOISE }, { "+ZDONR:", AT_URC_NOISE },
	{ "#STN:", AT_URC_NOISE }, { "_OSIGQ:", AT_URC_NOISE },
	{ "+CCWA:", AT_URC_NOISE }, { "NO CARRIER", AT_URC_NOISE },
	{ "MISSED_CALL:", AT_URC_NOISE }, { "DST:", AT_URC_NOISE },
	/* Said while starting, and some also at other times. */
	{ "^BOOT:", AT_URC_HINT }, { "*PSUTTZ", AT_URC_HINT },
	{ "SMS Ready", AT_URC_HINT }, { "SMS READY", AT_URC_HINT },
	{ "SMS DONE", AT_URC_HINT }, { "Call Ready", AT_URC_HINT },
	{ "PB DONE", AT_URC_HINT }, { "+CPIN:", AT_URC_HINT },
	{ "+CFUN:", AT_URC_HINT }, { "+QIND:", AT_URC_HINT },
	{ "UNDER-VOLTAGE", AT_URC_HINT }, { "+STIN:", AT_URC_HINT },
	/* Said only then. */
	{ "RDY", AT_URC_REBOOT }, { "^SYSSTART", AT_URC_REBOOT },
	{ "NORMAL POWER DOWN", AT_URC_REBOOT },
	{ "UNDER-VOLTAGE POWER DOWN", AT_URC_REBOOT },
	{ "MODEM:STARTUP", AT_URC_REBOOT }, { "START", AT_URC_REBOOT },
};

static const char *const at_finals[] = {
	"+CMS ERROR:", "+CME ERROR:", "COMMAND NOT SUPPORT", "MODEM ERROR:"
};

const struct at_command *
at_command_find(const char *line)
{
	const struct at_command *row = at_command_table;

	while (g_ascii_strncasecmp(line, row->prefix, strlen(row->prefix)) != 0)
		row++;
	return row;
}

char *
at_command_name(const char *line)
{
	const char *end;

	if (g_ascii_strncasecmp(line, "AT", 2) != 0)
		return g_strdup("");
	line += 2;
	if (*line == '\0' || g_ascii_isalnum(*line))
		return g_strdup("");
	end = line + 1;
	while (g_ascii_isalnum(*end))
		end++;
	return g_strndup(line, (gsize)(end - line));
}

gboolean
at_command_is_harmless(const char *line)
{
	if (g_ascii_strncasecmp(line, "AT", 2) != 0 || strlen(line) > 200)
		return FALSE;
	for (const char *c = line; *c != '\0'; c++) {
		if (*c < ' ' || *c > '~' || *c == ';')
			return FALSE;
	}
	/* libgammu has chosen ME last, whoever puts it there. */
	if (strcmp(line, AT_ALL_IN_MODEM) == 0)
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(at_raw_refused); i++) {
		if (g_ascii_strncasecmp(line, at_raw_refused[i],
		    strlen(at_raw_refused[i])) == 0)
			return FALSE;
	}
	return !at_command_find(line)->refuse;
}

/* The longest fitting row. */
enum at_urc
at_urc_find(const char *line)
{
	enum at_urc urc = AT_URC_UNKNOWN;
	gsize best = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(at_urc_table); i++) {
		gsize len = strlen(at_urc_table[i].prefix);

		if (len > best &&
		    strncmp(line, at_urc_table[i].prefix, len) == 0) {
			best = len;
			urc = at_urc_table[i].urc;
		}
	}
	return urc;
}

gboolean
at_final(const char *line)
{
	if (strcmp(line, "OK") == 0 || strcmp(line, "ERROR") == 0)
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(at_finals); i++) {
		if (g_str_has_prefix(line, at_finals[i]))
			return TRUE;
	}
	return FALSE;
}

char *
at_urc_name(const char *line)
{
	gsize len = MIN(strcspn(line, ":="), URC_NAME_MAX);
	g_autofree char *name = g_strndup(line, len);

	return g_utf8_make_valid(name, -1);
}
