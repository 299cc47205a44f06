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

#include "base/calendar.h"
#include "base/numeral.h"
#include "base/words.h"
#include "db/callback.h"
#include "db/duty.h"
#include "db/household.h"
#include "menus/fill.h"
#include "menus/turn.h"
#include "services/callout_ask.h"
#include "services/callout_pass.h"

#define CALLOUT_WORDS_MAX	40	/* characters behind the word; more is a story */

/* Households that may be meant. */
struct homes {
	gint64	 id;
	int	 count;
};

/* What a cadre says of an order: an enum callout_event, or that they cannot go. */
#define CALLOUT_DECLINES	CALLOUT_EVENT_COUNT

/* A cadre's answer, read. */
struct heard {
	int	 event;
	char	 code[CALLOUT_CODE_MAX];	/* "" none */
	const char *words;	/* what follows, in the text */
};

static gboolean	callout_begin(struct turn *turn, const struct word_heard *word,
		    gboolean *taken, GError **error);
static gboolean	callout_home(struct turn *turn, const char *rest,
		    struct homes *homes, GError **error);
static gboolean	callout_count(gint64 household_id, void *user);
static gboolean	callout_register(struct turn *turn, struct callout_ask *ask, gint64 home,
		    GError **error);
static gboolean	callout_count_orders(struct turn *turn, int *count, GError **error);
static gboolean	callout_answer(struct turn *turn, const struct word_heard *word,
		    gboolean *taken, GError **error);
static gboolean	callout_reads(const char *rest, struct heard *heard);
static gsize	callout_read_code(const char *s, char code[CALLOUT_CODE_MAX]);
static gboolean	callout_orders(struct turn *turn, const struct word_heard *word,
		    gboolean *taken, GError **error);
static gboolean	callout_decline(struct turn *turn, const char *words, GError **error);
static gboolean	callout_action_decline(struct action_call *call, const char **screen,
		    GError **error);
static gboolean	callout_progress(struct turn *turn, const struct cadre *cadre,
		    struct callout *task, const struct heard *heard,
		    GError **error);
static gboolean	callout_tell_asker(struct callout_ask *ask, const struct cadre *cadre,
		    const struct heard *heard, GError **error);
static gboolean	callout_visit(struct callout_ask *ask, const struct cadre *cadre,
		    gint64 inbox_id, const char *words, GError **error);
static gboolean	callout_late(struct turn *turn, const struct callout *task,
		    GError **error);

static const struct saying callout_says[] = {
	{ "callout.told", "who phone" },
	{ "callout.again", "who phone" },
	{ "callout.nobody", "" },
	{ "callout.coming", "who phone", SAY_NEWS },
	{ "callout.moved", "who phone", SAY_NEWS },
	{ "callout.result", "who phone gist", SAY_NEWS },
	{ "callout.order", "place gist kind code", SAY_DUTY },
	{ "callout.seen", "code" },
	{ "callout.there", "code" },
	{ "callout.over", "code" },
	{ "callout.over.funeral", "code" },
	{ "callout.words", "code" },
	{ "callout.which", "count code" },
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

static const struct action callout_actions[] = {
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
	struct callout_ask ask = {
		.dialog = call->dialog, .db = call->db, .menu = call->menu,
		.options = call->options, .now = call->now, .task = &task, .cause = call->msg,
	};
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
	const struct principal *who = call->who;
	g_autofree char *surname = NULL;

	for (int i = 0; i < who->household_count; i++)
		callout_count(who->households[i], homes);
	if (homes->count > 0 || *rest == '\0' ||
	    !principal_is(who, PRINCIPAL_CADRE) || *who->cadre.area == '\0')
		return TRUE;
	surname = g_utf8_substring(rest, 0, 1);
	if (!household_each_named(call->db, who->cadre.area, surname, callout_count,
	    homes, error))
		return FALSE;
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
		ok = turn_say(turn, who.id == 0 ? "callout.nobody" : fresh ?
		    "callout.told" : "callout.again", error);
	}
	cadre_clear(&who);
	callout_clear(task);
	return ok;
}

/* --- who goes ------------------------------------------------------------------- */

static gboolean
callout_count_orders(struct turn *turn, int *count, GError **error)
{
	struct action_call *call = &turn->call;
	struct callout newest = { 0 };
	gboolean ok = callout_of_cadre(call->db, call->who->cadre.id, count, &newest,
	    error);

	if (ok && *count > 0)
		fill_set(call->fill, "code", newest.code);
	callout_clear(&newest);
	return ok;
}

/* 收, 到, 结, 退 of a cadre who has been asked. */
static gboolean
callout_answer(struct turn *turn, const struct word_heard *word, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	struct heard heard = { .event = word->row->value };
	const struct cadre *cadre = &call->who->cadre;
	struct callout task = { 0 };
	gboolean found, asked = FALSE, ok;
	int count = 0;

	*taken = FALSE;
	/* Without a number only where one is open. */
	if (cadre->id == 0 || !callout_reads(word->rest, &heard) ||
	    (heard.code[0] == '\0' && word->row->open == NULL))
		return TRUE;
	*taken = TRUE;
	if (heard.code[0] != '\0')
		ok = callout_by_code(call->db, heard.code, &found, &task, error) &&
		    (!found || callout_was_asked(call->db, task.id, cadre->id, &asked,
		    error));
	else {
		ok = callout_of_cadre(call->db, cadre->id, &count, &task, error);
		asked = count == 1;
	}
	if (ok && *taken) {
		call->reason = N_("task answered");
		fill_set(call->fill, "code", task.id != 0 ? task.code :
		    heard.code);
		if (!asked)
			ok = turn_say(turn, callout_code_holds(heard.code) ?
			    "callout.none" : "callout.mistyped", error);
		else if (heard.event == CALLOUT_DECLINES)
			ok = callout_decline(turn, heard.words, error);
		else
			ok = callout_progress(turn, cadre, &task, &heard, error);
	}
	callout_clear(&task);
	return ok;
}

/* Nothing, words, or a task's number and words. */
static gboolean
callout_reads(const char *rest, struct heard *heard)
{
	gsize octets;

	while (*rest == ' ')
		rest++;
	octets = callout_read_code(rest, heard->code);
	/* Of the one that is open: words alone, but no other number. */
	if (octets == 0) {
		heard->words = rest;
		return !g_ascii_isdigit(*rest);
	}
	rest += octets;
	while (*rest == ' ' || *rest == ',' || *rest == ':')
		rest++;
	heard->words = rest;
	return TRUE;
}

/* A task's number at `s`, in plain or Chinese digits: its octets, 0 none. */
static gsize
callout_read_code(const char *s, char code[CALLOUT_CODE_MAX])
{
	gboolean plain = g_ascii_isdigit(*s);
	const char *end = s;
	int len = 0, digit;

	while ((digit = plain ? g_ascii_digit_value(*end) :
	    numeral_digit(g_utf8_get_char(end))) >= 0) {
		if (len < CALLOUT_CODE_DIGITS)
			code[len] = (char)('0' + digit);
		len++;
		end = g_utf8_next_char(end);
	}
	if (len == CALLOUT_CODE_DIGITS || (plain && len == CALLOUT_CODE_OLD)) {
		code[len] = '\0';
		return (gsize)(end - s);
	}
	code[0] = '\0';
	return 0;
}

static gboolean
callout_progress(struct turn *turn, const struct cadre *cadre, struct callout *task,
    const struct heard *heard, GError **error)
{
	static const char *const screens[] = {
		[CALLOUT_SEEN] = "callout.seen", [CALLOUT_THERE] = "callout.there",
		[CALLOUT_OVER] = "callout.over",
	};
	struct action_call *call = &turn->call;
	struct callout_ask ask = {
		.dialog = call->dialog, .db = call->db, .menu = call->menu,
		.options = call->options, .now = call->now, .task = task,
		.cause = call->msg,
	};
	const char *words = heard->words != NULL ? heard->words : "";
	gboolean mine = task->cadre_id == cadre->id, done;

	if (heard->event == CALLOUT_OVER && *words == '\0')
		return turn_say(turn, "callout.words", error);
	/* It went on to another meanwhile: kept, and they are told whose it is. */
	if (!mine && heard->event == CALLOUT_SEEN)
		return callout_late(turn, task, error);
	if (!callout_move(call->db, task, heard->event, call->msg->phone, words,
	    call->now, &done, error))
		return FALSE;
	if (!done)
		return turn_say(turn, "callout.none", error);
	return callout_tell_asker(&ask, cadre, heard, error) &&
	    (heard->event != CALLOUT_OVER || callout_visit(&ask, cadre, call->msg->id,
	    words, error)) && turn_say(turn, heard->event == CALLOUT_OVER &&
	    task->kind == CALLOUT_FUNERAL ? "callout.over.funeral" :
	    screens[heard->event], error);
}

/* Why not: asked for, and seen to by a person of the office. */
static gboolean
callout_decline(struct turn *turn, const char *words, GError **error)
{
	struct action_call *call = &turn->call;
	const char *screen = "callout.reason";

	g_hash_table_replace(call->data, g_strdup("code"),
	    g_strdup(g_hash_table_lookup(call->fill, "code")));
	if (words != NULL && *words != '\0' &&
	    !callout_action_decline(call, &screen, error))
		return FALSE;
	return turn_say(turn, screen, error);
}

static gboolean
callout_action_decline(struct action_call *call, const char **screen, GError **error)
{
	const char *code = g_hash_table_lookup(call->data, "code");
	gboolean fresh;

	call->reason = N_("order declined");
	*screen = "callout.declined";
	fill_set(call->fill, "code", code != NULL ? code : "");
	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    N_("a cadre cannot go"), "", call->now, &fresh, error);
}

/* 查 while an order is open: the orders, and how to get the card. */
static gboolean
callout_orders(struct turn *turn, const struct word_heard *word, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *many = NULL;
	int count;

	if (!callout_count_orders(turn, &count, error))
		return FALSE;
	*taken = TRUE;
	call->reason = N_("own orders");
	many = g_strdup_printf("%d", count);
	fill_set(call->fill, "count", many);
	return turn_say(turn, "callout.mine", error);
}

static gboolean
callout_late(struct turn *turn, const struct callout *task, GError **error)
{
	struct action_call *call = &turn->call;
	struct cadre now = { 0 };
	gboolean found = FALSE, ok;

	ok = task->cadre_id == 0 || cadre_by_id(call->db, task->cadre_id, &found,
	    &now, error);
	if (ok) {
		callout_ask_fill(call->fill, &now);
		ok = turn_say(turn, "callout.late", error);
	}
	cadre_clear(&now);
	return ok;
}

/* That they come, and what came of it. */
static gboolean
callout_tell_asker(struct callout_ask *ask, const struct cadre *cadre,
    const struct heard *heard, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = g_strdup_printf("task:%" G_GINT64_FORMAT ":%s",
	    ask->task->id, heard->event == CALLOUT_OVER ? "result" : "coming");
	g_autofree char *gist = NULL;
	enum say_result result;

	if (strcmp(ask->task->phone, cadre->mobile) == 0)
		return TRUE;
	callout_ask_fill(fill, cadre);
	gist = fill_summary(heard->words != NULL ? heard->words : "",
	    fill_units("gist"));
	fill_set(fill, "gist", gist);
	return callout_ask_tell(ask, heard->event == CALLOUT_OVER ? "callout.result" :
	    "callout.coming", fill, key, ask->task->phone, &result, error);
}

/* They were there: that is a call on the household, too. */
static gboolean
callout_visit(struct callout_ask *ask, const struct cadre *cadre, gint64 inbox_id,
    const char *words, GError **error)
{
	const struct duty_booking report = {
		.cadre_id = cadre->id,
		.household_id = ask->task->household_id,
		.day = calendar_day(ask->now, ask->options->zone),
		.kind = DUTY_VISIT,
		.made_at = ask->now,
		.inbox_id = inbox_id,
		.note = words,
	};
	gboolean added;

	return duty_add(ask->db, &report, &added, error);
}
