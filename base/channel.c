/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See channel.h.  A channel may be freed by its owner inside its own callbacks: `busy` keeps
 * the memory until the outermost callback returns.
 */
#include "base/channel.h"

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
	guint	 read_source;
	struct write_queue *queue;
	guint8	*packet;	/* MESSAGE_MAX octets */
	int	 busy;
	gboolean gone, freed;
	gboolean deaf;		/* channel_listen(FALSE) */
	const char *shut;	/* why it closes at the next turn; NULL it does not */
};

static gboolean	channel_readable(int fd, GIOCondition condition, gpointer user);
static gboolean	channel_read_one(struct channel *channel);
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
	channel->queue = write_queue_new(fd, WRITE_PACKETS, priority, CHANNEL_QUEUE_MAX);
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
	return write_queue_octets(channel->queue);
}

void
channel_bound(struct channel *channel, gsize most)
{
	write_queue_bound(channel->queue, most);
}

void
channel_on_room(struct channel *channel, gsize low, write_queue_room_fn room, void *user)
{
	write_queue_on_room(channel->queue, low, room, user);
}

/* The shut socket wakes the reader, so that `closed` is never called from inside
 * channel_send(). */
void
channel_shut(struct channel *channel, const char *why)
{
	if (channel->gone || channel->shut != NULL)
		return;
	channel->shut = why;
	shutdown(channel->fd, SHUT_RDWR);
	channel_listen(channel, TRUE);
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
	if (!write_queue_add(channel->queue, packet))
		channel_shut(channel, "it does not read what it is sent");
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

	if (channel->shut != NULL) {
		channel_close(channel, channel->shut);
		return FALSE;
	}
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
	if (!channel->freed)
		return;
	write_queue_free(channel->queue);
	close(channel->fd);
	g_free(channel->packet);
	g_free(channel);
}
