/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See duty_undo.h. */
#include "services/duty_undo.h"

#include "base/clock.h"
#include "base/words.h"
#include "db/callback.h"
#include "db/duty.h"
#include "menus/fill.h"

#define DUTY_UNDO_TIME	(48 * CLOCK_HOUR)

static gboolean	duty_undo_text(struct duty *duty, gint64 since, GError **error);
static gboolean	duty_undo_number(gint64 household_id, void *user);

gboolean
duty_undo_some(struct duty *duty, const char **screen, GError **error)
{
	struct action_call *call = duty->call;
	gint64 since = call->now - DUTY_UNDO_TIME;
	g_autoptr(GString) card = g_string_new(NULL);
	int count = 0;

	call->reason = N_("duty report taken back");
	if (duty->report.count == 0 && !duty_undo_text(duty, since, error))
		return FALSE;
	for (int i = 0; i < duty->report.count; i++) {
		const struct duty_held *held = duty_card_find(duty,
		    duty->report.numbers[i]);
		enum duty_kind kind;
		gboolean done;

		if (held == NULL)
			continue;
		if (!duty_undo(call->db, duty->cadre->id, held->household_id,
		    since, call->now, &done, &kind, error))
			return FALSE;
		if (!done)
			continue;
		count++;
		duty_held_say(card, held);
	}
	if (!duty_card_load(duty, error))
		return FALSE;
	fill_number(duty->call->fill, "count", count);
	duty_card_fill(duty, card);
	duty_say_rest(duty);
	*screen = count > 0 ? "duty.undone" : "duty.undone.none";
	return TRUE;
}

/* 撤 and no number: what he reported by his last text. */
static gboolean
duty_undo_text(struct duty *duty, gint64 since, GError **error)
{
	gint64 inbox_id;

	return duty_last_text(duty->call->db, duty->cadre->id, since, &inbox_id,
	    error) && (inbox_id == 0 || duty_each_of_text(duty->call->db,
	    inbox_id, duty_undo_number, duty, error));
}

static gboolean
duty_undo_number(gint64 household_id, void *user)
{
	struct duty *duty = user;

	for (guint i = 0; i < duty->card->len; i++) {
		const struct duty_held *held = g_ptr_array_index(duty->card, i);

		if (held->household_id == household_id &&
		    duty->report.count < DUTY_REPORT_NUMBERS_MAX)
			duty->report.numbers[duty->report.count++] = held->no;
	}
	return TRUE;
}

gboolean
duty_count_reports(struct turn *turn, int *count, GError **error)
{
	gint64 since = turn->call.now - DUTY_UNDO_TIME, inbox_id;

	if (!duty_last_text(turn->call.db, turn->call.who->cadre.id, since, &inbox_id,
	    error))
		return FALSE;
	*count = inbox_id != 0;
	return TRUE;
}

/* "不是我" from a cadre's number: somebody else reported in his name. */
gboolean
duty_not_me(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	gboolean fresh;
	int count;

	if (!duty_undo_all(call->db, call->who->cadre.id,
	    call->now - DUTY_UNDO_TIME, call->now, &count, error))
		return FALSE;
	*taken = count > 0;
	if (count == 0)
		return TRUE;
	call->reason = N_("duty reports not his");
	fill_number(call->fill, "count", count);
	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("reports not his"), "", call->now, &fresh, error) &&
	    turn_say(turn, "duty.notme", error);
}
