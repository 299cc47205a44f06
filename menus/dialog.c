/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The dialogue engine.
 *
 * What a text can mean is decided in one order, whatever question is open: the
 * table `hearing` below, whose first row that takes a text ends it.  Numbers that no
 * program answers, missed calls and data are no texts, and go before it.
 * Replies that cross a question stand in menus/cross.
 */
#include "menus/dialog.h"

#include "base/clock.h"
#include "base/words.h"
#include "base/workday.h"
#include "db/outbox.h"
#include "menus/cross.h"
#include "menus/fill.h"
#include "menus/guard.h"
#include "menus/hear.h"
#include "menus/number.h"
#include "menus/say_queue.h"
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
static gboolean dialog_sender(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_wordless(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_read(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_guard(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_incomplete(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_words_heard(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);
static gboolean dialog_labels(struct turn *turn, enum hearing_stage stage,
		    gboolean *taken, GError **error);

/* The one order of hearing (DESIGN 5.4). */
static const struct hearing_row {
	enum hearing_stage stage;
	hear_fn	 take;
} hearing[] = {
	{ HEAR_SENDER,	dialog_services },
	{ HEAR_SENDER,	dialog_sender },	/* numbers that no program answers */
	{ HEAR_SENDER,	dialog_wordless },	/* calls, and what is no text */
	{ HEAR_SENDER,	dialog_read },
	{ HEAR_DANGER,	dialog_services },
	{ HEAR_DANGER,	dialog_guard },		/* the same over and over */
	{ HEAR_DANGER,	dialog_incomplete },	/* what came of it is a matter */
	{ HEAR_COMMAND,	dialog_words_heard },
	{ HEAR_COMMAND,	dialog_services },
	{ HEAR_COMMAND,	dialog_labels },	/* the main menu's, without it */
	{ HEAR_ANSWER,	cross_take },
	{ HEAR_ANSWER,	step_take },
	{ HEAR_MATTER,	dialog_services },
	{ HEAR_MATTER,	step_take },
	{ HEAR_AGAIN,	cross_take },
	{ HEAR_AGAIN,	step_take },
};

static gboolean dialog_turn(struct turn *turn, GError **error);
static gboolean dialog_is_forgotten(const struct question *q, gint64 sent_at);
static void dialog_take_data(struct turn *turn);
static gboolean dialog_is_counted(const struct turn *turn);

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
	gboolean taken = FALSE;

	for (gsize i = 0; i < G_N_ELEMENTS(hearing) && !taken; i++)
		if (!hearing[i].take(turn, hearing[i].stage, &taken, error))
			return FALSE;
	return TRUE;
}

static gboolean
dialog_sender(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	guard_number(turn, taken);
	return *taken || guard_replies(turn, error);
}

static gboolean
dialog_wordless(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	const struct inbox_msg *msg = turn->call.msg;

	*taken = !bearer_traits(msg->bearer)->worded;
	if (*taken)
		return step_missed_call(turn, error);
	*taken = g_strcmp0(msg->reason, "data") == 0;
	if (*taken)
		turn_ignore(turn, N_("data"));
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
dialog_read(struct turn *turn, enum hearing_stage stage, gboolean *taken, GError **error)
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
	turn_understand(turn);
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

/* What the dialogue has stored, without what its question showed. */
static void
dialog_take_data(struct turn *turn)
{
	if (turn->asked)
		fill_stored(turn->question.data, turn->call.data);
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
