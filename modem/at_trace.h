/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The last AT lines between libgammu and the modem, in memory only, for diagnosis.  PINs,
 * PDUs and texts are blanked as they come in.
 */
#ifndef MODEM_AT_TRACE_H
#define MODEM_AT_TRACE_H

struct at_trace;

struct at_trace *at_trace_new(void);
void	at_trace_free(struct at_trace *trace);

/* `way` is '>' to the modem, '<' from it, '!' our own doing. */
void	at_trace_add(struct at_trace *trace, char way, const char *text);

/* The ring, oldest first, a line each with its time of day; caller frees. */
char	*at_trace_print(const struct at_trace *trace);

#endif
