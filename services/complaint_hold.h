/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drafts whose hold has ended (complaint.h).
 */
#ifndef SERVICES_COMPLAINT_HOLD_H
#define SERVICES_COMPLAINT_HOLD_H

#include "menus/options.h"

/* A live session has ended: its draft waits no longer. */
gboolean complaint_hang_up(struct dialog *dialog, const char *phone,
	    const char *line, GError **error);

/* Ends the holds that are due; *next is when the next one will, 0 never. */
gboolean complaint_due(struct dialog *dialog, gint64 now, gint64 *next,
	    GError **error);

#endif
