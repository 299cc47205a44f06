/*
 * The log: to the journal when standard error is the journal, otherwise to
 * standard error.  Every line names process and subject: "modem[hotline1]: …".
 *
 *	log_warning	a person should look
 *	log_info	once per event in a life
 *	log_debug	per message (only with -v)
 *
 * Numbers go through phone_mask(), bodies never in.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <glib.h>

/* Once, first thing in main(). `program` must outlive the process. */
void	log_open(const char *program, gboolean verbose);

void	log_warning(const char *format, ...) G_GNUC_PRINTF(1, 2);
void	log_info(const char *format, ...) G_GNUC_PRINTF(1, 2);
void	log_debug(const char *format, ...) G_GNUC_PRINTF(1, 2);

#endif
