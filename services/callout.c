/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The three musts (三必到: 丧 喜 吵 灾) and welfare visits (看看我爸) by text, from both
 * sides (PEERS S9, S14; words in etc/menus/callout.conf).
 *
 *	household, group leader, somebody away   "丧", "看看我爸"
 *	its cadre    "收 10373", "到 10373", "结 10373 人好,药够"
 *
 * Whoever does not acknowledge in time, or rests that day by the roster, is passed by:
 * their deputy, somebody on duty, their supervisor, the office.  Whoever asked hears what
 * becomes of it.
 */
#include <string.h>

#include "base/words.h"
#include "db/callback.h"
#include "db/household.h"
#include "menus/fill.h"
#include "menus/turn.h"
#include "services/callout_answer.h"
#include "services/callout_ask.h"
#include "services/callout_pass.h"

#define CALLOUT_WORDS_MAX	40	/* characters behind the word; more is a matter */

/* Households that may be meant. */
struct homes {
	gint64	 id;
	int	 count;
};

static gboolean	callout_hears(struct turn *turn, gboolean *taken, GError **error);
static gboolean	callout_idle(struct turn *turn, gboolean *taken, GError **error);
static gboolean	callout_turned(struct turn *turn, const struct service_word *row,
		    const char *words, gboolean *taken, GError **error);
static gboolean	callout_begin(struct turn *turn, const struct word_heard *word,
		    gboolean *taken, GError **error);
static gboolean	callout_home(struct turn *turn, const char *rest,
		    struct homes *homes, GError **error);
static gboolean	callout_count(gint64 household_id, void *user);
static gboolean	callout_register(struct turn *turn, struct callout_ask *ask, gint64 home,
		    GError **error);

static const struct saying callout_says[] = {
	{ "callout.told", "who phone" },
	{ "callout.told.night", "who phone" },
	{ "callout.again", "who phone" },
	{ "callout.nobody", "" },
	{ "callout.coming", "who phone", SAY_NEWS },
	{ "callout.arrived", "who phone", SAY_NEWS },
	{ "callout.moved", "who phone", SAY_NEWS },
	{ "callout.result", "who phone summary", SAY_NEWS },
	{ "callout.order", "place summary kind code", SAY_DUTY },
	{ "callout.seen", "code" },
	{ "callout.there", "code" },
	{ "callout.over", "code" },
	{ "callout.over.funeral", "code" },
	{ "callout.words", "code" },
	{ "callout.which", "count code" },
	{ "callout.one", "" },
	{ "callout.bare", "code" },
	{ "callout.idle", "" },
	{ "callout.freed", "who phone code", SAY_DUTY },
	{ "callout.late", "code who" },
	{ "callout.none", "" },
	{ "callout.mistyped", "" },
	{ "callout.mine", "count code" },
	{ "callout.reason", "code" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying callout_says_decline[] = {
	{ "callout.declined", "code" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct saying callout_says_result[] = {
	{ "callout.over", "code" },
	{ "callout.over.funeral", "code" },
	{ "callout.words", "code" },
	{ "callout.none", "" },
	{ NULL, NULL, SAY_REPLY }
};

static const struct action callout_actions[] = {
	{ "callout.result", callout_action_result, callout_says_result },
	{ "callout.decline", callout_action_decline, callout_says_decline },
	{ NULL, NULL, NULL }
};

/* What a cadre was asked to go for, and is not over. */
static const struct word_open callout_order = {
	N_("call-out order"), callout_count_orders, "callout.which"
};

/* Households, group leaders, people far away say what has happened; a cadre who was
 * asked answers, by its number or where only one is open. */
#define CALLOUT_BEGINS(list, meaning, kind)				\
	{ list, SHAPE_ALONE | SHAPE_APART, ROLE_ANYBODY, meaning,	\
	    .take = callout_begin, .value = kind }
#define CALLOUT_ANSWERS(list, shapes, meaning, event)			\
	{ list, SHAPE_NUMBER, ROLE_CADRE | ROLE_LEFT, meaning,		\
	    .take = callout_answer, .value = event },			\
	{ list, shapes, ROLE_CADRE | ROLE_LEFT, meaning,		\
	    .open = &callout_order, .single = TRUE,			\
	    .take = callout_answer, .value = event }

static const struct service_word callout_heard[] = {
	CALLOUT_BEGINS("callout_funeral", N_("funeral"), CALLOUT_FUNERAL),
	CALLOUT_BEGINS("callout_wedding", N_("wedding"), CALLOUT_WEDDING),
	CALLOUT_BEGINS("callout_quarrel", N_("quarrel"), CALLOUT_QUARREL),
	CALLOUT_BEGINS("callout_disaster", N_("disaster"), CALLOUT_DISASTER),
	CALLOUT_BEGINS("callout_welfare", N_("welfare visit"), CALLOUT_WELFARE),
	CALLOUT_ANSWERS("callout_seen", SHAPE_ALONE, N_("acknowledged"), CALLOUT_SEEN),
	CALLOUT_ANSWERS("callout_there", SHAPE_ALONE, N_("arrived"), CALLOUT_THERE),
	CALLOUT_ANSWERS("callout_over", SHAPE_ALONE | SHAPE_APART, N_("over"),
	    CALLOUT_OVER),
	CALLOUT_ANSWERS("callout_decline", SHAPE_ALONE | SHAPE_APART, N_("cannot go"),
	    CALLOUT_DECLINES),
	{ "callout_mine", SHAPE_ALONE, ROLE_CADRE, N_("own orders"),
	    .open = &callout_order, .take = callout_orders },
	{ .list = NULL }
};

static const char *const callout_words[] = {
	"funeral", "wedding", "quarrel", "disaster", "welfare", NULL
};

const struct service callout_service = {
	.name = "callout",
	.hears = callout_hears,
	.stage = HEAR_COMMAND,
	.heard = callout_heard,
	.agenda = callout_kinds,
	.says = callout_says,
	.actions = callout_actions,
	.words = callout_words,
};

/* --- who asks ------------------------------------------------------------------ */

static gboolean
callout_begin(struct turn *turn, const struct word_heard *word, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	struct callout task = { .kind = (enum callout_kind)word->row->value };
	struct callout_ask ask = callout_ask_of(call->dialog, &task, call->now,
	    call->msg);
	struct homes homes = { 0 };
	const char *rest = word->rest;
	gboolean fresh;

	*taken = FALSE;
	if (g_utf8_strlen(rest, -1) > CALLOUT_WORDS_MAX)
		return TRUE;
	if (!callout_home(turn, rest, &homes, error))
		return FALSE;
	if (homes.count == 0 && *rest != '\0')
		return TRUE;	/* nobody we know: their own words */
	*taken = TRUE;
	if (homes.count == 1)
		return callout_register(turn, &ask, homes.id, error);
	call->reason = N_("task: which household?");
	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("a household needs its cadre"), "", call->now, &fresh, error) &&
	    turn_say(turn, "callout.nobody", error);
}

/* The caller's own; of a group leader the one that they name. */
static gboolean
callout_home(struct turn *turn, const char *rest, struct homes *homes,
    GError **error)
{
	struct action_call *call = &turn->call;
	/* Characters: a whole name goes before a surname ("王家" is no name). */
	static const glong lengths[] = { 4, 3, 1 };
	const struct principal *who = call->who;
	glong len = g_utf8_strlen(rest, -1);

	for (int i = 0; i < who->household_count; i++)
		callout_count(who->households[i], homes);
	if (homes->count > 0 || *rest == '\0' ||
	    !principal_is(who, PRINCIPAL_CADRE) || *who->cadre.area == '\0')
		return TRUE;
	for (gsize i = 0; homes->count == 0 && i < G_N_ELEMENTS(lengths); i++) {
		g_autofree char *name = len < lengths[i] ? NULL :
		    g_utf8_substring(rest, 0, lengths[i]);

		if (name != NULL && !household_each_named(call->db, who->cadre.area, name,
		    callout_count, homes, error))
			return FALSE;
	}
	/* A leader is answered whoever they mean. */
	homes->count = MAX(homes->count, 2 * (homes->count != 1));
	return TRUE;
}

static gboolean
callout_count(gint64 household_id, void *user)
{
	struct homes *homes = user;

	homes->id = household_id;
	homes->count++;
	return TRUE;
}

static gboolean
callout_register(struct turn *turn, struct callout_ask *ask, gint64 home, GError **error)
{
	struct action_call *call = &turn->call;
	struct callout *task = ask->task;
	struct cadre who = { 0 };
	gboolean fresh, found, ok;

	call->reason = N_("task");
	task->household_id = home;
	task->phone = g_strdup(call->msg->phone);
	task->line = g_strdup(call->msg->line);
	task->modem = g_strdup(call->msg->modem != NULL ? call->msg->modem : "");
	task->inbox_id = call->msg->id;
	ok = callout_open(call->db, task, call->now, &fresh, error);
	if (ok && fresh)
		ok = callout_ask_next(ask, CALLOUT_OWN, &who, error);
	else if (ok && task->cadre_id != 0)
		ok = cadre_by_id(call->db, task->cadre_id, &found, &who, error);
	if (ok) {
		callout_ask_fill(call->fill, &who);
		ok = turn_say(turn, who.id == 0 ? "callout.nobody" : !fresh ?
		    "callout.again" : callout_ask_waits(ask) ?
		    "callout.told.night" : "callout.told", error);
	}
	cadre_clear(&who);
	callout_clear(task);
	return ok;
}

/* --- who goes ------------------------------------------------------------------- */

/* "10373到了": the number before the word, before what was asked for, or alone. */
static gboolean
callout_hears(struct turn *turn, gboolean *taken, GError **error)
{
	const struct service_word *meant = NULL;
	gboolean theirs;
	const char *rest;
	gsize longest = 0;

	*taken = FALSE;
	if (!callout_begins(turn, turn->normal, &rest, &theirs, error))
		return FALSE;
	if (rest == NULL)
		return callout_idle(turn, taken, error);
	for (const struct service_word *row = callout_heard; row->list != NULL; row++) {
		gsize len = row->shape != SHAPE_NUMBER ? 0 :
		    menu_list_begins(turn->call.menu, row->list, rest);

		if (len > longest || (longest == 0 && *rest != '\0' && theirs &&
		    row->shape == SHAPE_NUMBER && row->value == callout_asked(turn)))
			meant = row;
		longest = MAX(longest, len);
	}
	if (meant != NULL)
		return callout_turned(turn, meant, rest + longest, taken, error);
	*taken = theirs;
	turn->call.reason = theirs ? N_("own orders") : turn->call.reason;
	return !theirs || turn_say(turn, "callout.bare", error);
}

/* As if the word had come first. */
static gboolean
callout_turned(struct turn *turn, const struct service_word *row, const char *words,
    gboolean *taken, GError **error)
{
	g_autofree char *rest = g_strdup_printf("%s %s",
	    (const char *)g_hash_table_lookup(turn->call.fill, "code"), words);
	const struct word_heard word = { &callout_service, row, row->list, rest };

	return callout_answer(turn, &word, taken, error);
}

/* 收, 到, 结 of a cadre who has no order, where no other service took it and it is
 * neither thanks nor an answer. */
static gboolean
callout_idle(struct turn *turn, gboolean *taken, GError **error)
{
	static const char *const lists[] = {
		"callout_seen", "callout_there", "callout_over"
	};

	for (gsize i = 0; i < G_N_ELEMENTS(lists) && !*taken &&
	    turn->u.meaning == MEANING_FRAGMENT &&
	    principal_is(turn->call.who, PRINCIPAL_CADRE); i++)
		*taken = menu_list_begins(turn->call.menu, lists[i], turn->normal) ==
		    strlen(turn->normal);
	if (!*taken)
		return TRUE;
	turn->call.reason = N_("no order open");
	return turn_say(turn, "callout.idle", error);
}
