/*
 * Asking a household whether anybody called (DOMAIN 3.5; words in
 * etc/menus/check.conf): by the survey centre's line, one question, no names.
 */
#ifndef MENUS_CHECK_H
#define MENUS_CHECK_H

#include "db/duty_check.h"
#include "menus/dialog.h"

/* Asks, inside the caller's transaction; *asked FALSE: the telephone has another
 * question open, or wants none. */
gboolean check_ask(struct dialog *dialog, const char *line,
	    struct check *check, int today, gint64 not_before, gint64 not_after,
	    gboolean *asked, GError **error);

#endif
