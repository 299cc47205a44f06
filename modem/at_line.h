/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reads what a modem says into lines.  Pure: octets in, calls out.
 *
 * A line ends at CR or LF; empty ones are not told.  Control characters are
 * noise and are dropped.  A +CUSD whose quotes do not close is joined with what follows
 * (the network's text had line breaks; LIBGAMMU 2.6).  The prompt for a PDU,
 * "> " with no line end, is told while it is expected.
 */
#ifndef MODEM_AT_LINE_H
#define MODEM_AT_LINE_H

#include <glib.h>

/* Longest line kept, in octets: a PDU of a long FF-padded record, or a +CUSD
 * of 182 characters in UCS-2 hex. */
#define AT_LINE_MAX	1024

enum at_line_kind {
	AT_LINE_TEXT,
	AT_LINE_LONG,		/* its beginning; the rest was dropped */
	AT_LINE_PROMPT		/* text is "> " */
};

typedef void (*at_line_fn)(enum at_line_kind kind, const char *text,
	    void *user);

struct at_line;

struct at_line *at_line_new(at_line_fn line, void *user);
void	at_line_free(struct at_line *reader);
void	at_line_feed(struct at_line *reader, const char *octets, gsize len);

/* A prompt may come now. */
void	at_line_expect_prompt(struct at_line *reader, gboolean expect);

/* Forgets a line begun. */
void	at_line_reset(struct at_line *reader);

/* Do the quotes of a line close? */
gboolean at_line_is_balanced(const char *text);

#endif
