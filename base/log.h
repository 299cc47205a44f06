/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The log: to the journal when standard error is the journal, otherwise to
 * standard error.  Every line names process and subject: "modem[hotline1]: …".
 *
 *	log_warning	a person should look
 *	log_info	once per event in a lifetime
 *	log_debug	per message (only with -v)
 *
 * Numbers go through phone_mask(), bodies never in.
 *
 * In the journal the subject of a line is a field as well: "modem hotline1: …" has
 * MODEM=hotline1 (journalctl MODEM=hotline1), and so it is with ticket, outbox,
 * inbox and question.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <glib.h>

/* Once, first thing in main(). `program` must outlive the process. */
void	log_open(const char *program, gboolean verbose);

/* What every line of this process is about: the field and its value, which must
 * outlive it. */
void	log_about(const char *field, const char *value);

/* The field of a line that begins with its subject; NULL it does not. *value
 * begins in `text` and is *len long. */
const char *log_subject(const char *text, const char **value, gsize *len);

void	log_warning(const char *format, ...) G_GNUC_PRINTF(1, 2);
void	log_info(const char *format, ...) G_GNUC_PRINTF(1, 2);
void	log_debug(const char *format, ...) G_GNUC_PRINTF(1, 2);

#endif
