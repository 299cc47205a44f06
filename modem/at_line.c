/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The line reader.  Invariants: never more than AT_LINE_MAX octets are held;
 * a line that is being joined ends after AT_JOIN_MAX pieces whatever comes.
 */
#include "modem/at_line.h"

#include <string.h>

#define AT_JOIN_MAX	12	/* line breaks in one USSD text */

struct at_line {
	at_line_fn line;
	void	*user;
	GString	*text;
	gsize	 piece;		/* where the piece being read begins */
	int	 joined;
	gboolean too_long;
	gboolean prompt;
	gboolean after_prompt;	/* the blank of "> " is still to come */
};

static void	at_line_end(struct at_line *reader);
static void	at_line_tell(struct at_line *reader);
static gboolean	at_line_goes_on(const struct at_line *reader);

struct at_line *
at_line_new(at_line_fn line, void *user)
{
	struct at_line *reader = g_new0(struct at_line, 1);

	reader->line = line;
	reader->user = user;
	reader->text = g_string_sized_new(AT_LINE_MAX);
	return reader;
}

void
at_line_free(struct at_line *reader)
{
	if (reader == NULL)
		return;
	g_string_free(reader->text, TRUE);
	g_free(reader);
}

void
at_line_feed(struct at_line *reader, const char *octets, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)octets[i];
		gboolean blank = reader->after_prompt && c == ' ';

		reader->after_prompt = FALSE;
		if (c == '\r' || c == '\n')
			at_line_end(reader);
		else if (c < ' ' || c == 0x7f || blank)
			continue;
		else if (reader->prompt && c == '>' &&
		    reader->text->len == 0) {
			reader->after_prompt = TRUE;
			reader->line(AT_LINE_PROMPT, "> ", reader->user);
		} else if (reader->text->len < AT_LINE_MAX)
			g_string_append_c(reader->text, (char)c);
		else
			reader->too_long = TRUE;
	}
}

void
at_line_expect_prompt(struct at_line *reader, gboolean expect)
{
	reader->prompt = expect;
}

void
at_line_reset(struct at_line *reader)
{
	g_string_truncate(reader->text, 0);
	reader->piece = 0;
	reader->joined = 0;
	reader->too_long = FALSE;
}

gboolean
at_line_is_balanced(const char *text)
{
	guint quotes = 0;

	for (; *text != '\0'; text++)
		quotes += *text == '"';
	return quotes % 2 == 0;
}

static void
at_line_end(struct at_line *reader)
{
	if (reader->text->len == reader->piece)
		return;
	if (at_line_goes_on(reader)) {
		g_string_append_c(reader->text, ' ');
		reader->piece = reader->text->len;
		reader->joined++;
		return;
	}
	at_line_tell(reader);
}

/* The reader is clear before the line is told: who hears it may reset. */
static void
at_line_tell(struct at_line *reader)
{
	char text[AT_LINE_MAX + 1];
	gboolean too_long = reader->too_long;

	memcpy(text, reader->text->str, reader->text->len + 1);
	at_line_reset(reader);
	reader->line(too_long ? AT_LINE_LONG : AT_LINE_TEXT, text,
	    reader->user);
}

static gboolean
at_line_goes_on(const struct at_line *reader)
{
	return !reader->too_long && reader->text->len < AT_LINE_MAX &&
	    reader->joined < AT_JOIN_MAX &&
	    g_str_has_prefix(reader->text->str, "+CUSD:") &&
	    !at_line_is_balanced(reader->text->str);
}
