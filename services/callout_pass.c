/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See callout_pass.h.
 */
#include "services/callout_pass.h"

#include "base/words.h"
#include "db/outbox.h"
#include "menus/fill.h"
#include "services/callout_ask.h"

static gboolean	callout_due(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static gboolean	callout_pass_on(struct callout_ask *ask, enum callout_level level,
		    GError **error);
static void	callout_hold(const struct callout *task, void *user);
static void	callout_held_free(gpointer task);
static gboolean	callout_unask(struct callout_ask *ask, const struct cadre *old,
		    GError **error);

const struct agenda_kind callout_kinds[] = {
	{ CALLOUT_ACKNOWLEDGE, N_("pass a call-out on to the next person"),
	    callout_due, NULL, TRUE },
	{ .name = NULL }};

/* --- in time --------------------------------------------------------------------- */

static gboolean
callout_due(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct dialog *dialog = context;
	struct callout task;
	struct callout_ask ask = {
		.dialog = dialog, .db = dialog->db, .menu = dialog->menu,
		.options = dialog->options, .now = now, .task = &task,
	};
	gboolean found, ok = TRUE;

	if (!callout_by_id(dialog->db, g_ascii_strtoll(row->object, NULL, 10), &found,
	    &task, error))
		return FALSE;
	if (found && task.state == CALLOUT_OPEN) {
		*again = AGENDA_PLANNED;
		ok = callout_pass_on(&ask, callout_ask_after(&task, row), error);
	}
	callout_clear(&task);
	return ok;
}

static gboolean
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
		callout_ask_fill(fill, &who);
		ok = callout_ask_tell(ask, "callout.moved", fill, key, ask->task->phone,
		    &result, error);
	}
	cadre_clear(&who);
	return ok;
}

/* --- when a cadre leaves ----------------------------------------------------------- */

gboolean
callout_hand_over(struct dialog *dialog, const struct cadre *old, gint64 now,
    int *count, GError **error)
{
	g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func(callout_held_free);
	gboolean ok = callout_each_of(dialog->db, old->id, callout_hold, tasks, error);

	*count = (int)tasks->len;
	for (guint i = 0; ok && i < tasks->len; i++) {
		struct callout_ask ask = {
			.dialog = dialog, .db = dialog->db, .menu = dialog->menu,
			.options = dialog->options, .now = now,
			.task = g_ptr_array_index(tasks, i),
		};

		ok = callout_unask(&ask, old, error) &&
		    callout_pass_on(&ask, MIN(ask.task->level, CALLOUT_SUPERVISOR),
		    error);
	}
	return ok;
}

static void
callout_hold(const struct callout *task, void *user)
{
	struct callout *one = g_memdup2(task, sizeof(*task));

	one->phone = g_strdup(task->phone);
	one->line = g_strdup(task->line);
	one->modem = g_strdup(task->modem);
	g_ptr_array_add(user, one);
}

static void
callout_held_free(gpointer task)
{
	callout_clear(task);
	g_free(task);
}

/* What has not left yet does not leave. */
static gboolean
callout_unask(struct callout_ask *ask, const struct cadre *old, GError **error)
{
	g_autofree char *key = callout_ask_key(ask->task, old);
	struct outbox_msg msg = { 0 };
	gboolean found, done, ok;

	ok = outbox_find(ask->db, key, &found, &msg, error) &&
	    (!found || msg.state != OUTBOX_QUEUED ||
	    outbox_cancel(ask->db, msg.id, &done, error));
	outbox_msg_clear(&msg);
	return ok;
}
