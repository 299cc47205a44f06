/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text on a terminal: how wide it is, how it is cut, and how nothing a stranger
 * texted can move the cursor or change a colour.  A Chinese character is two
 * cells wide.
 */
#ifndef TOOLS_DISPLAY_H
#define TOOLS_DISPLAY_H

#include <glib.h>

/* What a colour means. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_CARE, TONE_BAD, TONE_FAINT, TONE_TITLE };

/*
 * `text` safe to show on one line: newlines as ⏎, tabs as blanks, other control
 * characters and octets that are not UTF-8 as U+FFFD; characters that only
 * direct others (bidirectional marks, joiners) are left out.  Caller frees.
 */
char	*display_clean(const char *text);

/* Cells of clean text. */
int	display_width(const char *text);

/* Appends clean text cut to `width` cells, the cut shown by … ; returns the
 * cells used. */
int	display_cut(GString *out, const char *text, int width);

/* Appends text broken into lines of at most `columns` cells, each after
 * `indent` blanks; at blanks where there are any, else anywhere between
 * characters. columns 0: one line. Ends with a newline. */
void	display_wrap(GString *out, const char *text, int indent, int columns);

/* Appends the start and the end of a colour; nothing when !colour. */
void	display_tone(GString *out, enum tone tone, gboolean colour);
void	display_plain(GString *out, enum tone tone, gboolean colour);

/* "now", "5 min", "3 h", "12 days": how long, in words. Caller frees. */
char	*display_span(gint64 us);

/* A moment for people: "14:05" today, "11-21 14:05" this year, "2025-11-21"
 * before; "" for 0. Caller frees. */
char	*display_time(gint64 wall, gint64 now, GTimeZone *zone);

#endif
