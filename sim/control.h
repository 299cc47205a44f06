/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The network's control socket: FOLDER/network, AF_UNIX, a stream of lines.
 *
 * A client writes one command a line: words between blanks, in which
 * backslash, newline, return and tab are written \\ \n \r \t.  It gets
 * answer lines, each behind "- ", and then "ok" or "no WHY".  What it
 * subscribed to comes as lines "event\t" and the fields of sim/event.h,
 * between answers, never inside one.  `help` lists commands, faults and
 * settings.
 */
#ifndef SIM_CONTROL_H
#define SIM_CONTROL_H

#include <glib.h>

struct control;
struct control_client;
struct network;

/* Does a command line; answers go to `answer`, a line each. FALSE: no, and why. */
typedef gboolean (*control_command_fn)(struct network *network,
	    struct control_client *client, const char *line, GString *answer,
	    GError **error);

struct control *control_new(struct network *network, const char *folder,
	    control_command_fn command, GError **error);
void	control_free(struct control *control);

/* An event, to whoever subscribed to `subject` or to all. */
void	control_tell(struct control *control, const char *subject,
	    const char *line);

/* Events about `subject` ("*": all) from now on, or no more. */
void	control_subscribe(struct control_client *client, const char *subject,
	    gboolean wanted);

#endif
