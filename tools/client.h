/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Carrying one command to the engine: sends its words and, where it reads, its input
 * over the control socket, and prints what comes back as it comes.
 */
#ifndef TOOLS_CLIENT_H
#define TOOLS_CLIENT_H

#include <glib.h>

/* Exit status (DESIGN 9). */
#define EXIT_NO		1
#define EXIT_USAGE	2
#define EXIT_UNREACHABLE 3

struct channel;

struct client {
	GMainLoop *loop;
	struct channel *channel;
	int	 input_fd;	/* what the command reads; -1: nothing */
	gboolean file;		/* it is a file: lines go in bundles */
	GString	*input;		/* the line begun */
	GString	*bundle;	/* lines not yet sent */
	int	 bundled;
	guint	 input_source;
	int	 status;
	gboolean ended;
	gboolean says;		/* a line on standard error has begun */
};

/* Connects to the engine; -1 after a sentence on standard error that says why it cannot
 * be reached and what to do. */
int	client_connect(const char *path);

/* Carries the command to its end and closes fd.  client->input_fd and ->file are the
 * caller's to fill.  Returns the exit status. */
int	client_run(int fd, char **words, struct client *client);

/* Writes a text; FALSE when it cannot. */
gboolean client_print(int fd, const char *text);

/* Writes a line on standard error, with our name before it. */
void	client_say(const char *format, ...) G_GNUC_PRINTF(1, 2);

#endif
