/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Octets for a descriptor that does not always take them at once: what does not
 * go now waits, up to a bound, and goes when the main loop finds room.
 *
 * A stream's octets may be cut anywhere; a packet goes whole or waits.
 */
#ifndef BASE_WRITE_QUEUE_H
#define BASE_WRITE_QUEUE_H

#include <glib.h>

enum write_queue_kind { WRITE_STREAM, WRITE_PACKETS };

struct write_queue;

typedef void (*write_queue_room_fn)(void *user);

/* A queue for `fd` (not closed by it, made non-blocking), watched on the default
 * main context at `priority`.  `most` octets may wait; 0 no bound. */
struct write_queue *write_queue_new(int fd, enum write_queue_kind kind, int priority,
	    gsize most);
void	write_queue_free(struct write_queue *queue);

/* Another bound than at first. */
void	write_queue_bound(struct write_queue *queue, gsize most);

/* `room` is called from the loop, never from inside write_queue_add(), each time
 * what waits falls from above `low` octets to `low` or fewer. */
void	write_queue_on_room(struct write_queue *queue, gsize low, write_queue_room_fn room,
	    void *user);

/* Writes or queues; takes `octets` over.  FALSE: beyond the bound, so nothing of
 * it was taken. */
gboolean write_queue_add(struct write_queue *queue, GBytes *octets);

/* Octets that wait. */
gsize	write_queue_octets(const struct write_queue *queue);

/* The other end takes nothing any more (an error other than a full buffer): what
 * waited is dropped, as is all that is added. */
gboolean write_queue_is_broken(const struct write_queue *queue);

#endif
