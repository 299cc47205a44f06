/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A client of a network's control socket (sim/control.h), for programs, tests
 * and measurements.  Calls wait; nothing here needs a main loop.
 */
#ifndef SIM_CLIENT_H
#define SIM_CLIENT_H

#include <glib.h>

struct sim_client;

/* `folder` as given to `xiangyin-sim network`. */
struct sim_client *sim_client_new(const char *folder, GError **error);
void	sim_client_free(struct sim_client *client);

/*
 * Tells the network one command line and waits for its answer.  Returns the
 * answer's lines joined by newlines ("" none; caller frees), NULL with an
 * error when the answer is no or nobody answers.
 */
char	*sim_client_tell(struct sim_client *client, GError **error,
	    const char *format, ...) G_GNUC_PRINTF(3, 4);

/*
 * The next event's fields (sim/event.h; text unescaped), NULL-terminated; free
 * with g_strfreev().  NULL when none comes within `wait_ms` (-1: for ever), or
 * when the network is gone (sim_client_gone()).
 */
char	**sim_client_event(struct sim_client *client, int wait_ms);
gboolean sim_client_gone(const struct sim_client *client);

/* To watch for events; readable may also mean that the network is gone. */
int	sim_client_fd(const struct sim_client *client);

#endif
