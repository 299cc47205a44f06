/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See callout_pass.h.
 */
#include "services/callout_pass.h"

#include "base/text.h"
#include "base/words.h"
#include "menus/fill.h"
#include "services/callout_ask.h"

static gboolean	callout_due(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);

const struct agenda_kind callout_kinds[] = {
	{ CALLOUT_ACKNOWLEDGE, N_("pass a call-out on to the next person"),
	    callout_due, NULL, TRUE },
	{ .name = NULL }
};

static gboolean
callout_due(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct dialog *dialog = context;
	struct callout task;
	struct callout_ask ask = callout_ask_of(dialog, &task, now, NULL);
	gboolean found, ok = TRUE;

	if (!callout_by_id(dialog->db, text_id_read(row->object), &found, &task,
	    error))
		return FALSE;
	if (found && task.state == CALLOUT_OPEN) {
		*again = AGENDA_PLANNED;
		ok = callout_pass_on(&ask, callout_ask_after(&task, row), error);
	}
	callout_clear(&task);
	return ok;
}

gboolean
callout_pass_on(struct callout_ask *ask, enum callout_level level, GError **error)
{
	g_autoptr(GHashTable) fill = fill_new();
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
