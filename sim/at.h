/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The AT commands: a table of names and handlers.  What they answer is gathered
 * in modem->reply; when it leaves is the modem's business.
 */
#ifndef SIM_AT_H
#define SIM_AT_H

#include <glib.h>

struct modem;

/* A command line, and the text that follows a prompt (`aborted`: by ESC). */
void	at_line(struct modem *modem, const char *line);
void	at_data(struct modem *modem, const char *data, gboolean aborted);

/* A USSD code was dialled; an answer, or a message of the network's own. A '?'
 * in front asks for a reply. */
void	at_ussd_dial(struct modem *modem, const char *code);
void	at_ussd_push(struct modem *modem, const char *answer);

#endif
