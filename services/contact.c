/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people can ask about themselves: to be telephoned, not to be texted, to be
 * texted again; and to say that they are somebody else.
 */
#include "menus/turn.h"

#include <string.h>

#include "base/calendar.h"
#include "base/words.h"
#include "db/callback.h"
#include "db/contact.h"
#include "menus/fill.h"
#include "services/renumber.h"

/* People telephone from 08:00 to 20:00 (DOMAIN 5.1). */
#define CONTACT_DAY_FROM	(8 * 60)
#define CONTACT_DAY_TO		(20 * 60)

static const char *contact_topic_asked(struct action_call *call);
static gboolean contact_turn_topics(struct action_call *call,
		    gboolean (*turn)(struct db *db, const char *phone,
		    const char *topic, gint64 now, GError **error),
		    GError **error);

static gboolean contact_action_call(struct action_call *call,
		    const char **screen, GError **error);
static gboolean contact_action_start(struct action_call *call,
		    const char **screen, GError **error);
static gboolean contact_action_stop(struct action_call *call,
		    const char **screen, GError **error);
static gboolean contact_action_wrong_number(struct action_call *call,
		    const char **screen, GError **error);

static const struct saying contact_says_call[] = {
	{ "call.day",		"" },
	{ "call.night",		"" },
	{ "call.again",		"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying contact_says_topics[] = {
	{ "contact.stopped",	"topics" },
	{ "contact.started",	"topics" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying contact_says_sorry[] = {
	{ "contact.sorry",	"" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action contact_actions[] = {
	{ "contact.call", contact_action_call, contact_says_call },
	{ "contact.start", contact_action_start, contact_says_topics },
	{ "contact.stop", contact_action_stop, contact_says_topics },
	{ "contact.wrong_number", contact_action_wrong_number,
	    contact_says_sorry },
	{ NULL, NULL, NULL }
};

static gboolean	contact_hears_person(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	contact_hears_stop(struct turn *turn, const struct word_heard *heard,
		    gboolean *taken, GError **error);
static gboolean	contact_hears_wrong_number(struct turn *turn,
		    const struct word_heard *heard, gboolean *taken, GError **error);
static gboolean	contact_count_offers(struct turn *turn, int *count, GError **error);

/* A question that says "不想收回N". */
static const struct word_open contact_offer = {
	N_("a question that offers it"), contact_count_offers, NULL
};

static const struct service_word contact_heard[] = {
	{ "opt_out_offered", SHAPE_READ, ROLE_ANYBODY, N_("opt out"),
	    .open = &contact_offer, .take = contact_hears_stop },
	{ "opt_out", SHAPE_READ, ROLE_ANYBODY, N_("opt out"),
	    .take = contact_hears_stop },
	{ "opt_in", SHAPE_READ, ROLE_ANYBODY, N_("opt in"),
	    .action = "contact.start" },
	{ "person", SHAPE_READ, ROLE_ANYBODY, N_("call me"),
	    .take = contact_hears_person },
	{ "missed", SHAPE_READ, ROLE_ANYBODY, N_("wrong number"),
	    .take = contact_hears_wrong_number },
	{ .list = NULL }
};

const struct service contact_service = {
	.name = "contact",
	.heard = contact_heard,
	.actions = contact_actions,
};

static gboolean
contact_action_call(struct action_call *call, const char **screen,
    GError **error)
{
	int minute = calendar_minute_of_day(call->now, call->options->zone);
	gboolean fresh;

	if (!callback_ask(call->db, call->msg->phone, call->msg->line, N_("asked"),
	    "", call->now, &fresh, error))
		return FALSE;
	call->contact->wrong = 0;
	call->reason = N_("call-back");
	call->end = INBOX_FILED;
	if (!fresh)
		*screen = "call.again";
	else if (minute >= CONTACT_DAY_FROM && minute < CONTACT_DAY_TO)
		*screen = "call.day";
	else
		*screen = "call.night";
	return TRUE;
}

static gboolean
contact_action_stop(struct action_call *call, const char **screen,
    GError **error)
{
	call->reason = N_("opted out");
	*screen = "contact.stopped";
	return contact_turn_topics(call, contact_opt_out, error);
}

static gboolean
contact_action_start(struct action_call *call, const char **screen,
    GError **error)
{
	call->reason = N_("opted in");
	*screen = "contact.started";
	return contact_turn_topics(call, contact_opt_in, error) &&
	    contact_opt_in(call->db, call->msg->phone, CONTACT_PERSONAL,
	    call->now, error);
}

/* A menu's question is settled by it; any other stays open. */
static gboolean
contact_hears_person(struct turn *turn, const struct word_heard *heard,
    gboolean *taken, GError **error)
{
	*taken = TRUE;
	if (turn->asked && turn->question.priority == QUESTION_MENU &&
	    !turn_close(turn, QUESTION_ANSWERED, error))
		return FALSE;
	return turn_run(turn, "contact.call", NULL, error);
}

static gboolean
contact_hears_stop(struct turn *turn, const struct word_heard *heard, gboolean *taken,
    GError **error)
{
	*taken = TRUE;
	if (turn->asked && turn->screen != NULL && turn->screen->topic != NULL &&
	    turn->question.state == QUESTION_OPEN)
		g_hash_table_replace(turn->call.data, g_strdup("topic_of_question"),
		    g_strdup(turn->screen->topic));
	return turn_close(turn, QUESTION_DROPPED, error) &&
	    turn_run(turn, "contact.stop", NULL, error);
}

static gboolean
contact_hears_wrong_number(struct turn *turn, const struct word_heard *heard,
    gboolean *taken, GError **error)
{
	*taken = TRUE;
	return turn_close(turn, QUESTION_DROPPED, error) &&
	    turn_run(turn, "contact.wrong_number", NULL, error);
}

static gboolean
contact_count_offers(struct turn *turn, int *count, GError **error)
{
	*count = turn->asked && turn->question.state == QUESTION_OPEN &&
	    turn->screen != NULL && turn->screen->expect.opt_out;
	return TRUE;
}

/* "打错了", "不是我": nothing personal goes to this number any more. */
static gboolean
contact_action_wrong_number(struct action_call *call, const char **screen,
    GError **error)
{
	call->reason = N_("wrong number");
	*screen = "contact.sorry";
	return contact_turn_topics(call, contact_opt_out, error) &&
	    contact_opt_out(call->db, call->msg->phone, CONTACT_PERSONAL,
	    call->now, error) && renumber_lost(call, error);
}

/* One topic when the question or the words are about it, else all. */
static gboolean
contact_turn_topics(struct action_call *call,
    gboolean (*turn)(struct db *db, const char *phone, const char *topic,
    gint64 now, GError **error), GError **error)
{
	g_autoptr(GString) labels = g_string_new(NULL);
	const char *only = contact_topic_asked(call);
	const struct menu_topic *topics;
	int count;

	topics = menu_topics(call->menu, &count);
	for (int i = 0; i < count; i++) {
		if (only != NULL && strcmp(only, topics[i].name) != 0)
			continue;
		if (!turn(call->db, call->msg->phone, topics[i].name, call->now,
		    error))
			return FALSE;
		if (labels->len > 0)
			g_string_append(labels, "、");
		g_string_append(labels, topics[i].label);
	}
	fill_set(call->fill, "topics", labels->str);
	return TRUE;
}

static const char *
contact_topic_asked(struct action_call *call)
{
	const struct menu_topic *topics;
	int count;

	topics = menu_topics(call->menu, &count);
	for (int i = 0; i < count; i++)
		if (strstr(call->msg->text, topics[i].label) != NULL)
			return topics[i].name;
	return g_hash_table_lookup(call->data, "topic_of_question");
}
