/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A client of the control socket: one command, whose output leaves in pieces and
 * ends with its exit status.  A client that breaks the rules of base/message.h, or
 * leaves too much unread, is closed.
 */
#ifndef SMSD_CLIENT_H
#define SMSD_CLIENT_H

#include "base/channel.h"
#include "smsd/engine.h"

/* Octets of output that may wait for one client, and for all together; beyond, the
 * client that has left most unread is closed. */
#define CLIENT_QUEUE_MAX	(8 * 1024 * 1024)
#define CLIENT_QUEUES_MAX	(32 * 1024 * 1024)

struct client;

/* Whoever serves a client: its input, its end, and that it has read on. */
struct client_server {
	void	(*hear)(struct client *client, const char *line, void *user);
	void	(*hear_end)(struct client *client, void *user);
	void	(*gone)(void *user);
	void	(*room)(struct client *client, void *user);	/* NULL: none */
};

/* Its command, and its end; the client is freed after `closed`. */
struct client_owner {
	void	(*command)(struct client *client, GVariant *payload);
	void	(*closed)(struct engine *engine);
};

/* Who is at the other end, as the kernel says; see struct right_peer. */
struct client_peer {
	char	*shown;		/* "uid 1000 (wang)" */
	char	*user, *login;
	gboolean is_owner;
};

struct client {
	struct engine *engine;
	struct channel *channel;
	struct client_peer peer;	/* strings owned */
	const struct client_owner *owner;
	const struct client_server *server;	/* NULL: nobody, input is dropped */
	void	*user;		/* of the server */
	gboolean asked;		/* one command a client */
};

/* Adds a client to engine->clients; takes the connected socket and the peer's
 * strings. */
void	client_new(struct engine *engine, int fd, const struct client_peer *peer,
	    const struct client_owner *owner);
void	client_free(struct client *client);

/* From now on it is served by this one; the one before hears no more of it. */
void	client_serve(struct client *client, const struct client_server *server,
	    void *user);

/* Words for its standard output and error, cut into packets. */
void	client_out(struct client *client, const char *words);
void	client_err(struct client *client, const char *words);
void	client_progress(struct client *client, guint done, guint of);

/* Its command has ended; it will close. */
void	client_end(struct client *client, int status);

/* Much waits to be read: stop until the server hears of room. */
gboolean client_is_behind(const struct client *client);

/* Stops and goes on reading its input. */
void	client_listen(struct client *client, gboolean listen);

#endif
