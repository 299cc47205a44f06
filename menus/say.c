/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See say.h. */
#include "menus/say.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/causer.h"
#include "db/contact.h"
#include "db/held.h"
#include "db/person.h"
#include "db/person_mark.h"
#include "menus/fill.h"
#include "menus/say_door.h"

/* The table of say.h. */
const struct say_rules say_rules[SAY_KIND_COUNT] = {
	[SAY_REPLY] = { LANE_REPLY, NULL, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE },
	[SAY_NEWS] = { LANE_REPLY, NULL, TRUE, TRUE, TRUE, FALSE, FALSE, TRUE },
	[SAY_NOTICE] = { LANE_NOTICE, "notice", TRUE, TRUE, TRUE, TRUE, TRUE, TRUE },
	[SAY_THIRD] = { LANE_NOTICE, "notice", TRUE, FALSE, FALSE, FALSE, TRUE, TRUE },
	[SAY_SURVEY] = { LANE_SURVEY, "survey", TRUE, TRUE, TRUE, TRUE, TRUE, TRUE },
	[SAY_DUTY] = { LANE_DUTY, NULL, TRUE, TRUE, FALSE, FALSE, TRUE, TRUE },
	[SAY_OFFICE] = { LANE_DUTY, NULL, FALSE, FALSE, FALSE, FALSE, TRUE, FALSE },
	[SAY_STAFF] = { LANE_NOTICE, NULL, FALSE, FALSE, FALSE, FALSE, FALSE, FALSE },
};

static const char *const say_results[SAY_RESULT_COUNT] = {
	[SAY_SAID] = "said", [SAY_WAITS] = "waits its turn",
	[SAY_BEFORE] = "said before", [SAY_OPTED_OUT] = "opted out",
	[SAY_NOT_THEIRS] = "not their number", [SAY_UNVERIFIED] = "not verified",
	[SAY_RESTS] = "rests", [SAY_BOUNDED] = "bounded",
};

/* A saying at the door. */
struct say_visit {
	struct dialog *dialog;
	const struct say *say;
	const struct screen *screen;
	const struct saying *row;
	const struct say_rules *rules;
	enum lane lane;
	gint64	 now;
	char	*text;
};

static gboolean	say_enter(struct say_visit *visit, struct dialog *dialog,
		    const struct say *say, enum say_result *result,
		    GError **error);
static gboolean	say_reaches(const struct say_visit *visit, enum say_result *result,
		    GError **error);
static gboolean	say_hold(const struct say_visit *visit, enum say_result result,
		    GError **error);
static gboolean	say_may(const struct say_visit *visit, enum say_result *result,
		    GError **error);
static gboolean	say_must_wait(const struct say_visit *visit,
		    enum question_state *previous, gboolean *waits,
		    GError **error);
static gboolean	say_open(const struct say_visit *visit,
		    enum question_state previous, gint64 *question_id,
		    GError **error);
static gboolean	say_queue(const struct say_visit *visit, GError **error);
static GHashTable *say_question_data(const struct say_visit *visit);
static gboolean	say_add(const struct say_visit *visit, gint64 question_id,
		    gint64 not_before, gint64 *id, enum say_result *result,
		    GError **error);

const char *
say_result_name(enum say_result result)
{
	return say_results[result];
}

gboolean
say_is_said(enum say_result result)
{
	return result == SAY_SAID || result == SAY_WAITS || result == SAY_BEFORE;
}

gboolean
say_text(struct dialog *dialog, const struct say *say, enum say_result *result,
    GError **error)
{
	struct say_visit visit;
	gboolean ok;
	gint64 id;

	ok = say_enter(&visit, dialog, say, result, error) &&
	    (*result != SAY_SAID || say_add(&visit, 0, MAX(say->not_before,
	    visit.now), &id, result, error));
	g_free(visit.text);
	return ok;
}

gboolean
say_ask(struct dialog *dialog, const struct say *say, enum say_result *result,
    GError **error)
{
	enum question_state previous = QUESTION_DROPPED;
	struct say_visit visit;
	gint64 question_id = 0, id;
	gboolean ok, waits = FALSE;

	ok = say_enter(&visit, dialog, say, result, error);
	if (ok && *result == SAY_SAID)
		ok = say_must_wait(&visit, &previous, &waits, error);
	if (ok && *result == SAY_SAID && waits) {
		*result = SAY_WAITS;
		ok = say_queue(&visit, error);
	} else if (ok && *result == SAY_SAID)
		ok = say_open(&visit, previous, &question_id, error) &&
		    say_add(&visit, question_id, MAX(say->not_before, visit.now),
		    &id, result, error);
	g_free(visit.text);
	return ok;
}

/* Everything that is asked of a saying, and its text. */
static gboolean
say_enter(struct say_visit *visit, struct dialog *dialog, const struct say *say,
    enum say_result *result, GError **error)
{
	const struct saying *row = menu_saying(dialog->menu, say->screen);
	struct outbox_msg before = { 0 };
	gboolean said;

	memset(visit, 0, sizeof(*visit));
	g_assert(row != NULL);	/* every unasked saying has a row */
	visit->dialog = dialog;
	visit->say = say;
	visit->screen = menu_screen(dialog->menu, say->screen);
	visit->row = row;
	visit->rules = &say_rules[row->kind];
	visit->lane = say->urgent ? LANE_ALERT : visit->rules->lane;
	visit->now = clock_now();
	*result = SAY_BEFORE;
	if (!outbox_find(dialog->db, say->key, &said, &before, error))
		return FALSE;
	outbox_msg_clear(&before);
	if (said)
		return TRUE;
	if (!say_may(visit, result, error) || !say_hold(visit, *result, error))
		return FALSE;
	visit->text = say->fill == NULL ? g_strdup(visit->screen->text) :
	    fill_text(visit->screen->text, say->fill);
	return TRUE;
}

/* Is it for whoever has the number now? */
static gboolean
say_reaches(const struct say_visit *visit, enum say_result *result, GError **error)
{
	const struct say *say = visit->say;
	struct db *db = visit->dialog->db;
	gboolean verified = TRUE;
	struct person_reach reach;

	if (!visit->rules->dated)
		return TRUE;
	if (!person_reach(db, say->phone, &reach, error))
		return FALSE;
	if (say->since < reach.owner_since) {
		*result = SAY_NOT_THEIRS;
		return TRUE;
	}
	if (!visit->rules->verified || *visit->row->fills == '\0' ||
	    visit->lane == LANE_ALERT)
		return TRUE;
	if (say->since < reach.told_since)
		verified = FALSE;
	else if (!person_verified(db, say->phone, visit->now, &verified, error))
		return FALSE;
	if (!verified)
		*result = SAY_UNVERIFIED;
	return TRUE;
}

/* Is it no time to ask them?  Leaves *result alone otherwise. */
gboolean
say_rests(struct dialog *dialog, const struct say_rules *rules, const char *phone,
    gint64 now, enum say_result *result, GError **error)
{
	gboolean may = TRUE;

	if (rules->rests && !person_may_be_asked(dialog->db, phone,
	    calendar_day(now, dialog->options->zone), &may, error))
		return FALSE;
	if (!may)
		*result = SAY_RESTS;
	return TRUE;
}

/* What a number does not get is there for staff to see. */
static gboolean
say_hold(const struct say_visit *visit, enum say_result result, GError **error)
{
	static const enum held_why whys[SAY_RESULT_COUNT] = {
		[SAY_NOT_THEIRS] = HELD_NOT_THEIRS,
		[SAY_UNVERIFIED] = HELD_UNVERIFIED,
		[SAY_RESTS] = HELD_RESTS,
	};
	const struct say *say = visit->say;
	const struct held held = {
		.phone = say->phone, .line = say->line, .screen = say->screen,
		.key = say->key, .why = whys[result], .at = visit->now,
	};

	return (result != SAY_NOT_THEIRS && result != SAY_UNVERIFIED &&
	    result != SAY_RESTS) || held_add(visit->dialog->db, &held, error);
}

static gboolean
say_may(const struct say_visit *visit, enum say_result *result, GError **error)
{
	const struct say *say = visit->say;
	const struct dialog_options *options = visit->dialog->options;
	struct causer_bound bound;
	gboolean may;

	if (!say_wants(visit->dialog->db, say->phone, visit->rules,
	    visit->screen, result, error))
		return FALSE;
	if (*result == SAY_SAID && !say_reaches(visit, result, error))
		return FALSE;
	if (*result == SAY_SAID && visit->lane != LANE_ALERT &&
	    !say_rests(visit->dialog, visit->rules, say->phone, visit->now, result,
	    error))
		return FALSE;
	if (*result != SAY_SAID || !visit->rules->bound || say->cause == NULL ||
	    strcmp(say->cause->phone, say->phone) == 0)
		return TRUE;
	bound.per_hour = options->thirds_per_hour;
	bound.per_day = options->thirds_per_day;
	if (!causer_may(visit->dialog->db, say->cause->phone, say->cause->id,
	    &bound, visit->now, &may, error))
		return FALSE;
	if (!may)
		*result = SAY_BOUNDED;
	return TRUE;
}

/* What the phone itself has said about being texted. */
gboolean
say_wants(struct db *db, const char *phone, const struct say_rules *rules,
    const struct screen *screen, enum say_result *result, GError **error)
{
	const char *topic = rules->topic != NULL && screen->topic != NULL ?
	    screen->topic : rules->topic;
	gboolean out = FALSE;

	*result = SAY_SAID;
	if (rules->personal && !contact_opted_out(db, phone, CONTACT_PERSONAL,
	    &out, error))
		return FALSE;
	if (out) {
		*result = SAY_NOT_THEIRS;
		return TRUE;
	}
	if (topic != NULL && !contact_opted_out(db, phone, topic, &out, error))
		return FALSE;
	if (out)
		*result = SAY_OPTED_OUT;
	return TRUE;
}

/* DESIGN law 3: what must ask waits; an alert pushes a lesser question aside. */
static gboolean
say_must_wait(const struct say_visit *visit, enum question_state *previous,
    gboolean *waits, GError **error)
{
	const struct say *say = visit->say;
	struct question open;
	gboolean found;

	*waits = FALSE;
	if (!question_current(visit->dialog->db, say->phone, say->line, &found,
	    &open, error))
		return FALSE;
	if (!found)
		return TRUE;
	*previous = QUESTION_PUSHED;
	*waits = visit->rules->waits &&
	    (visit->screen->priority != QUESTION_ALERT ||
	    open.priority == QUESTION_ALERT);
	question_clear(&open);
	return TRUE;
}

static gboolean
say_open(const struct say_visit *visit, enum question_state previous,
    gint64 *question_id, GError **error)
{
	const struct say *say = visit->say;
	g_autoptr(GHashTable) data = say_question_data(visit);
	struct question q = {
		.phone = (char *)say->phone, .line = (char *)say->line,
		.screen = (char *)visit->screen->name,
		.priority = visit->screen->priority, .asked_at = visit->now,
		.expires_at = MAX(say->not_before, visit->now) +
		    visit->screen->valid_s * (gint64)CLOCK_SECOND,
		.data = data,
	};

	if (!question_open(visit->dialog->db, &q, previous, error))
		return FALSE;
	*question_id = q.id;
	return TRUE;
}

/* The text first: the question remembers which it is. */
static gboolean
say_queue(const struct say_visit *visit, GError **error)
{
	const struct say *say = visit->say;
	g_autoptr(GHashTable) data = say_question_data(visit);
	gint64 end = say->not_after != 0 ? say->not_after : visit->now + CLOCK_DAY;
	struct question q = {
		.phone = (char *)say->phone, .line = (char *)say->line,
		.screen = (char *)visit->screen->name,
		.priority = visit->screen->priority, .asked_at = visit->now,
		.expires_at = end, .data = data,
	};
	enum say_result result;
	gint64 id;

	if (!say_add(visit, 0, end, &id, &result, error))
		return FALSE;
	g_hash_table_replace(data, g_strdup(SAY_OUTBOX), text_id(id));
	return question_wait(visit->dialog->db, &q, error);
}

/* A copy of what the answer needs, and what the question shows. */
static GHashTable *
say_question_data(const struct say_visit *visit)
{
	GHashTable *data = fill_new();

	fill_stored(visit->say->data, data);
	fill_keep(visit->screen->text, visit->say->fill, data);
	return data;
}

static gboolean
say_add(const struct say_visit *visit, gint64 question_id, gint64 not_before,
    gint64 *id, enum say_result *result, GError **error)
{
	const struct say *say = visit->say;
	const struct outbox_msg msg = {
		.key = (char *)say->key,
		.bearer = BEARER_SMS,
		.line = (char *)say->line,
		.modem = (char *)(say->modem != NULL ? say->modem : ""),
		.lane = visit->lane,
		.phone = (char *)say->phone,
		.text = visit->text,
		.not_before = not_before,
		.not_after = say->not_after,
		.inbox_id = say->cause != NULL ? say->cause->id : 0,
		.question_id = question_id,
	};
	gboolean added;

	if (!outbox_add(visit->dialog->db, &msg, id, &added, error))
		return FALSE;
	*result = added ? SAY_SAID : SAY_BEFORE;
	return TRUE;
}

/* --- answers, and words that are no screen --------------------------------------- */

gboolean
say_reply(struct dialog *dialog, const struct inbox_msg *cause, enum lane lane,
    const char *key, const char *text, gint64 question_id, gboolean *added,
    GError **error)
{
	const struct outbox_msg msg = {
		.key = (char *)key,
		.bearer = bearer_traits(cause->bearer)->live ? cause->bearer : BEARER_SMS,
		.line = cause->line,
		.modem = cause->modem,
		.lane = lane,
		.phone = cause->phone,
		.text = (char *)text,
		.not_before = clock_now(),
		.inbox_id = cause->id,
		.question_id = question_id,
	};
	gint64 id;

	return outbox_add(dialog->db, &msg, &id, added, error);
}

gboolean
say_words(struct db *db, const struct say_words *words, gint64 *id,
    gboolean *added, GError **error)
{
	const struct outbox_msg msg = {
		.key = (char *)words->key,
		.bearer = BEARER_SMS,
		.line = (char *)words->line,
		.modem = (char *)(words->modem != NULL ? words->modem : ""),
		.lane = words->lane,
		.phone = (char *)words->phone,
		.text = (char *)words->text,
		.not_after = words->not_after,
	};

	return outbox_add(db, &msg, id, added, error);
}
