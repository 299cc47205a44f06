/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See console.h.
 */
#include "smsd/console.h"

#include <string.h>

#include "base/phone.h"
#include "smsd/session.h"

struct console {
	struct client *client;
	struct session *session;
};

static const char *console_line(const struct config *config, const char *asked);
static void	console_refuse(struct client *client, int status,
	    const char *format, ...) G_GNUC_PRINTF(3, 4);
static void	console_say(const char *text, void *console);
static void	console_listen(gboolean listen, void *console);
static void	console_done(void *console);
static void	console_hear(struct client *client, const char *line, void *console);
static void	console_hear_end(struct client *client, void *console);
static void	console_gone(void *console);

static const struct session_far_end console_far_end = {
	console_say, console_listen, console_done
};

static const struct client_server console_server = {
	console_hear, console_hear_end, console_gone
};

void
console_begin(struct client *client, const struct command_call *call)
{
	const struct command_line *words = &call->line;
	const char *bearer = command_line_value(words, "bearer");
	const char *asked = command_line_value(words, "line");
	const char *typed = command_line_value(words, "number");
	const struct config *config = client->engine->config;
	g_autofree char *phone = phone_normalise(typed);
	const char *line = console_line(config, asked);
	struct console *console;

	if (!phone_is_dialable(phone)) {
		console_refuse(client, 2, "%s is not a telephone number, "
		    "expected one such as 13812345678\n", typed);
		return;
	}
	if (line == NULL) {
		console_refuse(client, 2, "there is no line %s, expected one of "
		    "lines in %s\n", asked, config->path);
		return;
	}
	console = g_new0(struct console, 1);
	console->client = client;
	console->session = session_new(client->engine, g_strcmp0(bearer, "ussd") == 0 ?
	    BEARER_USSD : BEARER_CONSOLE, phone, line, &console_far_end, console);
	if (console->session == NULL) {
		console_refuse(client, 1, "%s is talking already, wait until the "
		    "other console has ended\n", typed);
		g_free(console);
		return;
	}
	session_set_typist(console->session, call->actor, call->role);
	client_serve(client, &console_server, console);
}

/* The line that was asked for, the first when none was; NULL unknown. */
static const char *
console_line(const struct config *config, const char *asked)
{
	for (guint i = 0; i < config->lines->len; i++) {
		const char *name = g_array_index(config->lines,
		    struct line_config, i).name;

		if (asked == NULL || strcmp(name, asked) == 0)
			return name;
	}
	return NULL;
}

/* Why it does not begin. */
static void
console_refuse(struct client *client, int status, const char *format, ...)
{
	g_autofree char *words = NULL;
	va_list args;

	va_start(args, format);
	words = g_strdup_vprintf(format, args);
	va_end(args);
	client_err(client, words);
	client_end(client, status);
}

static void
console_say(const char *text, void *user)
{
	struct console *console = user;
	g_auto(GStrv) rows = g_strsplit(text, "\n", -1);
	g_autofree char *row = g_strjoinv("\342\217\216", rows);	/* ⏎ */
	g_autofree char *line = g_strconcat(row, "\n", NULL);

	client_out(console->client, line);
}

static void
console_listen(gboolean listen, void *user)
{
	struct console *console = user;

	client_listen(console->client, listen);
}

static void
console_done(void *user)
{
	struct console *console = user;

	client_end(console->client, 0);
}

static void
console_hear(struct client *client, const char *line, void *user)
{
	struct console *console = user;

	session_hear(console->session, line);
}

static void
console_hear_end(struct client *client, void *user)
{
	struct console *console = user;

	session_end(console->session);
}

static void
console_gone(void *user)
{
	struct console *console = user;

	session_abandon(console->session);
	g_free(console);
}
