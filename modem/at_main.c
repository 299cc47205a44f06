/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xiangyin-at: stands between libgammu and the serial device, the only program
 * that opens it.  libgammu's "proxyat" connection starts it with AT over its
 * standard input and output; beside that it speaks with xiangyin-modem on an inherited
 * socket (AT_* of base/message.h).
 *
 *	xiangyin-at DEVICE CONNECTION SOCKET ANSWER_SECONDS
 *
 * It ends when libgammu closes its side: status 0; when the modem has gone
 * or restarted, a little later by itself: status 10, 11 or 16.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/channel.h"
#include "base/clock.h"
#include "base/exit.h"
#include "base/log.h"
#include "modem/at_exchange.h"
#include "modem/at_trace.h"
#include "modem/at_tty.h"

#define AT_READ		4096
#define AT_TTY_QUEUE_MAX	(64 * 1024)
#define AT_LINGER_MS	3000	/* for xiangyin-modem to end after the exchange is
				 * over */

struct filter {
	GMainLoop *loop;
	struct at_exchange *exchange;
	struct at_trace *trace;
	struct channel *modem;
	int	 tty;
	guint	 tty_source, in_source, timer;
	struct write_queue *to_tty;	/* NULL: no device */
	int	 status;
};

static void	filter_to_modem(const char *octets, gsize len, void *user);
static void	filter_to_gammu(const char *octets, gsize len, void *user);
static void	filter_timer(guint ms, void *user);
static void	filter_fault(const char *name, const char *detail,
		    void *user);
static void	filter_refused(const char *store, guint slot,
		    const char *reason, const guint8 *octets, gsize len,
		    void *user);
static void	filter_answer(guint64 id, const char *lines, void *user);
static void	filter_waits(void *user);
static void	filter_released(void *user);
static void	filter_trace(char way, const char *text, void *user);

static gboolean	filter_tty_readable(int fd, GIOCondition condition,
		    gpointer user);
static gboolean	filter_in_readable(int fd, GIOCondition condition,
		    gpointer user);
static gboolean	filter_timeout(gpointer user);
static void	filter_message(struct channel *channel,
		    enum message_type type, GVariant *payload, void *user);
static void	filter_closed(struct channel *channel, const char *why,
		    void *user);
static void	filter_quit(struct filter *filter);
static gboolean	filter_hangup(gpointer user);
static gboolean	filter_linger(gpointer user);
static void	filter_unplugged(struct filter *filter, const char *why);
static void	filter_check(struct filter *filter);

static const struct at_exchange_hooks filter_hooks = {
	filter_to_modem, filter_to_gammu, filter_timer, filter_fault,
	filter_refused, filter_answer, filter_waits, filter_released,
	filter_trace
};

static const struct {
	const char *name;
	int	 status;
} filter_ends[] = {
	{ "unplugged", MODEM_EXIT_UNPLUGGED },
	{ "deaf", MODEM_EXIT_DEADLINE },
	{ "reboot", MODEM_EXIT_REBOOT }
};

int
main(int argc, char **argv)
{
	struct filter filter = { .tty = -1 };
	g_autoptr(GError) error = NULL;
	int socket, answer_s;

	log_open("at", FALSE);
	if (argc != 5 || (socket = atoi(argv[3])) < 3 ||
	    (answer_s = atoi(argv[4])) < 1) {
		fprintf(stderr, "usage: xiangyin-at DEVICE CONNECTION SOCKET "
		    "ANSWER_SECONDS\n(started by xiangyin-modem)\n");
		return MODEM_EXIT_INIT;
	}
	signal(SIGPIPE, SIG_IGN);
	filter.loop = g_main_loop_new(NULL, FALSE);
	filter.trace = at_trace_new();
	filter.modem = channel_new(socket, SIDE_MODEM, G_PRIORITY_DEFAULT,
	    filter_message, filter_closed, &filter);
	filter.exchange = at_exchange_new(&filter_hooks, &filter,
	    (guint)answer_s * 1000);
	filter.tty = at_tty_open(argv[1], argv[2], &error);
	g_unix_signal_add(SIGHUP, filter_hangup, &filter);
	g_unix_signal_add(SIGTERM, filter_hangup, &filter);
	filter.in_source = g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP,
	    filter_in_readable, &filter);
	if (filter.tty < 0) {
		filter_unplugged(&filter, error->message);
	} else {
		filter.tty_source = g_unix_fd_add(filter.tty,
		    G_IO_IN | G_IO_HUP | G_IO_ERR, filter_tty_readable,
		    &filter);
		filter.to_tty = write_queue_new(filter.tty, WRITE_STREAM,
		    G_PRIORITY_DEFAULT, AT_TTY_QUEUE_MAX);
		at_exchange_begin(filter.exchange);
	}
	g_main_loop_run(filter.loop);

	g_clear_handle_id(&filter.in_source, g_source_remove);
	g_clear_handle_id(&filter.tty_source, g_source_remove);
	write_queue_free(filter.to_tty);
	g_clear_handle_id(&filter.timer, g_source_remove);
	if (filter.tty >= 0)
		close(filter.tty);
	channel_free(filter.modem);
	at_exchange_free(filter.exchange);
	at_trace_free(filter.trace);
	g_main_loop_unref(filter.loop);
	return filter.status;
}

/* --- hooks of the exchange -------------------------------------------------------- */

static void
filter_to_modem(const char *octets, gsize len, void *user)
{
	struct filter *filter = user;

	/* Beyond the bound the device takes nothing: the deadline says so. */
	if (filter->to_tty != NULL)
		write_queue_add(filter->to_tty, g_bytes_new(octets, len));
}

/* libgammu's pipe holds far more than it ever leaves unread: it reads the
 * answer to each command before it gives the next. */
static void
filter_to_gammu(const char *octets, gsize len, void *user)
{
	while (len > 0) {
		ssize_t wrote = write(STDOUT_FILENO, octets, len);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0) {
			filter_quit(user);
			return;
		}
		octets += wrote;
		len -= (gsize)wrote;
	}
}

static void
filter_timer(guint ms, void *user)
{
	struct filter *filter = user;

	g_clear_handle_id(&filter->timer, g_source_remove);
	if (ms > 0)
		filter->timer = g_timeout_add(clock_timer_ms(ms),
		    filter_timeout, filter);
}

static void
filter_fault(const char *name, const char *detail, void *user)
{
	struct filter *filter = user;
	g_autofree char *valid = g_utf8_make_valid(detail, -1);

	channel_send(filter->modem, MESSAGE_AT_FAULT,
	    g_variant_new("(ss)", name, valid));
}

static void
filter_refused(const char *store, guint slot, const char *reason,
    const guint8 *octets, gsize len, void *user)
{
	struct filter *filter = user;

	channel_send(filter->modem, MESSAGE_AT_REFUSED,
	    g_variant_new("(sus@ay)", store, slot, reason,
	    g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, octets, len, 1)));
}

static void
filter_answer(guint64 id, const char *lines, void *user)
{
	struct filter *filter = user;
	g_autofree char *valid = g_utf8_make_valid(lines, -1);

	if (strlen(valid) > MESSAGE_MAX / 2)
		strcpy(valid, "ERROR answer too long");
	channel_send(filter->modem, MESSAGE_AT_ANSWER,
	    g_variant_new("(ts)", id, valid));
}

static void
filter_waits(void *user)
{
	struct filter *filter = user;

	channel_send(filter->modem, MESSAGE_AT_WAITS, g_variant_new("()"));
}

static void
filter_released(void *user)
{
	struct filter *filter = user;

	channel_send(filter->modem, MESSAGE_AT_RELEASED, g_variant_new("()"));
}

static void
filter_trace(char way, const char *text, void *user)
{
	struct filter *filter = user;

	at_trace_add(filter->trace, way, text);
}

/* --- what comes in -------------------------------------------------------------- */

static gboolean
filter_tty_readable(int fd, GIOCondition condition, gpointer user)
{
	struct filter *filter = user;
	char octets[AT_READ];
	ssize_t len = read(fd, octets, sizeof(octets));

	if (len > 0) {
		at_exchange_from_modem(filter->exchange, octets, (gsize)len);
		filter_check(filter);
		return G_SOURCE_CONTINUE;
	}
	if (len < 0 && (errno == EAGAIN || errno == EINTR) &&
	    (condition & (G_IO_HUP | G_IO_ERR)) == 0)
		return G_SOURCE_CONTINUE;
	filter->tty_source = 0;
	filter_unplugged(filter, len == 0 ? "end of file" :
	    g_strerror(errno));
	return G_SOURCE_REMOVE;
}

static gboolean
filter_in_readable(int fd, GIOCondition condition, gpointer user)
{
	struct filter *filter = user;
	char octets[AT_READ];
	ssize_t len = read(fd, octets, sizeof(octets));

	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (len <= 0) {
		filter->in_source = 0;
		filter_quit(filter);
		return G_SOURCE_REMOVE;
	}
	at_exchange_from_gammu(filter->exchange, octets, (gsize)len);
	filter_check(filter);
	return G_SOURCE_CONTINUE;
}

static gboolean
filter_timeout(gpointer user)
{
	struct filter *filter = user;

	filter->timer = 0;
	at_exchange_timeout(filter->exchange);
	filter_check(filter);
	return G_SOURCE_REMOVE;
}

static void
filter_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct filter *filter = user;
	g_autofree char *trace = NULL;
	const char *line;
	guint64 id;
	guint32 deadline_ms;

	if (type == MESSAGE_AT_TRACE_ASK) {
		trace = at_trace_print(filter->trace);
		channel_send(channel, MESSAGE_AT_TRACE,
		    g_variant_new("(s)", trace));
	} else if (type == MESSAGE_AT_RELEASE) {
		at_exchange_release(filter->exchange);
	} else if (type == MESSAGE_AT_COMMAND) {
		g_variant_get(payload, "(t&su)", &id, &line, &deadline_ms);
		at_exchange_command(filter->exchange, id, line, deadline_ms);
		filter_check(filter);
	}
}

static void
filter_closed(struct channel *channel, const char *why, void *user)
{
	filter_quit(user);
}

/* --- ends ------------------------------------------------------------------------ */

static void
filter_unplugged(struct filter *filter, const char *why)
{
	at_exchange_end(filter->exchange, "unplugged", why);
	filter_check(filter);
}

/* The exchange is over: libgammu gets its ERRORs, xiangyin-modem has been told,
 * and closes; if it does not, we end alone. */
static void
filter_check(struct filter *filter)
{
	const char *name = at_exchange_over(filter->exchange);

	if (name == NULL || filter->status != 0)
		return;
	filter->status = MODEM_EXIT_INIT;
	for (gsize i = 0; i < G_N_ELEMENTS(filter_ends); i++) {
		if (g_str_equal(name, filter_ends[i].name))
			filter->status = filter_ends[i].status;
	}
	g_clear_handle_id(&filter->tty_source, g_source_remove);
	g_timeout_add(AT_LINGER_MS, filter_linger, filter);
}

static gboolean
filter_linger(gpointer user)
{
	filter_quit(user);
	return G_SOURCE_REMOVE;
}

static gboolean
filter_hangup(gpointer user)
{
	filter_quit(user);
	return G_SOURCE_CONTINUE;
}

/* A PDU begun must not wait in the modem for the next one's words. */
static void
filter_quit(struct filter *filter)
{
	const char *farewell = at_exchange_farewell(filter->exchange);

	if (*farewell != '\0')
		filter_to_modem(farewell, strlen(farewell), filter);
	g_main_loop_quit(filter->loop);
}
