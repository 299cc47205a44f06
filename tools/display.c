/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Widths are GLib's (Unicode East Asian Width); what Unicode calls ambiguous is
 * one cell, as xterm, tmux and the Linux console have it.
 */
#include "tools/display.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "tools/catalog.h"

#define REPLACEMENT	0xFFFD

static const char *const tones[] = {
	[TONE_PLAIN] = "",
	[TONE_GOOD] = "\033[32m",
	[TONE_CARE] = "\033[33m",
	[TONE_BAD] = "\033[1;31m",
	[TONE_FAINT] = "\033[2m",
	[TONE_TITLE] = "\033[1m",
};

static int	char_width(gunichar c);
static const char *wrap_line(const char *text, int room, const char **next);

char *
display_clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *clean = g_string_sized_new(strlen(valid));

	for (const char *p = valid; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '\r' && p[1] == '\n')
			continue;
		if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
			g_string_append(clean, "⏎");
		else if (c == '\t')
			g_string_append_c(clean, ' ');
		else if (g_unichar_type(c) == G_UNICODE_FORMAT)
			continue;
		else
			g_string_append_unichar(clean,
			    g_unichar_isprint(c) ? c : REPLACEMENT);
	}
	return g_string_free(clean, FALSE);
}

int
display_width(const char *text)
{
	int width = 0;

	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		width += char_width(g_utf8_get_char(p));
	return width;
}

int
display_cut(GString *out, const char *text, int width)
{
	int used = 0;

	if (display_width(text) <= width) {
		g_string_append(out, text);
		return display_width(text);
	}
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (used + char_width(c) > width - 1)
			break;
		used += char_width(c);
		g_string_append_unichar(out, c);
	}
	g_string_append(out, "…");
	return used + 1;
}

void
display_wrap(GString *out, const char *text, int indent, int columns)
{
	const char *next = text;

	do {
		const char *line = next;
		const char *end = columns == 0 ? (next = strchr(line, '\0')) :
		    wrap_line(line, MAX(columns - indent, 2), &next);

		g_string_append_printf(out, "%*s", indent, "");
		g_string_append_len(out, line, end - line);
		g_string_append_c(out, '\n');
	} while (*next != '\0');
}

void
display_tone(GString *out, enum tone tone, gboolean colour)
{
	if (colour)
		g_string_append(out, tones[tone]);
}

void
display_plain(GString *out, enum tone tone, gboolean colour)
{
	if (colour && tone != TONE_PLAIN)
		g_string_append(out, "\033[0m");
}

char *
display_span(gint64 us)
{
	gint64 minutes = us / CLOCK_MINUTE, hours = us / CLOCK_HOUR;
	gint64 days = us / CLOCK_DAY;

	if (minutes < 1)
		return g_strdup(_("now"));
	if (minutes < 100)
		return g_strdup_printf(_("%d min"), (int)minutes);
	if (hours < 48)
		return g_strdup_printf(_("%d h"), (int)hours);
	return g_strdup_printf(P_("%d day", "%d days", days), (int)days);
}

char *
display_time(gint64 wall, gint64 now, GTimeZone *zone)
{
	int day = calendar_day(wall, zone), today = calendar_day(now, zone);

	if (wall == 0)
		return g_strdup("");
	if (day == today)
		return calendar_format(wall, zone, "%H:%M");
	if (day / 10000 == today / 10000)
		return calendar_format(wall, zone, "%m-%d %H:%M");
	return calendar_format(wall, zone, "%Y-%m-%d");
}

static int
char_width(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

/* Where the first line of `text` ends, and where the next one begins. */
static const char *
wrap_line(const char *text, int room, const char **next)
{
	const char *blank = NULL, *p;
	int used = 0;

	for (p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		if (used + char_width(g_utf8_get_char(p)) > room)
			break;
		used += char_width(g_utf8_get_char(p));
		if (*p == ' ')
			blank = p;
	}
	if (*p == '\0' || blank == NULL || *p == ' ') {
		*next = *p == ' ' ? p + 1 : p;
		return p;
	}
	*next = blank + 1;
	return blank;
}
