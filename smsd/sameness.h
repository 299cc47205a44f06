/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often a SIM sends identical text to strangers within an hour: operators take
 * such a SIM for a spammer's (DOMAIN 5.6).  Times are elapsed time;
 * a start of the engine forgets them.
 */
#ifndef SMSD_SAMENESS_H
#define SMSD_SAMENESS_H

#include <glib.h>

struct sameness;

struct sameness *sameness_new(void);
void	sameness_free(struct sameness *sameness);

/* TRUE when the text may be sent once more at `now`; limit 0: no limit. */
gboolean sameness_allows(struct sameness *sameness, const char *text, int limit,
	    gint64 now);

/* Counts the text as sent. */
void	sameness_add(struct sameness *sameness, const char *text, gint64 now);

#endif
