/*
 * What is texted about tasks, by those who ask and those who go.
 */
#include "menus/must_action.h"

#include <string.h>

#include "base/calendar.h"
#include "db/callback.h"
#include "db/duty.h"
#include "menus/fill.h"
#include "menus/must.h"

#define MUST_WORDS_MAX	40	/* characters behind the word; more is a story */
#define MUST_CODE_LEN	4

static const enum menu_list must_lists[TASK_KIND_COUNT] = {
	[TASK_FUNERAL] = MENU_MUST_FUNERAL,
	[TASK_WEDDING] = MENU_MUST_WEDDING,
	[TASK_QUARREL] = MENU_MUST_QUARREL,
	[TASK_DISASTER] = MENU_MUST_DISASTER,
	[TASK_WELFARE] = MENU_MUST_WELFARE,
};
static const enum menu_list must_events[TASK_EVENT_COUNT] = {
	[TASK_SEEN] = MENU_MUST_SEEN,
	[TASK_THERE] = MENU_MUST_THERE,
	[TASK_OVER] = MENU_MUST_OVER,
};

/* Households that may be meant. */
struct homes {
	gint64	 id;
	int	 count;
};

/* A cadre's answer, read. */
struct heard {
	enum task_event event;
	char	 code[MUST_CODE_LEN + 1];	/* "" none */
	const char *words;	/* what follows, in the text */
};

static gboolean	must_begin(struct turn *turn, gboolean *taken, GError **error);
static const char *must_word(const struct action_call *call,
		    enum menu_list list, const char *text);
static gboolean	must_home(struct turn *turn, const char *rest,
		    struct homes *homes, GError **error);
static gboolean	must_count(gint64 household_id, void *user);
static gboolean	must_open(struct turn *turn, struct must *must, gint64 home,
		    GError **error);
static gboolean	must_answer(struct turn *turn, gboolean *taken, GError **error);
static gboolean	must_reads(const struct action_call *call, const char *folded,
		    struct heard *heard);
static gboolean	must_move(struct turn *turn, const struct cadre *cadre,
		    struct task *task, const struct heard *heard,
		    GError **error);
static gboolean	must_tell_asker(struct must *must, const struct cadre *cadre,
		    const struct heard *heard, GError **error);
static gboolean	must_visit(struct must *must, const struct cadre *cadre,
		    gint64 inbox_id, const char *words, GError **error);
static gboolean	must_late(struct turn *turn, const struct task *task,
		    GError **error);
static gboolean	must_pass_on(struct must *must, GError **error);
static void	must_fill_cadre(GHashTable *fill, const struct cadre *cadre);

gboolean
must_hears(struct turn *turn, gboolean *taken, GError **error)
{
	*taken = FALSE;
	/* Where it answers a question, it does. */
	if (turn->asked && (turn->u.meaning == MEANING_ANSWER ||
	    turn->u.meaning == MEANING_TEXT))
		return TRUE;
	if (!must_answer(turn, taken, error))
		return FALSE;
	return *taken || must_begin(turn, taken, error);
}

/* --- who asks ------------------------------------------------------------------ */

static gboolean
must_begin(struct turn *turn, gboolean *taken, GError **error)
{
	struct action_call *call = &turn->call;
	g_autofree char *text = g_strstrip(g_strdup(call->msg->text));
	struct task task = { 0 };
	struct must must = {
		.db = call->db, .menu = call->menu, .options = call->options,
		.now = call->now, .task = &task,
	};
	struct homes homes = { 0 };
	const char *rest = NULL;
	gboolean fresh;

	for (int kind = 0; kind < TASK_KIND_COUNT && rest == NULL; kind++) {
		rest = must_word(call, must_lists[kind], text);
		task.kind = (enum task_kind)kind;
	}
	if (rest == NULL || g_utf8_strlen(rest, -1) > MUST_WORDS_MAX)
		return TRUE;
	if (!must_home(turn, rest, &homes, error))
		return FALSE;
	if (homes.count == 0 && *rest != '\0')
		return TRUE;	/* nobody we know: his own words */
	*taken = TRUE;
	if (homes.count == 1)
		return must_open(turn, &must, homes.id, error);
	call->reason = "task: which household?";
	return callback_ask(call->db, call->msg->phone, call->msg->line,
	    "a household needs its cadre", "", call->now, &fresh, error) &&
	    turn_say(turn, "must.nobody", error);
}

/* What follows a word of the list that stands for itself; NULL when none does. */
static const char *
must_word(const struct action_call *call, enum menu_list list, const char *text)
{
	int count;
	const char *const *words = menu_list_words(call->menu, list, &count);
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
must_home(struct turn *turn, const char *rest, struct homes *homes,
    GError **error)
{
	struct action_call *call = &turn->call;
	struct cadre cadre = { 0 };
	gboolean found, ok;

	if (!task_each_household_of_phone(call->db, call->msg->phone, must_count,
	    homes, error))
		return FALSE;
	if (homes->count > 0 || *rest == '\0')
		return TRUE;
	ok = cadre_by_mobile(call->db, call->msg->phone, &found, &cadre, error);
	if (ok && found && cadre.gone_on == 0 && *cadre.area != '\0') {
		g_autofree char *surname = g_utf8_substring(rest, 0, 1);

		ok = task_each_household_named(call->db, cadre.area, surname,
		    must_count, homes, error);
		/* A leader is answered whoever he means. */
		homes->count = MAX(homes->count, 2 * (homes->count != 1));
	}
	cadre_clear(&cadre);
	return ok;
}

static gboolean
must_count(gint64 household_id, void *user)
{
	struct homes *homes = user;

	homes->id = household_id;
	homes->count++;
	return TRUE;
}

static gboolean
must_open(struct turn *turn, struct must *must, gint64 home, GError **error)
{
	struct action_call *call = &turn->call;
	struct task *task = must->task;
	struct cadre who = { 0 };
	gboolean fresh, found, ok;

	call->reason = "task";
	task->household_id = home;
	task->phone = g_strdup(call->msg->phone);
	task->line = g_strdup(call->msg->line);
	task->modem = g_strdup(call->msg->modem != NULL ? call->msg->modem : "");
	task->inbox_id = call->msg->id;
	ok = task_open(call->db, task, call->now, &fresh, error);
	if (ok && fresh)
		ok = must_ask(must, TASK_OWN, &who, error);
	else if (ok && task->cadre_id != 0)
		ok = cadre_by_id(call->db, task->cadre_id, &found, &who, error);
	if (ok) {
		must_fill_cadre(call->fill, &who);
		ok = turn_say(turn, who.id == 0 ? "must.nobody" : fresh ?
		    "must.told" : "must.again", error);
	}
	cadre_clear(&who);
	task_clear(task);
	return ok;
}

/* --- who goes ------------------------------------------------------------------- */

/* 收, 到, 结 of a cadre who has been asked. */
static gboolean
must_answer(struct turn *turn, gboolean *taken, GError **error)
{
	struct action_call *call = &turn->call;
	struct heard heard;
	struct cadre cadre = { 0 };
	struct task task = { 0 };
	gboolean found = FALSE, asked = FALSE, ok;
	int count = 0;

	if (!must_reads(call, turn->folded, &heard))
		return TRUE;
	ok = cadre_by_mobile(call->db, call->msg->phone, &found, &cadre, error);
	if (ok && found && heard.code[0] != '\0') {
		ok = task_by_code(call->db, heard.code, &found, &task, error) &&
		    (!found || task_was_asked(call->db, task.id, cadre.id, &asked,
		    error));
		*taken = TRUE;
	} else if (ok && found) {
		ok = task_of_cadre(call->db, cadre.id, &count, &task, error);
		*taken = count > 0;
		asked = count == 1;
	}
	if (ok && *taken) {
		call->reason = "task answered";
		fill_set(call->fill, "code", task.id != 0 ? task.code :
		    heard.code);
		if (asked)
			ok = must_move(turn, &cadre, &task, &heard, error);
		else {
			g_autofree char *many = g_strdup_printf("%d", count);

			fill_set(call->fill, "count", many);
			ok = turn_say(turn, count > 1 ? "must.which" :
			    "must.none", error);
		}
	}
	cadre_clear(&cadre);
	task_clear(&task);
	return ok;
}

static gboolean
must_reads(const struct action_call *call, const char *folded,
    struct heard *heard)
{
	const char *rest = NULL;
	gsize digits;

	memset(heard, 0, sizeof(*heard));
	for (int event = 0; event < TASK_EVENT_COUNT; event++) {
		int count;
		const char *const *words = menu_list_words(call->menu,
		    must_events[event], &count);

		for (int i = 0; i < count; i++) {
			const char *after = folded + strlen(words[i]);

			if (!g_str_has_prefix(folded, words[i]) ||
			    (rest != NULL && after <= rest))
				continue;
			rest = after;
			heard->event = (enum task_event)event;
		}
	}
	if (rest == NULL)
		return FALSE;
	while (*rest == ' ')
		rest++;
	digits = strspn(rest, "0123456789");
	/* Nothing but the word, or the word and a task's number. */
	if (digits != MUST_CODE_LEN)
		return *rest == '\0';
	memcpy(heard->code, rest, digits);
	rest += digits;
	while (*rest == ' ' || *rest == ',' || *rest == ':')
		rest++;
	heard->words = rest;
	return TRUE;
}

static gboolean
must_move(struct turn *turn, const struct cadre *cadre, struct task *task,
    const struct heard *heard, GError **error)
{
	static const char *const screens[] = {
		[TASK_SEEN] = "must.seen", [TASK_THERE] = "must.there",
		[TASK_OVER] = "must.over",
	};
	struct action_call *call = &turn->call;
	struct must must = {
		.db = call->db, .menu = call->menu, .options = call->options,
		.now = call->now, .task = task,
	};
	const char *words = heard->words != NULL ? heard->words : "";
	gboolean mine = task->cadre_id == cadre->id, done;

	if (heard->event == TASK_OVER && *words == '\0')
		return turn_say(turn, "must.words", error);
	/* It went on to another meanwhile: kept, and he is told whose it is. */
	if (!mine && heard->event == TASK_SEEN)
		return must_late(turn, task, error);
	if (!task_move(call->db, task, heard->event, call->msg->phone, words,
	    call->now, &done, error))
		return FALSE;
	if (!done)
		return turn_say(turn, "must.none", error);
	return must_tell_asker(&must, cadre, heard, error) &&
	    (heard->event != TASK_OVER || must_visit(&must, cadre, call->msg->id,
	    words, error)) && turn_say(turn, screens[heard->event], error);
}

static gboolean
must_late(struct turn *turn, const struct task *task, GError **error)
{
	struct action_call *call = &turn->call;
	struct cadre now = { 0 };
	gboolean found = FALSE, ok;

	ok = task->cadre_id == 0 || cadre_by_id(call->db, task->cadre_id, &found,
	    &now, error);
	if (ok) {
		must_fill_cadre(call->fill, &now);
		ok = turn_say(turn, "must.late", error);
	}
	cadre_clear(&now);
	return ok;
}

/* That he comes, and what came of it. */
static gboolean
must_tell_asker(struct must *must, const struct cadre *cadre,
    const struct heard *heard, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = g_strdup_printf("task:%" G_GINT64_FORMAT ":%s",
	    must->task->id, heard->event == TASK_OVER ? "result" : "coming");
	g_autofree char *gist = NULL;

	if (strcmp(must->task->phone, cadre->mobile) == 0)
		return TRUE;
	must_fill_cadre(fill, cadre);
	gist = fill_gist(heard->words != NULL ? heard->words : "",
	    fill_units("gist"));
	fill_set(fill, "gist", gist);
	return must_tell(must, heard->event == TASK_OVER ? "must.result" :
	    "must.coming", fill, key, must->task->phone, error);
}

/* He was there: that is a call on the household, too. */
static gboolean
must_visit(struct must *must, const struct cadre *cadre, gint64 inbox_id,
    const char *words, GError **error)
{
	const struct duty_report report = {
		.cadre_id = cadre->id,
		.household_id = must->task->household_id,
		.day = calendar_day(must->now, must->options->zone),
		.kind = DUTY_VISIT,
		.made_at = must->now,
		.inbox_id = inbox_id,
		.note = words,
	};
	gboolean added;

	return duty_add(must->db, &report, &added, error);
}

/* --- in time --------------------------------------------------------------------- */

gboolean
must_due(struct dialog *dialog, gint64 now, gint64 *next, GError **error)
{
	gboolean found = TRUE;

	while (found) {
		struct task task;
		struct must must = {
			.db = dialog->db, .menu = dialog->menu,
			.options = dialog->options, .now = now, .task = &task,
		};
		gboolean ok;

		if (!task_next_due(dialog->db, now, &found, &task, error))
			return FALSE;
		ok = !found || must_pass_on(&must, error);
		task_clear(&task);
		if (!ok)
			return FALSE;
	}
	return task_next_time(dialog->db, next, error);
}

static gboolean
must_pass_on(struct must *must, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = NULL;
	struct cadre who = { 0 };
	gboolean ok;

	ok = must_ask(must, (enum task_level)(must->task->level + 1), &who, error);
	if (ok && who.id != 0) {
		key = g_strdup_printf("task:%" G_GINT64_FORMAT ":moved:%"
		    G_GINT64_FORMAT, must->task->id, who.id);
		must_fill_cadre(fill, &who);
		ok = must_tell(must, "must.moved", fill, key, must->task->phone,
		    error);
	}
	cadre_clear(&who);
	return ok;
}

static void
must_fill_cadre(GHashTable *fill, const struct cadre *cadre)
{
	g_autofree char *number = cadre->id != 0 ? must_number(cadre) :
	    g_strdup("");

	fill_set(fill, "who", cadre->id != 0 ? cadre->name : "");
	fill_set(fill, "phone", number);
}
