/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The link to the filter (xiangyin-at) beside its AT stream: raw AT commands, faults,
 * PDUs that libgammu must not see.
 */
#ifndef MODEM_FILTER_LINK_H
#define MODEM_FILTER_LINK_H

#include "modem/modem.h"

struct filter_link;

/* The answer to a raw command: lines, then the final code. */
typedef void (*filter_link_answer_fn)(struct modem *modem, const char *lines,
	    guint64 tag);

/* A PDU that was kept from libgammu; `store` "" when it lies in none. */
typedef void (*filter_link_refused_fn)(struct modem *modem, const char *store,
	    guint slot, const char *reason, const guint8 *octets, gsize len);

/* Makes the channel. *command (caller frees) starts the filter at its other
 * end, for gammu_open(); after that, filter_link_opened() closes our copy of it. */
struct filter_link *filter_link_new(struct modem *modem,
	    filter_link_refused_fn refused, char **command, GError **error);
void	filter_link_opened(struct filter_link *link);
void	filter_link_free(struct filter_link *link);

/* Queues a raw command; `answer` is called from the loop or filter_link_pump(). */
void	filter_link_command(struct filter_link *link, const char *line, guint deadline_ms,
	    filter_link_answer_fn answer, guint64 tag);

/* Asks and waits. NULL when the filter has gone. Caller frees. */
char	*filter_link_ask(struct filter_link *link, const char *line, guint deadline_ms);

/* TRUE when the answer ends in OK. */
gboolean filter_link_is_ok(const char *lines);

/* Releases unsolicited lines that wait; on TRUE they are in libgammu's pipe.  Never
 * inside a call of libgammu. */
gboolean filter_link_release(struct filter_link *link);

/* Handles what the filter has sent so far. */
void	filter_link_pump(struct filter_link *link);

/* TRUE when the filter itself ended a command of libgammu since the last call: its
 * ERROR is then not the modem's answer. */
gboolean filter_link_intervened(struct filter_link *link);

#endif
