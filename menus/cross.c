/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See cross.h. */
#include "menus/cross.h"

#include <string.h>

#include "base/words.h"

static gboolean cross_is_reply(const struct turn *turn);
static gboolean cross_open(struct turn *turn,
		    const struct question *open, gboolean *done, GError **error);
static gboolean cross_closed(struct turn *turn, gboolean *done,
		    GError **error);
static gboolean cross_only_led_to(const struct turn *turn,
		    const struct question *open);

gboolean
cross_take(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	const struct inbox_msg *msg = turn->call.msg;
	struct question open = { 0 };
	gboolean found, ok;

	*taken = FALSE;
	if (turn->asked && turn->question.state == QUESTION_OPEN)
		return TRUE;
	if (!cross_is_reply(turn)) {
		if (turn->asked) {
			turn->asked = FALSE;
			turn_understand(turn);
		}
		return TRUE;
	}
	if (stage == HEAR_ANSWER && turn->u.meaning != MEANING_ANSWER &&
	    turn->u.meaning != MEANING_NUMBER)
		return TRUE;
	if (!question_current(turn->call.db, msg->phone, msg->line, &found,
	    &open, error))
		return FALSE;
	ok = found ? cross_open(turn, &open, taken, error) :
	    cross_closed(turn, taken, error);
	if (found)
		question_clear(&open);
	return ok;
}

/* A text that only makes sense as an answer. */
static gboolean
cross_is_reply(const struct turn *turn)
{
	return turn->u.meaning == MEANING_ANSWER ||
	    turn->u.meaning == MEANING_NUMBER ||
	    turn->u.meaning == MEANING_ACK ||
	    turn->u.meaning == MEANING_UNCLEAR;
}

/* Another question is open than the one it answers. */
static gboolean
cross_open(struct turn *turn, const struct question *open,
    gboolean *done, GError **error)
{
	gboolean same = turn->asked &&
	    strcmp(turn->question.screen, open->screen) == 0;
	enum question_state state = turn->question.state;

	if (same) {
		turn->question.id = open->id;
		turn->question.wrong = open->wrong;
		turn->question.state = QUESTION_OPEN;
		return TRUE;
	}
	if (turn->asked && (state == QUESTION_WAITING || state == QUESTION_PUSHED))
		return question_move(turn->call.db, turn->question.id,
		    QUESTION_ANSWERED, turn->call.now, error);
	if (turn->asked && state == QUESTION_ANSWERED &&
	    cross_only_led_to(turn, open))
		return question_move(turn->call.db, open->id, QUESTION_DROPPED,
		    turn->call.now, error);
	*done = TRUE;
	if (turn->asked && state == QUESTION_EXPIRED) {
		turn->call.reason = N_("question expired");
		return turn_say(turn, "expired", error);
	}
	turn_ignore(turn, N_("crossing"));
	return TRUE;
}

/* Nothing is open. */
static gboolean
cross_closed(struct turn *turn, gboolean *done, GError **error)
{
	const struct question *q = &turn->question;

	if (!turn->asked || (turn->u.meaning == MEANING_ANSWER && turn->screen != NULL &&
	    turn->screen->options[turn->u.index].late))
		return TRUE;
	if (turn->u.meaning == MEANING_ACK ||
	    (q->state == QUESTION_ANSWERED && turn->u.meaning != MEANING_ANSWER)) {
		turn->asked = FALSE;
		return TRUE;
	}
	if (q->state == QUESTION_ANSWERED && q->priority == QUESTION_MENU &&
	    q->expires_at > turn->call.msg->sent_at)
		return TRUE;
	*done = TRUE;
	if (q->state == QUESTION_EXPIRED || q->priority == QUESTION_MENU) {
		turn->call.reason = N_("question expired");
		return turn_say(turn, "expired", error);
	}
	turn_ignore(turn, N_("crossing"));
	return TRUE;
}

/* Has nothing but the asking of `open` come of the answer, and does this one
 * lead elsewhere? */
static gboolean
cross_only_led_to(const struct turn *turn, const struct question *open)
{
	const struct screen *screen = turn->screen;
	gboolean led = FALSE;

	if (screen == NULL || turn->u.meaning != MEANING_ANSWER)
		return FALSE;
	for (int i = 0; i < screen->count; i++)
		led = led || (screen->options[i].action == NULL &&
		    g_strcmp0(screen->options[i].go, open->screen) == 0);
	return led && g_strcmp0(screen->options[turn->u.index].go,
	    open->screen) != 0;
}
