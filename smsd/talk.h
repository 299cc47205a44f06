/*
 * `xiangyin talk`: a telephone made of a client's standard input and output.
 * Each line is a text, stored and answered like one from a SIM; its answers
 * leave by the same outbox, to the console in place of a modem.  The next line
 * is read when the answers to the last have left.
 */
#ifndef SMSD_TALK_H
#define SMSD_TALK_H

#include "db/outbox.h"
#include "smsd/turn.h"
#include "tools/syntax.h"

struct client;
struct talk;

/* Begins, by the words of the command.  When they will not do it says so, ends
 * the client and returns NULL. */
struct talk *talk_new(struct engine *engine, struct client *client,
	    const struct command_line *line);

/* A line of input; the end of the input; the client is gone. */
void	talk_hear(struct talk *talk, const char *line);
void	talk_end(struct talk *talk);
void	talk_abandon(struct talk *talk);

void	talk_free(struct talk *talk);

/* Something became due: every console looks whether it is for it. */
void	talk_look(struct engine *engine);

/* Event EVENT_TALK: one step, inside a turn and after it. */
gboolean talk_step(struct engine *engine, struct event *event,
	    GError **error);
void	talk_leave(struct engine *engine, struct event *event);

/* Event EVENT_TALK_GONE. */
gboolean talk_gone(struct engine *engine, struct event *event,
	    GError **error);
void	talk_gone_leave(struct engine *engine, struct event *event);

/* A message for it, its handing committed. */
void	talk_say(struct talk *talk, const struct outbox_msg *msg);

#endif
