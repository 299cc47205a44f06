/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps.
 *
 * Invariant: whatever is open, 0 is a person, the menu and the opt-out words
 * work, and a complaint text becomes a ticket; nobody is trapped.
 */
#include "menus/step.h"

#include <string.h>

#include "base/clock.h"
#include "base/words.h"
#include "db/callback.h"
#include "db/ticket.h"
#include "db/ticket_list.h"
#include "menus/fill.h"

#define STEP_WRONG_MAX	3	/* then a person calls (DOMAIN 5.1) */
#define STEP_WRONG_HINT	2	/* the second one gets the key hint */

/* Where a sentence may be cut when looking for an opt-out in it. */
#define STEP_CLAUSE_ENDS	",。!;:,!;\n"

typedef gboolean (*step_fn)(struct turn *turn, GError **error);

static gboolean step_note_ticket(const struct ticket *t, void *user);
static gboolean step_answers_too(const struct turn *turn);
static action_fn step_taker(const struct turn *turn);
static gboolean step_choice(struct turn *turn, GError **error);
static gboolean step_option(struct turn *turn, const struct screen_option *option,
		    GError **error);
static gboolean step_value(struct turn *turn, GError **error);
static gboolean step_fragment(struct turn *turn, GError **error);
static gboolean step_code(struct turn *turn, GError **error);
static gboolean step_bad_code(struct turn *turn, GError **error);
static gboolean step_greeting(struct turn *turn, GError **error);
static gboolean step_ack(struct turn *turn, GError **error);
static gboolean step_ack_idle(struct turn *turn, GError **error);
static gboolean step_wrong(struct turn *turn, GError **error);
static gboolean step_idle(struct turn *turn, GError **error);
static gboolean step_automatic(struct turn *turn, GError **error);
static gboolean step_give_up(struct turn *turn, GError **error);
static gboolean step_hint(struct turn *turn, GError **error);
static void step_digits(const struct screen *screen, char *first, char *last);
static gboolean step_hears_stop(struct turn *turn, gboolean *stop, GError **error);

/* Nobody knows what to make of it. */
#define STEP_UNCLEAR	{ { HEAR_AGAIN, step_wrong }, { HEAR_AGAIN, step_idle } }

/* Stages are those of the engine's order (dialog.c).  Commands are words of the table
 * and come before; one that no service has a row for is not understood. */
static const struct {
	struct {
		enum hearing_stage stage;
		step_fn	 fn;
	} asked, idle;
} steps[] = {
	[MEANING_ANSWER] = { { HEAR_ANSWER, step_choice }, { HEAR_AGAIN, step_idle } },
	[MEANING_NUMBER] = { { HEAR_ANSWER, step_value }, { HEAR_AGAIN, step_idle } },
	[MEANING_CODE] = { { HEAR_ANSWER, step_code }, { HEAR_ANSWER, step_code } },
	[MEANING_BAD_CODE] = { { HEAR_ANSWER, step_bad_code }, { HEAR_ANSWER, step_bad_code } },
	[MEANING_TEXT] = { { HEAR_MATTER, step_value }, { HEAR_MATTER, step_matter } },
	[MEANING_MATTER] = { { HEAR_MATTER, step_matter }, { HEAR_MATTER, step_matter } },
	[MEANING_FRAGMENT] = { { HEAR_MATTER, step_fragment }, { HEAR_MATTER, step_matter } },
	[MEANING_GREETING] = { { HEAR_AGAIN, step_greeting }, { HEAR_MATTER, step_matter } },
	[MEANING_ACK] = { { HEAR_AGAIN, step_ack }, { HEAR_AGAIN, step_ack_idle } },
	[MEANING_AUTOMATIC] = { { HEAR_AGAIN, step_automatic }, { HEAR_AGAIN, step_automatic } },
	[MEANING_PERSON] = STEP_UNCLEAR, [MEANING_MENU] = STEP_UNCLEAR,
	[MEANING_OPT_OUT] = STEP_UNCLEAR, [MEANING_OPT_IN] = STEP_UNCLEAR,
	[MEANING_MISSED] = STEP_UNCLEAR, [MEANING_BLANK] = STEP_UNCLEAR,
	[MEANING_UNCLEAR] = STEP_UNCLEAR,
};

gboolean
step_take(struct turn *turn, enum hearing_stage stage, gboolean *taken,
    GError **error)
{
	gboolean asked = turn->asked && turn->screen != NULL;
	enum meaning meaning = turn->u.meaning;

	*taken = stage == (asked ? steps[meaning].asked.stage :
	    steps[meaning].idle.stage);
	return !*taken || (asked ? steps[meaning].asked.fn :
	    steps[meaning].idle.fn)(turn, error);
}

gboolean
step_main(struct turn *turn, gboolean asked, GError **error)
{
	struct contact *contact = &turn->contact;
	gint64 now = turn->call.now;
	gint64 every = turn->call.options->menu_every_s * (gint64)CLOCK_SECOND;
	gboolean first = contact->menu_at == 0;

	if (!asked && !first && contact->menu_at + every > now)
		return turn_say(turn, "hint", error);
	contact->menu_at = now;
	return turn_say(turn, first && !asked ? "main.first" : "main", error);
}

gboolean
step_word_choice(struct turn *turn, gboolean *taken, GError **error)
{
	const struct screen *main_screen = menu_screen(turn->call.menu, "main");
	struct understanding u;

	*taken = FALSE;
	if (turn->u.weight > 2 * MENU_LABEL_MAX)
		return TRUE;
	understand(menu_lexicon(turn->call.menu), turn->call.msg->text,
	    &main_screen->expect, &u);
	if (u.meaning != MEANING_ANSWER || (strcmp(u.rule, "label") != 0 &&
	    strcmp(u.rule, "digit.label") != 0)) {
		understanding_clear(&u);
		return TRUE;
	}
	understanding_clear(&turn->u);
	turn->u = u;
	*taken = TRUE;
	if (turn->asked && turn->question.priority == QUESTION_MENU &&
	    !turn_close(turn, QUESTION_ANSWERED, error))
		return FALSE;
	return step_option(turn, &main_screen->options[u.index], error);
}

/* It is about what the person has told us last, if that is still open: whoever
 * calls back has it before them. */
gboolean
step_missed_call(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	const struct ticket_filter filter = {
		.phone = call->msg->phone, .state = "open", .limit = 1,
		.since = call->who->told_since,
	};
	char ticket[ACTION_TICKET_MAX] = "";
	gboolean fresh;

	if (!ticket_each(call->db, &filter, step_note_ticket, ticket, error) ||
	    !callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("missed call"), ticket, call->now, &fresh, error))
		return FALSE;
	/* The call itself is no text of it, and settles none. */
	call->reason = N_("missed call");
	call->end = fresh ? INBOX_FILED : INBOX_MERGED;
	return !fresh || turn_say(turn, "missed", error);
}

static gboolean
step_note_ticket(const struct ticket *t, void *user)
{
	g_strlcpy(user, t->number, ACTION_TICKET_MAX);
	return FALSE;
}

/* A menu's question is settled by a complaint text; any other stays open. */
gboolean
step_matter(struct turn *turn, GError **error)
{
	const char *screen = NULL;
	gboolean stop;

	if (step_answers_too(turn) && !step_choice(turn, error))
		return FALSE;
	if (!step_hears_stop(turn, &stop, error) ||
	    !step_taker(turn)(&turn->call, &screen, error))
		return FALSE;
	if (turn->asked && turn->question.priority == QUESTION_MENU &&
	    !turn->call.held && !turn->call.keep &&
	    !turn_close(turn, QUESTION_ANSWERED, error))
		return FALSE;
	return screen == NULL || turn_say(turn, screen, error);
}

/* Does the matter begin with an answer that counts? */
static gboolean
step_answers_too(const struct turn *turn)
{
	return turn->asked && turn->screen != NULL &&
	    turn->u.meaning == MEANING_MATTER && turn->u.index >= 0 &&
	    turn->question.priority != QUESTION_MENU &&
	    !turn->screen->options[turn->u.index].alone;
}

/* The service that takes matters; the checker has made sure of it. */
static action_fn
step_taker(const struct turn *turn)
{
	const struct service *const *services = menu_services(turn->call.menu);

	while ((*services)->takes_matter == NULL)
		services++;
	return (*services)->takes_matter;
}

static gboolean
step_choice(struct turn *turn, GError **error)
{
	return turn_close(turn, QUESTION_ANSWERED, error) &&
	    step_option(turn, &turn->screen->options[turn->u.index], error);
}

static gboolean
step_option(struct turn *turn, const struct screen_option *option, GError **error)
{
	if (option->store != NULL)
		g_hash_table_replace(turn->call.data, g_strdup(option->store),
		    g_strdup(option->answer.label));
	turn->contact.wrong = 0;
	return turn_run(turn, option->action, option->go, error);
}

/* A number, code or words the screen wanted. */
static gboolean
step_value(struct turn *turn, GError **error)
{
	const struct screen *screen = turn->screen;
	struct action_call *call = &turn->call;
	const struct action *action = screen->action == NULL ? NULL :
	    menu_action(call->menu, screen->action);
	const char *go = NULL;

	if (screen->store != NULL)
		g_hash_table_replace(call->data, g_strdup(screen->store),
		    g_strdup(turn->u.value != NULL ? turn->u.value :
		    call->msg->text));
	turn->contact.wrong = 0;
	if (action != NULL && !action->run(call, &go, error))
		return FALSE;
	if (!call->keep && !turn_close(turn, QUESTION_ANSWERED, error))
		return FALSE;
	if (go == NULL)
		go = screen->go;
	return go == NULL || turn_say(turn, go, error);
}

/* A few words where a digit was wanted: a menu does not insist. */
static gboolean
step_fragment(struct turn *turn, GError **error)
{
	return turn->question.priority == QUESTION_MENU ?
	    step_matter(turn, error) : step_wrong(turn, error);
}

static gboolean
step_code(struct turn *turn, GError **error)
{
	if (turn->asked && turn->screen != NULL && turn->screen->expect.code)
		return step_value(turn, error);
	return turn_run(turn, "number.show", NULL, error);
}

static gboolean
step_bad_code(struct turn *turn, GError **error)
{
	turn->call.reason = N_("number mistyped");
	return turn_say(turn, "number.mistyped", error);
}

gboolean
step_help(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	*taken = turn->u.meaning == MEANING_MENU;
	turn->call.reason = *taken ? N_("menu asked") : turn->call.reason;
	return !*taken || turn_say(turn, "help", error);
}

gboolean
step_menu(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	*taken = TRUE;
	turn->call.reason = N_("menu asked");
	return step_main(turn, TRUE, error);
}

static gboolean
step_greeting(struct turn *turn, GError **error)
{
	turn->call.reason = N_("greeting: asked again");
	return turn_say_again(turn, FALSE, error);
}

/*
 * 好 where it answers nothing (PEERS story 4): asked once more, more simply;
 * then a person calls, and it never counts as satisfied.
 */
static gboolean
step_ack(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	gboolean fresh;

	if (g_hash_table_contains(call->data, "simple")) {
		turn->contact.ack_only++;
		call->end = INBOX_FILED;
		call->reason = N_("only 好: a person calls");
		return turn_close(turn, QUESTION_DROPPED, error) &&
		    callback_ask(call->db, call->msg->phone, call->msg->line,
		    N_("only 好"), "", call->now, &fresh, error);
	}
	if (turn->screen->simple == NULL)
		return step_ack_idle(turn, error);
	call->reason = N_("only 好: asked again");
	g_hash_table_replace(call->data, g_strdup("simple"), g_strdup("1"));
	return turn_close(turn, QUESTION_DROPPED, error) &&
	    turn_say(turn, turn->screen->simple, error);
}

static gboolean
step_ack_idle(struct turn *turn, GError **error)
{
	turn_ignore(turn, N_("thanks or 好, nothing to answer"));
	return TRUE;
}

/* 1st: the question again; 2nd, or nothing but marks: the key hint; 3rd: a
 * person calls. */
static gboolean
step_wrong(struct turn *turn, GError **error)
{
	int wrong = turn->question.wrong + 1;

	turn->call.reason = N_("not understood");
	if (wrong >= STEP_WRONG_MAX)
		return step_give_up(turn, error);
	if (!question_wrong(turn->call.db, turn->question.id, wrong, error))
		return FALSE;
	if (wrong >= STEP_WRONG_HINT || turn->u.meaning == MEANING_BLANK)
		return step_hint(turn, error);
	return turn_say_again(turn, TRUE, error);
}

/* Not understood, and nothing was asked. */
static gboolean
step_idle(struct turn *turn, GError **error)
{
	turn->call.reason = N_("not understood");
	if (++turn->contact.wrong >= STEP_WRONG_MAX)
		return step_give_up(turn, error);
	return step_main(turn, FALSE, error);
}

static gboolean
step_automatic(struct turn *turn, GError **error)
{
	turn_ignore(turn, N_("auto-responder"));
	return TRUE;
}

static gboolean
step_give_up(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	gboolean fresh;

	turn->contact.wrong = 0;
	call->end = INBOX_FILED;
	return turn_close(turn, QUESTION_DROPPED, error) &&
	    callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("not understood"), "", call->now, &fresh, error) &&
	    turn_say(turn, "wrong.call", error);
}

static gboolean
step_hint(struct turn *turn, GError **error)
{
	char first[2] = "", last[2] = "";
	const char *screen = turn->screen->wrong;

	step_digits(turn->screen, first, last);
	fill_set(turn->call.fill, "first", first);
	fill_set(turn->call.fill, "last", last);
	if (screen == NULL && first[0] == '\0')
		screen = "wrong.hint.words";
	if (screen == NULL)
		screen = strcmp(first, last) == 0 ? "wrong.hint.one" : "wrong.hint";
	return turn_say(turn, screen, error);
}

/* Lowest and highest digit. */
static void
step_digits(const struct screen *screen, char *first, char *last)
{
	for (int i = 0; i < screen->count; i++) {
		const char *digit = screen->options[i].answer.digit;

		if (first[0] == '\0' || digit[0] < first[0])
			first[0] = digit[0];
		if (digit[0] > last[0])
			last[0] = digit[0];
	}
}

/* "不要给我发信息了,路上坑也没人补": a complaint with an opt-out in it is
 * both (PEERS story 7). */
static gboolean
step_hears_stop(struct turn *turn, gboolean *stop, GError **error)
{
	g_autoptr(GString) text = g_string_new(turn->call.msg->text);
	g_auto(GStrv) clauses = NULL;
	const char *ignored = NULL;

	*stop = FALSE;
	for (const char *m = STEP_CLAUSE_ENDS; *m != '\0'; m = g_utf8_next_char(m)) {
		g_autofree char *mark = g_strndup(m,
		    (gsize)(g_utf8_next_char(m) - m));

		g_string_replace(text, mark, "\n", 0);
	}
	clauses = g_strsplit(text->str, "\n", -1);
	for (int i = 0; clauses[0] != NULL && clauses[1] != NULL && !*stop &&
	    clauses[i] != NULL; i++) {
		struct understanding u;

		understand(menu_lexicon(turn->call.menu), clauses[i], NULL, &u);
		*stop = u.meaning == MEANING_OPT_OUT;
		understanding_clear(&u);
	}
	return !*stop || menu_action(turn->call.menu, "contact.stop")->run(
	    &turn->call, &ignored, error);
}
