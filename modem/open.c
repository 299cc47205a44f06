/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order matters: the PIN before anything that needs the SIM, the SMSC before
 * the first text, the callbacks after libgammu's set-up.
 */
#include "modem/open.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "modem/at_command.h"
#include "modem/baseline.h"
#include "modem/filter_link.h"
#include "modem/network.h"
#include "modem/receive.h"

#define OPEN_LOOK_MOST	(150 * CLOCK_SECOND)	/* below the engine's patience */
#define OPEN_ASK_MS	10000
#define OPEN_RESET_MS	15000
#define OPEN_PIN_TRIES	40	/* for the SIM to be ready after its PIN */
#define OPEN_PIN_TRY_US	500000

static void	open_reset(struct modem *modem);
static gboolean	open_pin(struct modem *modem);
static gboolean	open_pin_enter(struct modem *modem);
static gboolean	open_smsc(struct modem *modem);
static void	open_store(struct modem *modem);
static void	open_tell_ready(struct modem *modem);
static void	open_tell_state(struct modem *modem);
static char	*open_quoted(const char *lines);

/* Why libgammu's set-up failed. */
static const struct {
	enum gammu_why why;
	enum modem_exit status;
} open_ends[] = {
	{ GAMMU_SECURITY, MODEM_EXIT_PIN },
	{ GAMMU_NO_SIM, MODEM_EXIT_NO_SIM },
	{ GAMMU_SILENT, MODEM_EXIT_DEADLINE }
};

/* What AT+CPIN? says. */
static const struct {
	const char *says;
	const char *fault;	/* NULL: a PIN is wanted */
	enum modem_exit status;
} open_pins[] = {
	{ "SIM PUK", "SIM locked", MODEM_EXIT_PUK },
	{ "SIM PIN", NULL, MODEM_EXIT_PIN },
	{ "ERROR: 10", "no SIM", MODEM_EXIT_NO_SIM },
	{ "not inserted", "no SIM", MODEM_EXIT_NO_SIM }
};

gboolean
open_device_is_there(struct modem *modem)
{
	if (access(modem->settings.device, F_OK) == 0)
		return TRUE;
	if (modem->looked_from == 0) {
		modem->looked_from = clock_elapsed();
		modem_fault(modem, "no device", "%s",
		    modem->settings.device);
	} else if (clock_elapsed() - modem->looked_from > OPEN_LOOK_MOST)
		modem_end(modem, MODEM_EXIT_UNPLUGGED);
	return FALSE;
}

gboolean
open_modem(struct modem *modem, const struct gammu_hooks *hooks)
{
	g_autofree char *command = NULL;
	g_autoptr(GError) error = NULL;
	enum modem_exit status = MODEM_EXIT_INIT;
	enum gammu_why why;

	modem->filter = filter_link_new(modem, receive_refused, &command, &error);
	if (modem->filter == NULL) {
		modem_fault(modem, "no filter", "%s", error->message);
		modem_end(modem, MODEM_EXIT_INIT);
		return FALSE;
	}
	modem->gammu = gammu_open(command, hooks, modem, &why);
	filter_link_opened(modem->filter);
	filter_link_pump(modem->filter);		/* the filter knows better why */
	if (modem->gammu == NULL) {
		for (gsize i = 0; i < G_N_ELEMENTS(open_ends); i++) {
			if (open_ends[i].why == why)
				status = open_ends[i].status;
		}
		if (!modem->ending)
			modem_fault(modem, "no start",
			    "libgammu cannot set it up");
		modem_end(modem, status);
	}
	if (!modem->ending && modem->settings.reset)
		open_reset(modem);
	if (modem->ending || !open_pin(modem) || !open_smsc(modem))
		return FALSE;
	if (gammu_listen(modem->gammu, modem->settings.keep_link) != 0)
		modem_fault(modem, "no events", "%s: texts are found by the "
		    "slow poll only", gammu_error(modem->gammu));
	if (gammu_usage(modem->gammu, &modem->usage) != 0)
		modem_fault(modem, "no store", "%s",
		    gammu_error(modem->gammu));
	open_store(modem);
	baseline_learn(modem);
	open_tell_ready(modem);
	open_tell_state(modem);
	return !modem->ending;
}

void
open_look(struct modem *modem)
{
	if (!baseline_check(modem))
		return;
	if (gammu_usage(modem->gammu, &modem->usage) == 0 &&
	    modem->usage.sim_used + modem->usage.phone_used > 0)
		receive_doubt(modem->receive);
	open_tell_state(modem);
}

/* Not AT+CFUN=1,1: it makes some sticks come back as another device. */
static void
open_reset(struct modem *modem)
{
	g_autofree char *off = filter_link_ask(modem->filter, "AT+CFUN=4",
	    OPEN_RESET_MS);
	g_autofree char *on = filter_link_ask(modem->filter, "AT+CFUN=1",
	    OPEN_RESET_MS);

	modem_fault(modem, "reset", "%s", filter_link_is_ok(off) && filter_link_is_ok(on) ?
	    "its radio was turned off and on" :
	    "its radio does not obey AT+CFUN");
}

/* Asked raw: libgammu waits up to a second more for a stray OK. */
static gboolean
open_pin(struct modem *modem)
{
	g_autofree char *lines = filter_link_ask(modem->filter, "AT+CPIN?",
	    OPEN_ASK_MS);

	if (lines == NULL)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(open_pins); i++) {
		if (strstr(lines, open_pins[i].says) == NULL)
			continue;
		if (open_pins[i].fault == NULL)
			return open_pin_enter(modem);
		modem_fault(modem, open_pins[i].fault, "%s",
		    "a person must look");
		modem_end(modem, open_pins[i].status);
		return FALSE;
	}
	return TRUE;
}

/* Tried once: three wrong PINs lock the SIM. */
static gboolean
open_pin_enter(struct modem *modem)
{
	const char *pin = modem->settings.pin;

	if (*pin == '\0' || gammu_enter_pin(modem->gammu, pin) != 0) {
		modem_fault(modem, *pin == '\0' ? "PIN wanted" : "wrong PIN",
		    "%s", "it is not tried again; set pin of this modem");
		modem_end(modem, MODEM_EXIT_PIN);
		return FALSE;
	}
	for (int i = 0; i < OPEN_PIN_TRIES; i++) {
		g_autofree char *lines = filter_link_ask(modem->filter, "AT+CSCA?",
		    OPEN_ASK_MS);

		if (lines == NULL)
			return FALSE;
		if (filter_link_is_ok(lines))
			break;
		g_usleep(OPEN_PIN_TRY_US);
	}
	return TRUE;
}

static gboolean
open_smsc(struct modem *modem)
{
	if (gammu_set_smsc(modem->gammu, modem->settings.smsc) == 0)
		return TRUE;
	modem_fault(modem, "no SMSC", "the SIM names none; set smsc of this "
	    "modem");
	modem_end(modem, MODEM_EXIT_INIT);
	return FALSE;
}

/* Where new texts go is never libgammu's concern: a SIM without room for texts
 * would leave them all in the network (I#680). */
static void
open_store(struct modem *modem)
{
	g_autofree char *lines = NULL, *answer = NULL;
	const char *at;
	int sizes[3];

	if (modem->usage.sim_size > 0 || modem->usage.phone_size == 0)
		return;
	lines = filter_link_ask(modem->filter, "AT+CPMS?", OPEN_ASK_MS);
	at = lines != NULL ? strstr(lines, "+CPMS:") : NULL;
	if (at == NULL || sscanf(at, "+CPMS: \"%*[^\"]\",%*d,%d,\"%*[^\"]\","
	    "%*d,%d,\"%*[^\"]\",%*d,%d", &sizes[0], &sizes[1],
	    &sizes[2]) != 3 || sizes[2] > 0)
		return;
	answer = filter_link_ask(modem->filter, AT_ALL_IN_MODEM, OPEN_ASK_MS);
	if (!filter_link_is_ok(answer))
		modem_fault(modem, "no store", "neither SIM nor modem has "
		    "room for texts");
}

static void
open_tell_ready(struct modem *modem)
{
	struct gammu_identity who = { 0 };
	GVariantBuilder told;

	gammu_identify(modem->gammu, &who);
	g_variant_builder_init(&told, G_VARIANT_TYPE_VARDICT);
#define TELL(key, value) \
	g_variant_builder_add(&told, "{sv}", key, \
	    g_variant_new_string((value) != NULL ? (value) : ""))
	TELL("imei", who.imei);
	TELL("imsi", who.imsi);
	TELL("manufacturer", who.manufacturer);
	TELL("model", who.model);
	TELL("revision", who.revision);
	TELL("smsc", gammu_smsc(modem->gammu));
#undef TELL
	channel_send(modem->engine, MESSAGE_MODEM_READY,
	    g_variant_new("(a{sv})", &told));
	gammu_identity_clear(&who);
}

static void
open_tell_state(struct modem *modem)
{
	enum network network = network_ask(modem);
	g_autofree char *name = NULL;
	GVariantBuilder told;
	int dbm;

	g_variant_builder_init(&told, G_VARIANT_TYPE_VARDICT);
	if (gammu_signal_dbm(modem->gammu, &dbm) == 0)
		g_variant_builder_add(&told, "{sv}", "signal_dbm",
		    g_variant_new_int32(dbm));
	g_variant_builder_add(&told, "{sv}", "registered",
	    g_variant_new_boolean(network == NETWORK_IN));
	g_variant_builder_add(&told, "{sv}", "denied",
	    g_variant_new_boolean(network == NETWORK_DENIED));
	if (!modem->named) {
		g_autofree char *cops = filter_link_ask(modem->filter, "AT+COPS?",
		    OPEN_ASK_MS);

		name = open_quoted(cops);
		modem->named = name != NULL;
	}
	if (name != NULL)
		g_variant_builder_add(&told, "{sv}", "operator",
		    g_variant_new_string(name));
	g_variant_builder_add(&told, "{sv}", "sim_used",
	    g_variant_new_int32(modem->usage.sim_used));
	g_variant_builder_add(&told, "{sv}", "sim_size",
	    g_variant_new_int32(modem->usage.sim_size));
	channel_send(modem->engine, MESSAGE_MODEM_STATE,
	    g_variant_new("(a{sv})", &told));
	/* The SIM may have been removed: ask again. */
	if (network != NETWORK_IN && modem->named)
		open_pin(modem);
}

static char *
open_quoted(const char *lines)
{
	const char *from = lines != NULL ? strchr(lines, '"') : NULL;
	const char *to = from != NULL ? strchr(from + 1, '"') : NULL;

	return to != NULL ? g_strndup(from + 1, (gsize)(to - from - 1)) : NULL;
}
