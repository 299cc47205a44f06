/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The modem between its line and its AT commands: takes lines, times answers,
 * keeps unsolicited lines out of them.
 */
#include "sim/modem.h"

#include <string.h>

#include "base/clock.h"
#include "base/phone.h"
#include "sim/event.h"
#include "sim/network_state.h"

#define CTRL_Z		0x1A
#define ESC		0x1B
/* Without an end in so much, it is noise. */
#define MODEM_INPUT_MAX	(64 * 1024)

static char	*modem_imei(guint index);
static void	modem_input(const char *octets, gsize len, void *user);
static void	modem_run(struct modem *modem);
static gboolean	modem_take(struct modem *modem);
static gsize	modem_end_of(const struct modem *modem);
static void	modem_execute(struct modem *modem, const char *text,
		    gboolean aborted);
static void	modem_echo(struct modem *modem, gsize len);
static void	modem_finish(struct modem *modem, gsize taken);
static gboolean	modem_answer_due(gpointer user);
static void	modem_answer(struct modem *modem);
static void	modem_submit(struct modem *modem);
static void	modem_forget(struct modem *modem);
static gboolean	modem_restarted(gpointer user);

struct modem *
modem_new(struct network *network, const char *name, const char *number,
    guint index)
{
	struct modem *modem = g_new0(struct modem, 1);
	g_autofree char *path = g_build_filename(network->folder, name, NULL);

	modem->network = network;
	modem->name = g_strdup(name);
	modem->number = g_strdup(number);
	modem->operator = g_strdup("CHINA MOBILE");
	modem->imei = modem_imei(index);
	modem->imsi = g_strdup_printf("46000%010u", 2300000000u + index);
	modem->iccid = g_strdup_printf("8986002300%010u", index);
	modem->pin = g_strdup("");
	modem->puk = g_strdup("12345678");
	g_strlcpy(modem->smsc, "+8613800915500", sizeof(modem->smsc));
	modem->cfun = 1;
	modem->knobs = (struct modem_knobs){
		.signal = 23, .registration = 1, .battery = 100,
		.sm_size = 50, .me_size = 100, .sim = 1, .pin_tries = 3,
		.puk_tries = 10, .boot_echo = 1,
	};
	store_init(&modem->stores[STORE_SM], "SM", 50);
	store_init(&modem->stores[STORE_ME], "ME", 100);
	store_init(&modem->stores[STORE_SR], "SR", 50);
	modem->in = g_string_new(NULL);
	modem->reply = g_string_new(NULL);
	modem->urcs = g_string_new(NULL);
	modem->held = g_string_new(NULL);
	modem_reset_profile(modem);
	modem->line = line_new(path, modem_input, modem);
	return modem;
}

void
delivery_free(struct delivery *delivery)
{
	g_bytes_unref(delivery->octets);
	g_free(delivery->from);
	g_free(delivery->words);
	g_free(delivery);
}

void
modem_drain(struct modem *modem)
{
	modem->network->hooks->drain(modem);
}

void
modem_free(struct modem *modem)
{
	struct delivery *delivery;

	/* There is no network left to take it. */
	modem->submission.pending = FALSE;
	modem_forget(modem);
	g_clear_handle_id(&modem->restart_source, g_source_remove);
	line_free(modem->line);
	while ((delivery = g_queue_pop_head(&modem->waiting)) != NULL)
		delivery_free(delivery);
	for (int i = 0; i < STORE_COUNT; i++)
		store_clear(&modem->stores[i]);
	g_string_free(modem->in, TRUE);
	g_string_free(modem->reply, TRUE);
	g_string_free(modem->urcs, TRUE);
	g_string_free(modem->held, TRUE);
	g_free(modem->destination);
	g_free(modem->name);
	g_free(modem->number);
	g_free(modem->operator);
	g_free(modem->imei);
	g_free(modem->imsi);
	g_free(modem->iccid);
	g_free(modem->pin);
	g_free(modem->puk);
	g_free(modem);
}

gboolean
modem_sim_ready(const struct modem *modem)
{
	return modem->knobs.sim && (*modem->pin == '\0' || modem->pin_entered);
}

struct modem *
modem_find(const struct network *network, const char *name)
{
	g_autofree char *number = phone_normalise(name);

	for (guint i = 0; i < network->modems->len; i++) {
		struct modem *modem = g_ptr_array_index(network->modems, i);

		if (strcmp(modem->name, name) == 0 ||
		    strcmp(modem->name + strlen("modem"), name) == 0 ||
		    strcmp(modem->number, number) == 0)
			return modem;
	}
	return NULL;
}

gboolean
modem_in_service(const struct modem *modem)
{
	return line_plugged(modem->line) && modem->cfun == 1 &&
	    !modem->frozen && modem->restart_source == 0 &&
	    modem_sim_ready(modem) && (modem->knobs.registration == 1 ||
	    modem->knobs.registration == 5);
}

void
modem_restart(struct modem *modem, int seconds)
{
	modem_forget(modem);
	modem->pin_entered = FALSE;
	modem->cfun = 1;
	modem_reset_profile(modem);
	event_tell(modem->network, "state", modem->name, "restarted");
	g_clear_handle_id(&modem->restart_source, g_source_remove);
	if (seconds > 0)
		modem->restart_source = g_timeout_add(clock_wait_ms(
		    clock_now() + (gint64)seconds * CLOCK_SECOND),
		    modem_restarted, modem);
	else
		modem_restarted(modem);
}

/* TS 27.005: reports and indications are off until asked for. */
void
modem_reset_profile(struct modem *modem)
{
	modem->profile = (struct profile){
		.echo = modem->knobs.boot_echo, .verbose = 1,
		.cmgf = modem->knobs.boot_text, .cgatt = 1,
		.csmp = { 17, 167, 0, 0 },
		.charset = CHARSET_GSM,
	};
	for (int i = 0; i < 3 && modem->stores[STORE_SM].size == 0; i++)
		modem->profile.mem[i] = STORE_ME;
}

gboolean
modem_plug(struct modem *modem, GError **error)
{
	if (line_plugged(modem->line))
		return TRUE;
	modem->frozen = FALSE;
	if (!line_plug(modem->line, error))
		return FALSE;
	modem_restart(modem, 0);
	return TRUE;
}

void
modem_unplug(struct modem *modem)
{
	if (!line_plugged(modem->line))
		return;
	modem_forget(modem);
	g_clear_handle_id(&modem->restart_source, g_source_remove);
	line_unplug(modem->line);
	event_tell(modem->network, "state", modem->name, "unplugged");
}

void
modem_freeze(struct modem *modem, gboolean frozen)
{
	if (modem->frozen == frozen)
		return;
	modem->frozen = frozen;
	line_listen(modem->line, !frozen);
	event_tell(modem->network, "state", modem->name, "%s",
	    frozen ? "frozen" : "thawed");
	if (frozen)
		return;
	if (modem->answering && modem->answer_source == 0)
		modem_answer(modem);
	modem_run(modem);
	modem_drain(modem);
}

/* Fourteen digits and their check digit (TS 23.003 6.2.1, Luhn). */
static char *
modem_imei(guint index)
{
	g_autofree char *digits = g_strdup_printf("86012304%06u", index);
	int sum = 0;

	for (int i = 0; i < 14; i++) {
		int digit = (digits[i] - '0') * (i % 2 + 1);

		sum += digit / 10 + digit % 10;
	}
	return g_strdup_printf("%s%d", digits, (10 - sum % 10) % 10);
}

static void
modem_input(const char *octets, gsize len, void *user)
{
	struct modem *modem = user;

	if (modem->restart_source != 0)
		return;
	if (modem->in->len + len > MODEM_INPUT_MAX) {
		g_string_truncate(modem->in, 0);
		modem->echoed = 0;
	}
	g_string_append_len(modem->in, octets, (gssize)len);
	modem_run(modem);
}

static void
modem_run(struct modem *modem)
{
	while (!modem->answering && !modem->frozen && modem_take(modem))
		continue;
	if (!modem->answering && !modem->frozen)
		modem_echo(modem, modem->in->len);
	line_flush(modem->line);
}

/* One command line or message text; FALSE when none is complete. */
static gboolean
modem_take(struct modem *modem)
{
	gsize end = modem_end_of(modem);
	g_autofree char *text = NULL;
	gboolean aborted;

	if (end == 0)
		return FALSE;
	aborted = modem->in->str[end - 1] == ESC;
	text = g_strndup(modem->in->str, end - 1);
	modem_echo(modem, modem->prompted ? end - 1 : end);
	g_string_erase(modem->in, 0, (gssize)end);
	modem->echoed = 0;
	if (aborted && !modem->prompted)
		return TRUE;
	modem_execute(modem, text, aborted);
	if (modem->answering)
		modem_finish(modem, end);
	return TRUE;
}

/* Octets up to and with the end of what comes next, 0 when it has not come. */
static gsize
modem_end_of(const struct modem *modem)
{
	const char *ends = modem->prompted ? "\x1a\x1b" : "\r\x1b";

	for (gsize i = 0; i < modem->in->len; i++) {
		char c = modem->in->str[i];

		if (c == ends[0] || c == ends[1])
			return i + 1;
	}
	return 0;
}

static void
modem_execute(struct modem *modem, const char *text, gboolean aborted)
{
	modem->answering = TRUE;
	modem->answer_us = 0;
	modem->mute = FALSE;
	g_string_truncate(modem->reply, 0);
	if (modem->prompted) {
		modem->prompted = FALSE;
		modem->network->hooks->data(modem, text, aborted);
		return;
	}
	modem->network->hooks->line(modem, text);
}

static void
modem_echo(struct modem *modem, gsize len)
{
	if (modem->profile.echo && len > modem->echoed)
		line_write(modem->line, modem->in->str + modem->echoed,
		    (gssize)(len - modem->echoed));
	modem->echoed = MAX(modem->echoed, len);
}

/* The answer leaves at once, or when its latency is over; less than a timer's
 * tick is carried over. */
static void
modem_finish(struct modem *modem, gsize taken)
{
	gint64 us = modem->knobs.command_ms * 1000 + modem->answer_us +
	    modem->wire_debt_us;

	if (modem->knobs.baud > 0)
		us += (gint64)(taken + modem->reply->len) * 10 *
		    CLOCK_SECOND / modem->knobs.baud;
	modem->wire_debt_us = us % 1000;
	us -= modem->wire_debt_us;
	if (us == 0)
		modem_answer(modem);
	else
		modem->answer_source = g_timeout_add(
		    clock_wait_ms(clock_now() + us - 1), modem_answer_due,
		    modem);
}

static gboolean
modem_answer_due(gpointer user)
{
	struct modem *modem = user;

	modem->answer_source = 0;
	if (modem->frozen)
		return G_SOURCE_REMOVE;	/* said when it thaws */
	modem_answer(modem);
	modem_run(modem);
	return G_SOURCE_REMOVE;
}

static void
modem_answer(struct modem *modem)
{
	gboolean early = modem->submission.pending &&
	    fault_strikes(modem->faults, FAULT_EARLY_REPORT, NULL);

	modem_submit(modem);
	if (modem->reply->len > 0 && !modem->mute &&
	    fault_strikes(modem->faults, FAULT_INTERRUPT, NULL))
		line_write(modem->line, "\r\n*PSINFO: 7,0\r\n", -1);
	if (early)
		modem_say_urcs(modem);
	if (!modem->mute)
		line_write(modem->line, modem->reply->str,
		    (gssize)modem->reply->len);
	g_string_truncate(modem->reply, 0);
	modem->answering = FALSE;
	if (modem_idle(modem))
		modem_say_urcs(modem);
}

/* What left the antenna is in the network, whatever becomes of the answer. */
static void
modem_submit(struct modem *modem)
{
	struct submission submission = modem->submission;

	modem->submission.pending = FALSE;
	if (submission.pending && submission.kept)
		modem->network->hooks->submit(modem->network, modem, &submission.tpdu,
		    submission.mr);
}

/* Power is gone: the current command, what was typed, what was to be said. */
static void
modem_forget(struct modem *modem)
{
	g_clear_handle_id(&modem->answer_source, g_source_remove);
	modem_submit(modem);
	modem->answering = FALSE;
	modem->prompted = FALSE;
	modem->echoed = 0;
	modem->link_until = 0;
	g_string_truncate(modem->in, 0);
	g_string_truncate(modem->reply, 0);
	g_string_truncate(modem->urcs, 0);
	g_string_truncate(modem->held, 0);
}

static gboolean
modem_restarted(gpointer user)
{
	struct modem *modem = user;

	modem->restart_source = 0;
	modem_urc(modem, "RDY");
	modem_urc(modem, "+CFUN: 1");
	if (!modem->knobs.sim)
		modem_urc(modem, "+CPIN: NOT INSERTED");
	else if (!modem_sim_ready(modem))
		modem_urc(modem, "+CPIN: SIM PIN");
	else {
		modem_urc(modem, "+CPIN: READY");
		modem_urc(modem, "Call Ready");
		modem_urc(modem, "SMS Ready");
	}
	modem_drain(modem);
	return G_SOURCE_REMOVE;
}
