/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See client.h.
 */
#include "smsd/client.h"

#include <string.h>

#include "base/log.h"

#define CLIENT_PRIORITY	(G_PRIORITY_DEFAULT + 5)	/* behind the modems */
#define CLIENT_PIECE	(MESSAGE_MAX / 2)	/* octets of output a packet */
#define CLIENT_BEHIND	(256 * 1024)
#define CLIENT_ROOM	(64 * 1024)

static void	client_message(struct channel *channel, enum message_type type,
	    GVariant *payload, void *user);
static void	client_closed(struct channel *channel, const char *why, void *user);
static void	client_room(void *user);
static void	client_say(struct client *client, enum message_type type,
	    const char *words);
static void	client_bound(struct client *client);

void
client_new(struct engine *engine, int fd, const struct client_peer *peer,
    const struct client_owner *owner)
{
	struct client *client = g_new0(struct client, 1);

	client->engine = engine;
	client->owner = owner;
	client->peer = *peer;
	client->channel = channel_new(fd, SIDE_CLIENT, CLIENT_PRIORITY,
	    client_message, client_closed, client);
	/* One's own bound is looked at here, where the log can name the client. */
	channel_bound(client->channel, 0);
	channel_on_room(client->channel, CLIENT_ROOM, client_room, client);
	g_ptr_array_add(engine->clients, client);
}

void
client_free(struct client *client)
{
	client_serve(client, NULL, NULL);
	client->owner->closed(client->engine);
	channel_free(client->channel);
	g_free(client->peer.shown);
	g_free(client->peer.user);
	g_free(client->peer.login);
	g_free(client);
}

void
client_serve(struct client *client, const struct client_server *server, void *user)
{
	const struct client_server *before = client->server;
	void *user_before = client->user;

	client->server = server;
	client->user = user;
	if (before != NULL)
		before->gone(user_before);
}

void
client_out(struct client *client, const char *words)
{
	client_say(client, MESSAGE_COMMAND_OUT, words);
}

void
client_err(struct client *client, const char *words)
{
	client_say(client, MESSAGE_COMMAND_ERR, words);
}

void
client_progress(struct client *client, guint done, guint of)
{
	channel_send(client->channel, MESSAGE_COMMAND_PROGRESS,
	    g_variant_new("(uu)", done, of));
}

void
client_end(struct client *client, int status)
{
	channel_send(client->channel, MESSAGE_COMMAND_END,
	    g_variant_new("(i)", status));
}

gboolean
client_is_behind(const struct client *client)
{
	return channel_queued(client->channel) > CLIENT_BEHIND;
}

void
client_listen(struct client *client, gboolean listen)
{
	channel_listen(client->channel, listen);
}

static void
client_message(struct channel *channel, enum message_type type, GVariant *payload,
    void *user)
{
	struct client *client = user;
	const char *line;

	if (type == MESSAGE_COMMAND && client->asked) {
		log_warning("control: %s closed: a second command", client->peer.shown);
		g_ptr_array_remove_fast(client->engine->clients, client);
	} else if (type == MESSAGE_COMMAND) {
		client->asked = TRUE;
		client->owner->command(client, payload);
	} else if (client->server != NULL && type == MESSAGE_COMMAND_IN) {
		g_variant_get(payload, "(&s)", &line);
		client->server->hear(client, line, client->user);
	} else if (client->server != NULL) {
		client->server->hear_end(client, client->user);
	}
}

static void
client_closed(struct channel *channel, const char *why, void *user)
{
	struct client *client = user;

	log_debug("control: %s: %s", client->peer.shown, why);
	g_ptr_array_remove_fast(client->engine->clients, client);
}

static void
client_room(void *user)
{
	struct client *client = user;

	if (client->server != NULL && client->server->room != NULL)
		client->server->room(client, client->user);
}

/* In pieces that fit a packet and tear no character. */
static void
client_say(struct client *client, enum message_type type, const char *words)
{
	while (*words != '\0') {
		gsize len = strlen(words);
		g_autofree char *piece = NULL;

		if (len > CLIENT_PIECE) {
			const char *end = words + CLIENT_PIECE;

			len = (gsize)(g_utf8_find_prev_char(words, end + 1) - words);
		}
		piece = g_strndup(words, len);
		channel_send(client->channel, type, g_variant_new("(s)", piece));
		words += len;
	}
	client_bound(client);
}

/* What nobody reads must not fill the engine's memory. */
static void
client_bound(struct client *client)
{
	const GPtrArray *clients = client->engine->clients;
	struct client *most = client;
	gsize queued = channel_queued(client->channel), all = 0;

	if (queued == 0)
		return;
	for (guint i = 0; i < clients->len && queued <= CLIENT_QUEUE_MAX; i++) {
		struct client *other = g_ptr_array_index(clients, i);

		all += channel_queued(other->channel);
		if (channel_queued(other->channel) > channel_queued(most->channel))
			most = other;
	}
	if (queued <= CLIENT_QUEUE_MAX && all <= CLIENT_QUEUES_MAX)
		return;
	log_warning("control: %s closed: it left %" G_GSIZE_FORMAT
	    " octets unread", most->peer.shown, channel_queued(most->channel));
	channel_shut(most->channel, "it does not read");
}
