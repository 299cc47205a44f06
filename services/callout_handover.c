/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See callout_handover.h.
 */
#include "services/callout_handover.h"

#include "db/outbox.h"
#include "services/callout_ask.h"
#include "services/callout_pass.h"

static void	callout_hold(const struct callout *task, void *user);
static void	callout_held_free(gpointer task);
static gboolean	callout_unask(struct callout_ask *ask, const struct cadre *old,
		    GError **error);

gboolean
callout_hand_over(struct dialog *dialog, const struct cadre *old, gint64 now,
    int *count, GError **error)
{
	g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func(callout_held_free);
	gboolean ok = callout_each_of(dialog->db, old->id, callout_hold, tasks, error);

	*count = (int)tasks->len;
	for (guint i = 0; ok && i < tasks->len; i++) {
		struct callout_ask ask = callout_ask_of(dialog,
		    g_ptr_array_index(tasks, i), now, NULL);

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
