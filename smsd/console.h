/*
 * `xiangyin talk`: a telephone made of a client's standard input and output.
 * Each line is a text, stored and answered like one from a SIM; its answers
 * leave by the same outbox, to the console in place of a modem.  The next line
 * is read when the answers to the last have left.
 */
#ifndef SMSD_CONSOLE_H
#define SMSD_CONSOLE_H

#include "db/outbox.h"
#include "smsd/batch.h"
#include "tools/command.h"

struct client;
struct console;

/* Begins, by the words of the command; what is typed is marked with its actor.
 * When they will not do it says so, ends the client and returns NULL. */
struct console *console_new(struct engine *engine, struct client *client,
	    const struct command_call *call);

/* A line of input; the end of the input; the client is gone. */
void	console_hear(struct console *console, const char *line);
void	console_end(struct console *console);
void	console_abandon(struct console *console);

void	console_free(struct console *console);

/* Something became due: every console looks whether it is for it. */
void	console_look(struct engine *engine);

/* Event EVENT_CONSOLE: one step, inside a batch and after it. */
gboolean console_step(struct engine *engine, struct event *event,
	    GError **error);
void	console_leave(struct engine *engine, struct event *event);

/* Event EVENT_CONSOLE_GONE. */
gboolean console_gone(struct engine *engine, struct event *event,
	    GError **error);
void	console_gone_leave(struct engine *engine, struct event *event);

/* A message for it, its handing committed. */
void	console_say(struct console *console, const struct outbox_msg *msg);

#endif
