/*
 * xiangyin-at: stands between libgammu and the serial device, the only program
 * that opens it.  libgammu's "proxyat" connection starts it with AT over its
 * standard input and output; beside that it speaks with xiangyin-modem on an inherited
 * socket (AT_* of base/message.h).
 *
 *	xiangyin-at DEVICE CONNECTION SOCKET ANSWER_SECONDS
 *
 * It ends when libgammu closes its side: status 0; when the modem has gone
 * or started anew, a little later by itself: status 10, 11 or 16.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/exit.h"
#include "base/log.h"
#include "base/message.h"
#include "modem/at_talk.h"
#include "modem/at_trace.h"
#include "modem/at_tty.h"

#define AT_READ		4096
#define AT_LINGER_MS	3000	/* for xiangyin-modem to end after the talk is
				 * over */

struct bouncer {
	GMainLoop *loop;
	struct at_talk *talk;
	struct at_trace *trace;
	struct channel *modem;
	int	 tty;
	guint	 tty_source, in_source, timer;
	GByteArray *to_tty;	/* what the device did not take yet */
	guint	 tty_write_source;
	int	 status;
};

static void	bouncer_to_modem(const char *octets, gsize len, void *user);
static void	bouncer_to_gammu(const char *octets, gsize len, void *user);
static void	bouncer_timer(guint ms, void *user);
static void	bouncer_fault(const char *name, const char *detail,
		    void *user);
static void	bouncer_refused(const char *store, guint slot,
		    const char *reason, const guint8 *octets, gsize len,
		    void *user);
static void	bouncer_answer(guint64 id, const char *lines, void *user);
static void	bouncer_waits(void *user);
static void	bouncer_released(void *user);
static void	bouncer_trace(char way, const char *text, void *user);

static gboolean	bouncer_tty_readable(int fd, GIOCondition condition,
		    gpointer user);
static gboolean	bouncer_tty_writable(int fd, GIOCondition condition,
		    gpointer user);
static gboolean	bouncer_in_readable(int fd, GIOCondition condition,
		    gpointer user);
static gboolean	bouncer_timeout(gpointer user);
static void	bouncer_message(struct channel *channel,
		    enum message_type type, GVariant *payload, void *user);
static void	bouncer_closed(struct channel *channel, const char *why,
		    void *user);
static void	bouncer_quit(struct bouncer *bouncer);
static gboolean	bouncer_hangup(gpointer user);
static gboolean	bouncer_linger(gpointer user);
static void	bouncer_unplugged(struct bouncer *bouncer, const char *why);
static void	bouncer_check(struct bouncer *bouncer);

static const struct at_talk_hooks bouncer_hooks = {
	bouncer_to_modem, bouncer_to_gammu, bouncer_timer, bouncer_fault,
	bouncer_refused, bouncer_answer, bouncer_waits, bouncer_released,
	bouncer_trace
};

static const struct {
	const char *name;
	int	 status;
} bouncer_ends[] = {
	{ "unplugged", MODEM_EXIT_UNPLUGGED },
	{ "deaf", MODEM_EXIT_DEADLINE },
	{ "reboot", MODEM_EXIT_REBOOT }
};

int
main(int argc, char **argv)
{
	struct bouncer bouncer = { .tty = -1 };
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
	bouncer.loop = g_main_loop_new(NULL, FALSE);
	bouncer.trace = at_trace_new();
	bouncer.to_tty = g_byte_array_new();
	bouncer.modem = channel_new(socket, SIDE_MODEM, G_PRIORITY_DEFAULT,
	    bouncer_message, bouncer_closed, &bouncer);
	bouncer.talk = at_talk_new(&bouncer_hooks, &bouncer,
	    (guint)answer_s * 1000);
	bouncer.tty = at_tty_open(argv[1], argv[2], &error);
	g_unix_signal_add(SIGHUP, bouncer_hangup, &bouncer);
	g_unix_signal_add(SIGTERM, bouncer_hangup, &bouncer);
	bouncer.in_source = g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP,
	    bouncer_in_readable, &bouncer);
	if (bouncer.tty < 0) {
		bouncer_unplugged(&bouncer, error->message);
	} else {
		bouncer.tty_source = g_unix_fd_add(bouncer.tty,
		    G_IO_IN | G_IO_HUP | G_IO_ERR, bouncer_tty_readable,
		    &bouncer);
		at_talk_begin(bouncer.talk);
	}
	g_main_loop_run(bouncer.loop);

	g_clear_handle_id(&bouncer.in_source, g_source_remove);
	g_clear_handle_id(&bouncer.tty_source, g_source_remove);
	g_clear_handle_id(&bouncer.tty_write_source, g_source_remove);
	g_clear_handle_id(&bouncer.timer, g_source_remove);
	if (bouncer.tty >= 0)
		close(bouncer.tty);
	channel_free(bouncer.modem);
	at_talk_free(bouncer.talk);
	at_trace_free(bouncer.trace);
	g_byte_array_unref(bouncer.to_tty);
	g_main_loop_unref(bouncer.loop);
	return bouncer.status;
}

/* --- hooks of the talk -------------------------------------------------------- */

static void
bouncer_to_modem(const char *octets, gsize len, void *user)
{
	struct bouncer *bouncer = user;

	if (bouncer->tty < 0)
		return;
	g_byte_array_append(bouncer->to_tty, (const guint8 *)octets,
	    (guint)len);
	if (bouncer->tty_write_source == 0)
		bouncer_tty_writable(bouncer->tty, G_IO_OUT, bouncer);
}

/* libgammu's pipe holds far more than it ever leaves unread: it reads the
 * answer to each command before it gives the next. */
static void
bouncer_to_gammu(const char *octets, gsize len, void *user)
{
	while (len > 0) {
		ssize_t wrote = write(STDOUT_FILENO, octets, len);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0) {
			bouncer_quit(user);
			return;
		}
		octets += wrote;
		len -= (gsize)wrote;
	}
}

static void
bouncer_timer(guint ms, void *user)
{
	struct bouncer *bouncer = user;

	g_clear_handle_id(&bouncer->timer, g_source_remove);
	if (ms > 0)
		bouncer->timer = g_timeout_add(clock_timer_ms(ms),
		    bouncer_timeout, bouncer);
}

static void
bouncer_fault(const char *name, const char *detail, void *user)
{
	struct bouncer *bouncer = user;
	g_autofree char *valid = g_utf8_make_valid(detail, -1);

	channel_send(bouncer->modem, MESSAGE_AT_FAULT,
	    g_variant_new("(ss)", name, valid));
}

static void
bouncer_refused(const char *store, guint slot, const char *reason,
    const guint8 *octets, gsize len, void *user)
{
	struct bouncer *bouncer = user;

	channel_send(bouncer->modem, MESSAGE_AT_REFUSED,
	    g_variant_new("(sus@ay)", store, slot, reason,
	    g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, octets, len, 1)));
}

static void
bouncer_answer(guint64 id, const char *lines, void *user)
{
	struct bouncer *bouncer = user;
	g_autofree char *valid = g_utf8_make_valid(lines, -1);

	if (strlen(valid) > MESSAGE_MAX / 2)
		strcpy(valid, "ERROR answer too long");
	channel_send(bouncer->modem, MESSAGE_AT_ANSWER,
	    g_variant_new("(ts)", id, valid));
}

static void
bouncer_waits(void *user)
{
	struct bouncer *bouncer = user;

	channel_send(bouncer->modem, MESSAGE_AT_WAITS, g_variant_new("()"));
}

static void
bouncer_released(void *user)
{
	struct bouncer *bouncer = user;

	channel_send(bouncer->modem, MESSAGE_AT_RELEASED, g_variant_new("()"));
}

static void
bouncer_trace(char way, const char *text, void *user)
{
	struct bouncer *bouncer = user;

	at_trace_add(bouncer->trace, way, text);
}

/* --- what comes in -------------------------------------------------------------- */

static gboolean
bouncer_tty_readable(int fd, GIOCondition condition, gpointer user)
{
	struct bouncer *bouncer = user;
	char octets[AT_READ];
	ssize_t len = read(fd, octets, sizeof(octets));

	if (len > 0) {
		at_talk_from_modem(bouncer->talk, octets, (gsize)len);
		bouncer_check(bouncer);
		return G_SOURCE_CONTINUE;
	}
	if (len < 0 && (errno == EAGAIN || errno == EINTR) &&
	    (condition & (G_IO_HUP | G_IO_ERR)) == 0)
		return G_SOURCE_CONTINUE;
	bouncer->tty_source = 0;
	bouncer_unplugged(bouncer, len == 0 ? "end of file" :
	    g_strerror(errno));
	return G_SOURCE_REMOVE;
}

static gboolean
bouncer_tty_writable(int fd, GIOCondition condition, gpointer user)
{
	struct bouncer *bouncer = user;
	GByteArray *out = bouncer->to_tty;
	ssize_t wrote = write(fd, out->data, out->len);

	bouncer->tty_write_source = 0;
	if (wrote < 0 && errno != EAGAIN && errno != EINTR) {
		g_byte_array_set_size(out, 0);	/* its reader sees why */
		return G_SOURCE_REMOVE;
	}
	if (wrote > 0)
		g_byte_array_remove_range(out, 0, (guint)wrote);
	if (out->len > 0)
		bouncer->tty_write_source = g_unix_fd_add(fd, G_IO_OUT,
		    bouncer_tty_writable, bouncer);
	return G_SOURCE_REMOVE;
}

static gboolean
bouncer_in_readable(int fd, GIOCondition condition, gpointer user)
{
	struct bouncer *bouncer = user;
	char octets[AT_READ];
	ssize_t len = read(fd, octets, sizeof(octets));

	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (len <= 0) {
		bouncer->in_source = 0;
		bouncer_quit(bouncer);
		return G_SOURCE_REMOVE;
	}
	at_talk_from_gammu(bouncer->talk, octets, (gsize)len);
	bouncer_check(bouncer);
	return G_SOURCE_CONTINUE;
}

static gboolean
bouncer_timeout(gpointer user)
{
	struct bouncer *bouncer = user;

	bouncer->timer = 0;
	at_talk_timeout(bouncer->talk);
	bouncer_check(bouncer);
	return G_SOURCE_REMOVE;
}

static void
bouncer_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct bouncer *bouncer = user;
	g_autofree char *trace = NULL;
	const char *line;
	guint64 id;
	guint32 deadline_ms;

	if (type == MESSAGE_AT_TRACE_ASK) {
		trace = at_trace_print(bouncer->trace);
		channel_send(channel, MESSAGE_AT_TRACE,
		    g_variant_new("(s)", trace));
	} else if (type == MESSAGE_AT_RELEASE) {
		at_talk_release(bouncer->talk);
	} else if (type == MESSAGE_AT_COMMAND) {
		g_variant_get(payload, "(t&su)", &id, &line, &deadline_ms);
		at_talk_command(bouncer->talk, id, line, deadline_ms);
		bouncer_check(bouncer);
	}
}

static void
bouncer_closed(struct channel *channel, const char *why, void *user)
{
	bouncer_quit(user);
}

/* --- ends ------------------------------------------------------------------------ */

static void
bouncer_unplugged(struct bouncer *bouncer, const char *why)
{
	at_talk_end(bouncer->talk, "unplugged", why);
	bouncer_check(bouncer);
}

/* The talk is over: libgammu gets its ERRORs, xiangyin-modem has been told,
 * and closes; if it does not, we end alone. */
static void
bouncer_check(struct bouncer *bouncer)
{
	const char *name = at_talk_over(bouncer->talk);

	if (name == NULL || bouncer->status != 0)
		return;
	bouncer->status = MODEM_EXIT_INIT;
	for (gsize i = 0; i < G_N_ELEMENTS(bouncer_ends); i++) {
		if (g_str_equal(name, bouncer_ends[i].name))
			bouncer->status = bouncer_ends[i].status;
	}
	g_clear_handle_id(&bouncer->tty_source, g_source_remove);
	g_timeout_add(AT_LINGER_MS, bouncer_linger, bouncer);
}

static gboolean
bouncer_linger(gpointer user)
{
	bouncer_quit(user);
	return G_SOURCE_REMOVE;
}

static gboolean
bouncer_hangup(gpointer user)
{
	bouncer_quit(user);
	return G_SOURCE_CONTINUE;
}

/* A PDU begun must not wait in the modem for the next one's words. */
static void
bouncer_quit(struct bouncer *bouncer)
{
	const char *farewell = at_talk_farewell(bouncer->talk);

	if (*farewell != '\0')
		bouncer_to_modem(farewell, strlen(farewell), bouncer);
	g_main_loop_quit(bouncer->loop);
}
