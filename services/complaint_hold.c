/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The end of a hold: a draft that has waited for more words is registered and
 * receipted, or void when it says nothing.
 */
#include "services/complaint_hold.h"

#include <string.h>

#include "base/clock.h"
#include "base/words.h"
#include "db/callback.h"
#include "menus/guard.h"
#include "menus/step.h"
#include "services/complaint.h"

static gboolean complaint_hold_end(struct dialog *dialog, struct ticket *t,
		    GError **error);
static gboolean complaint_hold_receipt(struct turn *turn, struct ticket *t,
		    GError **error);
static gboolean complaint_hold_copy(const struct inbox_msg *msg, void *user);

gboolean
complaint_hang_up(struct dialog *dialog, const char *phone, const char *line,
    GError **error)
{
	struct ticket t = { 0 };
	gboolean found, ok;

	ok = ticket_collecting(dialog->db, phone, line, clock_now(), &found, &t,
	    error);
	if (ok && found && t.state == TICKET_DRAFT)
		ok = complaint_hold_end(dialog, &t, error);
	ticket_clear(&t);
	return ok;
}

gboolean
complaint_hold_due(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct dialog *dialog = context;
	struct ticket t = { 0 };
	gboolean found, ok;

	ok = ticket_by_number(dialog->db, row->object, &found, &t, error);
	if (ok && found && t.state == TICKET_DRAFT && t.hold_until > now)
		*again = t.hold_until;
	else if (ok && found && t.state == TICKET_DRAFT)
		ok = complaint_hold_end(dialog, &t, error);
	ticket_clear(&t);
	return ok;
}

/* A draft that waits no longer; its newest text stands for it. */
static gboolean
complaint_hold_end(struct dialog *dialog, struct ticket *t, GError **error)
{
	const struct inbox_filter filter = { .ticket = t->number, .limit = 1 };
	struct inbox_msg msg = { 0 };
	struct turn turn;
	gboolean ok;

	if (!inbox_each(dialog->db, &filter, complaint_hold_copy, &msg, error))
		return FALSE;
	if (msg.id == 0)	/* never made by us: it is opened with its text */
		return ticket_move(dialog->db, t->id, TICKET_EVENT_DISCARD,
		    ACTOR_SYSTEM, "system", "no text", clock_now(), &ok, error);
	ok = turn_begin(&turn, dialog, &msg, error) &&
	    guard_replies(&turn, error) && complaint_hold_receipt(&turn, t, error) &&
	    turn_end(&turn, error);
	turn_clear(&turn);
	inbox_msg_clear(&msg);
	return ok;
}

static gboolean
complaint_hold_receipt(struct turn *turn, struct ticket *t, GError **error)
{
	struct action_call *call = &turn->call;
	const char *screen = NULL;
	gboolean fresh;

	turn->kind = "receipt";
	if (!complaint_is_theirs(call, t))
		call->silence = N_("number changed owner");
	guard_number(turn, &fresh);
	if (!complaint_settle(call, t, &screen, error))
		return FALSE;
	call->settled = call->msg->end != INBOX_OPEN;
	if (t->texts <= 1 && (t->topic[0] != '\0' || t->place[0] != '\0') &&
	    !callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("story not finished"), t->number, call->now, &fresh, error))
		return FALSE;
	if (g_strcmp0(screen, "main") == 0)
		return step_main(turn, FALSE, error);
	return screen == NULL || turn_say(turn, screen, error);
}

static gboolean
complaint_hold_copy(const struct inbox_msg *msg, void *user)
{
	inbox_msg_copy(user, msg);
	return FALSE;
}
