/*
 * Asking a household whether anybody called (DOMAIN 3.5; words in
 * etc/menus/backcheck.conf): by the survey centre's line, one question, no names.
 */
#ifndef SERVICES_BACKCHECK_H
#define SERVICES_BACKCHECK_H

#include "db/backcheck.h"
#include "menus/dialog.h"

/* Asks, inside the caller's transaction; *asked FALSE: the telephone has another
 * question open, or wants none. */
gboolean backcheck_ask(struct dialog *dialog, const char *line,
	    struct backcheck *check, int today, gint64 not_before, gint64 not_after,
	    gboolean *asked, GError **error);

#endif
