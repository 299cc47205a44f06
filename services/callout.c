/*
 * What is texted about tasks, by those who ask and those who go.
 */
#include "services/callout.h"

#include <string.h>

#include "base/calendar.h"
#include "db/callback.h"
#include "db/duty.h"
#include "db/household.h"
#include "menus/fill.h"
#include "services/callout_ask.h"

#define CALLOUT_WORDS_MAX	40	/* characters behind the word; more is a story */
#define CALLOUT_CODE_LEN	4

static const char *const callout_kinds[CALLOUT_KIND_COUNT] = {
	[CALLOUT_FUNERAL] = "callout_funeral",
	[CALLOUT_WEDDING] = "callout_wedding",
	[CALLOUT_QUARREL] = "callout_quarrel",
	[CALLOUT_DISASTER] = "callout_disaster",
	[CALLOUT_WELFARE] = "callout_welfare",
};
static const char *const callout_events[CALLOUT_EVENT_COUNT] = {
	[CALLOUT_SEEN] = "callout_seen",
	[CALLOUT_THERE] = "callout_there",
	[CALLOUT_OVER] = "callout_over",
};

/* Households that may be meant. */
struct homes {
	gint64	 id;
	int	 count;
};

/* A cadre's answer, read. */
struct heard {
	enum callout_event event;
	char	 code[CALLOUT_CODE_LEN + 1];	/* "" none */
	const char *words;	/* what follows, in the text */
};

static gboolean	callout_begin(struct turn *turn, gboolean *taken, GError **error);
static const char *callout_word(const struct action_call *call,
		    const char *list, const char *text);
static gboolean	callout_home(struct turn *turn, const char *rest,
		    struct homes *homes, GError **error);
static gboolean	callout_count(gint64 household_id, void *user);
static gboolean	callout_register(struct turn *turn, struct callout_ask *ask, gint64 home,
		    GError **error);
static gboolean	callout_answer(struct turn *turn, gboolean *taken, GError **error);
static gboolean	callout_reads(const struct action_call *call, const char *normal,
		    struct heard *heard);
static gboolean	callout_progress(struct turn *turn, const struct cadre *cadre,
		    struct callout *task, const struct heard *heard,
		    GError **error);
static gboolean	callout_tell_asker(struct callout_ask *ask, const struct cadre *cadre,
		    const struct heard *heard, GError **error);
static gboolean	callout_visit(struct callout_ask *ask, const struct cadre *cadre,
		    gint64 inbox_id, const char *words, GError **error);
static gboolean	callout_late(struct turn *turn, const struct callout *task,
		    GError **error);
static void	callout_fill_cadre(GHashTable *fill, const struct cadre *cadre);

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
	{ NULL, NULL, SAY_REPLY }
};

static const char *const callout_lists[] = {
	"callout_funeral", "callout_wedding", "callout_quarrel",
	"callout_disaster", "callout_welfare", "callout_seen",
	"callout_there", "callout_over", NULL
};
static const char *const callout_words[] = {
	"funeral", "wedding", "quarrel", "disaster", "welfare", NULL
};

const struct service callout_service = {
	.name = "callout",
	.rank = SERVICE_ORDERED,
	.hears = callout_hears,
	.due = callout_due,
	.says = callout_says,
	.lists = callout_lists,
	.words = callout_words,
};

gboolean
callout_hears(struct turn *turn, gboolean *taken, GError **error)
{
	*taken = FALSE;
	/* Where it answers a question, it does. */
	if (turn->asked && (turn->u.meaning == MEANING_ANSWER ||
	    turn->u.meaning == MEANING_TEXT))
		return TRUE;
	if (!callout_answer(turn, taken, error))
		return FALSE;
	return *taken || callout_begin(turn, taken, error);
}

/* --- who asks ------------------------------------------------------------------ */

static gboolean
callout_begin(struct turn *turn, gboolean *taken, GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *text = g_strstrip(g_strdup(call->msg->text));
	struct callout task = { 0 };
	struct callout_ask ask = {
		.dialog = call->dialog, .db = call->db, .menu = call->menu, .options = call->options,
		.now = call->now, .task = &task, .cause = call->msg,
	};
	struct homes homes = { 0 };
	const char *rest = NULL;
	gboolean fresh;

	for (int kind = 0; kind < CALLOUT_KIND_COUNT && rest == NULL; kind++) {
		rest = callout_word(call, callout_kinds[kind], text);
		task.kind = (enum callout_kind)kind;
	}
	if (rest == NULL || g_utf8_strlen(rest, -1) > CALLOUT_WORDS_MAX)
		return TRUE;
	if (!callout_home(turn, rest, &homes, error))
		return FALSE;
	if (homes.count == 0 && *rest != '\0')
		return TRUE;	/* nobody we know: his own words */
	*taken = TRUE;
	if (homes.count == 1)
		return callout_register(turn, &ask, homes.id, error);
	call->reason = "task: which household?";
	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    "a household needs its cadre", "", call->now, &fresh, error) &&
	    turn_say(turn, "callout.nobody", error);
}

/* What follows a word of the list that stands for itself; NULL when none does. */
static const char *
callout_word(const struct action_call *call, const char *list, const char *text)
{
	int count;
	const char *const *words = menu_list(call->menu, list, &count);
	const char *rest = NULL;

	for (int i = 0; i < count; i++) {
		const char *after;
		gunichar c;

		if (!g_str_has_prefix(text, words[i]))
			continue;
		after = text + strlen(words[i]);
		c = g_utf8_get_char(after);
		if (c != 0 && !g_unichar_isspace(c) && !g_unichar_ispunct(c))
			continue;
		if (rest == NULL || after > rest)
			rest = after;
	}
	while (rest != NULL && *rest != '\0' &&
	    (g_unichar_isspace(g_utf8_get_char(rest)) ||
	    g_unichar_ispunct(g_utf8_get_char(rest))))
		rest = g_utf8_next_char(rest);
	return rest;
}

/* The caller's own; of a group leader the one that he names. */
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
	/* A leader is answered whoever he means. */
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

	call->reason = "task";
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
		callout_fill_cadre(call->fill, &who);
		ok = turn_say(turn, who.id == 0 ? "callout.nobody" : fresh ?
		    "callout.told" : "callout.again", error);
	}
	cadre_clear(&who);
	callout_clear(task);
	return ok;
}

/* --- who goes ------------------------------------------------------------------- */

/* 收, 到, 结 of a cadre who has been asked. */
static gboolean
callout_answer(struct turn *turn, gboolean *taken, GError **error)
{
	struct action_call *call = &turn->call;
	const struct cadre *cadre = &call->who->cadre;
	struct heard heard;
	struct callout task = { 0 };
	gboolean found, asked = FALSE, ok;
	int count = 0;

	if (cadre->id == 0 || !callout_reads(call, turn->normal, &heard))
		return TRUE;
	if (heard.code[0] != '\0') {
		ok = callout_by_code(call->db, heard.code, &found, &task, error) &&
		    (!found || callout_was_asked(call->db, task.id, cadre->id, &asked,
		    error));
		*taken = TRUE;
	} else {
		ok = callout_of_cadre(call->db, cadre->id, &count, &task, error);
		*taken = count > 0;
		asked = count == 1;
	}
	if (ok && *taken) {
		call->reason = "task answered";
		fill_set(call->fill, "code", task.id != 0 ? task.code :
		    heard.code);
		if (asked)
			ok = callout_progress(turn, cadre, &task, &heard, error);
		else {
			g_autofree char *many = g_strdup_printf("%d", count);

			fill_set(call->fill, "count", many);
			ok = turn_say(turn, count > 1 ? "callout.which" :
			    "callout.none", error);
		}
	}
	callout_clear(&task);
	return ok;
}

static gboolean
callout_reads(const struct action_call *call, const char *normal,
    struct heard *heard)
{
	const char *rest = NULL;
	gsize digits;

	memset(heard, 0, sizeof(*heard));
	for (int event = 0; event < CALLOUT_EVENT_COUNT; event++) {
		int count;
		const char *const *words = menu_list(call->menu,
		    callout_events[event], &count);

		for (int i = 0; i < count; i++) {
			const char *after = normal + strlen(words[i]);

			if (!g_str_has_prefix(normal, words[i]) ||
			    (rest != NULL && after <= rest))
				continue;
			rest = after;
			heard->event = (enum callout_event)event;
		}
	}
	if (rest == NULL)
		return FALSE;
	while (*rest == ' ')
		rest++;
	digits = strspn(rest, "0123456789");
	/* Nothing but the word, or the word and a task's number. */
	if (digits != CALLOUT_CODE_LEN)
		return *rest == '\0';
	memcpy(heard->code, rest, digits);
	rest += digits;
	while (*rest == ' ' || *rest == ',' || *rest == ':')
		rest++;
	heard->words = rest;
	return TRUE;
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
	/* It went on to another meanwhile: kept, and he is told whose it is. */
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

static gboolean
callout_late(struct turn *turn, const struct callout *task, GError **error)
{
	struct action_call *call = &turn->call;
	struct cadre now = { 0 };
	gboolean found = FALSE, ok;

	ok = task->cadre_id == 0 || cadre_by_id(call->db, task->cadre_id, &found,
	    &now, error);
	if (ok) {
		callout_fill_cadre(call->fill, &now);
		ok = turn_say(turn, "callout.late", error);
	}
	cadre_clear(&now);
	return ok;
}

/* That he comes, and what came of it. */
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
	callout_fill_cadre(fill, cadre);
	gist = fill_summary(heard->words != NULL ? heard->words : "",
	    fill_units("gist"));
	fill_set(fill, "gist", gist);
	return callout_ask_tell(ask, heard->event == CALLOUT_OVER ? "callout.result" :
	    "callout.coming", fill, key, ask->task->phone, &result, error);
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

/* --- in time --------------------------------------------------------------------- */

gboolean
callout_due(struct dialog *dialog, gint64 now, gint64 *next, GError **error)
{
	gboolean found = TRUE;

	while (found) {
		struct callout task;
		struct callout_ask ask = {
			.dialog = dialog, .db = dialog->db, .menu = dialog->menu,
			.options = dialog->options, .now = now, .task = &task,
		};
		gboolean ok;

		if (!callout_next_due(dialog->db, now, &found, &task, error))
			return FALSE;
		ok = !found || callout_pass_on(&ask,
		    (enum callout_level)(task.level + 1), error);
		callout_clear(&task);
		if (!ok)
			return FALSE;
	}
	return callout_next_time(dialog->db, next, error);
}

gboolean
callout_pass_on(struct callout_ask *ask, enum callout_level level, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = NULL;
	struct cadre who = { 0 };
	enum say_result result;
	gboolean ok;

	ok = callout_ask_next(ask, level, &who, error);
	if (ok && who.id != 0) {
		key = g_strdup_printf("task:%" G_GINT64_FORMAT ":moved:%"
		    G_GINT64_FORMAT, ask->task->id, who.id);
		callout_fill_cadre(fill, &who);
		ok = callout_ask_tell(ask, "callout.moved", fill, key, ask->task->phone,
		    &result, error);
	}
	cadre_clear(&who);
	return ok;
}

static void
callout_fill_cadre(GHashTable *fill, const struct cadre *cadre)
{
	g_autofree char *number = cadre->id != 0 ? cadre_public_number(cadre) :
	    g_strdup("");

	fill_set(fill, "who", cadre->id != 0 ? cadre->name : "");
	fill_set(fill, "phone", number);
}
