/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The dialogue engine.
 *
 * What a text can mean is decided in one order, whatever question is open: the
 * table `hearing` below, whose first row that takes a text ends it.  Numbers that no
 * program answers, missed calls and data are no texts, and go before it.
 *
 * Which question it answers is told by when it was sent (question_at(), DESIGN
 * law 3).  When that is not the open one, the replies cross:
 *
 *	question then	a bare reply is taken		because
 *	waiting, pushed	as its answer			it was never answered
 *	answered	as a new answer, of a menu	people go on using the
 *			within its time when nothing	menu they can see
 *			is open
 *	answered	as a new answer, when its	nothing has come of it:
 *			option only led to the open	the last word counts
 *			question, and names another
 *	answered	not at all ("crossing")		it has had its effect
 *	expired		as too late (screen "expired")	never a menu choice
 *	dropped		not at all ("crossing")		nobody waits for it
 *	any of these	as its answer, of an option	it is a call for help
 *			that says `late`
 *	not yet sent	not at all ("crossing")		it cannot be its answer
 *
 * and when the open question is of the same screen, it is that one's answer.
 * Words are never lost to this: stories, 0, opt-outs and words of danger mean
 * the same whatever was open.
 */
#include "menus/dialog.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/words.h"
#include "base/workday.h"
#include "db/callback.h"
#include "db/outbox.h"
#include "menus/guard.h"
#include "menus/hear.h"
#include "menus/number.h"
#include "menus/say.h"
#include "menus/step.h"

/* How long a question that is over keeps its digits (DESIGN 5.4). */
#define DIALOG_REMEMBERED	(30 * CLOCK_DAY)

/* What it says on its own account. */
static const struct saying dialog_says[] = {
	{ "main", "" },
	{ "main.first", "" },
	{ "help", "" },
	{ "expired", "" },
	{ "missed", "" },
	{ "hint", "" },
	{ "wrong.again", "question" },
	{ "wrong.hint", "first last" },
	{ "wrong.hint.one", "first last" },
	{ "wrong.hint.words", "" },
	{ "wrong.call", "" },
	{ "number.mistyped", "" },
	{ NULL, NULL, SAY_REPLY }
};
static const struct service_word dialog_words[] = {
	{ "help", SHAPE_ANYWHERE, ROLE_ANYBODY, N_("help"), .take = step_help },
	{ "menu", SHAPE_READ, ROLE_ANYBODY, N_("menu"), .take = step_menu },
	{ .list = NULL }
};

static gboolean	dialog_expire_questions(void *context, struct agenda_row *row,
		    gint64 now, gint64 *again, GError **error);
static gboolean	dialog_expire_texts(void *context, struct agenda_row *row,
		    gint64 now, gint64 *again, GError **error);

static const struct agenda_kind dialog_kinds[] = {
	{ "question.expiry", N_("end questions nobody has answered"),
	    dialog_expire_questions, NULL, TRUE },
	{ OUTBOX_EXPIRY, N_("give up texts that are too late"),
	    dialog_expire_texts, NULL, TRUE },
	{ .name = NULL }
};

const struct service dialog_service = {
	.name = "dialogue",
	.heard = dialog_words,
	.agenda = dialog_kinds,
	.says = dialog_says,
	.actions = number_actions,
};

typedef gboolean (*hear_fn)(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);

static gboolean dialog_services(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_guard(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_incomplete(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_words_heard(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_labels(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_cross(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);

/* The one order of hearing (DESIGN 5.4). */
static const struct hearing_row {
	enum hearing_stage stage;
	hear_fn	 take;
} hearing[] = {
	{ HEAR_DANGER,	dialog_services },
	{ HEAR_DANGER,	dialog_guard },		/* the same over and over */
	{ HEAR_DANGER,	dialog_incomplete },	/* what came of it is a matter */
	{ HEAR_COMMAND,	dialog_words_heard },
	{ HEAR_COMMAND,	dialog_services },
	{ HEAR_COMMAND,	dialog_labels },	/* the main menu's, without it */
	{ HEAR_ANSWER,	dialog_cross },
	{ HEAR_ANSWER,	step_take },
	{ HEAR_MATTER,	dialog_services },
	{ HEAR_MATTER,	step_take },
	{ HEAR_AGAIN,	dialog_cross },
	{ HEAR_AGAIN,	step_take },
};

static gboolean dialog_turn(struct turn *turn, GError **error);
static gboolean dialog_read(struct turn *turn, GError **error);
static gboolean dialog_is_forgotten(const struct question *q, gint64 sent_at);
static void dialog_understand(struct turn *turn);
static void dialog_take_data(struct turn *turn);
static gboolean dialog_is_counted(const struct turn *turn);
static gboolean dialog_is_reply(const struct turn *turn);
static gboolean dialog_cross_open(struct turn *turn,
		    const struct question *open, gboolean *done, GError **error);
static gboolean dialog_cross_closed(struct turn *turn, gboolean *done,
		    GError **error);
static gboolean dialog_only_led_to(const struct turn *turn,
		    const struct question *open);

struct dialog *
dialog_new(struct db *db, const struct menu *menu,
    const struct dialog_options *options)
{
	struct dialog *dialog = g_new0(struct dialog, 1);

	dialog->db = db;
	dialog->menu = menu;
	dialog->options = options;
	return dialog;
}

void
dialog_free(struct dialog *dialog)
{
	if (dialog == NULL)
		return;
	workday_free(dialog->workdays);
	g_free(dialog);
}

void
dialog_set_menu(struct dialog *dialog, const struct menu *menu)
{
	dialog->menu = menu;
}

gboolean
dialog_step(struct dialog *dialog, const struct inbox_msg *msg, GError **error)
{
	struct turn turn;
	gboolean ok;

	ok = turn_begin(&turn, dialog, msg, error) &&
	    dialog_turn(&turn, error) && turn_end(&turn, error);
	turn_clear(&turn);
	return ok;
}

gboolean
dialog_hang_up(struct dialog *dialog, const char *phone, const char *line,
    GError **error)
{
	const struct service *const *services = menu_services(dialog->menu);

	for (; *services != NULL; services++) {
		if ((*services)->hang_up != NULL &&
		    !(*services)->hang_up(dialog, phone, line, error))
			return FALSE;
	}
	return TRUE;
}

void
dialog_agenda(struct dialog *dialog, struct agenda_runner *runner)
{
	const struct service *const *services = menu_services(dialog->menu);

	for (; *services != NULL; services++) {
		if ((*services)->agenda != NULL)
			agenda_runner_add(runner, (*services)->agenda, dialog);
	}
}

static gboolean
dialog_expire_questions(void *context, struct agenda_row *row, gint64 now,
    gint64 *again, GError **error)
{
	return say_due(context, now, again, error);
}

static gboolean
dialog_expire_texts(void *context, struct agenda_row *row, gint64 now,
    gint64 *again, GError **error)
{
	struct dialog *dialog = context;
	int expired;

	return outbox_expire(dialog->db, now, &expired, again, error);
}

static gboolean
dialog_turn(struct turn *turn, GError **error)
{
	const struct inbox_msg *msg = turn->call.msg;
	gboolean done;

	guard_number(turn, &done);
	if (done)
		return TRUE;
	if (!guard_replies(turn, error))
		return FALSE;
	if (!bearer_traits(msg->bearer)->worded)
		return step_missed_call(turn, error);
	if (g_strcmp0(msg->reason, "data") == 0) {
		turn_ignore(turn, N_("data"));
		return TRUE;
	}
	if (!dialog_read(turn, error))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(hearing) && !done; i++)
		if (!hearing[i].take(turn, hearing[i].stage, &done, error))
			return FALSE;
	return TRUE;
}

/* What services hear at this stage, until one takes it. */
static gboolean
dialog_services(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	const struct service *const *services = menu_services(turn->call.menu);

	*taken = FALSE;
	for (; *services != NULL && !*taken; services++) {
		const struct service *service = *services;

		if (service->hears != NULL && service->stage == stage &&
		    !service->hears(turn, taken, error))
			return FALSE;
	}
	return TRUE;
}

/* Finds the question and reads the text for it. */
static gboolean
dialog_read(struct turn *turn, GError **error)
{
	const struct inbox_msg *msg = turn->call.msg;
	struct question *q = &turn->question;
	gboolean crossed;

	if (!question_at(turn->call.db, msg->phone, msg->line, msg->sent_at,
	    &turn->asked, &crossed, q, error))
		return FALSE;
	turn->found = turn->asked;
	turn->asked = turn->asked && !dialog_is_forgotten(q, msg->sent_at);
	if (turn->asked && q->state == QUESTION_OPEN &&
	    q->expires_at <= msg->sent_at &&
	    !turn_close(turn, QUESTION_EXPIRED, error))
		return FALSE;
	dialog_understand(turn);
	dialog_take_data(turn);
	turn->normal = understand_normalise(menu_lexicon(turn->call.menu), msg->text);
	return TRUE;
}

/* For so long a digit still means what a question made of it, and no household of a
 * card and no row of a list. */
static gboolean
dialog_is_forgotten(const struct question *q, gint64 sent_at)
{
	return (q->state == QUESTION_ANSWERED || q->state == QUESTION_EXPIRED ||
	    q->state == QUESTION_DROPPED) &&
	    q->expires_at < sent_at - DIALOG_REMEMBERED;
}

static void
dialog_understand(struct turn *turn)
{
	if (turn->read)
		understanding_clear(&turn->u);
	turn->screen = !turn->asked ? NULL :
	    menu_screen(turn->call.menu, turn->question.screen);
	understand(menu_lexicon(turn->call.menu), turn->call.msg->text,
	    turn->screen == NULL ? NULL : &turn->screen->expect, &turn->u);
	turn->read = TRUE;
}

/* What the dialogue has stored, without what its question showed. */
static void
dialog_take_data(struct turn *turn)
{
	GHashTableIter iter;
	gpointer key, value;

	if (!turn->asked || turn->question.data == NULL)
		return;
	g_hash_table_iter_init(&iter, turn->question.data);
	while (g_hash_table_iter_next(&iter, &key, &value))
		if (*(const char *)key != '.')
			g_hash_table_replace(turn->call.data, g_strdup(key),
			    g_strdup(value));
}

/* Equal texts: a heavy one that came twice is one, a loop is silenced.  A
 * second 1 or 好 to a question counts (PEERS 0.6), and a third one that is not
 * understood becomes a call-back. */
static gboolean
dialog_guard(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	gboolean heavy = turn->u.weight >= call->options->story_chars;
	char ticket[ACTION_TICKET_MAX];
	gboolean repeat;

	*taken = FALSE;
	if (!heavy && dialog_is_counted(turn))
		return TRUE;
	if (!guard_identical(turn, &repeat, ticket, error))
		return FALSE;
	if (repeat && heavy) {
		action_file(call, ticket, INBOX_MERGED, N_("the same within 120 s"));
		*taken = TRUE;
	}
	return TRUE;
}

static gboolean
dialog_is_counted(const struct turn *turn)
{
	switch (turn->u.meaning) {
	case MEANING_ANSWER:
	case MEANING_NUMBER:
	case MEANING_TEXT:
		return turn->asked;
	case MEANING_ACK:
	case MEANING_BLANK:
	case MEANING_UNCLEAR:
		return TRUE;
	default:
		return FALSE;
	}
}

/* A text with a part missing answers nothing. */
static gboolean
dialog_incomplete(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	*taken = turn->call.msg->incomplete;
	return !*taken || step_matter(turn, error);
}

static gboolean
dialog_words_heard(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	return hear_words(turn, taken, error);
}

/* Labels of the question come before them. */
static gboolean
dialog_labels(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	*taken = FALSE;
	return (turn->asked && turn->u.meaning == MEANING_ANSWER) ||
	    step_word_choice(turn, taken, error);
}

/* The table at the head of this file: of what names an answer before all else, of
 * the rest only when nobody knows what to make of it. */
static gboolean
dialog_cross(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	const struct inbox_msg *msg = turn->call.msg;
	struct question open = { 0 };
	gboolean found, ok;

	*taken = FALSE;
	if (turn->asked && turn->question.state == QUESTION_OPEN)
		return TRUE;
	if (!dialog_is_reply(turn)) {
		if (turn->asked) {
			turn->asked = FALSE;
			dialog_understand(turn);
		}
		return TRUE;
	}
	if (stage == HEAR_ANSWER && turn->u.meaning != MEANING_ANSWER &&
	    turn->u.meaning != MEANING_NUMBER)
		return TRUE;
	if (!question_current(turn->call.db, msg->phone, msg->line, &found,
	    &open, error))
		return FALSE;
	ok = found ? dialog_cross_open(turn, &open, taken, error) :
	    dialog_cross_closed(turn, taken, error);
	if (found)
		question_clear(&open);
	return ok;
}

/* A text that only makes sense as an answer. */
static gboolean
dialog_is_reply(const struct turn *turn)
{
	return turn->u.meaning == MEANING_ANSWER ||
	    turn->u.meaning == MEANING_NUMBER ||
	    turn->u.meaning == MEANING_ACK ||
	    turn->u.meaning == MEANING_UNCLEAR;
}

/* Another question is open than the one it answers. */
static gboolean
dialog_cross_open(struct turn *turn, const struct question *open,
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
	    dialog_only_led_to(turn, open))
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
dialog_cross_closed(struct turn *turn, gboolean *done, GError **error)
{
	const struct question *q = &turn->question;

	if (!turn->asked || (turn->u.meaning == MEANING_ANSWER && turn->screen != NULL &&
	    turn->screen->options[turn->u.index].late))
		return TRUE;
	if (turn->u.meaning == MEANING_ACK ||
	    (q->state == QUESTION_ANSWERED && q->priority == QUESTION_MENU &&
	    turn->u.meaning != MEANING_ANSWER)) {
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
dialog_only_led_to(const struct turn *turn, const struct question *open)
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
