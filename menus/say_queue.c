/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See say_queue.h.
 *
 * A question that waits is a row of `question` and its text a queued row of
 * `outbox` whose moment is its end: nothing sends it before say_next_question()
 * gives it another.  What a question shows is kept with it (keys beginning with
 * '.'), so that one that was pushed aside can be said again.
 */
#include "menus/say_queue.h"

#include "base/clock.h"
#include "base/text.h"
#include "menus/fill.h"
#include "menus/say_door.h"

#define SAY_DUE_MAX	100	/* questions ended in one go: some milliseconds */
#define SAY_REASK_MIN	(10 * CLOCK_MINUTE)	/* less is not worth asking again */

static gboolean	say_promote(struct dialog *dialog, struct question *q,
		    gint64 now, gboolean *asked, GError **error);
static gboolean	say_reask(struct dialog *dialog, const struct question *q,
		    const struct screen *screen, gint64 outbox_id, gint64 now,
		    gboolean *asked, GError **error);
static gboolean	say_drop(struct dialog *dialog, const struct question *q,
		    gint64 now, GError **error);
static gint64	say_outbox_id(const struct question *q);

gboolean
say_next_question(struct dialog *dialog, const char *phone, const char *line,
    GError **error)
{
	gint64 now = clock_now();
	gboolean asked = FALSE, found = TRUE, open;
	struct question q;

	if (!question_current(dialog->db, phone, line, &open, &q, error))
		return FALSE;
	question_clear(&q);
	while (!open && !asked && found) {
		gboolean ok;

		if (!question_next(dialog->db, phone, line, &found, &q, error))
			return FALSE;
		ok = !found || say_promote(dialog, &q, now, &asked, error);
		question_clear(&q);
		if (!ok)
			return FALSE;
	}
	return TRUE;
}

/* *asked FALSE: it is not worth asking any more, and is over. */
static gboolean
say_promote(struct dialog *dialog, struct question *q, gint64 now,
    gboolean *asked, GError **error)
{
	const struct screen *screen = menu_screen(dialog->menu, q->screen);
	const struct saying *row = menu_saying(dialog->menu, q->screen);
	gboolean waited = q->state == QUESTION_WAITING;
	enum say_result result = SAY_SAID;
	gint64 outbox_id = say_outbox_id(q);
	struct question again = *q;

	*asked = FALSE;
	if (screen != NULL && row != NULL && (!say_wants(dialog->db, q->phone,
	    &say_rules[row->kind], screen, &result, error) ||
	    !say_rests(dialog, &say_rules[row->kind], q->phone, now, &result, error)))
		return FALSE;
	if (screen == NULL || result != SAY_SAID ||
	    (!waited && q->expires_at - now < SAY_REASK_MIN))
		return say_drop(dialog, q, now, error);
	again.asked_at = now;
	again.sent_at = 0;
	if (waited)
		again.expires_at = now + screen->valid_s * (gint64)CLOCK_SECOND;
	g_hash_table_remove(again.data, SAY_OUTBOX);
	/* A row of its own: what a reply was sent to is told by the newest. */
	if (!question_move(dialog->db, q->id, QUESTION_DROPPED, now, error) ||
	    !question_open(dialog->db, &again, QUESTION_DROPPED, error) ||
	    !say_reask(dialog, &again, screen, outbox_id, now, asked, error))
		return FALSE;
	return *asked || question_move(dialog->db, again.id, QUESTION_DROPPED, now,
	    error);
}

/* Sends the text that waited, or says the question again. */
static gboolean
say_reask(struct dialog *dialog, const struct question *q,
    const struct screen *screen, gint64 outbox_id, gint64 now, gboolean *asked,
    GError **error)
{
	const struct saying *row = menu_saying(dialog->menu, q->screen);
	g_autoptr(GHashTable) fill = fill_kept(q->data);
	g_autofree char *text = NULL, *key = NULL;
	struct outbox_msg msg = {
		.bearer = BEARER_SMS, .line = q->line, .modem = (char *)"",
		.lane = row != NULL ? say_rules[row->kind].lane : LANE_REPLY,
		.phone = q->phone, .not_before = now, .question_id = q->id,
		.not_after = q->expires_at,
	};
	gint64 id;

	if (outbox_id != 0)
		return outbox_release(dialog->db, outbox_id, q->id, now,
		    q->expires_at, asked, error);
	msg.text = text = fill_text(screen->text, fill);
	msg.key = key = g_strdup_printf("again:%" G_GINT64_FORMAT, q->id);
	return outbox_add(dialog->db, &msg, &id, asked, error);
}

/* It is never asked, and neither is its text sent. */
static gboolean
say_drop(struct dialog *dialog, const struct question *q, gint64 now,
    GError **error)
{
	gint64 outbox_id = say_outbox_id(q);
	gboolean done;

	return question_move(dialog->db, q->id, QUESTION_DROPPED, now, error) &&
	    (outbox_id == 0 || outbox_cancel(dialog->db, outbox_id, &done, error));
}

/* The text of a waiting question, 0 none. */
static gint64
say_outbox_id(const struct question *q)
{
	const char *id = g_hash_table_lookup(q->data, SAY_OUTBOX);

	return text_id_read(id);
}

gboolean
say_due(struct dialog *dialog, gint64 now, gint64 *next, GError **error)
{
	gboolean found = TRUE;

	for (int i = 0; found && i < SAY_DUE_MAX; i++) {
		struct question q;
		gint64 outbox_id;
		gboolean done, ok;

		if (!question_expire(dialog->db, now, &found, &q, error))
			return FALSE;
		outbox_id = found ? say_outbox_id(&q) : 0;
		ok = !found || ((outbox_id == 0 || outbox_cancel(dialog->db,
		    outbox_id, &done, error)) &&
		    say_next_question(dialog, q.phone, q.line, error));
		question_clear(&q);
		if (!ok)
			return FALSE;
	}
	return question_next_time(dialog->db, next, error);
}
