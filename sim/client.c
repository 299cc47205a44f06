/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines from the socket are answers or events; events that come while an
 * answer is awaited wait in a queue.
 */
#include "sim/client.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "sim/event.h"

struct sim_client {
	GSocket	*socket;
	GString	*in;
	gsize	 seen;		/* octets of `in` without a newline */
	GQueue	 events;	/* lines */
	gboolean gone;
};

static char	**client_fields(char *line);
static gboolean	client_send(struct sim_client *client, const char *line);
static char	*client_next(struct sim_client *client, int wait_ms);
static char	*client_line(struct sim_client *client);
static gboolean	client_read(struct sim_client *client, int wait_ms);

struct sim_client *
sim_client_new(const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, "network", NULL);
	g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
	g_autoptr(GSocket) socket = g_socket_new(G_SOCKET_FAMILY_UNIX,
	    G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
	struct sim_client *client;

	if (socket == NULL || !g_socket_connect(socket, address, NULL, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	client = g_new0(struct sim_client, 1);
	client->socket = g_steal_pointer(&socket);
	client->in = g_string_new(NULL);
	return client;
}

void
sim_client_free(struct sim_client *client)
{
	g_queue_clear_full(&client->events, g_free);
	g_string_free(client->in, TRUE);
	g_object_unref(client->socket);
	g_free(client);
}

char *
sim_client_tell(struct sim_client *client, GError **error,
    const char *format, ...)
{
	g_autoptr(GString) answer = g_string_new(NULL);
	g_autofree char *command = NULL;
	va_list args;
	char *line;

	va_start(args, format);
	command = g_strdup_vprintf(format, args);
	va_end(args);
	g_strdelimit(command, "\n", ' ');
	if (!client_send(client, command))
		client->gone = TRUE;
	while ((line = client_next(client, -1)) != NULL) {
		g_autofree char *taken = line;

		if (g_str_has_prefix(line, "event\t"))
			g_queue_push_tail(&client->events,
			    g_steal_pointer(&taken));
		else if (g_str_has_prefix(line, "- "))
			g_string_append_printf(answer, "%s%s",
			    answer->len > 0 ? "\n" : "", line + 2);
		else if (strcmp(line, "ok") == 0)
			return g_string_free(g_steal_pointer(&answer), FALSE);
		else {
			g_set_error_literal(error, G_IO_ERROR,
			    G_IO_ERROR_FAILED,
			    line + MIN(strlen(line), strlen("no ")));
			return NULL;
		}
	}
	g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CLOSED,
	    "the network has gone");
	return NULL;
}

char **
sim_client_event(struct sim_client *client, int wait_ms)
{
	gint64 until = clock_elapsed() + (gint64)wait_ms * 1000;
	char *line = g_queue_pop_head(&client->events);

	while (line == NULL) {
		gint64 left = (until - clock_elapsed() + 999) / 1000;

		line = client_next(client, wait_ms < 0 ? -1 :
		    (int)MAX(left, 0));
		if (line == NULL)
			return NULL;
		/* An answer that nobody waited for. */
		if (!g_str_has_prefix(line, "event\t"))
			g_clear_pointer(&line, g_free);
	}
	return client_fields(line);
}

gboolean
sim_client_gone(const struct sim_client *client)
{
	return client->gone;
}

int
sim_client_fd(const struct sim_client *client)
{
	return g_socket_get_fd(client->socket);
}

/* Takes the line. */
static char **
client_fields(char *line)
{
	char **fields = g_strsplit(line + strlen("event\t"), "\t", -1);

	g_free(line);
	for (guint i = 0; fields[i] != NULL; i++) {
		char *plain = event_unescape(fields[i]);

		g_free(fields[i]);
		fields[i] = plain;
	}
	return fields;
}

static gboolean
client_send(struct sim_client *client, const char *line)
{
	g_autofree char *octets = g_strconcat(line, "\n", NULL);
	gsize len = strlen(octets), done = 0;

	while (done < len) {
		ssize_t put = g_socket_send(client->socket, octets + done,
		    len - done, NULL, NULL);

		if (put <= 0)
			return FALSE;
		done += (gsize)put;
	}
	return TRUE;
}

/* The next line, NULL when none comes in time. */
static char *
client_next(struct sim_client *client, int wait_ms)
{
	char *line = client_line(client);

	while (line == NULL && !client->gone && client_read(client, wait_ms))
		line = client_line(client);
	return line;
}

static char *
client_line(struct sim_client *client)
{
	char *end = memchr(client->in->str + client->seen, '\n',
	    client->in->len - client->seen);
	char *line;

	if (end == NULL) {
		client->seen = client->in->len;
		return NULL;
	}
	line = g_strndup(client->in->str, (gsize)(end - client->in->str));
	g_string_erase(client->in, 0, end + 1 - client->in->str);
	client->seen = 0;
	return line;
}

static gboolean
client_read(struct sim_client *client, int wait_ms)
{
	struct pollfd poll_fd = { sim_client_fd(client), POLLIN, 0 };
	char octets[64 * 1024];
	ssize_t len;
	int ready;

	do {
		ready = poll(&poll_fd, 1, wait_ms);
	} while (ready < 0 && errno == EINTR);
	if (ready <= 0)
		return FALSE;
	len = recv(poll_fd.fd, octets, sizeof(octets), 0);
	if (len <= 0) {
		client->gone = TRUE;
		return FALSE;
	}
	g_string_append_len(client->in, octets, len);
	return TRUE;
}
