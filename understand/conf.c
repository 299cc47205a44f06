/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file is read whole and checked before libconfig sees it: its scanner ends
 * the process on a read error, and stops silently at a NUL.
 */
#include "understand/conf.h"

#include <string.h>

/* A file of menus is a few dozen kilobytes; more is a mistake. */
#define CONF_MAX	(4 * 1024 * 1024)

/* Brackets in brackets; libconfig recurses as deep as it is told to. */
#define CONF_DEPTH	12

static gboolean	conf_check(const char *text, gsize len, const char *path,
		    GError **error);
static const char *conf_too_deep(const char *text);
static const char *conf_skip(const char *s);
static int	conf_line(const char *text, const char *at);

gboolean
conf_read(config_t *config, const char *path, GError **error)
{
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, error))
		return FALSE;
	if (!conf_check(text, len, path, error))
		return FALSE;
	if (config_read_string(config, text) != CONFIG_TRUE)
		return conf_fail(error, path, config_error_line(config), "%s",
		    config_error_text(config));
	return TRUE;
}

gboolean
conf_fail(GError **error, const char *path, int line, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error(error, CONF_ERROR, 0, "%s:%d: %s", path, line, text);
	return FALSE;
}

static gboolean
conf_check(const char *text, gsize len, const char *path, GError **error)
{
	const char *end, *line;

	if (len > CONF_MAX)
		return conf_fail(error, path, 1,
		    "expected at most %d octets, got %" G_GSIZE_FORMAT,
		    CONF_MAX, len);
	if (!g_utf8_validate(text, (gssize)len, &end))
		return conf_fail(error, path, conf_line(text, end),
		    "expected UTF-8 text, got octet 0x%02x",
		    (guint)(guint8)*end);
	for (line = text; line != NULL; line = strchr(line, '\n')) {
		line += strspn(line, " \t\r\n");
		if (g_str_has_prefix(line, "@include"))
			return conf_fail(error, path, conf_line(text, line),
			    "expected a setting, got @include: "
			    "every file is read by itself");
	}
	line = conf_too_deep(text);
	return line == NULL || conf_fail(error, path, conf_line(text, line),
	    "brackets are more than %d deep", CONF_DEPTH);
}

/* The bracket that is one too many, NULL none; strings and comments aside. */
static const char *
conf_too_deep(const char *text)
{
	int depth = 0;

	for (const char *s = conf_skip(text); *s != '\0'; s = conf_skip(s + 1)) {
		if (strchr("{([", *s) != NULL)
			depth++;
		else if (strchr("})]", *s) != NULL)
			depth--;
		if (depth > CONF_DEPTH)
			return s;
	}
	return NULL;
}

/* To the last octet of a string or comment that begins at `s`, or to the end of
 * the text; `s` itself when none begins. */
static const char *
conf_skip(const char *s)
{
	if (*s == '"') {
		for (s++; *s != '\0' && *s != '"'; s++)
			s += *s == '\\' && s[1] != '\0';
	} else if (*s == '#' || (s[0] == '/' && s[1] == '/')) {
		while (s[1] != '\0' && s[1] != '\n')
			s++;
	} else if (s[0] == '/' && s[1] == '*') {
		for (s += 2; *s != '\0' && !(s[0] == '*' && s[1] == '/'); s++)
			continue;
		s += *s != '\0';
	}
	return s;
}

static int
conf_line(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}
