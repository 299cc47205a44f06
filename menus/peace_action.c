/*
 * See peace_action.h.
 */
#include "menus/peace_action.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/callback.h"
#include "db/peace.h"
#include "menus/fill.h"
#include "menus/must.h"

#define PEACE_AT	(9 * 60 + 30)	/* minute of the day */
#define PEACE_WEEK	7		/* days */
#define PEACE_SILENCE	(48 * CLOCK_HOUR)

/* The household of a telephone, when it is only one's. */
struct home {
	gint64	 id;
	int	 count;
};

static gboolean	peace_is(const struct turn *turn, enum menu_list list);
static gboolean	peace_start(struct turn *turn, GError **error);
static gboolean	peace_count(gint64 household_id, void *user);
static gint64	peace_slot(const struct dialog_options *options, gint64 from);
static gboolean	peace_answer(struct action_call *call, gboolean well,
		    GError **error);
static gboolean	peace_act(struct dialog *dialog, struct peace *peace, gint64 now,
		    GError **error);
static gboolean	peace_ask(struct dialog *dialog, struct peace *peace,
		    gint64 now, GError **error);
static gboolean	peace_send_cadre(struct must *must, const struct peace *peace,
		    const char *screen, GError **error);
static gboolean	peace_surname(struct db *db, gint64 household_id,
		    GHashTable *fill, GError **error);

gboolean
peace_hears(struct turn *turn, gboolean *taken, GError **error)
{
	struct action_call *call = &turn->call;
	gboolean ended;

	*taken = TRUE;
	if (peace_is(turn, MENU_PEACE_START))
		return peace_start(turn, error);
	if (peace_is(turn, MENU_PEACE_STOP)) {
		call->reason = "no weekly question";
		return peace_end(call->db, call->msg->phone, &ended, error) &&
		    turn_say(turn, "peace.stopped", error);
	}
	*taken = FALSE;
	return TRUE;
}

static gboolean
peace_is(const struct turn *turn, enum menu_list list)
{
	int count;
	const char *const *words = menu_list_words(turn->call.menu, list, &count);

	for (int i = 0; i < count; i++) {
		if (strcmp(turn->folded, words[i]) == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
peace_start(struct turn *turn, GError **error)
{
	struct action_call *call = &turn->call;
	struct home home = { 0 };
	g_autofree char *phone = NULL;
	gboolean fresh, ok;

	call->reason = "weekly question";
	if (!task_each_household_of_phone(call->db, call->msg->phone, peace_count,
	    &home, error))
		return FALSE;
	if (home.count == 1 && !peace_phone(call->db, home.id, call->msg->phone,
	    &phone, error))
		return FALSE;
	ok = phone != NULL ? peace_put(call->db, &(struct peace){
		.household_id = home.id, .phone = phone,
		.asker = call->msg->phone, .line = call->msg->line,
		.next_at = peace_slot(call->options, call->now),
	    }, error) : callback_ask(call->db, call->msg->phone, call->msg->line,
	    "weekly question", "", call->now, &fresh, error);
	return ok && turn_say(turn, phone != NULL ? "peace.started" :
	    "peace.nobody", error);
}

static gboolean
peace_count(gint64 household_id, void *user)
{
	struct home *home = user;

	home->id = household_id;
	home->count++;
	return TRUE;
}

/* A week on, in the morning. */
static gint64
peace_slot(const struct dialog_options *options, gint64 from)
{
	return calendar_moment(calendar_day_add(calendar_day(from,
	    options->zone), PEACE_WEEK), PEACE_AT, options->zone);
}

/* --- what comes back -------------------------------------------------------------- */

gboolean
peace_action_ok(struct action_call *call, const char **screen, GError **error)
{
	*screen = "peace.thanks";
	call->reason = "well";
	return peace_answer(call, TRUE, error);
}

gboolean
peace_action_help(struct action_call *call, const char **screen, GError **error)
{
	*screen = "peace.helped";
	call->reason = "needs help";
	return peace_answer(call, FALSE, error);
}

static gboolean
peace_answer(struct action_call *call, gboolean well, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	struct task task = { .kind = TASK_WELFARE };
	struct must must = {
		.db = call->db, .menu = call->menu, .options = call->options,
		.now = call->now, .task = &task,
	};
	g_autofree char *key = NULL;
	struct peace peace;
	gboolean found, ok;

	if (!peace_waiting(call->db, call->msg->phone, &found, &peace, error))
		return FALSE;
	if (!found)
		return TRUE;
	key = g_strdup_printf("peace:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
	    peace.household_id, peace.asked_at / CLOCK_SECOND);
	task.inbox_id = call->msg->id;
	peace.waits = FALSE;
	peace.next_at = peace_slot(call->options, peace.asked_at);
	ok = peace_put(call->db, &peace, error);
	if (ok && !well)
		ok = peace_send_cadre(&must, &peace, "peace.needs", error);
	else if (ok && strcmp(peace.asker, peace.phone) != 0) {
		task.phone = g_strdup(peace.asker);
		task.line = g_strdup(peace.line);
		task.modem = g_strdup("");
		ok = peace_surname(call->db, peace.household_id, fill, error) &&
		    must_tell(&must, "peace.well", fill, key, peace.asker, error);
	}
	task_clear(&task);
	peace_clear(&peace);
	return ok;
}

/* --- in time ------------------------------------------------------------------------ */

gboolean
peace_due(struct dialog *dialog, gint64 now, gint64 *next, GError **error)
{
	gboolean found = TRUE;

	while (found) {
		struct peace peace;
		gboolean ok;

		if (!peace_next_due(dialog->db, now, &found, &peace, error))
			return FALSE;
		ok = !found || peace_act(dialog, &peace, now, error);
		peace_clear(&peace);
		if (!ok)
			return FALSE;
	}
	return peace_next_time(dialog->db, next, error);
}

static gboolean
peace_act(struct dialog *dialog, struct peace *peace, gint64 now,
    GError **error)
{
	struct task task = { .kind = TASK_WELFARE };
	struct must must = {
		.db = dialog->db, .menu = dialog->menu,
		.options = dialog->options, .now = now, .task = &task,
	};
	gboolean ok;

	if (!peace->waits)
		return peace_ask(dialog, peace, now, error);
	peace->waits = FALSE;
	peace->next_at = MAX(peace_slot(dialog->options, peace->asked_at), now +
	    CLOCK_DAY);
	ok = peace_put(dialog->db, peace, error) &&
	    peace_send_cadre(&must, peace, "peace.silent", error);
	task_clear(&task);
	return ok;
}

static gboolean
peace_ask(struct dialog *dialog, struct peace *peace, gint64 now,
    GError **error)
{
	const struct screen *screen = menu_screen(dialog->menu, "peace.ask");
	g_autoptr(GHashTable) data = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = g_strdup_printf("peace.ask:%" G_GINT64_FORMAT
	    ":%d", peace->household_id, calendar_day(now, dialog->options->zone));
	struct question open = { 0 }, q = {
		.phone = peace->phone, .line = peace->line,
		.screen = (char *)screen->name, .priority = screen->priority,
		.asked_at = now, .data = data,
		.expires_at = now + screen->valid_s * (gint64)CLOCK_SECOND,
	};
	struct outbox_msg msg = {
		.key = key, .bearer = BEARER_SMS, .line = peace->line,
		.modem = (char *)"", .lane = LANE_NOTICE, .phone = peace->phone,
		.text = (char *)screen->text, .not_before = now,
		.not_after = now + 10 * CLOCK_HOUR,
	};
	gboolean found, added;
	gint64 id;

	if (!question_current(dialog->db, peace->phone, peace->line, &found, &open,
	    error))
		return FALSE;
	/* He has something else to answer: in an hour. */
	if (found) {
		question_clear(&open);
		peace->next_at = now + CLOCK_HOUR;
		return peace_put(dialog->db, peace, error);
	}
	if (!question_open(dialog->db, &q, QUESTION_DROPPED, error))
		return FALSE;
	msg.question_id = q.id;
	peace->waits = TRUE;
	peace->asked_at = now;
	peace->next_at = now + PEACE_SILENCE;
	return peace_put(dialog->db, peace, error) &&
	    outbox_add(dialog->db, &msg, &id, &added, error);
}

/* A welfare visit in the name of him who wishes it; he is told. */
static gboolean
peace_send_cadre(struct must *must, const struct peace *peace,
    const char *screen, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *key = g_strdup_printf("%s:%" G_GINT64_FORMAT ":%"
	    G_GINT64_FORMAT, screen, peace->household_id,
	    peace->asked_at / CLOCK_SECOND);
	struct task *task = must->task;
	struct cadre who = { 0 };
	gboolean fresh, ok;

	task->household_id = peace->household_id;
	task->phone = g_strdup(peace->asker);
	task->line = g_strdup(peace->line);
	task->modem = g_strdup("");
	ok = (task->inbox_id != 0 || task_last_text(must->db, peace->phone,
	    peace->asker, &task->inbox_id, error)) &&
	    task_open(must->db, task, must->now, &fresh, error) &&
	    (!fresh || must_ask(must, TASK_OWN, &who, error)) &&
	    peace_surname(must->db, peace->household_id, fill, error);
	if (ok && who.id != 0) {
		fill_set(fill, "who", who.name);
		ok = must_tell(must, screen, fill, key, peace->asker, error);
	}
	cadre_clear(&who);
	return ok;
}

static gboolean
peace_surname(struct db *db, gint64 household_id, GHashTable *fill,
    GError **error)
{
	g_autofree char *head = NULL, *place = NULL, *surname = NULL;

	if (!task_household(db, household_id, &head, &place, error))
		return FALSE;
	surname = head != NULL && *head != '\0' ? g_utf8_substring(head, 0, 1) :
	    g_strdup("");
	fill_set(fill, "gist", surname);
	return TRUE;
}
