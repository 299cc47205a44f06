/*
 * Commands are answered by number: in the order they were given, but one that
 * the filter refuses is answered at once.
 */
#include "modem/side.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/program.h"
#include "modem/receive.h"

#define SIDE_RELEASE_MS	5000	/* the filter, to let lines in */
#define SIDE_SLACK_MS	2000	/* above a command's deadline, for others
				 * before it */

struct side_wait {
	guint64	 id;
	side_answer_fn answer;
	guint64	 tag;
};

struct side {
	struct modem *modem;
	struct channel *channel;
	int	 far_fd;	/* the filter's end, until it has it */
	guint64	 next_id;
	GQueue	 waits;
	gboolean broke_in;
	gboolean lines_wait, released;
	gboolean closed;
	char	*asked;		/* answer of side_ask() */
};

static void	side_message(struct channel *channel, enum message_type type,
		    GVariant *payload, void *user);
static void	side_closed(struct channel *channel, const char *why,
		    void *user);
static void	side_fault(struct side *side, const char *name,
		    const char *detail);
static void	side_answered(struct side *side, guint64 id,
		    const char *lines);
static void	side_asked(struct modem *modem, const char *lines,
		    guint64 tag);

/* Faults that end the process. */
static const struct {
	const char *name;
	enum modem_exit status;
} side_ends[] = {
	{ "unplugged", MODEM_EXIT_UNPLUGGED },
	{ "deaf", MODEM_EXIT_DEADLINE },
	{ "reboot", MODEM_EXIT_REBOOT }
};

/* Faults by which the filter itself answered ERROR to libgammu. */
static const char *const side_breaks[] = {
	"deadline", "no answer", "unplugged", "deaf", "reboot", "text mode"
};

struct side *
side_new(struct modem *modem, char **command, GError **error)
{
	struct side *side;
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
	side = g_new0(struct side, 1);
	side->modem = modem;
	side->far_fd = fds[1];
	side->channel = channel_new(fds[0], SIDE_AT, G_PRIORITY_DEFAULT,
	    side_message, side_closed, side);
	g_queue_init(&side->waits);
	*command = g_strdup_printf("%s %s %s %d %u", quoted, device,
	    connection, fds[1], MAX(modem->settings.answer_wait_s, 1));
	return side;
}

void
side_opened(struct side *side)
{
	close(side->far_fd);
	side->far_fd = -1;
}

void
side_free(struct side *side)
{
	if (side == NULL)
		return;
	if (side->far_fd >= 0)
		close(side->far_fd);
	channel_free(side->channel);
	g_queue_clear_full(&side->waits, g_free);
	g_free(side->asked);
	g_free(side);
}

void
side_command(struct side *side, const char *line, guint deadline_ms,
    side_answer_fn answer, guint64 tag)
{
	struct side_wait *wait = g_new0(struct side_wait, 1);

	wait->id = ++side->next_id;
	wait->answer = answer;
	wait->tag = tag;
	g_queue_push_tail(&side->waits, wait);
	channel_send(side->channel, MESSAGE_AT_COMMAND,
	    g_variant_new("(tsu)", wait->id, line, deadline_ms));
}

char *
side_ask(struct side *side, const char *line, guint deadline_ms)
{
	struct pollfd in = { channel_fd(side->channel), POLLIN, 0 };

	g_clear_pointer(&side->asked, g_free);
	side_command(side, line, deadline_ms, side_asked, 0);
	while (side->asked == NULL && !side->closed) {
		if (poll(&in, 1, (int)(deadline_ms + SIDE_SLACK_MS)) == 0)
			break;
		channel_pump(side->channel);
	}
	return g_steal_pointer(&side->asked);
}

gboolean
side_release(struct side *side)
{
	struct pollfd in = { channel_fd(side->channel), POLLIN, 0 };

	if (!side->lines_wait)
		return FALSE;
	side->lines_wait = FALSE;
	side->released = FALSE;
	channel_send(side->channel, MESSAGE_AT_RELEASE, g_variant_new("()"));
	while (!side->released && !side->closed &&
	    poll(&in, 1, SIDE_RELEASE_MS) != 0)
		channel_pump(side->channel);
	return TRUE;
}

gboolean
side_is_ok(const char *lines)
{
	return lines != NULL && (strcmp(lines, "OK") == 0 ||
	    g_str_has_suffix(lines, "\nOK"));
}

void
side_pump(struct side *side)
{
	if (!side->closed)
		channel_pump(side->channel);
}

gboolean
side_broke_in(struct side *side)
{
	gboolean broke_in;

	side_pump(side);
	broke_in = side->broke_in || side->closed;
	side->broke_in = FALSE;
	return broke_in;
}

static void
side_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct side *side = user;
	const char *first, *second;
	g_autoptr(GVariant) octets = NULL;
	guint64 id;
	guint32 slot;
	gconstpointer data;
	gsize len;

	switch (type) {
	case MESSAGE_AT_FAULT:
		g_variant_get(payload, "(&s&s)", &first, &second);
		side_fault(side, first, second);
		break;
	case MESSAGE_AT_ANSWER:
		g_variant_get(payload, "(t&s)", &id, &first);
		side_answered(side, id, first);
		break;
	case MESSAGE_AT_REFUSED:
		g_variant_get(payload, "(&su&s@ay)", &first, &slot, &second,
		    &octets);
		data = g_variant_get_fixed_array(octets, &len, 1);
		receive_refused(side->modem, first, slot, second, data, len);
		break;
	case MESSAGE_AT_WAITS:
		side->lines_wait = TRUE;
		modem_wake(side->modem);
		break;
	case MESSAGE_AT_RELEASED:
		side->released = TRUE;
		break;
	case MESSAGE_AT_TRACE:
		g_variant_get(payload, "(&s)", &first);
		log_debug("%s: the last AT lines:\n%s",
		    side->modem->settings.name, first);
		break;
	default:
		break;
	}
}

static void
side_fault(struct side *side, const char *name, const char *detail)
{
	modem_fault(side->modem, name, "%s", detail);
	for (gsize i = 0; i < G_N_ELEMENTS(side_breaks); i++)
		side->broke_in |= g_str_equal(name, side_breaks[i]);
	if (side->broke_in)
		channel_send(side->channel, MESSAGE_AT_TRACE_ASK,
		    g_variant_new("()"));
	for (gsize i = 0; i < G_N_ELEMENTS(side_ends); i++) {
		if (g_str_equal(name, side_ends[i].name))
			modem_end(side->modem, side_ends[i].status);
	}
}

static void
side_answered(struct side *side, guint64 id, const char *lines)
{
	struct side_wait *wait;

	for (GList *at = side->waits.head; at != NULL; at = at->next) {
		wait = at->data;
		if (wait->id != id)
			continue;
		g_queue_delete_link(&side->waits, at);
		wait->answer(side->modem, lines, wait->tag);
		g_free(wait);
		return;
	}
}

static void
side_asked(struct modem *modem, const char *lines, guint64 tag)
{
	g_free(modem->side->asked);
	modem->side->asked = g_strdup(lines);
}

static void
side_closed(struct channel *channel, const char *why, void *user)
{
	struct side *side = user;

	side->closed = TRUE;
	if (!side->modem->ending)
		modem_fault(side->modem, "filter gone", "%s", why);
	modem_end(side->modem, MODEM_EXIT_UNPLUGGED);
}
