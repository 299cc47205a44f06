/*
 * The control socket: staff's way in.  Root, the engine's own user and members
 * of control_group get in, nobody else: the kernel says who they are
 * (SO_PEERCRED), and the socket's mode is 0660.
 *
 * A client is one command; its output leaves in pieces and ends with its exit
 * status.  A client that breaks the rules of base/message.h is closed.
 */
#ifndef SMSD_CONTROL_H
#define SMSD_CONTROL_H

#include "base/channel.h"
#include "smsd/engine.h"

#define CONTROL_CLIENTS_MAX	256

struct client {
	struct control *control;
	struct channel *channel;
	char	*shown;		/* "uid 1000 (wang)" */
	char	*user, *login;	/* see struct right_peer */
	gboolean owner;
	struct job *job;	/* the command that runs; NULL none */
	struct reader *reader;	/* it runs beside the engine; NULL not */
	struct console *console;	/* it is a console; NULL not */
	gboolean asked;		/* one command a client */
};

/* Binds the socket.  NULL and `error` when another engine listens there, or
 * when the place is not ours. */
struct control *control_new(struct engine *engine, GError **error);
void	control_free(struct control *control);

/* Words for a client's standard output and error, cut into packets. */
void	client_out(struct client *client, const char *words);
void	client_err(struct client *client, const char *words);
/* What ran beside the engine for it has ended. */
void	client_read(struct client *client, int status);
/* Its command has ended; it will close. */
void	client_end(struct client *client, int status);

#endif
