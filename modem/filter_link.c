/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Commands are answered by number: in the order they were given, but one that
 * the filter refuses is answered at once.
 */
#include "modem/filter_link.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/program.h"

#define FILTER_LINK_RELEASE_MS	5000	/* the filter, to let lines in */
#define FILTER_LINK_SLACK_MS	2000	/* above a command's deadline, for others
				 * before it */

struct filter_link_wait {
	guint64	 id;
	filter_link_answer_fn answer;
	guint64	 tag;
};

struct filter_link {
	struct modem *modem;
	filter_link_refused_fn refused;
	struct channel *channel;
	int	 far_fd;	/* the filter's end, until it has it */
	guint64	 next_id;
	GQueue	 waits;
	gboolean intervened;
	gboolean lines_wait, released;
	gboolean closed;
	char	*asked;		/* answer of filter_link_ask() */
};

static void	filter_link_message(struct channel *channel, enum message_type type,
		    GVariant *payload, void *user);
static void	filter_link_closed(struct channel *channel, const char *why,
		    void *user);
static void	filter_link_fault(struct filter_link *link, const char *name,
		    const char *detail);
static void	filter_link_answered(struct filter_link *link, guint64 id,
		    const char *lines);
static void	filter_link_asked(struct modem *modem, const char *lines,
		    guint64 tag);

/* Faults that end the process. */
static const struct {
	const char *name;
	enum modem_exit status;
} filter_link_ends[] = {
	{ "unplugged", MODEM_EXIT_UNPLUGGED },
	{ "deaf", MODEM_EXIT_DEADLINE },
	{ "reboot", MODEM_EXIT_REBOOT }
};

/* Faults for which the filter itself answers ERROR to libgammu. */
static const char *const filter_link_breaks[] = {
	"deadline", "no answer", "unplugged", "deaf", "reboot", "text mode"
};

struct filter_link *
filter_link_new(struct modem *modem, filter_link_refused_fn refused,
    char **command, GError **error)
{
	struct filter_link *link;
	g_autofree char *program = program_path("xiangyin-at");
	g_autofree char *quoted = g_shell_quote(program);
	g_autofree char *device = g_shell_quote(modem->settings.device);
	g_autofree char *connection =
	    g_shell_quote(modem->settings.connection);
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds) != 0) {
		g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
		    "socketpair: %s", g_strerror(errno));
		return NULL;
	}
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	link = g_new0(struct filter_link, 1);
	link->modem = modem;
	link->refused = refused;
	link->far_fd = fds[1];
	link->channel = channel_new(fds[0], SIDE_AT, G_PRIORITY_DEFAULT,
	    filter_link_message, filter_link_closed, link);
	g_queue_init(&link->waits);
	*command = g_strdup_printf("%s %s %s %d %u", quoted, device,
	    connection, fds[1], MAX(modem->settings.answer_wait_s, 1));
	return link;
}

void
filter_link_opened(struct filter_link *link)
{
	close(link->far_fd);
	link->far_fd = -1;
}

void
filter_link_free(struct filter_link *link)
{
	if (link == NULL)
		return;
	if (link->far_fd >= 0)
		close(link->far_fd);
	channel_free(link->channel);
	g_queue_clear_full(&link->waits, g_free);
	g_free(link->asked);
	g_free(link);
}

void
filter_link_command(struct filter_link *link, const char *line, guint deadline_ms,
    filter_link_answer_fn answer, guint64 tag)
{
	struct filter_link_wait *wait = g_new0(struct filter_link_wait, 1);

	wait->id = ++link->next_id;
	wait->answer = answer;
	wait->tag = tag;
	g_queue_push_tail(&link->waits, wait);
	channel_send(link->channel, MESSAGE_AT_COMMAND,
	    g_variant_new("(tsu)", wait->id, line, deadline_ms));
}

char *
filter_link_ask(struct filter_link *link, const char *line, guint deadline_ms)
{
	struct pollfd in = { channel_fd(link->channel), POLLIN, 0 };

	g_clear_pointer(&link->asked, g_free);
	filter_link_command(link, line, deadline_ms, filter_link_asked, 0);
	while (link->asked == NULL && !link->closed) {
		if (poll(&in, 1, (int)(deadline_ms + FILTER_LINK_SLACK_MS)) == 0)
			break;
		channel_pump(link->channel);
	}
	return g_steal_pointer(&link->asked);
}

gboolean
filter_link_release(struct filter_link *link)
{
	struct pollfd in = { channel_fd(link->channel), POLLIN, 0 };

	if (!link->lines_wait)
		return FALSE;
	link->lines_wait = FALSE;
	link->released = FALSE;
	channel_send(link->channel, MESSAGE_AT_RELEASE, g_variant_new("()"));
	while (!link->released && !link->closed &&
	    poll(&in, 1, FILTER_LINK_RELEASE_MS) != 0)
		channel_pump(link->channel);
	return TRUE;
}

gboolean
filter_link_is_ok(const char *lines)
{
	return lines != NULL && (strcmp(lines, "OK") == 0 ||
	    g_str_has_suffix(lines, "\nOK"));
}

void
filter_link_pump(struct filter_link *link)
{
	if (!link->closed)
		channel_pump(link->channel);
}

gboolean
filter_link_intervened(struct filter_link *link)
{
	gboolean intervened;

	filter_link_pump(link);
	intervened = link->intervened || link->closed;
	link->intervened = FALSE;
	return intervened;
}

static void
filter_link_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct filter_link *link = user;
	const char *first, *second;
	g_autoptr(GVariant) octets = NULL;
	guint64 id;
	guint32 slot;
	gconstpointer data;
	gsize len;

	switch (type) {
	case MESSAGE_AT_FAULT:
		g_variant_get(payload, "(&s&s)", &first, &second);
		filter_link_fault(link, first, second);
		break;
	case MESSAGE_AT_ANSWER:
		g_variant_get(payload, "(t&s)", &id, &first);
		filter_link_answered(link, id, first);
		break;
	case MESSAGE_AT_REFUSED:
		g_variant_get(payload, "(&su&s@ay)", &first, &slot, &second,
		    &octets);
		data = g_variant_get_fixed_array(octets, &len, 1);
		link->refused(link->modem, first, slot, second, data, len);
		break;
	case MESSAGE_AT_WAITS:
		link->lines_wait = TRUE;
		modem_wake(link->modem);
		break;
	case MESSAGE_AT_RELEASED:
		link->released = TRUE;
		break;
	case MESSAGE_AT_TRACE:
		g_variant_get(payload, "(&s)", &first);
		log_debug("%s: the last AT lines:\n%s",
		    link->modem->settings.name, first);
		break;
	default:
		break;
	}
}

static void
filter_link_fault(struct filter_link *link, const char *name, const char *detail)
{
	modem_fault(link->modem, name, "%s", detail);
	for (gsize i = 0; i < G_N_ELEMENTS(filter_link_breaks); i++)
		link->intervened |= g_str_equal(name, filter_link_breaks[i]);
	if (link->intervened)
		channel_send(link->channel, MESSAGE_AT_TRACE_ASK,
		    g_variant_new("()"));
	for (gsize i = 0; i < G_N_ELEMENTS(filter_link_ends); i++) {
		if (g_str_equal(name, filter_link_ends[i].name))
			modem_end(link->modem, filter_link_ends[i].status);
	}
}

static void
filter_link_answered(struct filter_link *link, guint64 id, const char *lines)
{
	struct filter_link_wait *wait;

	for (GList *at = link->waits.head; at != NULL; at = at->next) {
		wait = at->data;
		if (wait->id != id)
			continue;
		g_queue_delete_link(&link->waits, at);
		wait->answer(link->modem, lines, wait->tag);
		g_free(wait);
		return;
	}
}

static void
filter_link_asked(struct modem *modem, const char *lines, guint64 tag)
{
	g_free(modem->filter->asked);
	modem->filter->asked = g_strdup(lines);
}

static void
filter_link_closed(struct channel *channel, const char *why, void *user)
{
	struct filter_link *link = user;

	link->closed = TRUE;
	if (!link->modem->ending)
		modem_fault(link->modem, "filter gone", "%s", why);
	modem_end(link->modem, MODEM_EXIT_UNPLUGGED);
}
