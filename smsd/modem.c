/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See modem.h. */
#include "smsd/modem.h"

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/program.h"
#include "base/words.h"
#include "smsd/modem_end.h"
#include "smsd/service.h"

#define MODEM_START_WAIT	(3 * CLOCK_MINUTE)	/* until READY */
#define MODEM_SLACK		(30 * CLOCK_SECOND)
#define MODEM_END_WAIT		(5 * CLOCK_SECOND)	/* after STOP */
#define MODEM_MISSING_LONG	(2 * CLOCK_MINUTE)	/* then its power is cut */
#define MODEM_MISSING_LOOK_S	1	/* for a device that is gone */

static gboolean	modem_spawn(struct modem *modem, GError **error);
static void	modem_missing(struct modem *modem);
static void	modem_introduce(struct modem *modem);
static void	modem_message(struct channel *channel, enum message_type type,
	    GVariant *payload, void *user);
static void	modem_closed(struct channel *channel, const char *why, void *user);
static void	modem_ended(int status, void *user);
static void	modem_phase(struct modem *modem, enum modem_phase phase);
static void	modem_hush(struct modem *modem);
static void	modem_tell_service(const struct engine *engine);
static void	modem_heard_ready(struct modem *modem, GVariant *payload);
static void	modem_heard_state(struct modem *modem, GVariant *payload);
static void	modem_heard_fault(struct modem *modem, GVariant *payload);
static void	modem_network(struct modem *modem, gboolean denied);
static gboolean	modem_power(struct modem *modem);
static void	modem_recover(struct modem *modem);
static void	modem_end(struct modem *modem, int status);

/* What is only known, not stored: heard at once, outside of any batch. */
static void (*const modem_heard[MESSAGE_COUNT])(struct modem *modem,
    GVariant *payload) = {
	[MESSAGE_MODEM_READY] = modem_heard_ready,
	[MESSAGE_MODEM_STATE] = modem_heard_state,
	[MESSAGE_MODEM_FAULT] = modem_heard_fault,
};

struct modem *
modem_named(struct engine *engine, const char *name)
{
	for (guint i = 0; engine->modems != NULL && name != NULL &&
	    i < engine->modems->len; i++) {
		struct modem *modem = g_ptr_array_index(engine->modems, i);

		if (strcmp(modem->config->name, name) == 0)
			return modem;
	}
	return NULL;
}

struct modem *
modem_new(struct engine *engine, const struct modem_config *config)
{
	struct modem *modem = g_new0(struct modem, 1);

	modem->engine = engine;
	modem->config = config;
	modem->since = clock_now();
	modem->settled = TRUE;
	modem->registered = TRUE;
	modem->unable_since = clock_elapsed();
	budget_init(&modem->budget, clock_elapsed());
	budget_init(&modem->heard, clock_elapsed());
	budget_init(&modem->replied, clock_elapsed());
	modem->sameness = sameness_new();
	stamp_init(&modem->stamp);
	return modem;
}

void
modem_free(struct modem *modem)
{
	if (modem == NULL)
		return;
	modem_hush(modem);
	child_abandon(&modem->child, SIGKILL);
	recovery_clear(&modem->recovery);
	g_free(modem->imei);
	g_free(modem->imsi);
	g_free(modem->operator_name);
	modem_fault_clear(&modem->fault);
	sameness_free(modem->sameness);
	g_free(modem);
}

void
modem_start(struct modem *modem)
{
	g_autoptr(GError) error = NULL;

	modem->child.restart_at = 0;
	modem->child.started = clock_elapsed();
	if (!g_file_test(modem->config->device, G_FILE_TEST_EXISTS)) {
		modem_missing(modem);
		return;
	}
	modem->missing_since = 0;
	if (modem_spawn(modem, &error)) {
		modem_phase(modem, MODEM_STARTING);
		child_expect(&modem->child, MODEM_START_WAIT);
		modem_introduce(modem);
		return;
	}
	log_warning("modem %s: cannot start: %s", modem->config->name,
	    error->message);
	modem_phase(modem, MODEM_DOWN);
	child_back_off(&modem->child, MODEM_DELAY_MAX_S);
}

void
modem_due(struct modem *modem, gint64 elapsed)
{
	if (!modem->settled)
		return;
	switch (child_due(&modem->child, elapsed)) {
	case CHILD_RESTART:
		modem_start(modem);
		break;
	case CHILD_LATE:
		modem_fail(modem, modem->child.run,
		    modem->phase == MODEM_ENDING ? "it does not end" :
		    "it says nothing any more");
		break;
	case CHILD_QUIET:
		break;
	}
}

gint64
modem_next(const struct modem *modem)
{
	return modem->settled ? child_next(&modem->child) : 0;
}

void
modem_stop(struct modem *modem)
{
	modem->child.restart_at = 0;
	if (modem->channel == NULL)
		return;
	modem_phase(modem, MODEM_ENDING);
	channel_send(modem->channel, MESSAGE_MODEM_STOP,
	    g_variant_new("()"));
	child_expect(&modem->child, MODEM_END_WAIT);
}

void
modem_quit_when_ended(struct engine *engine)
{
	for (guint i = 0; i < engine->modems->len; i++) {
		const struct modem *modem = g_ptr_array_index(engine->modems, i);

		if (modem->child.pid != 0)
			return;
	}
	g_main_loop_quit(engine->loop);
}

void
modem_event(struct modem *modem, int type, GVariant *payload)
{
	batch_add(modem->engine, &(struct event){
		.type = type, .modem = modem, .run = modem->child.run,
		.about = modem->config->name, .payload = payload,
	});
}

void
modem_fail(struct modem *modem, guint run, const char *why)
{
	if (run != modem->child.run || modem->child.pid == 0)
		return;
	log_warning("modem %s: killed: %s", modem->config->name, why);
	child_expect(&modem->child, 0);
	modem_hush(modem);
	child_kill(&modem->child);
}

void
modem_send(struct modem *modem, guint run, enum message_type type, GVariant *payload)
{
	if (run == modem->child.run && modem->channel != NULL)
		channel_send(modem->channel, type, payload);
	else
		g_variant_unref(g_variant_ref_sink(payload));
}

void
modem_expect(struct modem *modem)
{
	gint64 wait_s = modem->config->poll_s;

	if (modem->submission != 0)
		wait_s = MAX(wait_s, modem->config->answer_wait_s);
	child_expect(&modem->child, 3 * wait_s * CLOCK_SECOND + MODEM_SLACK);
}

void
modem_settled(struct engine *engine, struct event *event)
{
	struct modem *modem = event->modem;

	if (event->run == modem->child.run)
		modem->settled = TRUE;
}

static gboolean
modem_spawn(struct modem *modem, GError **error)
{
	const char *set = modem->engine->config->modem_program;
	g_autofree char *program = *set != '\0' ? g_strdup(set) :
	    program_path("xiangyin-modem");
	const char *argv[] = { program, modem->config->name, NULL };
	int fd = child_spawn_socket(&modem->child, argv, modem_ended, modem, error);

	if (fd < 0)
		return FALSE;
	modem->channel = channel_new(fd, SIDE_MODEM, G_PRIORITY_DEFAULT,
	    modem_message, modem_closed, modem);
	return TRUE;
}

/* Unplugged: it is looked for often, so that it is back soon after it was put
 * back, and begins afresh. */
static void
modem_missing(struct modem *modem)
{
	static const char words[] = N_("its device is not there");

	if (strcmp(modem_fault_words(&modem->fault), words) != 0)
		log_warning("modem %s: %s: %s", modem->config->name, words,
		    modem->config->device);
	modem_fault_set(&modem->fault, modem->child.run, g_strdup(words));
	modem_phase(modem, MODEM_DOWN);
	if (modem->missing_since == 0)
		modem->missing_since = modem->child.started;
	if (modem->child.started - modem->missing_since >= MODEM_MISSING_LONG) {
		modem->missing_since = modem->child.started;
		modem_power(modem);
	}
	child_restart_in(&modem->child, MODEM_MISSING_LOOK_S);
	modem->child.delay_s = 0;
}

/* Tells it what it is.  The PIN goes this way and no other. */
static void
modem_introduce(struct modem *modem)
{
	const struct modem_config *config = modem->config;
	struct modem_settings settings = {
		.name = config->name,
		.device = config->device,
		.connection = config->connection,
		.pin = config->pin,
		.smsc = config->smsc,
		.keep_link = config->keep_link,
		.send_pause_ms = (guint)config->send_pause_ms,
		.poll_s = (guint)config->poll_s,
		.answer_wait_s = (guint)config->answer_wait_s,
		.reset = modem->reset,
	};

	modem->reset = FALSE;
	channel_send(modem->channel, MESSAGE_MODEM_START,
	    message_modem_start(&settings));
}

static void
modem_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct modem *modem = user;

	modem->last_contact = clock_now();
	if (modem->phase == MODEM_READY)
		modem_expect(modem);
	if (modem_heard[type] != NULL)
		modem_heard[type](modem, payload);
	else if (batch_takes(modem->engine, type))
		modem_event(modem, type, payload);
	else
		log_debug("modem %s: unexpected %s", modem->config->name,
		    message_name(type));
}

/* Its socket is closed, or it broke the protocol: the process is killed. */
static void
modem_closed(struct channel *channel, const char *why, void *user)
{
	struct modem *modem = user;

	if (modem->phase != MODEM_ENDING)
		log_debug("modem %s: %s", modem->config->name, why);
	child_expect(&modem->child, 0);
	modem_hush(modem);
	child_kill(&modem->child);
}

static void
modem_ended(int status, void *user)
{
	struct modem *modem = user;

	/* What it said last is read before its end is. */
	if (modem->channel != NULL)
		channel_pump(modem->channel);
	child_expect(&modem->child, 0);
	modem_hush(modem);
	modem->submission = 0;
	modem->submission_ends = FALSE;
	modem->settled = FALSE;
	modem_event(modem, EVENT_MODEM_GONE, NULL);
	modem_phase(modem, MODEM_DOWN);
	if (modem->engine->stopping) {
		log_info("modem %s: ended", modem->config->name);
		modem_quit_when_ended(modem->engine);
		return;
	}
	modem_end(modem, status);
}

static void
modem_phase(struct modem *modem, enum modem_phase phase)
{
	if (modem->phase == phase)
		return;
	modem->phase = phase;
	modem->since = clock_now();
	modem_tell_service(modem->engine);
}

/* Tells systemd how many modems are ready. */
static void
modem_tell_service(const struct engine *engine)
{
	g_autofree char *words = NULL;
	guint ready = 0;

	for (guint i = 0; i < engine->modems->len; i++) {
		const struct modem *modem = g_ptr_array_index(engine->modems, i);

		ready += modem->phase == MODEM_READY;
	}
	words = g_strdup_printf("%u of %u modems ready", ready, engine->modems->len);
	service_status(words);
}

/* Nothing more is heard of it. */
static void
modem_hush(struct modem *modem)
{
	g_clear_pointer(&modem->channel, channel_free);
}

static void
modem_heard_ready(struct modem *modem, GVariant *payload)
{
	g_autoptr(GVariant) told = g_variant_get_child_value(payload, 0);

	g_clear_pointer(&modem->imei, g_free);
	g_clear_pointer(&modem->imsi, g_free);
	g_variant_lookup(told, "imei", "s", &modem->imei);
	g_variant_lookup(told, "imsi", "s", &modem->imsi);
	if (modem->phase != MODEM_STARTING)
		return;
	modem->identity = IDENTITY_UNREAD;
	modem_event(modem, EVENT_MODEM_IDENTITY, NULL);
	modem_fault_fixed(&modem->fault, modem->child.run);
	modem_phase(modem, MODEM_READY);
	modem_expect(modem);
	log_info("modem %s: ready", modem->config->name);
	batch_kick(modem->engine);
}

static void
modem_heard_state(struct modem *modem, GVariant *payload)
{
	g_autoptr(GVariant) told = g_variant_get_child_value(payload, 0);
	gboolean before = modem->registered, denied = FALSE;
	char *name = NULL;

	g_variant_lookup(told, "signal_dbm", "i", &modem->signal_dbm);
	g_variant_lookup(told, "registered", "b", &modem->registered);
	g_variant_lookup(told, "sim_used", "i", &modem->sim_used);
	g_variant_lookup(told, "sim_size", "i", &modem->sim_size);
	if (g_variant_lookup(told, "operator", "s", &name)) {
		g_free(modem->operator_name);
		modem->operator_name = name;
	}
	if (before == modem->registered)
		return;
	g_variant_lookup(told, "denied", "b", &denied);
	modem_network(modem, denied);
	batch_kick(modem->engine);
}

static void
modem_network(struct modem *modem, gboolean denied)
{
	if (modem->registered) {
		log_info("modem %s: registered with the network", modem->config->name);
		modem_fault_clear(&modem->fault);
		return;
	}
	modem_fault_set(&modem->fault, modem->child.run, g_strdup(denied ?
	    N_("the network rejects the SIM: check that it is paid for and not barred") :
	    N_("no network: check the antenna and its location")));
	log_warning("modem %s: %s", modem->config->name, modem->fault.words);
}

static void
modem_heard_fault(struct modem *modem, GVariant *payload)
{
	const char *name, *detail;

	g_variant_get(payload, "(&s&s)", &name, &detail);
	modem_fault_tell(&modem->fault, modem->child.run, modem->config->name, name,
	    detail);
}

/* Where there is a hook, and not too often. */
static gboolean
modem_power(struct modem *modem)
{
	const struct modem_config *config = modem->config;

	if (*config->power == '\0' || !recovery_may_power(&modem->recovery,
	    config->power_per_hour, clock_elapsed()))
		return FALSE;
	recovery_power(&modem->recovery, config->power, config->name,
	    config->device);
	return TRUE;
}

/* Takes the next step of recovery; the delay it asks for replaces the usual one. */
static void
modem_recover(struct modem *modem)
{
	switch (recovery_next(&modem->recovery)) {
	case RECOVERY_REOPEN:
		break;
	case RECOVERY_RESET:
		modem->reset = TRUE;
		break;
	case RECOVERY_POWER:
		if (modem_power(modem))
			child_restart_in(&modem->child,
			    (guint)modem->config->power_wait_s);
		break;
	case RECOVERY_REST:
		child_restart_in(&modem->child, RECOVERY_REST_S);
		break;
	}
}

/* Says how it ended and when it starts again. */
static void
modem_end(struct modem *modem, int status)
{
	g_autofree char *words = NULL;
	const struct modem_end *end = modem_end_find(status);
	guint most_s = end != NULL ? end->delay_max_s : MODEM_DELAY_MAX_S;

	words = end != NULL ? g_strdup(end->words) : child_status_words(status);
	if (child_back_off(&modem->child, most_s))
		recovery_done(&modem->recovery);
	if (most_s == 0) {
		log_warning("modem %s: %s", modem->config->name, words);
	} else {
		modem_recover(modem);
		log_warning("modem %s: %s, restarting in %u s",
		    modem->config->name, words, modem->child.delay_s);
	}
	modem_fault_set(&modem->fault, modem->child.run, g_steal_pointer(&words));
}
