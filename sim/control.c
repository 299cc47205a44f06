/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clients of the control socket.  What is to be written to one gathers during
 * a turn of the loop and leaves in one write behind it.
 */
#include "config.h"

#include "sim/control.h"

#include <errno.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/phone.h"
#include "sim/handset.h"
#include "sim/modem.h"
#include "sim/network_state.h"

#define CONTROL_LINE_MAX	(64 * 1024)
/* A client that leaves so much unread is hung up on. */
#define CONTROL_BACKLOG_MAX	(256 * 1024 * 1024)

struct control {
	struct network *network;
	control_command_fn command;
	char	*path;
	GSocket	*socket;
	guint	 accept_source;
	GPtrArray *clients;
};

struct control_client {
	struct control *control;
	int	 fd;
	guint	 read_source, write_source, flush_source;
	GString	*in, *out;
	GHashTable *subjects;
	gboolean all;
};

static gboolean	control_bind(struct control *control, GError **error);
static gboolean	control_accept(int fd, GIOCondition condition, gpointer user);
static gboolean	client_readable(int fd, GIOCondition condition, gpointer user);
static void	client_line(struct control_client *client, const char *line);
static void	client_say(struct control_client *client, const char *words,
		    const char *line);
static gboolean	client_flush(gpointer user);
static gboolean	client_writable(int fd, GIOCondition condition, gpointer user);
static void	client_free(gpointer user);

struct control *
control_new(struct network *network, const char *folder, control_command_fn command,
    GError **error)
{
	struct control *control = g_new0(struct control, 1);

	control->network = network;
	control->command = command;
	control->path = g_build_filename(folder, "network", NULL);
	control->clients = g_ptr_array_new_with_free_func(client_free);
	if (!control_bind(control, error)) {
		control_free(control);
		return NULL;
	}
	control->accept_source = g_unix_fd_add(
	    g_socket_get_fd(control->socket), G_IO_IN, control_accept,
	    control);
	return control;
}

void
control_free(struct control *control)
{
	g_clear_handle_id(&control->accept_source, g_source_remove);
	g_ptr_array_unref(control->clients);
	if (control->socket != NULL) {
		unlink(control->path);
		g_object_unref(control->socket);
	}
	g_free(control->path);
	g_free(control);
}

void
control_tell(struct control *control, const char *subject, const char *line)
{
	for (guint i = 0; i < control->clients->len; i++) {
		struct control_client *client =
		    g_ptr_array_index(control->clients, i);

		if (client->all || g_hash_table_contains(client->subjects,
		    subject))
			client_say(client, "event\t", line);
	}
}

void
control_subscribe(struct control_client *client, const char *subject,
    gboolean wanted)
{
	struct network *network = client->control->network;
	g_autofree char *number = NULL;

	if (strcmp(subject, "*") == 0) {
		client->all = wanted;
		return;
	}
	if (modem_find(network, subject) != NULL)
		number = g_strdup(subject);
	else
		number = phone_normalise(subject);
	if (g_hash_table_contains(client->subjects, number) == wanted)
		return;
	if (wanted)
		g_hash_table_add(client->subjects, g_strdup(number));
	else
		g_hash_table_remove(client->subjects, number);
	if (modem_find(network, subject) == NULL)
		handset_watch(handset_of(network, number), wanted);
}

static gboolean
control_bind(struct control *control, GError **error)
{
	g_autoptr(GSocketAddress) address =
	    g_unix_socket_address_new(control->path);
	g_autoptr(GSocket) probe = g_socket_new(G_SOCKET_FAMILY_UNIX,
	    G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
	g_autoptr(GSocket) listening = NULL;

	if (probe == NULL)
		return FALSE;
	if (g_socket_connect(probe, address, NULL, NULL)) {
		g_set_error(error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE,
		    "%s: another network runs here", control->path);
		return FALSE;
	}
	/* Left by one that was killed. */
	unlink(control->path);
	listening = g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
	    G_SOCKET_PROTOCOL_DEFAULT, error);
	if (listening == NULL ||
	    !g_socket_bind(listening, address, FALSE, error))
		return FALSE;
	g_socket_set_listen_backlog(listening, 512);
	if (!g_socket_listen(listening, error))
		return FALSE;
	control->socket = g_steal_pointer(&listening);
	return TRUE;
}

static gboolean
control_accept(int fd, GIOCondition condition, gpointer user)
{
	struct control *control = user;
	struct control_client *client;
	int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (accepted < 0)
		return G_SOURCE_CONTINUE;
	client = g_new0(struct control_client, 1);
	client->control = control;
	client->fd = accepted;
	client->in = g_string_new(NULL);
	client->out = g_string_new(NULL);
	client->subjects = g_hash_table_new_full(g_str_hash, g_str_equal,
	    g_free, NULL);
	client->read_source = g_unix_fd_add(accepted, G_IO_IN | G_IO_HUP,
	    client_readable, client);
	g_ptr_array_add(control->clients, client);
	return G_SOURCE_CONTINUE;
}

static gboolean
client_readable(int fd, GIOCondition condition, gpointer user)
{
	struct control_client *client = user;
	char octets[16 * 1024], *end;
	ssize_t len = read(fd, octets, sizeof(octets));

	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return G_SOURCE_CONTINUE;
	if (len > 0)
		g_string_append_len(client->in, octets, len);
	if (len <= 0 || client->out->len > CONTROL_BACKLOG_MAX) {
		client->read_source = 0;
		g_ptr_array_remove(client->control->clients, client);
		return G_SOURCE_REMOVE;
	}
	while ((end = memchr(client->in->str, '\n', client->in->len)) != NULL) {
		g_autofree char *line = g_strndup(client->in->str,
		    (gsize)(end - client->in->str));

		g_string_erase(client->in, 0, end + 1 - client->in->str);
		client_line(client, line);
	}
	if (client->in->len > CONTROL_LINE_MAX)
		g_string_truncate(client->in, 0);
	return G_SOURCE_CONTINUE;
}

static void
client_line(struct control_client *client, const char *line)
{
	g_autoptr(GString) answer = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	gboolean done;

	if (!g_utf8_validate(line, -1, NULL)) {
		client_say(client, "no ", "expected UTF-8");
		return;
	}
	done = client->control->command(client->control->network, client, line, answer,
	    &error);
	if (answer->len > 0) {
		g_auto(GStrv) lines = g_strsplit(answer->str, "\n", -1);

		for (guint i = 0; lines[i] != NULL &&
		    (lines[i + 1] != NULL || *lines[i] != '\0'); i++)
			client_say(client, "- ", lines[i]);
	}
	if (done)
		client_say(client, "ok", "");
	else
		client_say(client, "no ", error->message);
}

static void
client_say(struct control_client *client, const char *words, const char *line)
{
	g_string_append(client->out, words);
	g_string_append(client->out, line);
	g_string_append_c(client->out, '\n');
	if (client->flush_source == 0 && client->write_source == 0)
		client->flush_source = g_idle_add_full(G_PRIORITY_DEFAULT,
		    client_flush, client, NULL);
}

static gboolean
client_flush(gpointer user)
{
	struct control_client *client = user;
	ssize_t put;

	client->flush_source = 0;
	put = send(client->fd, client->out->str, client->out->len,
	    MSG_NOSIGNAL);
	/* Death is noticed by the reader. */
	if (put < 0 && errno != EAGAIN && errno != EINTR)
		put = (ssize_t)client->out->len;
	if (put > 0)
		g_string_erase(client->out, 0, put);
	if (client->out->len > 0)
		client->write_source = g_unix_fd_add(client->fd, G_IO_OUT,
		    client_writable, client);
	return G_SOURCE_REMOVE;
}

static gboolean
client_writable(int fd, GIOCondition condition, gpointer user)
{
	struct control_client *client = user;

	client->write_source = 0;
	client_flush(client);
	return G_SOURCE_REMOVE;
}

static void
client_free(gpointer user)
{
	struct control_client *client = user;
	struct network *network = client->control->network;
	GHashTableIter each;
	gpointer subject;

	g_hash_table_iter_init(&each, client->subjects);
	while (g_hash_table_iter_next(&each, &subject, NULL)) {
		if (modem_find(network, subject) == NULL)
			handset_watch(handset_of(network, subject), FALSE);
	}
	g_clear_handle_id(&client->read_source, g_source_remove);
	g_clear_handle_id(&client->write_source, g_source_remove);
	g_clear_handle_id(&client->flush_source, g_source_remove);
	close(client->fd);
	g_hash_table_unref(client->subjects);
	g_string_free(client->in, TRUE);
	g_string_free(client->out, TRUE);
	g_free(client);
}
