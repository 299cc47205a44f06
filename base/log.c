/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Structured GLib log, written by GLib's own journald writer when standard
 * error is the journal, else as one line on standard error.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LOG_FIELDS	5

static const char *log_program = "xiangyin";
static gboolean log_verbose;
static GLogField log_always;	/* log_about(); key NULL none */

static const struct {
	const char *word, *field;
} log_subjects[] = {
	{ "modem ", "MODEM" },
	{ "ticket ", "TICKET" },
	{ "outbox ", "OUTBOX" },
	{ "inbox ", "INBOX" },
	{ "question ", "QUESTION" },
};

static GLogWriterOutput log_write(GLogLevelFlags level,
	    const GLogField *fields, gsize count, gpointer user);
static void	log_line(GLogLevelFlags level, const char *format,
	    va_list args) G_GNUC_PRINTF(2, 0);

void
log_open(const char *program, gboolean verbose)
{
	log_program = program;
	log_verbose = verbose;
	g_log_set_writer_func(log_write, NULL, NULL);
}

void
log_about(const char *field, const char *value)
{
	log_always = (GLogField){ field, value, -1 };
}

const char *
log_subject(const char *text, const char **value, gsize *len)
{
	for (gsize i = 0; i < G_N_ELEMENTS(log_subjects); i++) {
		if (!g_str_has_prefix(text, log_subjects[i].word))
			continue;
		*value = text + strlen(log_subjects[i].word);
		*len = strcspn(*value, ": ");
		return (*value)[*len] == ':' && *len > 0 ?
		    log_subjects[i].field : NULL;
	}
	return NULL;
}

void
log_warning(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(G_LOG_LEVEL_WARNING, format, args);
	va_end(args);
}

void
log_info(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_line(G_LOG_LEVEL_INFO, format, args);
	va_end(args);
}

void
log_debug(const char *format, ...)
{
	va_list args;

	if (!log_verbose)
		return;
	va_start(args, format);
	log_line(G_LOG_LEVEL_DEBUG, format, args);
	va_end(args);
}

static void
log_line(GLogLevelFlags level, const char *format, va_list args)
{
	static const char *const priorities[] = { "4", "6", "7" };
	const char *priority = priorities[level == G_LOG_LEVEL_WARNING ? 0 :
	    level == G_LOG_LEVEL_INFO ? 1 : 2];
	g_autofree char *text = g_strdup_vprintf(format, args);
	GLogField fields[LOG_FIELDS] = {
		{ "MESSAGE", text, -1 },
		{ "PRIORITY", priority, -1 },
		{ "SYSLOG_IDENTIFIER", log_program, -1 },
	};
	const char *value;
	gsize len, count = 3;

	if (log_always.key != NULL)
		fields[count++] = log_always;
	fields[count].key = log_subject(text, &value, &len);
	if (fields[count].key != NULL) {
		fields[count].value = value;
		fields[count++].length = (gssize)len;
	}
	g_log_structured_array(level, fields, count);
}

static GLogWriterOutput
log_write(GLogLevelFlags level, const GLogField *fields, gsize count,
    gpointer user)
{
	g_autofree char *line = NULL;
	const char *text = "";

	if ((level & G_LOG_LEVEL_DEBUG) && !log_verbose)
		return G_LOG_WRITER_HANDLED;
	if (g_log_writer_is_journald(STDERR_FILENO))
		return g_log_writer_journald(level, fields, count, user);
	for (gsize i = 0; i < count; i++) {
		if (strcmp(fields[i].key, "MESSAGE") == 0)
			text = fields[i].value;
	}
	line = g_strdup_printf("%s: %s%s\n", log_program,
	    (level & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL |
	    G_LOG_LEVEL_ERROR)) ? "warning: " : "", text);
	/* A full or closed standard error is no reason to stop. */
	if (write(STDERR_FILENO, line, strlen(line)) < 0)
		return G_LOG_WRITER_UNHANDLED;
	return G_LOG_WRITER_HANDLED;
}
