/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See callout_answer.h.
 */
#include "services/callout_answer.h"

#include <string.h>

#include "base/calendar.h"
#include "base/numeral.h"
#include "base/words.h"
#include "db/callback.h"
#include "db/duty.h"
#include "menus/fill.h"
#include "services/callout_ask.h"

/* A cadre's answer, read. */
struct heard {
	int	 event;
	char	 code[CALLOUT_CODE_MAX];	/* "" none */
	const char *words;	/* what follows, in the text */
};

/* Questions about an order that any other answer to one settles. */
static const struct {
	const char *screen;
	int	 event;		/* what its answer is */
} callout_questions[] = {
	{ "callout.reason", CALLOUT_DECLINES },
	{ "callout.words", CALLOUT_OVER },
};

static gboolean	callout_reads(const char *rest, struct heard *heard);
static gsize	callout_read_code(const char *s, char code[CALLOUT_CODE_MAX]);
static gboolean	callout_find(struct action_call *call, const char *code,
		    gboolean *asked, struct callout *task, GError **error);
static gboolean	callout_names_two(struct action_call *call, const struct heard *heard,
		    gboolean *two, GError **error);
static gboolean	callout_close(struct turn *turn, GError **error);
static gboolean	callout_progress(struct action_call *call, struct callout *task,
		    const struct heard *heard, const char **screen, GError **error);
static void	callout_keep(struct action_call *call);
static gboolean	callout_decline(struct action_call *call, const char *words,
		    const char **screen, GError **error);
static gboolean	callout_late(struct action_call *call, const struct callout *task,
		    const char **screen, GError **error);
static gboolean	callout_tell_asker(struct callout_ask *ask, const struct cadre *cadre,
		    const struct heard *heard, GError **error);
static gboolean	callout_free(struct callout_ask *ask, const struct cadre *cadre,
		    GError **error);
static gboolean	callout_visit(struct callout_ask *ask, const struct cadre *cadre,
		    gint64 inbox_id, const char *words, GError **error);

gboolean
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

gboolean
callout_answer(struct turn *turn, const struct word_heard *word, gboolean *taken,
    GError **error)
{
	struct action_call *call = &turn->call;
	struct heard heard = { .event = word->row->value };
	const struct cadre *cadre = &call->who->cadre;
	const char *screen = NULL;
	struct callout task = { 0 };
	gboolean asked = FALSE, two = FALSE, ok;
	int count = 0;

	*taken = FALSE;
	/* Without a number only where one is open. */
	if (cadre->id == 0 || !callout_reads(word->rest, &heard) ||
	    (heard.code[0] == '\0' && word->row->open == NULL))
		return TRUE;
	*taken = TRUE;
	call->reason = N_("task answered");
	if (heard.code[0] != '\0')
		ok = callout_find(call, heard.code, &asked, &task, error) &&
		    callout_names_two(call, &heard, &two, error);
	else {
		ok = callout_of_cadre(call->db, cadre->id, &count, &task, error);
		asked = count == 1;
	}
	if (ok) {
		fill_set(call->fill, "code", task.id != 0 ? task.code : heard.code);
		if (two)
			screen = "callout.one";
		else if (!asked)
			screen = callout_code_holds(heard.code) ? "callout.none" :
			    "callout.mistyped";
		else if (heard.event == CALLOUT_DECLINES)
			ok = callout_decline(call, heard.words, &screen, error);
		else
			ok = callout_progress(call, &task, &heard, &screen, error);
	}
	callout_clear(&task);
	return ok && callout_close(turn, error) && turn_say(turn, screen, error);
}

int
callout_asked(const struct turn *turn)
{
	for (gsize i = 0; turn->asked && turn->question.state == QUESTION_OPEN &&
	    i < G_N_ELEMENTS(callout_questions); i++)
		if (strcmp(turn->question.screen, callout_questions[i].screen) == 0)
			return callout_questions[i].event;
	return -1;
}

gboolean
callout_begins(struct turn *turn, const char *text, const char **rest,
    gboolean *theirs, GError **error)
{
	struct action_call *call = &turn->call;
	char code[CALLOUT_CODE_MAX];
	struct callout task = { 0 };
	gsize octets = callout_read_code(text, code);
	gboolean ok;

	*theirs = FALSE;
	*rest = octets == 0 || call->who->cadre.id == 0 ? NULL : text + octets;
	if (*rest == NULL)
		return TRUE;
	*rest += strspn(*rest, " ,:");
	ok = callout_find(call, code, theirs, &task, error);
	callout_clear(&task);
	/* Four digits that are no order are households without blanks. */
	if (!*theirs && strlen(code) != CALLOUT_CODE_DIGITS)
		*rest = NULL;
	fill_set(call->fill, "code", code);
	return ok;
}

/* An open one that the sender was asked for. */
static gboolean
callout_find(struct action_call *call, const char *code, gboolean *asked,
    struct callout *task, GError **error)
{
	gboolean found;

	*asked = FALSE;
	return callout_by_code(call->db, code, &found, task, error) &&
	    (!found || callout_was_asked(call->db, task->id, call->who->cadre.id,
	    asked, error));
}

/* Is another order's number the next word?  What is meant for both is asked. */
static gboolean
callout_names_two(struct action_call *call, const struct heard *heard, gboolean *two,
    GError **error)
{
	static const char *const joins[] = { "和", "跟", "、" };
	const char *at = heard->words;
	char code[CALLOUT_CODE_MAX];
	struct callout other = { 0 };
	gboolean ok;

	for (gsize i = 0; i < G_N_ELEMENTS(joins); i++)
		if (g_str_has_prefix(at, joins[i]))
			at += strlen(joins[i]);
	at += strspn(at, " ");
	*two = FALSE;
	if (callout_read_code(at, code) == 0)
		return TRUE;
	ok = callout_find(call, code, two, &other, error);
	callout_clear(&other);
	return ok;
}

/* Whoever goes on to say something else of an order is not asked any more. */
static gboolean
callout_close(struct turn *turn, GError **error)
{
	return callout_asked(turn) < 0 || turn_close(turn, QUESTION_DROPPED, error);
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
callout_progress(struct action_call *call, struct callout *task,
    const struct heard *heard, const char **screen, GError **error)
{
	static const char *const screens[] = {
		[CALLOUT_SEEN] = "callout.seen", [CALLOUT_THERE] = "callout.there",
		[CALLOUT_OVER] = "callout.over",
	};
	struct callout_ask ask = callout_ask_of(call->dialog, task, call->now,
	    call->msg);
	const struct cadre *cadre = &call->who->cadre;
	const char *words = heard->words != NULL ? heard->words : "";
	/* What the office has, anybody who was asked may still take. */
	gboolean mine = task->cadre_id == cadre->id || task->cadre_id == 0, done;

	if (heard->event == CALLOUT_OVER && *words == '\0') {
		callout_keep(call);
		*screen = "callout.words";
		return TRUE;
	}
	/* It went on to another meanwhile: kept, and he is told whose it is. */
	if (!mine && heard->event == CALLOUT_SEEN)
		return callout_late(call, task, screen, error);
	if (!callout_move(call->db, task, heard->event, call->msg->phone, words,
	    call->now, &done, error))
		return FALSE;
	*screen = !done ? "callout.none" : heard->event == CALLOUT_OVER &&
	    task->kind == CALLOUT_FUNERAL ? "callout.over.funeral" :
	    screens[heard->event];
	return !done || (callout_tell_asker(&ask, cadre, heard, error) &&
	    (mine || callout_free(&ask, cadre, error)) &&
	    (heard->event != CALLOUT_OVER || callout_visit(&ask, cadre, call->msg->id,
	    words, error)));
}

/* Of which order the question is that is asked now. */
static void
callout_keep(struct action_call *call)
{
	g_hash_table_replace(call->data, g_strdup("code"),
	    g_strdup(g_hash_table_lookup(call->fill, "code")));
}

/* What came of it, asked for by callout.words. */
gboolean
callout_action_result(struct action_call *call, const char **screen, GError **error)
{
	const char *code = g_hash_table_lookup(call->data, "code");
	char again[CALLOUT_CODE_MAX];
	const char *words = call->msg->text;
	const struct heard heard = {
		.event = CALLOUT_OVER, .words = words + callout_read_code(words, again),
	};
	struct callout task = { 0 };
	gboolean asked, ok;

	call->reason = N_("task answered");
	*screen = "callout.none";
	if (code == NULL)
		return TRUE;
	fill_set(call->fill, "code", code);
	ok = callout_find(call, code, &asked, &task, error) &&
	    (!asked || callout_progress(call, &task, &heard, screen, error));
	callout_clear(&task);
	return ok;
}

/* Why not: asked for, and seen to by a person of the office. */
static gboolean
callout_decline(struct action_call *call, const char *words, const char **screen,
    GError **error)
{
	callout_keep(call);
	*screen = "callout.reason";
	return words == NULL || *words == '\0' ||
	    callout_action_decline(call, screen, error);
}

gboolean
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
gboolean
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
callout_late(struct action_call *call, const struct callout *task,
    const char **screen, GError **error)
{
	struct cadre now = { 0 };
	gboolean found = FALSE, ok;

	ok = task->cadre_id == 0 || cadre_by_id(call->db, task->cadre_id, &found,
	    &now, error);
	if (ok)
		callout_ask_fill(call->fill, &now);
	*screen = "callout.late";
	cadre_clear(&now);
	return ok;
}

/* That he comes, and what came of it. */
static gboolean
callout_tell_asker(struct callout_ask *ask, const struct cadre *cadre,
    const struct heard *heard, GError **error)
{
	static const char *const screens[] = {
		[CALLOUT_SEEN] = "callout.coming", [CALLOUT_THERE] = "callout.arrived",
		[CALLOUT_OVER] = "callout.result",
	};
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *key = g_strdup_printf("task:%" G_GINT64_FORMAT ":%s",
	    ask->task->id, heard->event == CALLOUT_OVER ? "result" : "coming");
	g_autofree char *summary = NULL;
	enum say_result result;

	if (strcmp(ask->task->phone, cadre->mobile) == 0)
		return TRUE;
	callout_ask_fill(fill, cadre);
	summary = fill_summary(heard->words != NULL ? heard->words : "",
	    fill_units("summary"));
	fill_set(fill, "summary", summary);
	return callout_ask_tell(ask, screens[heard->event], fill, key, ask->task->phone,
	    &result, error);
}

/* Whoever it has gone on to meanwhile need not go. */
static gboolean
callout_free(struct callout_ask *ask, const struct cadre *cadre, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = g_strdup_printf("task:%" G_GINT64_FORMAT ":freed:%"
	    G_GINT64_FORMAT, ask->task->id, ask->task->cadre_id);
	struct cadre other = { 0 };
	gboolean found = FALSE, ok;
	enum say_result result;

	ok = cadre_by_id(ask->db, ask->task->cadre_id, &found, &other, error);
	if (ok && found && other.gone_on == 0) {
		callout_ask_fill(fill, cadre);
		fill_set(fill, "code", ask->task->code);
		ok = callout_ask_tell(ask, "callout.freed", fill, key, other.mobile,
		    &result, error);
	}
	cadre_clear(&other);
	return ok;
}

/* He was there: that is a call on the household, too. */
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
