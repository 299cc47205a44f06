/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What can be turned on a modem from outside: a table of numbers, and a few
 * words.
 */
#include "sim/knob.h"

#include <gio/gio.h>
#include <string.h>

#include "sim/event.h"

struct knob;

static gboolean	knob_registration(struct modem *modem, int value);
static gboolean	knob_sm_size(struct modem *modem, int value);
static gboolean	knob_me_size(struct modem *modem, int value);
static gboolean	knob_sim(struct modem *modem, int value);
static gboolean	knob_number(struct modem *modem, const struct knob *knob,
		    const char *value, GError **error);

#define KNOB(member)	G_STRUCT_OFFSET(struct modem, knobs.member)

static const struct knob {
	const char *name;
	gsize	 value;
	int	 lowest, highest;
	gboolean (*turned)(struct modem *modem, int value);
	const char *sentence;
} knobs[] = {
	{ "command_ms", KNOB(command_ms), 0, 600000, NULL,
	    "time before each answer" },
	{ "air_ms", KNOB(air_ms), 0, 600000, NULL,
	    "time to send a part" },
	{ "linked_ms", KNOB(linked_ms), 0, 600000, NULL,
	    "... while AT+CMMS keeps the link open" },
	{ "baud", KNOB(baud), 0, 4000000, NULL,
	    "speed of the serial line, 0 no time at all" },
	{ "signal", KNOB(signal), 0, 99, NULL, "+CSQ, 0-31, 99 unknown" },
	{ "registration", KNOB(registration), 0, 5, knob_registration,
	    "0 none, 1 home, 2 searching, 3 denied, 5 roaming" },
	{ "lte", KNOB(lte), 0, 1, NULL,
	    "1: only +CEREG knows of the registration" },
	{ "battery", KNOB(battery), 0, 100, NULL, "percent" },
	{ "sm_size", KNOB(sm_size), 0, 1000, knob_sm_size,
	    "slots of the SIM" },
	{ "me_size", KNOB(me_size), 0, 1000, knob_me_size,
	    "slots of the modem" },
	{ "sim", KNOB(sim), 0, 1, knob_sim, "0: taken out" },
	{ "boot_text", KNOB(boot_text), 0, 1, NULL,
	    "1: in text mode after a restart" },
	{ "boot_echo", KNOB(boot_echo), 0, 1, NULL,
	    "0: without echo after a restart" },
	{ "hex", KNOB(hex), 0, 1, NULL, "1: offers the character set HEX" },
};

/* Words. */
static const struct {
	const char *name, *sentence;
	gsize	 value;
} knob_words[] = {
	{ "pin", "asked for at once; empty: none",
	    G_STRUCT_OFFSET(struct modem, pin) },
	{ "puk", "undoes three wrong PINs",
	    G_STRUCT_OFFSET(struct modem, puk) },
	{ "operator", "of +COPS", G_STRUCT_OFFSET(struct modem, operator) },
	{ "imei", "of +CGSN", G_STRUCT_OFFSET(struct modem, imei) },
	{ "imsi", "of +CIMI", G_STRUCT_OFFSET(struct modem, imsi) },
	{ "iccid", "of +CCID", G_STRUCT_OFFSET(struct modem, iccid) },
};

gboolean
knob_set(struct modem *modem, const char *key, const char *value,
    GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(knobs); i++) {
		if (strcmp(key, knobs[i].name) == 0)
			return knob_number(modem, &knobs[i], value, error);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(knob_words); i++) {
		char **words;

		if (strcmp(key, knob_words[i].name) != 0)
			continue;
		words = G_STRUCT_MEMBER_P(modem, knob_words[i].value);
		g_free(*words);
		*words = g_strdup(value);
		return TRUE;
	}
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
	    "nothing to set is called '%s'; see help", key);
	return FALSE;
}

void
knob_describe(GString *to)
{
	for (gsize i = 0; i < G_N_ELEMENTS(knobs); i++)
		g_string_append_printf(to, "  %s %d-%d: %s\n", knobs[i].name,
		    knobs[i].lowest, knobs[i].highest, knobs[i].sentence);
	for (gsize i = 0; i < G_N_ELEMENTS(knob_words); i++)
		g_string_append_printf(to, "  %s WORDS: %s\n",
		    knob_words[i].name, knob_words[i].sentence);
}

static gboolean
knob_number(struct modem *modem, const struct knob *knob, const char *value,
    GError **error)
{
	gint64 number;

	if (!g_ascii_string_to_signed(value, 10, knob->lowest, knob->highest,
	    &number, NULL)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
		    "%s: expected a number from %d to %d, not '%s'",
		    knob->name, knob->lowest, knob->highest, value);
		return FALSE;
	}
	if (knob->turned != NULL && !knob->turned(modem, (int)number)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
		    "%s: a used slot is beyond %s", knob->name, value);
		return FALSE;
	}
	*(int *)G_STRUCT_MEMBER_P(modem, knob->value) = (int)number;
	modem_drain(modem);
	return TRUE;
}

static gboolean
knob_registration(struct modem *modem, int value)
{
	if (modem->profile.creg > 0)
		modem_urc(modem, "+CREG: %d", value);
	if (modem->profile.cereg > 0)
		modem_urc(modem, "+CEREG: %d", value);
	return TRUE;
}

static gboolean
knob_sm_size(struct modem *modem, int value)
{
	return store_resize(&modem->stores[STORE_SM], (guint)value);
}

static gboolean
knob_me_size(struct modem *modem, int value)
{
	return store_resize(&modem->stores[STORE_ME], (guint)value);
}

static gboolean
knob_sim(struct modem *modem, int value)
{
	modem->pin_entered = FALSE;
	modem_urc(modem, value ? "+CPIN: READY" : "+CPIN: NOT INSERTED");
	return TRUE;
}
