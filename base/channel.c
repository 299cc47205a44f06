/*
 * A SEQPACKET socket on the main loop: packets in become messages, messages
 * out wait in a queue while the socket is full.
 *
 * A channel may be freed by its owner inside its own callbacks: `busy` keeps
 * the memory until the outermost callback returns.
 */
#include "base/message.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Packets handled in one go before others get their turn of the loop. */
#define CHANNEL_BURST	64

struct channel {
	int	 fd;
	enum message_side other;
	int	 priority;
	channel_message_fn message;
	channel_closed_fn closed;
	void	*user;
	guint	 read_source, write_source;
	GQueue	 queue;		/* GBytes */
	gsize	 queued;
	guint8	*packet;	/* MESSAGE_MAX octets */
	int	 busy;
	gboolean gone, freed;
	gboolean deaf;		/* channel_listen(FALSE) */
};

static gboolean	channel_readable(int fd, GIOCondition condition, gpointer user);
static gboolean	channel_writable(int fd, GIOCondition condition, gpointer user);
static gboolean	channel_read_one(struct channel *channel);
static void	channel_flush(struct channel *channel);
static void	channel_close(struct channel *channel, const char *why);
static void	channel_done(struct channel *channel);

struct channel *
channel_new(int fd, enum message_side other, int priority,
    channel_message_fn message, channel_closed_fn closed, void *user)
{
	struct channel *channel = g_new0(struct channel, 1);

	channel->fd = fd;
	channel->other = other;
	channel->priority = priority;
	channel->message = message;
	channel->closed = closed;
	channel->user = user;
	channel->packet = g_malloc(MESSAGE_MAX);
	g_queue_init(&channel->queue);
	g_unix_set_fd_nonblocking(fd, TRUE, NULL);
	channel->read_source = g_unix_fd_add_full(priority, fd,
	    G_IO_IN | G_IO_HUP | G_IO_ERR, channel_readable, channel, NULL);
	return channel;
}

void
channel_free(struct channel *channel)
{
	if (channel == NULL)
		return;
	channel->gone = TRUE;
	channel->freed = TRUE;
	channel_done(channel);
}

int
channel_fd(const struct channel *channel)
{
	return channel->fd;
}

gsize
channel_queued(const struct channel *channel)
{
	return channel->queued;
}

void
channel_listen(struct channel *channel, gboolean listen)
{
	channel->deaf = !listen;
	if (!listen && channel->busy == 0)
		g_clear_handle_id(&channel->read_source, g_source_remove);
	if (listen && !channel->gone && channel->read_source == 0)
		channel->read_source = g_unix_fd_add_full(channel->priority,
		    channel->fd, G_IO_IN | G_IO_HUP | G_IO_ERR,
		    channel_readable, channel, NULL);
}

void
channel_send(struct channel *channel, enum message_type type,
    GVariant *payload)
{
	GBytes *packet = message_pack(type, payload);

	if (channel->gone) {
		g_bytes_unref(packet);
		return;
	}
	channel->queued += g_bytes_get_size(packet);
	g_queue_push_tail(&channel->queue, packet);
	if (channel->write_source == 0)
		channel_flush(channel);
}

void
channel_pump(struct channel *channel)
{
	channel->busy++;
	while (!channel->gone && channel_read_one(channel))
		continue;
	channel->busy--;
	channel_done(channel);
}

static gboolean
channel_readable(int fd, GIOCondition condition, gpointer user)
{
	struct channel *channel = user;
	gboolean go_on;

	channel->busy++;
	for (int i = 0; i < CHANNEL_BURST && !channel->gone &&
	    !channel->deaf; i++) {
		if (!channel_read_one(channel))
			break;
	}
	channel->busy--;
	go_on = !channel->gone && !channel->deaf;
	if (!go_on)
		channel->read_source = 0;
	channel_done(channel);
	return go_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* FALSE when nothing waits, or never will. */
static gboolean
channel_read_one(struct channel *channel)
{
	g_autoptr(GVariant) payload = NULL;
	g_autoptr(GError) error = NULL;
	enum message_type type;
	ssize_t len;

	do {
		len = recv(channel->fd, channel->packet, MESSAGE_MAX,
		    MSG_TRUNC);
	} while (len < 0 && errno == EINTR);
	if (len < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return FALSE;
	if (len <= 0) {
		channel_close(channel, len == 0 ? "the other end has gone" :
		    g_strerror(errno));
		return FALSE;
	}
	payload = message_unpack(channel->packet, (gsize)len, channel->other,
	    &type, &error);
	if (payload == NULL) {
		channel_close(channel, error->message);
		return FALSE;
	}
	channel->message(channel, type, payload, channel->user);
	return !channel->gone;
}

static gboolean
channel_writable(int fd, GIOCondition condition, gpointer user)
{
	struct channel *channel = user;

	channel->write_source = 0;
	channel_flush(channel);
	return G_SOURCE_REMOVE;
}

/* Sends what the socket takes.  A dead socket is noticed by the reader, so
 * that `closed` is never called from inside channel_send(). */
static void
channel_flush(struct channel *channel)
{
	GBytes *packet;

	while ((packet = g_queue_peek_head(&channel->queue)) != NULL) {
		gsize len;
		const void *octets = g_bytes_get_data(packet, &len);
		ssize_t sent = send(channel->fd, octets, len, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && (errno == EAGAIN || errno == ENOBUFS)) {
			channel->write_source = g_unix_fd_add_full(
			    channel->priority, channel->fd, G_IO_OUT,
			    channel_writable, channel, NULL);
			return;
		}
		channel->queued -= len;
		g_bytes_unref(g_queue_pop_head(&channel->queue));
	}
}

static void
channel_close(struct channel *channel, const char *why)
{
	if (channel->gone)
		return;
	channel->gone = TRUE;
	channel->closed(channel, why, channel->user);
}

/* Lets go of the sources once gone, of the memory once freed and at rest. */
static void
channel_done(struct channel *channel)
{
	if (!channel->gone || channel->busy > 0)
		return;
	g_clear_handle_id(&channel->read_source, g_source_remove);
	g_clear_handle_id(&channel->write_source, g_source_remove);
	if (!channel->freed)
		return;
	g_queue_clear_full(&channel->queue, (GDestroyNotify)g_bytes_unref);
	close(channel->fd);
	g_free(channel->packet);
	g_free(channel);
}
