/*
 * The dialogue engine.
 *
 * A text is looked at in this order; the first that takes it ends it:
 *
 *	1. numbers that no program answers
 *	2. a missed call: a person calls back
 *	3. words of danger (emergency.c)
 *	4. the same words over and over (guard.c)
 *	5. what needs no question (dialog_hearers): a cadre who is called, or calls
 *	   for one (callout_action.c); a cadre's report (duty_action.c); who asks
 *	   for a number by name (directory_action.c), or has a new one
 *	   (renumber_action.c); 开平安 (checkin_action.c)
 *	6. what it means for the question it answers (step.c)
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
#include "db/callback.h"
#include "menus/duty.h"
#include "menus/emergency.h"
#include "menus/directory.h"
#include "menus/guard.h"
#include "menus/callout.h"
#include "menus/renumber.h"
#include "menus/checkin.h"
#include "menus/step.h"
#include "menus/complaint.h"

/* Screens the engine says itself. */
static const struct saying dialog_says[] = {
	{ "main",		"" },
	{ "main.first",		"" },
	{ "help",		"" },
	{ "expired",		"" },
	{ "missed",		"" },
	{ "hint",		"" },
	{ "wrong.again",	"question" },
	{ "wrong.hint",		"first last" },
	{ "wrong.hint.one",	"first last" },
	{ "wrong.hint.words",	"" },
	{ "wrong.call",		"" },
	{ "emergency.told",	"number" },
	{ "emergency.untold",	"number" },
	{ "emergency.care.told", "number" },
	{ "emergency.care.untold", "number" },
	{ "emergency.duty",	"number phone words" },
	{ "modem.down",		"modem since waiting" },
	{ "modem.alone",	"modem since waiting" },
	{ "modem.back",		"modem since" },
	{ "modem.other",	"modem" },
	{ "balance.low",	"days modem yuan" },
	{ "balance.paused",	"modem yuan" },
	{ "probe.test",		"modem" },
	{ "probe.silent",	"modem" },
	{ "guard.ceiling",	"waiting" },
	{ "duty.done",		"kind count card notes rest no" },
	{ "duty.nothing",	"notes" },
	{ "duty.sheet",		"month due done left card notes" },
	{ "duty.sheet.none",	"month due" },
	{ "duty.empty",		"" },
	{ "duty.undone",	"count card rest" },
	{ "duty.undone.none",	"" },
	{ "duty.glued",		"gist" },
	{ "duty.many",		"" },
	{ "duty.numbers",	"" },
	{ "duty.day",		"days" },
	{ "duty.closed",	"month" },
	{ "duty.gone",		"" },
	{ "duty.matter",	"number gist" },
	{ "duty.notme",		"count" },
	{ "duty.standin.none",	"" },
	{ "duty.standin.which",	"who" },
	{ "duty.handover",	"who phone" },
	{ "duty.handover.plain", "who" },
	{ "backcheck.ask",		"" },
	{ "callout.told",		"who phone" },
	{ "callout.again",		"who phone" },
	{ "callout.nobody",	"" },
	{ "callout.coming",	"who phone" },
	{ "callout.moved",		"who phone" },
	{ "callout.result",	"who phone gist" },
	{ "callout.order",		"place gist kind code" },
	{ "callout.seen",		"code" },
	{ "callout.there",		"code" },
	{ "callout.over",		"code" },
	{ "callout.words",		"code" },
	{ "callout.which",		"count code" },
	{ "callout.late",		"code who" },
	{ "callout.none",		"" },
	{ "renumber.asked",	"phone" },
	{ "renumber.confirm",	"gist" },
	{ "renumber.person",	"" },
	{ "renumber.lost",	"place gist" },
	{ "checkin.started",	"" },
	{ "checkin.nobody",	"" },
	{ "checkin.stopped",	"" },
	{ "checkin.ask",		"" },
	{ "checkin.well",		"gist" },
	{ "checkin.silent",	"gist who" },
	{ "checkin.needs",	"gist who" },
	{ "remind.first",	"who month due done left notes" },
	{ "remind.list",	"who month due done left card notes" },
	{ "remind.final",	"who month due done left card notes day" },
	{ "remind.people",	"who month count left list" },
	{ NULL, NULL }
};

/* Services that know a text by itself, in this order. */
static gboolean (*const dialog_hearers[])(struct turn *turn, gboolean *taken,
    GError **error) = { callout_hears, duty_hears, directory_hears, renumber_hears,
    checkin_hears };

static gboolean dialog_turn(struct turn *turn, GError **error);
static gboolean dialog_read(struct turn *turn, GError **error);
static void dialog_understand(struct turn *turn);
static void dialog_take_data(struct turn *turn);
static gboolean dialog_guard(struct turn *turn, gboolean *done, GError **error);
static gboolean dialog_is_counted(const struct turn *turn);
static gboolean dialog_cross(struct turn *turn, gboolean *done, GError **error);
static gboolean dialog_is_reply(const struct turn *turn);
static gboolean dialog_cross_open(struct turn *turn,
		    const struct question *open, gboolean *done, GError **error);
static gboolean dialog_cross_closed(struct turn *turn, gboolean *done,
		    GError **error);
static gboolean dialog_only_led_to(const struct turn *turn,
		    const struct question *open);
static gboolean dialog_settle(struct dialog *dialog, struct ticket *t,
		    GError **error);
static gboolean dialog_settle_turn(struct turn *turn, struct ticket *t,
		    GError **error);
static gboolean dialog_copy_row(const struct inbox_msg *msg, void *user);

const struct saying *
dialog_sayings(void)
{
	return dialog_says;
}

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
dialog_hang_up(struct dialog *dialog, enum bearer bearer, const char *phone,
    const char *line, GError **error)
{
	struct ticket t = { 0 };
	gboolean found, ok;

	ok = ticket_collecting(dialog->db, phone, line, clock_now(), &found, &t,
	    error);
	if (ok && found && t.state == TICKET_DRAFT)
		ok = dialog_settle(dialog, &t, error);
	ticket_clear(&t);
	return ok;
}

gboolean
dialog_due(struct dialog *dialog, gint64 now, gint64 *next, GError **error)
{
	gint64 hold, question, task, checkin;
	gboolean found = TRUE, ok = TRUE;
	gint64 last = 0;
	int expired;

	while (ok && found) {
		struct ticket t = { 0 };

		ok = ticket_next_due(dialog->db, now, &found, &t, error);
		if (ok && found && t.id == last) {
			log_warning("ticket %s: its hold cannot be ended", t.number);
			found = FALSE;
		}
		last = t.id;
		ok = ok && (!found || dialog_settle(dialog, &t, error));
		ticket_clear(&t);
	}
	if (!ok || !question_expire(dialog->db, now, &expired, &question, error) ||
	    !ticket_next_time(dialog->db, &hold, error) ||
	    !callout_due(dialog, now, &task, error) ||
	    !checkin_due(dialog, now, &checkin, error))
		return FALSE;
	*next = hold;
	clock_sooner(next, question);
	clock_sooner(next, task);
	clock_sooner(next, checkin);
	return TRUE;
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
	if (msg->bearer == BEARER_CALL)
		return step_missed_call(turn, error);
	if (g_strcmp0(msg->reason, "data") == 0) {
		turn_ignore(turn, "data");
		return TRUE;
	}
	if (!dialog_read(turn, error))
		return FALSE;
	if (turn->u.emergency == EMERGENCY_STRONG)
		return emergency_raise(turn, error);
	if (!dialog_guard(turn, &done, error))
		return FALSE;
	if (!done && msg->incomplete)
		return step_matter(turn, error);
	turn->normal = understand_normalise(menu_lexicon(turn->call.menu), msg->text);
	for (gsize i = 0; i < G_N_ELEMENTS(dialog_hearers) && !done; i++) {
		if (!dialog_hearers[i](turn, &done, error))
			return FALSE;
	}
	if (!done && !dialog_cross(turn, &done, error))
		return FALSE;
	return done || step_take(turn, error);
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
	if (turn->asked && q->state == QUESTION_OPEN &&
	    q->expires_at <= msg->sent_at &&
	    !turn_close(turn, QUESTION_EXPIRED, error))
		return FALSE;
	dialog_understand(turn);
	dialog_take_data(turn);
	return TRUE;
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
dialog_guard(struct turn *turn, gboolean *done, GError **error)
{
	struct action_call *call = &turn->call;
	gboolean heavy = turn->u.weight >= call->options->story_chars;
	char ticket[ACTION_TICKET_MAX];
	gboolean repeat;

	*done = FALSE;
	if (!heavy && dialog_is_counted(turn))
		return TRUE;
	if (!guard_identical(turn, &repeat, ticket, error))
		return FALSE;
	if (repeat && heavy) {
		action_file(call, ticket, INBOX_MERGED, "the same within 120 s");
		*done = TRUE;
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

/* The table at the head of this file. */
static gboolean
dialog_cross(struct turn *turn, gboolean *done, GError **error)
{
	const struct inbox_msg *msg = turn->call.msg;
	struct question open = { 0 };
	gboolean found, ok;

	*done = FALSE;
	if (turn->asked && turn->question.state == QUESTION_OPEN)
		return TRUE;
	if (!dialog_is_reply(turn)) {
		turn->asked = FALSE;
		dialog_understand(turn);
		return TRUE;
	}
	if (!question_current(turn->call.db, msg->phone, msg->line, &found,
	    &open, error))
		return FALSE;
	ok = found ? dialog_cross_open(turn, &open, done, error) :
	    dialog_cross_closed(turn, done, error);
	if (found)
		question_clear(&open);
	return ok;
}

/* Something that is nothing without its question. */
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
		turn->call.reason = "question expired";
		return turn_say(turn, "expired", error);
	}
	turn_ignore(turn, "crossing");
	return TRUE;
}

/* Nothing is open. */
static gboolean
dialog_cross_closed(struct turn *turn, gboolean *done, GError **error)
{
	const struct question *q = &turn->question;

	if (!turn->asked)
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
		turn->call.reason = "question expired";
		return turn_say(turn, "expired", error);
	}
	turn_ignore(turn, "crossing");
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

/* A draft that waits no longer; its newest text stands for it. */
static gboolean
dialog_settle(struct dialog *dialog, struct ticket *t, GError **error)
{
	const struct inbox_filter filter = { .ticket = t->number, .limit = 1 };
	struct inbox_msg msg = { 0 };
	struct turn turn;
	gboolean ok;

	if (!inbox_each(dialog->db, &filter, dialog_copy_row, &msg, error))
		return FALSE;
	if (msg.id == 0)	/* never made by us: it is opened with its text */
		return ticket_move(dialog->db, t->id, TICKET_EVENT_DISCARD,
		    TICKET_BY_SYSTEM, "system", "no text", clock_now(), &ok, error);
	ok = turn_begin(&turn, dialog, &msg, error) &&
	    guard_replies(&turn, error) && dialog_settle_turn(&turn, t, error) &&
	    turn_end(&turn, error);
	turn_clear(&turn);
	inbox_msg_clear(&msg);
	return ok;
}

static gboolean
dialog_settle_turn(struct turn *turn, struct ticket *t, GError **error)
{
	struct action_call *call = &turn->call;
	const char *screen = NULL;
	gboolean fresh;

	turn->kind = "receipt";
	guard_number(turn, &fresh);
	if (!complaint_settle(call, t, &screen, error))
		return FALSE;
	call->settled = call->msg->end != INBOX_OPEN;
	if (t->texts <= 1 && (t->topic[0] != '\0' || t->place[0] != '\0') &&
	    !callback_ask(call->db, call->msg->phone, call->msg->line,
	    "story not finished", t->number, call->now, &fresh, error))
		return FALSE;
	if (g_strcmp0(screen, "main") == 0)
		return step_main(turn, FALSE, error);
	return screen == NULL || turn_say(turn, screen, error);
}

static gboolean
dialog_copy_row(const struct inbox_msg *msg, void *user)
{
	struct inbox_msg *copy = user;

	*copy = *msg;
	copy->line = g_strdup(msg->line);
	copy->modem = g_strdup(msg->modem);
	copy->phone = g_strdup(msg->phone);
	copy->text = g_strdup(msg->text);
	copy->reason = g_strdup(msg->reason);
	copy->rule = g_strdup(msg->rule);
	copy->ticket = g_strdup(msg->ticket);
	return FALSE;
}
