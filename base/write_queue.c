/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See write_queue.h.  Invariant: while octets wait and the descriptor is not
 * broken, a source watches for room.
 */
#include "base/write_queue.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/socket.h>
#include <unistd.h>

struct write_queue {
	int	 fd;
	enum write_queue_kind kind;
	int	 priority;
	gsize	 most, low;
	write_queue_room_fn room;
	void	*user;
	GQueue	 waiting;	/* GBytes, oldest first */
	gsize	 written;	/* of the oldest */
	gsize	 octets;
	gboolean broken;
	guint	 source;
};

static void	write_queue_flush(struct write_queue *queue);
static ssize_t	write_queue_write(struct write_queue *queue, GBytes *octets);
static gboolean	write_queue_writable(int fd, GIOCondition condition, gpointer user);
static void	write_queue_drop(struct write_queue *queue);

struct write_queue *
write_queue_new(int fd, enum write_queue_kind kind, int priority, gsize most)
{
	struct write_queue *queue = g_new0(struct write_queue, 1);

	queue->fd = fd;
	queue->kind = kind;
	queue->priority = priority;
	queue->most = most;
	g_queue_init(&queue->waiting);
	g_unix_set_fd_nonblocking(fd, TRUE, NULL);
	return queue;
}

void
write_queue_free(struct write_queue *queue)
{
	if (queue == NULL)
		return;
	g_clear_handle_id(&queue->source, g_source_remove);
	write_queue_drop(queue);
	g_free(queue);
}

void
write_queue_bound(struct write_queue *queue, gsize most)
{
	queue->most = most;
}

void
write_queue_on_room(struct write_queue *queue, gsize low, write_queue_room_fn room,
    void *user)
{
	queue->low = low;
	queue->room = room;
	queue->user = user;
}

gboolean
write_queue_add(struct write_queue *queue, GBytes *octets)
{
	gsize len = g_bytes_get_size(octets);

	if (queue->broken || len == 0 ||
	    (queue->most != 0 && queue->octets + len > queue->most)) {
		g_bytes_unref(octets);
		return queue->broken || len == 0;
	}
	g_queue_push_tail(&queue->waiting, octets);
	queue->octets += len;
	if (queue->source == 0)
		write_queue_flush(queue);
	return TRUE;
}

gsize
write_queue_octets(const struct write_queue *queue)
{
	return queue->octets;
}

gboolean
write_queue_is_broken(const struct write_queue *queue)
{
	return queue->broken;
}

/* Writes what the descriptor takes now. */
static void
write_queue_flush(struct write_queue *queue)
{
	GBytes *octets;

	while ((octets = g_queue_peek_head(&queue->waiting)) != NULL) {
		ssize_t wrote = write_queue_write(queue, octets);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && errno != EAGAIN && errno != ENOBUFS) {
			queue->broken = TRUE;
			write_queue_drop(queue);
			return;
		}
		if (wrote < 0)
			break;
		queue->written += (gsize)wrote;
		queue->octets -= (gsize)wrote;
		if (queue->written == g_bytes_get_size(octets)) {
			g_bytes_unref(g_queue_pop_head(&queue->waiting));
			queue->written = 0;
		}
	}
	if (octets != NULL)
		queue->source = g_unix_fd_add_full(queue->priority, queue->fd,
		    G_IO_OUT | G_IO_ERR, write_queue_writable, queue, NULL);
}

static ssize_t
write_queue_write(struct write_queue *queue, GBytes *octets)
{
	gsize len;
	const guint8 *at = g_bytes_get_data(octets, &len);

	if (queue->kind == WRITE_PACKETS)
		return send(queue->fd, at, len, MSG_NOSIGNAL);
	return write(queue->fd, at + queue->written, len - queue->written);
}

static gboolean
write_queue_writable(int fd, GIOCondition condition, gpointer user)
{
	struct write_queue *queue = user;
	gsize before = queue->octets;

	queue->source = 0;
	write_queue_flush(queue);
	/* Last: whoever hears of the room may free the queue. */
	if (queue->room != NULL && before > queue->low && queue->octets <= queue->low)
		queue->room(queue->user);
	return G_SOURCE_REMOVE;
}

static void
write_queue_drop(struct write_queue *queue)
{
	g_queue_clear_full(&queue->waiting, (GDestroyNotify)g_bytes_unref);
	queue->octets = 0;
	queue->written = 0;
}
