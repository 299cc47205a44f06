/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The dialogue engine: one inbound text in, the right thing said and done.
 *
 * dialog_step() runs inside the caller's transaction and does everything a text
 * causes: understands it against the question it answers, calls the service's action, opens
 * the next question, adds the replies to the outbox and names the text's end.
 * It never touches a modem and never waits.
 */
#ifndef MENUS_DIALOG_H
#define MENUS_DIALOG_H

#include "db/agenda.h"
#include "db/inbox.h"
#include "menus/options.h"
#include "menus/service.h"

/* The row of the engine itself: what it says on its own account. */
extern const struct service dialog_service;

/* `options` and `menu` stay the caller's and must outlive the dialog. */
struct dialog *dialog_new(struct db *db, const struct menu *menu,
	    const struct dialog_options *options);
void	dialog_free(struct dialog *dialog);

/* New menus after a reload; open questions go on with screens of their name. */
void	dialog_set_menu(struct dialog *dialog, const struct menu *menu);

/* One text. FALSE only when the database failed: undo and try again. */
gboolean dialog_step(struct dialog *dialog, const struct inbox_msg *msg,
	    GError **error);

/* A live session's end (console closed, USSD hung up): nothing more will
 * follow, so what was held back for more is answered now. */
gboolean dialog_hang_up(struct dialog *dialog, const char *phone,
	    const char *line, GError **error);

/* What the clock causes: the kinds of the engine and of all services. */
void	dialog_agenda(struct dialog *dialog, struct agenda_runner *runner);

#endif
