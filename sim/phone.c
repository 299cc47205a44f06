/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two sources on one loop: lines of standard input go out, events come in.
 * After the end of input a timer, started anew by each arrival, ends it.
 */
#include "sim/phone.h"

#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "sim/client.h"
#include "sim/event.h"

#define PHONE_WAIT_S	3.0
#define PHONE_WAIT_MAX_S 1e6
#define RETURN_SIGN	"⏎"
#define SENT_SIGN	"▶"
#define ARRIVED_SIGN	"◀"

struct phone {
	const struct phone_options *options;
	struct sim_client *client;
	GMainLoop *loop;
	GString	*typed;
	gboolean input_over;
	guint	 quiet_source;
	int	 status;
};

static gboolean	phone_typed(int fd, GIOCondition condition, gpointer user);
static void	phone_send(struct phone *phone, const char *line);
static gboolean	phone_arrived(int fd, GIOCondition condition, gpointer user);
static void	phone_print(GDateTime *at, const char *sign, const char *who,
		    const char *words);
static void	phone_wait(struct phone *phone);
static gboolean	phone_quiet(gpointer user);
static gboolean	phone_stop(gpointer user);

int
phone_run(const struct phone_options *options)
{
	struct phone phone = { .options = options, .status = EXIT_SUCCESS };
	g_autoptr(GError) error = NULL;
	g_autofree char *answer = NULL;

	phone.client = sim_client_new(options->folder, &error);
	if (phone.client != NULL)
		answer = sim_client_tell(phone.client, &error, "subscribe %s",
		    options->number);
	if (answer == NULL) {
		fprintf(stderr, "xiangyin-sim: %s\n", error->message);
		g_clear_pointer(&phone.client, sim_client_free);
		return EXIT_FAILURE;
	}
	phone.loop = g_main_loop_new(NULL, FALSE);
	phone.typed = g_string_new(NULL);
	g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, phone_typed, &phone);
	g_unix_fd_add(sim_client_fd(phone.client), G_IO_IN | G_IO_HUP,
	    phone_arrived, &phone);
	g_unix_signal_add(SIGINT, phone_stop, &phone);
	g_unix_signal_add(SIGTERM, phone_stop, &phone);
	/* What came before we looked. */
	phone_arrived(-1, 0, &phone);
	g_main_loop_run(phone.loop);
	g_main_loop_unref(phone.loop);
	g_string_free(phone.typed, TRUE);
	sim_client_free(phone.client);
	return phone.status;
}

static gboolean
phone_typed(int fd, GIOCondition condition, gpointer user)
{
	struct phone *phone = user;
	char octets[4096], *end;
	ssize_t len = read(fd, octets, sizeof(octets));

	if (len > 0)
		g_string_append_len(phone->typed, octets, len);
	else if (phone->typed->len > 0)
		g_string_append_c(phone->typed, '\n');
	while ((end = memchr(phone->typed->str, '\n', phone->typed->len))
	    != NULL) {
		g_autofree char *line = g_strndup(phone->typed->str,
		    (gsize)(end - phone->typed->str));

		g_string_erase(phone->typed, 0, end + 1 - phone->typed->str);
		phone_send(phone, line);
	}
	if (len > 0)
		return G_SOURCE_CONTINUE;
	phone->input_over = TRUE;
	phone_wait(phone);
	return G_SOURCE_REMOVE;
}

/* ⏎ in what is typed is a newline, as in what is printed. */
static void
phone_send(struct phone *phone, const char *line)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(line);
	g_autofree char *field = NULL, *answer = NULL;

	if (*line == '\0')
		return;
	g_string_replace(text, RETURN_SIGN, "\n", 0);
	field = event_escape(text->str);
	answer = sim_client_tell(phone->client, &error, "text %s %s %s",
	    phone->options->number, phone->options->to, field);
	if (answer == NULL) {
		fprintf(stderr, "xiangyin-sim: %s\n", error->message);
		phone->status = EXIT_FAILURE;
	} else if (!isatty(STDIN_FILENO)) {
		/* On a terminal it stands there already. */
		g_autoptr(GDateTime) now =
		    g_date_time_new_from_unix_local(clock_now() / CLOCK_SECOND);

		phone_print(now, SENT_SIGN, phone->options->to, text->str);
	}
}

static gboolean
phone_arrived(int fd, GIOCondition condition, gpointer user)
{
	struct phone *phone = user;
	char **event;

	while ((event = sim_client_event(phone->client, 0)) != NULL) {
		/* text NUMBER US FROM SCTS PARTS TEXT */
		if (g_strv_length(event) == 7 && strcmp(event[0], "text") == 0) {
			g_autoptr(GDateTime) at = g_date_time_new_from_unix_local(
			    g_ascii_strtoll(event[2], NULL, 10) / CLOCK_SECOND);

			phone_print(at, ARRIVED_SIGN, event[3], event[6]);
		}
		g_strfreev(event);
		if (phone->input_over)
			phone_wait(phone);
	}
	if (!sim_client_gone(phone->client))
		return G_SOURCE_CONTINUE;
	fprintf(stderr, "xiangyin-sim: the network has gone\n");
	phone->status = EXIT_FAILURE;
	g_main_loop_quit(phone->loop);
	return G_SOURCE_REMOVE;
}

static void
phone_print(GDateTime *at, const char *sign, const char *who, const char *words)
{
	g_autofree char *when = g_date_time_format(at, "%H:%M:%S");
	g_autoptr(GString) text = g_string_new(words);

	g_string_replace(text, "\r\n", RETURN_SIGN, 0);
	g_string_replace(text, "\n", RETURN_SIGN, 0);
	g_string_replace(text, "\r", RETURN_SIGN, 0);
	/* A text must not move the terminal's cursor. */
	for (gsize i = 0; i < text->len; i++) {
		if (g_ascii_iscntrl(text->str[i]))
			text->str[i] = '?';
	}
	printf("%s %s %s: %s\n", when, sign, who, text->str);
	fflush(stdout);
}

static void
phone_wait(struct phone *phone)
{
	double wait_s = phone->options->wait_s;

	if (wait_s < 0)
		wait_s = isatty(STDIN_FILENO) ? 0 : PHONE_WAIT_S;
	g_clear_handle_id(&phone->quiet_source, g_source_remove);
	phone->quiet_source = g_timeout_add(
	    (guint)(MIN(wait_s, PHONE_WAIT_MAX_S) * 1000),
	    phone_quiet, phone);
}

static gboolean
phone_quiet(gpointer user)
{
	struct phone *phone = user;

	phone->quiet_source = 0;
	g_main_loop_quit(phone->loop);
	return G_SOURCE_REMOVE;
}

static gboolean
phone_stop(gpointer user)
{
	struct phone *phone = user;

	g_main_loop_quit(phone->loop);
	return G_SOURCE_CONTINUE;
}
