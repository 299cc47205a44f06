/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Drafts whose hold has ended (complaint.h).
 */
#ifndef SERVICES_COMPLAINT_HOLD_H
#define SERVICES_COMPLAINT_HOLD_H

#include "db/agenda.h"
#include "menus/options.h"

/* Ends the hold of a live session's draft when the session ends. */
gboolean complaint_hang_up(struct dialog *dialog, const char *phone,
	    const char *line, GError **error);

/* Ends a hold: agenda kind "complaint.hold", of a ticket's number. */
gboolean complaint_hold_due(void *context, struct agenda_row *row, gint64 now,
	    gint64 *again, GError **error);

#endif
