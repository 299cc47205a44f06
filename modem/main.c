/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyin-modem: one modem's process.  Started by the engine with a SEQPACKET
 * socket as descriptor 3; told by MODEM_START what it is.  It owns nothing: what it
 * has not handed over lies on the SIM, what it has not sent lies in the
 * outbox, so it may be killed at any time.
 *
 * Exit statuses: base/exit.h.
 */
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "modem/baseline.h"
#include "modem/filter_link.h"
#include "modem/modem.h"
#include "modem/open.h"
#include "modem/pause.h"
#include "modem/receive.h"
#include "modem/send.h"
#include "modem/watchdog.h"

#define MODEM_FD	3
#define MODEM_RING	(15 * CLOCK_SECOND)	/* between two rings of a call */
#define MODEM_USSD_MAX	160	/* characters of a code */

static void	main_message(struct channel *channel, enum message_type type,
		    GVariant *payload, void *user);
static void	main_closed(struct channel *channel, const char *why,
		    void *user);
static gboolean	main_begin(gpointer user);
static void	main_heard_start(struct modem *modem, GVariant *payload);
static void	main_heard_stop(struct modem *modem, GVariant *payload);
static void	main_heard_stored(struct modem *modem, GVariant *payload);
static void	main_heard_sms(struct modem *modem, GVariant *payload);
static void	main_heard_ussd(struct modem *modem, GVariant *payload);
static void	main_heard_raw(struct modem *modem, GVariant *payload);
static void	main_raw_answer(struct modem *modem, const char *lines,
		    guint64 tag);
static gboolean	main_readable(int fd, GIOCondition condition, gpointer user);
static gboolean	main_poll(gpointer user);
static gboolean	main_job(struct modem *modem);
static void	main_arrived(enum gammu_store store, int slot, void *user);
static void	main_delivered(struct sms_part *part, void *user);
static void	main_reported(const struct gammu_report *report, void *user);
static void	main_called(const char *number, void *user);
static void	main_ussd(guint status, const char *text, void *user);
static void	main_answered(int status, int reference, void *user);

static const struct gammu_hooks main_hooks = {
	main_arrived, main_delivered, main_reported, main_called,
	main_ussd, main_answered
};

static const struct {
	enum message_type type;
	void	(*heard)(struct modem *modem, GVariant *payload);
	gboolean needs_modem;
} main_handlers[] = {
	{ MESSAGE_MODEM_START, main_heard_start, FALSE },
	{ MESSAGE_MODEM_STOP, main_heard_stop, FALSE },
	{ MESSAGE_STORED, main_heard_stored, TRUE },
	{ MESSAGE_SMS_OUT, main_heard_sms, TRUE },
	{ MESSAGE_USSD_OUT, main_heard_ussd, TRUE },
	{ MESSAGE_RAW_AT, main_heard_raw, TRUE }
};

int
main(int argc, char **argv)
{
	/* Its channel stays open to the end: the engine takes a closed one
	 * for a process that hangs, and kills it before its status is told. */
	static struct modem modem;
	struct stat channel;

	log_open("modem", argc > 1 && strcmp(argv[1], "-v") == 0);
	if (fstat(MODEM_FD, &channel) != 0 || !S_ISSOCK(channel.st_mode)) {
		fprintf(stderr, "xiangyin-modem: started by xiangyind, with "
		    "a socket as descriptor %d\n", MODEM_FD);
		return 2;
	}
	fcntl(MODEM_FD, F_SETFD, FD_CLOEXEC);
	signal(SIGPIPE, SIG_IGN);
	setenv("SHELL", "/bin/sh", TRUE);	/* libgammu's proxy uses it */
	watchdog_open();
	modem.loop = g_main_loop_new(NULL, FALSE);
	modem.job = main_job;
	modem.engine = channel_new(MODEM_FD, SIDE_ENGINE, G_PRIORITY_DEFAULT,
	    main_message, main_closed, &modem);
	g_main_loop_run(modem.loop);

	if (modem.send != NULL)
		send_broken(modem.send);
	g_clear_handle_id(&modem.gammu_source, g_source_remove);
	g_clear_handle_id(&modem.work_source, g_source_remove);
	g_clear_handle_id(&modem.poll_source, g_source_remove);
	g_clear_handle_id(&modem.wait_source, g_source_remove);
	modem.ending = TRUE;
	gammu_close(modem.gammu);
	receive_free(modem.receive);
	send_free(modem.send);
	filter_link_free(modem.filter);
	modem_settings_clear(&modem.settings);
	baseline_free(modem.baseline);
	g_free(modem.ussd_code);
	g_free(modem.caller);
	g_main_loop_unref(modem.loop);
	return modem.status;
}

/* --- messages of the engine ----------------------------------------------------- */

static void
main_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct modem *modem = user;

	for (gsize i = 0; i < G_N_ELEMENTS(main_handlers); i++) {
		if (main_handlers[i].type != type)
			continue;
		if (!main_handlers[i].needs_modem || modem->gammu != NULL)
			main_handlers[i].heard(modem, payload);
		return;
	}
}

static void
main_closed(struct channel *channel, const char *why, void *user)
{
	modem_end(user, MODEM_EXIT_OK);
}

static void
main_heard_start(struct modem *modem, GVariant *payload)
{
	if (modem->settings.name != NULL)
		return;
	if (!message_modem_start_read(payload, &modem->settings)) {
		modem_end(modem, MODEM_EXIT_INIT);
		return;
	}
	log_about("MODEM", modem->settings.name);
	pause_cap(modem->settings.send_pause_ms);
	modem->wait_source = g_idle_add(main_begin, modem);
}

static void
main_heard_stop(struct modem *modem, GVariant *payload)
{
	modem->stopping = TRUE;
	if (modem->send == NULL || !send_is_waiting(modem->send))
		modem_end(modem, MODEM_EXIT_OK);
}

static void
main_heard_stored(struct modem *modem, GVariant *payload)
{
	guint64 token;

	g_variant_get(payload, "(t)", &token);
	receive_stored(modem->receive, token);
}

static void
main_heard_sms(struct modem *modem, GVariant *payload)
{
	struct sms_order order;

	if (message_sms_out_read(payload, &order)) {
		send_order(modem->send, &order);
		return;
	}
	modem_fault(modem, "order refused", "its number or text cannot be "
	    "sent");
	channel_send(modem->engine, MESSAGE_FAILED, g_variant_new("(tuyi)",
	    order.id, order.first_part, (guchar)SMS_FAILURE_PERMANENT, -1));
}

/* Only digits, '*', '#' and '+': anything else would be AT syntax. */
static void
main_heard_ussd(struct modem *modem, GVariant *payload)
{
	const char *code;
	guint64 id;

	g_variant_get(payload, "(t&s)", &id, &code);
	if (*code == '\0' || strlen(code) > MODEM_USSD_MAX ||
	    strspn(code, "0123456789*#+") != strlen(code)) {
		modem_fault(modem, "code refused", "%s", code);
		return;
	}
	g_free(modem->ussd_code);
	modem->ussd_code = g_strdup(code);
	modem->ussd_id = id;
	modem_wake(modem);
}

static void
main_heard_raw(struct modem *modem, GVariant *payload)
{
	const char *line;
	guint64 id;
	guint32 deadline_ms;

	g_variant_get(payload, "(t&su)", &id, &line, &deadline_ms);
	filter_link_command(modem->filter, line, deadline_ms, main_raw_answer, id);
}

static void
main_raw_answer(struct modem *modem, const char *lines, guint64 tag)
{
	channel_send(modem->engine, MESSAGE_RAW_AT_ANSWER,
	    g_variant_new("(ts)", tag, lines));
}

/* --- the modem's life ------------------------------------------------------------- */

/* Brings the modem up; tried again while its device is not there. */
static gboolean
main_begin(gpointer user)
{
	struct modem *modem = user;

	modem->wait_source = 0;
	if (!open_device_is_there(modem)) {
		modem->wait_source = g_timeout_add(OPEN_LOOK_MS, main_begin,
		    modem);
		return G_SOURCE_REMOVE;
	}
	modem->receive = receive_new(modem);
	modem->send = send_new(modem);
	if (!open_modem(modem, &main_hooks))
		return G_SOURCE_REMOVE;
	modem->gammu_source = g_unix_fd_add(gammu_fd(modem->gammu),
	    G_IO_IN | G_IO_HUP, main_readable, modem);
	modem->poll_source = g_timeout_add(clock_timer_ms(
	    MAX(modem->settings.poll_s, 1) * 1000), main_poll, modem);
	modem_wake(modem);
	return G_SOURCE_REMOVE;
}

static gboolean
main_readable(int fd, GIOCondition condition, gpointer user)
{
	struct modem *modem = user;

	if ((condition & G_IO_IN) == 0) {
		modem->gammu_source = 0;
		filter_link_pump(modem->filter);		/* it knows why */
		modem_end(modem, MODEM_EXIT_UNPLUGGED);
		return G_SOURCE_REMOVE;
	}
	gammu_pump(modem->gammu);
	modem_wake(modem);
	return G_SOURCE_CONTINUE;
}

static gboolean
main_poll(gpointer user)
{
	struct modem *modem = user;

	modem->poll_due = TRUE;
	modem_wake(modem);
	return G_SOURCE_CONTINUE;
}

/* Replies come before freeing slots: somebody waits for them. */
static gboolean
main_job(struct modem *modem)
{
	if (send_is_waiting(modem->send))
		return FALSE;
	if (modem->stopping) {
		modem_end(modem, MODEM_EXIT_OK);
		return FALSE;
	}
	if (filter_link_release(modem->filter)) {
		gammu_pump(modem->gammu);
		return TRUE;
	}
	if (receive_read(modem->receive) ||
	    receive_delete(modem->receive, TRUE) ||
	    send_part(modem->send))
		return TRUE;
	if (modem->ussd_code != NULL) {
		g_autofree char *code = g_steal_pointer(&modem->ussd_code);

		if (gammu_ussd(modem->gammu, code) != 0)
			main_ussd(0, "", modem);
		return TRUE;
	}
	if (modem->poll_due) {
		modem->poll_due = FALSE;
		open_look(modem);
		return TRUE;
	}
	receive_delete(modem->receive, FALSE);
	return FALSE;
}

/* --- events of the modem: noted, or told to the engine --------------------------- */

static void
main_arrived(enum gammu_store store, int slot, void *user)
{
	struct modem *modem = user;

	receive_arrived(modem->receive, store, slot);
}

static void
main_delivered(struct sms_part *part, void *user)
{
	struct modem *modem = user;

	receive_delivered(modem->receive, part);
}

static void
main_reported(const struct gammu_report *report, void *user)
{
	struct modem *modem = user;

	channel_send(modem->engine, MESSAGE_REPORT, g_variant_new("(uyssxx)",
	    report->reference, (guchar)report->status, report->number,
	    report->smsc, report->scts, report->discharge));
}

/* A modem says RING and +CLIP every few seconds; one call is told once. */
static void
main_called(const char *number, void *user)
{
	struct modem *modem = user;
	gint64 now = clock_elapsed();

	if (*number == '\0' || (now - modem->called_at < MODEM_RING &&
	    g_strcmp0(modem->caller, number) == 0)) {
		modem->called_at = *number == '\0' ? modem->called_at : now;
		return;
	}
	g_free(modem->caller);
	modem->caller = g_strdup(number);
	modem->called_at = now;
	channel_send(modem->engine, MESSAGE_CALL_IN,
	    g_variant_new("(s)", number));
}

static void
main_ussd(guint status, const char *text, void *user)
{
	struct modem *modem = user;

	channel_send(modem->engine, MESSAGE_USSD_IN, g_variant_new("(tus)",
	    modem->ussd_id, status, text));
	modem->ussd_id = 0;
}

static void
main_answered(int status, int reference, void *user)
{
	struct modem *modem = user;

	send_answered(modem->send, status, reference);
}
