/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Turns: saying, asking and ending.
 *
 * Invariants
 *  - every text said has the key "reply:INBOX ID:N", or "receipt:…" when a hold
 *    has ended: handled twice, it is said once.
 *  - what a question shows is kept with it (keys beginning with '.'), so that it
 *    can be said again.
 *  - a silent turn says nothing and opens no question, but does all else.
 */
#include "menus/turn.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "db/person.h"
#include "menus/fill.h"
#include "menus/say.h"
#include "menus/say_queue.h"

static gboolean turn_doubt(struct turn *turn, GError **error);
static gboolean turn_ask(struct turn *turn, const struct screen *screen,
		    gint64 *question_id, GError **error);
static gboolean turn_send(struct turn *turn, const char *text, gint64 question_id,
		    GError **error);
static const char *turn_page(const char *text, int cells);

gboolean
turn_begin(struct turn *turn, struct dialog *dialog,
    const struct inbox_msg *msg, GError **error)
{
	struct action_call *call = &turn->call;
	gboolean fresh;

	memset(turn, 0, sizeof(*turn));
	turn->lane = LANE_REPLY;
	turn->kind = "reply";
	call->dialog = dialog;
	call->db = dialog->db;
	call->menu = dialog->menu;
	call->options = dialog->options;
	call->msg = msg;
	call->u = &turn->u;
	call->contact = &turn->contact;
	call->data = fill_new();
	call->fill = fill_new();
	call->now = clock_now();
	call->who = &turn->who;
	return contact_get(dialog->db, msg->phone, call->now, &fresh,
	    &turn->contact, error) &&
	    (fresh || turn_doubt(turn, error)) &&
	    principal_find(dialog->db, msg->phone, turn->contact.doubted_at,
	    &turn->who, error);
}

/* A number that was silent for long: is it still the same person's? */
static gboolean
turn_doubt(struct turn *turn, GError **error)
{
	struct contact *contact = &turn->contact;
	gint64 now = turn->call.now;
	gboolean verified;

	if (contact->doubted_at != 0 ||
	    contact->last_at >= now - PERSON_VERIFIED_DAYS * CLOCK_DAY)
		return TRUE;
	if (!person_verified(turn->call.db, contact->phone, now, &verified, error))
		return FALSE;
	if (!verified)
		contact->doubted_at = now;
	return TRUE;
}

void
turn_understand(struct turn *turn)
{
	if (turn->read)
		understanding_clear(&turn->u);
	turn->screen = !turn->asked ? NULL :
	    menu_screen(turn->call.menu, turn->question.screen);
	understand(menu_lexicon(turn->call.menu), turn->call.msg->text,
	    turn->screen == NULL ? NULL : &turn->screen->expect, &turn->u);
	turn->read = TRUE;
}

gboolean
turn_end(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	enum inbox_end end = call->end;
	const char *reason = call->reason != NULL ? call->reason : "", *rule = "";

	/* What waited for the question that was answered is asked now. */
	if (turn->asked && turn->question.state != QUESTION_OPEN &&
	    call->silence == NULL && !say_next_question(call->dialog,
	    call->msg->phone, call->msg->line, error))
		return FALSE;
	turn->contact.last_at = call->now;
	if (!contact_put(call->db, &turn->contact, error))
		return FALSE;
	if (call->settled)
		return TRUE;
	if (turn->said > 0)
		end = INBOX_ANSWERED;
	else if (!call->held && end == INBOX_OPEN)
		end = call->ticket[0] != '\0' ? INBOX_FILED : INBOX_IGNORED;
	if (reason[0] == '\0' && call->silence != NULL)
		reason = call->silence;
	if (turn->word != NULL)
		rule = turn->word;
	else if (turn->read && turn->u.rule != NULL)
		rule = turn->u.rule;
	return inbox_end(call->db, call->msg->id, end, reason, rule,
	    turn->read ? turn->u.confidence : -1, call->ticket, error);
}

void
turn_clear(struct turn *turn)
{
	contact_clear(&turn->contact);
	principal_clear(&turn->who);
	if (turn->read)
		understanding_clear(&turn->u);
	g_clear_pointer(&turn->normal, g_free);
	if (turn->found)
		question_clear(&turn->question);
	g_clear_pointer(&turn->call.data, g_hash_table_destroy);
	g_clear_pointer(&turn->call.fill, g_hash_table_destroy);
}

gboolean
turn_say(struct turn *turn, const char *name, GError **error)
{
	const struct screen *screen = menu_screen(turn->call.menu, name);
	g_autofree char *text = NULL;
	gint64 question_id = 0;

	if (turn->call.silence != NULL || screen == NULL)
		return TRUE;
	text = fill_text(screen->text, turn->call.fill);
	if (screen_asks(screen) && !turn_ask(turn, screen, &question_id, error))
		return FALSE;
	return turn_send(turn, text, question_id, error);
}

gboolean
turn_say_again(struct turn *turn, gboolean sorry, GError **error)
{
	const struct screen *again = menu_screen(turn->call.menu, "wrong.again");
	g_autoptr(GHashTable) fill = fill_kept(turn->question.data);
	g_autofree char *text = NULL, *both = NULL;

	if (turn->call.silence != NULL)
		return TRUE;
	text = fill_text(turn->screen->text, fill);
	if (!sorry || text_measure(text).units > fill_units("question"))
		return turn_send(turn, text, 0, error);
	fill_set(fill, "question", text);
	both = fill_text(again->text, fill);
	if (text_measure(both).parts > turn->screen->parts)
		return turn_send(turn, text, 0, error);
	return turn_send(turn, both, 0, error);
}

gboolean
turn_say_once(struct turn *turn, const char *name, const char *key, GError **error)
{
	const struct screen *screen = menu_screen(turn->call.menu, name);
	g_autofree char *text = fill_text(screen->text, turn->call.fill);
	gboolean added;

	if (!say_reply(turn->call.dialog, turn->call.msg, turn->lane, key, text, 0,
	    &added, error))
		return FALSE;
	turn->said += added;
	return TRUE;
}

gboolean
turn_run(struct turn *turn, const char *name, const char *go, GError **error)
{
	const struct action *action = name == NULL ? NULL :
	    menu_action(turn->call.menu, name);
	const char *screen = NULL;

	if (action != NULL && !action->run(&turn->call, &screen, error))
		return FALSE;
	if (screen == NULL)
		screen = go;
	return screen == NULL || turn_say(turn, screen, error);
}

gboolean
turn_close(struct turn *turn, enum question_state state, GError **error)
{
	if (!turn->asked || turn->question.state != QUESTION_OPEN)
		return TRUE;
	turn->question.state = state;
	return question_move(turn->call.db, turn->question.id, state,
	    turn->call.now, error);
}

void
turn_ignore(struct turn *turn, const char *reason)
{
	turn->call.end = INBOX_IGNORED;
	turn->call.reason = reason;
}

static gboolean
turn_ask(struct turn *turn, const struct screen *screen, gint64 *question_id,
    GError **error)
{
	struct action_call *call = &turn->call;
	struct question q = {
		.phone = call->msg->phone,
		.line = call->msg->line,
		.screen = (char *)screen->name,
		.priority = screen->priority,
		.asked_at = call->now,
		.expires_at = call->now + screen->valid_s * (gint64)CLOCK_SECOND,
		.data = call->data,
	};

	fill_keep(screen->text, call->fill, call->data);
	if (!question_open(call->db, &q, turn->asked &&
	    turn->question.priority > q.priority ? QUESTION_PUSHED :
	    QUESTION_DROPPED, error))
		return FALSE;
	*question_id = q.id;
	return TRUE;
}

/* A live session reads a page at a time. */
static gboolean
turn_send(struct turn *turn, const char *text, gint64 question_id,
    GError **error)
{
	int cells = bearer_traits(turn->call.msg->bearer)->cells;

	while (*text != '\0') {
		const char *end = cells != 0 ? turn_page(text, cells) :
		    text + strlen(text);
		g_autofree char *page = g_strndup(text, (gsize)(end - text));
		g_autofree char *key = NULL;
		gboolean added;

		key = g_strdup_printf("%s:%" G_GINT64_FORMAT ":%d",
		    turn->kind, turn->call.msg->id, ++turn->said);
		if (!say_reply(turn->call.dialog, turn->call.msg, turn->lane, key,
		    page, question_id, &added, error))
			return FALSE;
		text = end;
	}
	return TRUE;
}

/* The end of the first page: at most `cells` UCS-2 units, cut behind a blank, a line's
 * end or punctuation when there is one in its second half. */
static const char *
turn_page(const char *text, int cells)
{
	const char *cut = NULL;
	int units = 0;

	for (const char *s = text; *s != '\0'; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		units += c > 0xFFFF ? 2 : 1;
		if (units > cells)
			return cut != NULL ? cut : s;
		if (units > cells / 2 &&
		    (g_unichar_isspace(c) || g_unichar_ispunct(c)))
			cut = g_utf8_next_char(s);
	}
	return text + strlen(text);
}
