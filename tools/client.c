/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See client.h.  Interrupting the program closes the socket, by which the engine knows; so
 * does a reader of our output who goes away.
 */
#include "tools/client.h"

#include <errno.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/channel.h"
#include "base/message.h"
#include "tools/catalog.h"
#include "tools/progress.h"
#include "tools/watch.h"

/* A longer line of input is cut here, and goes on as the next text. */
#define LINE_MAX_OCTETS	(32 * 1024)

/* Lines of a file leave together when they are so long. */
#define BUNDLE_OCTETS	(16 * 1024)

#define READ_OCTETS	(16 * 1024)

/* Input that waits for the engine to read it; beyond, reading rests. */
#define QUEUE_MAX	(256 * 1024)
#define QUEUE_LOOK_MS	20

#define WATCH_LOOK_MS	200

static gboolean	client_look(gpointer user);
static GVariant	*client_command(char **words);
static void	client_message(struct channel *channel, enum message_type type,
		    GVariant *payload, void *user);
static void	client_err(struct client *client, const char *text);
static void	client_closed(struct channel *channel, const char *why, void *user);
static gboolean	client_readable(int fd, GIOCondition condition, gpointer user);
static gboolean	client_resume(gpointer user);
static void	client_lines(struct client *client, gboolean last);
static void	client_line(struct client *client, const char *octets, gsize len);
static void	client_bundle(struct client *client);

int
client_run(int fd, char **words, struct client *client)
{
	guint look = 0;

	client->status = EXIT_UNREACHABLE;
	client->loop = g_main_loop_new(NULL, FALSE);
	client->input = g_string_new(NULL);
	client->bundle = g_string_new(NULL);
	client->channel = channel_new(fd, SIDE_ENGINE, G_PRIORITY_DEFAULT,
	    client_message, client_closed, client);
	channel_send(client->channel, MESSAGE_COMMAND, client_command(words));
	if (client->input_fd >= 0) {
		if (isatty(client->input_fd))
			client_say(_("each line is sent as a text; Ctrl-D ends"));
		client_resume(client);
	}
	if (watch_is_open())
		look = g_timeout_add(WATCH_LOOK_MS, client_look, client);
	if (!client->ended)
		g_main_loop_run(client->loop);
	progress_close();
	g_clear_handle_id(&look, g_source_remove);
	if (client->input_source != 0)
		g_source_remove(client->input_source);
	channel_free(client->channel);
	g_main_loop_unref(client->loop);
	g_string_free(client->input, TRUE);
	g_string_free(client->bundle, TRUE);
	return client->status;
}

/* Ctrl-C while a watched engine says nothing. */
static gboolean
client_look(gpointer user)
{
	struct client *client = user;

	if (watch_is_over())
		g_main_loop_quit(client->loop);
	return G_SOURCE_CONTINUE;
}

/* The words, and what the engine must know to dress its answer. */
static GVariant *
client_command(char **words)
{
	g_auto(GVariantBuilder) argv = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("as"));
	g_auto(GVariantBuilder) dress =
	    G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a{ss}"));
	const char *no_color = g_getenv("NO_COLOR"), *term = g_getenv("TERM");
	const char *locale = catalog_locale();
	g_autofree char *language = locale == NULL ? NULL :
	    g_utf8_make_valid(locale, -1);
	struct winsize size = { 0 };

	for (; *words != NULL; words++)
		g_variant_builder_add(&argv, "s", *words);
	if (language != NULL)
		g_variant_builder_add(&dress, "{ss}", "language", language);
	if (isatty(STDOUT_FILENO) &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
		char columns[16];

		g_snprintf(columns, sizeof(columns), "%u", size.ws_col);
		g_variant_builder_add(&dress, "{ss}", "columns", columns);
	}
	if (isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') &&
	    (term == NULL || strcmp(term, "dumb") != 0))
		g_variant_builder_add(&dress, "{ss}", "colour", "1");
	return g_variant_new("(asa{ss})", &argv, &dress);
}

static void
client_message(struct channel *channel, enum message_type type,
    GVariant *payload, void *user)
{
	struct client *client = user;
	const char *text;

	if (type == MESSAGE_COMMAND_PROGRESS) {
		guint done, of;

		g_variant_get(payload, "(uu)", &done, &of);
		progress_takes(done, of);
		return;
	}
	progress_close();
	switch (type) {
	case MESSAGE_COMMAND_OUT:
		g_variant_get(payload, "(&s)", &text);
		if (client_print(STDOUT_FILENO, text))
			return;
		client->status = EXIT_NO;
		break;
	case MESSAGE_COMMAND_ERR:
		g_variant_get(payload, "(&s)", &text);
		client_err(client, text);
		return;
	case MESSAGE_COMMAND_END:
		client_err(client, NULL);
		g_variant_get(payload, "(i)", &client->status);
		break;
	default:
		return;
	}
	client->ended = TRUE;
	g_main_loop_quit(client->loop);
}

/* What the engine says on standard error: with our name before it, and a line of its
 * own. NULL ends it. */
static void
client_err(struct client *client, const char *text)
{
	if (text != NULL && *text == '\0')
		return;
	if (text != NULL && !client->says)
		client_print(STDERR_FILENO, "xiangyin: ");
	if (text != NULL)
		client_print(STDERR_FILENO, text);
	else if (client->says)
		client_print(STDERR_FILENO, "\n");
	client->says = text != NULL && !g_str_has_suffix(text, "\n");
}

static void
client_closed(struct channel *channel, const char *why, void *user)
{
	struct client *client = user;

	if (!client->ended)
		client_say(_("the connection to the engine was lost before the command ended "
		    "(%s); check xiangyin status, then try again"), why);
	client->ended = TRUE;
	g_main_loop_quit(client->loop);
}

static gboolean
client_readable(int fd, GIOCondition condition, gpointer user)
{
	struct client *client = user;
	char octets[READ_OCTETS];
	ssize_t len;

	if (channel_queued(client->channel) > QUEUE_MAX) {
		client->input_source = g_timeout_add(QUEUE_LOOK_MS, client_resume,
		    client);
		return G_SOURCE_REMOVE;
	}
	len = read(fd, octets, sizeof(octets));
	if (len < 0 && (errno == EINTR || errno == EAGAIN))
		return G_SOURCE_CONTINUE;
	if (len > 0) {
		progress_read(len);
		g_string_append_len(client->input, octets, len);
		client_lines(client, FALSE);
		return G_SOURCE_CONTINUE;
	}
	client_lines(client, TRUE);
	client_bundle(client);
	channel_send(client->channel, MESSAGE_COMMAND_IN_END, g_variant_new("()"));
	client->input_source = 0;
	return G_SOURCE_REMOVE;
}

static gboolean
client_resume(gpointer user)
{
	struct client *client = user;

	client->input_source = g_unix_fd_add(client->input_fd,
	    G_IO_IN | G_IO_HUP | G_IO_ERR, client_readable, client);
	return G_SOURCE_REMOVE;
}

/* Sends the lines that are whole; at the end also one that is not. */
static void
client_lines(struct client *client, gboolean last)
{
	GString *input = client->input;
	gsize from = 0;

	while (from < input->len) {
		const char *line = input->str + from;
		gsize rest = input->len - from;
		const char *end = memchr(line, '\n', rest);
		gsize len = end == NULL ? rest : (gsize)(end - line);

		if (end == NULL && !last && rest <= LINE_MAX_OCTETS)
			break;
		if (len > LINE_MAX_OCTETS) {
			len = LINE_MAX_OCTETS;
			/* Not inside a character. */
			while (len > 1 && ((guchar)line[len] & 0xC0) == 0x80)
				len--;
			end = NULL;
		}
		client_line(client, line, len);
		from += len + (end == NULL ? 0 : 1);
	}
	g_string_erase(input, 0, from);
}

static void
client_line(struct client *client, const char *octets, gsize len)
{
	g_autofree char *line = NULL;

	if (len > 0 && octets[len - 1] == '\r')
		len--;
	line = g_utf8_make_valid(octets, len);
	if (!client->file) {
		channel_send(client->channel, MESSAGE_COMMAND_IN,
		    g_variant_new("(s)", line));
		return;
	}
	if (client->bundled > 0)
		g_string_append_c(client->bundle, '\n');
	g_string_append(client->bundle, line);
	client->bundled++;
	if (client->bundle->len >= BUNDLE_OCTETS)
		client_bundle(client);
}

/* Sends the lines that wait. */
static void
client_bundle(struct client *client)
{
	if (client->bundled == 0)
		return;
	channel_send(client->channel, MESSAGE_COMMAND_IN,
	    g_variant_new("(s)", client->bundle->str));
	g_string_truncate(client->bundle, 0);
	client->bundled = 0;
}

gboolean
client_print(int fd, const char *text)
{
	gsize len = strlen(text);

	while (len > 0) {
		ssize_t written = write(fd, text, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			if (fd == STDOUT_FILENO)
				client_say(_("cannot write output: %s"),
				    g_strerror(errno));
			return FALSE;
		}
		text += written;
		len -= written;
	}
	return TRUE;
}

void
client_say(const char *format, ...)
{
	g_autofree char *text = NULL, *line = NULL;
	va_list arguments;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	line = g_strdup_printf("xiangyin: %s\n", text);
	client_print(STDERR_FILENO, line);
}
