/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A SEQPACKET socket on the main loop: packets in become messages
 * (base/message.h), messages out wait while the socket is full.
 */
#ifndef BASE_CHANNEL_H
#define BASE_CHANNEL_H

#include "base/message.h"
#include "base/write_queue.h"

/* Octets the other end may leave unread. */
#define CHANNEL_QUEUE_MAX	(4 * 1024 * 1024)

struct channel;

/* A message has come; `payload` is borrowed. */
typedef void (*channel_message_fn)(struct channel *channel,
	    enum message_type type, GVariant *payload, void *user);

/* The other end is gone, or was refused (`why`); called once, after which
 * nothing more arrives.  The channel must then be freed by its owner (here or
 * later). */
typedef void (*channel_closed_fn)(struct channel *channel, const char *why,
	    void *user);

/*
 * Takes a connected SEQPACKET socket (closed by channel_free()) and watches it
 * on the default main context at `priority`.  What is sent while the socket is
 * full waits, up to CHANNEL_QUEUE_MAX octets or what channel_bound() says: an
 * other end that leaves more unread is closed.
 */
struct channel *channel_new(int fd, enum message_side other, int priority,
	    channel_message_fn message, channel_closed_fn closed, void *user);
void	channel_free(struct channel *channel);
int	channel_fd(const struct channel *channel);

/* Sends or queues; `payload` is consumed. */
void	channel_send(struct channel *channel, enum message_type type,
	    GVariant *payload);

/* Octets waiting for the other end to read, and how many may. */
gsize	channel_queued(const struct channel *channel);
void	channel_bound(struct channel *channel, gsize most);

/* `room` is called from the loop each time what waits falls to `low` octets or
 * fewer. */
void	channel_on_room(struct channel *channel, gsize low, write_queue_room_fn room,
	    void *user);

/* Closes it from the loop, as if the other end had gone: `closed` is called with
 * `why` (a literal). */
void	channel_shut(struct channel *channel, const char *why);

/* Stops and goes on reading: what the other end says meanwhile waits in the
 * socket, and then holds the other end up. Its death is noticed afterwards. */
void	channel_listen(struct channel *channel, gboolean listen);

/* Reads what waits now, without the loop; the modem process between two
 * libgammu calls. */
void	channel_pump(struct channel *channel);

#endif
