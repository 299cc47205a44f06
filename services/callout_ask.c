/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See callout_ask.h.
 */
#include "services/callout_ask.h"

#include <string.h>

#include "base/calendar.h"
#include "base/phone.h"
#include "base/text.h"
#include "base/words.h"
#include "db/callback.h"
#include "db/escalation.h"
#include "db/household.h"
#include "db/roster.h"
#include "menus/fill.h"

/* Cadres are asked in their hours; not for what cannot wait. */
#define CALLOUT_ASK_DAY_FROM	(7 * 60 + 30)
#define CALLOUT_ASK_DAY_TO	(21 * 60 + 30)

/* How long each may wait to be acknowledged (DOMAIN 3.2, 7.1; PEERS S9), in the order
 * of enum callout_level. */
#define STEPS(wait_min)							\
	{ "own", wait_min }, { "deputy", wait_min }, { "roster", wait_min },	\
	{ "supervisor", wait_min }, { "office", 0 }
static const struct escalation_step callout_ask_steps[][CALLOUT_LEVEL_COUNT] = {
	[CALLOUT_FUNERAL] = { STEPS(120) },
	[CALLOUT_WEDDING] = { STEPS(24 * 60) },
	[CALLOUT_QUARREL] = { STEPS(120) },
	[CALLOUT_DISASTER] = { STEPS(30) },
	[CALLOUT_WELFARE] = { STEPS(240) },
};
#undef STEPS

/* Whose order leaves at any hour. */
static const gboolean callout_ask_urgent[CALLOUT_KIND_COUNT] = {
	[CALLOUT_DISASTER] = TRUE,
};

/* Who calls on the household. */
struct candidates {
	struct cadre own;	/* one of the town before one of a department */
};

/* A climb from step to step, and whom it finds. */
struct climb {
	struct callout_ask *ask;
	struct cadre *who;
};

static struct escalation callout_ask_escalation(const struct callout *task);
static gboolean	callout_ask_climb(void *context, const char *whom, gboolean *found,
		    GError **error);
static gboolean	callout_ask_candidate(struct callout_ask *ask, enum callout_level level,
		    struct cadre *who, GError **error);
static gboolean	callout_ask_own(const struct cadre *cadre, void *user);
static gboolean	callout_ask_by_code(struct callout_ask *ask, const char *code,
		    struct cadre *who, GError **error);
static gboolean	callout_ask_away(const struct cadre_leave *leave, void *user);
static gboolean	callout_ask_order(struct callout_ask *ask, const struct cadre *who,
		    enum say_result *result, GError **error);

struct callout_ask
callout_ask_of(struct dialog *dialog, struct callout *task, gint64 now,
    const struct inbox_msg *cause)
{
	return (struct callout_ask){
		.dialog = dialog, .db = dialog->db, .menu = dialog->menu,
		.options = dialog->options, .now = now, .task = task, .cause = cause,
	};
}

gboolean
callout_ask_next(struct callout_ask *ask, enum callout_level level, struct cadre *who,
    GError **error)
{
	struct callout *task = ask->task;
	g_autofree char *key = text_id(task->id);
	const struct escalation steps = callout_ask_escalation(task);
	struct climb climb = { ask, who };
	gboolean fresh;
	int reached;

	memset(who, 0, sizeof(*who));
	if (!escalation_climb(ask->db, &steps, key, level, callout_ask_climb, &climb,
	    ask->now, ask->options->zone, &reached, error))
		return FALSE;
	task->level = (enum callout_level)reached;
	task->cadre_id = who->id;
	if (!callout_assign(ask->db, task->id, who->id, task->level, ask->now, error))
		return FALSE;
	return who->id != 0 || callback_ask(ask->db, task->phone, task->line,
	    N_("no cadre answers"), "", ask->now, &fresh, error);
}

enum callout_level
callout_ask_after(const struct callout *task, const struct agenda_row *row)
{
	const struct escalation steps = callout_ask_escalation(task);

	return (enum callout_level)escalation_after(&steps, row);
}

/* What cannot wait does not wait for the hours of cadres. */
static struct escalation
callout_ask_escalation(const struct callout *task)
{
	gboolean at_once = callout_ask_urgent[task->kind];

	return (struct escalation){
		.kind = CALLOUT_ACKNOWLEDGE,
		.steps = callout_ask_steps[task->kind],
		.count = CALLOUT_LEVEL_COUNT,
		.from = at_once ? 0 : CALLOUT_ASK_DAY_FROM,
		.to = at_once ? 0 : CALLOUT_ASK_DAY_TO,
	};
}

gboolean
callout_ask_waits(const struct callout_ask *ask)
{
	int minute = calendar_minute_of_day(ask->now, ask->options->zone);

	return !callout_ask_urgent[ask->task->kind] &&
	    (minute < CALLOUT_ASK_DAY_FROM || minute >= CALLOUT_ASK_DAY_TO);
}

/* Asks them, if somebody of that level is there, was not asked before, and can be
 * texted. */
static gboolean
callout_ask_climb(void *context, const char *whom, gboolean *found, GError **error)
{
	struct climb *climb = context;
	struct callout_ask *ask = climb->ask;
	enum say_result result;
	gboolean asked = FALSE;

	if (!callout_ask_candidate(ask, callout_level_stored(whom), climb->who, error) ||
	    (climb->who->id != 0 && !callout_was_asked(ask->db, ask->task->id,
	    climb->who->id, &asked, error)))
		return FALSE;
	if (climb->who->id != 0 && !asked) {
		if (!callout_ask_order(ask, climb->who, &result, error))
			return FALSE;
		*found = say_is_said(result);
	}
	if (!*found)
		cadre_clear(climb->who);
	return TRUE;
}

/* Who is of that level, when there and not on leave; an id of 0 none. */
static gboolean
callout_ask_candidate(struct callout_ask *ask, enum callout_level level, struct cadre *who,
    GError **error)
{
	int today = calendar_day(ask->now, ask->options->zone);
	struct candidates c = { 0 };
	gboolean away = FALSE, off = FALSE, found, ok;

	ok = cadre_each_of_household(ask->db, ask->task->household_id, today,
	    callout_ask_own, &c, error);
	if (ok && level == CALLOUT_OWN) {
		*who = c.own;
		memset(&c.own, 0, sizeof(c.own));
	} else if (ok && level == CALLOUT_ROSTER && c.own.id != 0)
		ok = roster_find(ask->db, today, c.own.area, ask->task->id,
		    &found, who, error);
	else if (ok && c.own.id != 0)
		ok = callout_ask_by_code(ask, level == CALLOUT_DEPUTY ? c.own.deputy :
		    c.own.supervisor, who, error);
	cadre_clear(&c.own);
	if (!ok || (who->id != 0 && (!cadre_each_leave(ask->db, who->id, today,
	    today, callout_ask_away, &away, error) ||
	    !roster_is_off(ask->db, today, who, &off, error))))
		return FALSE;
	/* A supervisor is asked on a day off, too. */
	if (away || (off && level < CALLOUT_SUPERVISOR) || who->gone_on != 0)
		cadre_clear(who);
	return TRUE;
}

static gboolean
callout_ask_own(const struct cadre *cadre, void *user)
{
	struct candidates *c = user;

	if (c->own.id != 0 && *cadre->area == '\0')
		return TRUE;
	cadre_clear(&c->own);
	c->own = *cadre;
	c->own.code = g_strdup(cadre->code);
	c->own.name = g_strdup(cadre->name);
	c->own.area = g_strdup(cadre->area);
	c->own.department = g_strdup(cadre->department);
	c->own.title = g_strdup(cadre->title);
	c->own.mobile = g_strdup(cadre->mobile);
	c->own.office_phone = g_strdup(cadre->office_phone);
	c->own.duties = g_strdup(cadre->duties);
	c->own.supervisor = g_strdup(cadre->supervisor);
	c->own.deputy = g_strdup(cadre->deputy);
	return *cadre->area == '\0';
}

static gboolean
callout_ask_by_code(struct callout_ask *ask, const char *code, struct cadre *who,
    GError **error)
{
	gboolean found;

	return *code == '\0' || cadre_by_code(ask->db, code, &found, who, error);
}

static gboolean
callout_ask_away(const struct cadre_leave *leave, void *user)
{
	*(gboolean *)user = TRUE;
	return FALSE;
}

static gboolean
callout_ask_order(struct callout_ask *ask, const struct cadre *who,
    enum say_result *result, GError **error)
{
	g_autoptr(GHashTable) fill = fill_new();
	g_autofree char *head = NULL, *place = NULL;
	g_autofree char *key = callout_ask_key(ask->task, who);

	if (!household_title(ask->db, ask->task->household_id, &head, &place,
	    error))
		return FALSE;
	fill_set(fill, "place", place != NULL ? place : "");
	fill_set(fill, "summary", head != NULL ? head : "");
	fill_set(fill, "kind", menu_word(ask->menu,
	    callout_kind_name(ask->task->kind)));
	fill_set(fill, "code", ask->task->code);
	return callout_ask_tell(ask, "callout.order", fill, key, who->mobile,
	    result, error);
}

char *
callout_ask_key(const struct callout *task, const struct cadre *who)
{
	return g_strdup_printf("task:%" G_GINT64_FORMAT ":order:%" G_GINT64_FORMAT,
	    task->id, who->id);
}

gboolean
callout_ask_tell(struct callout_ask *ask, const char *screen, GHashTable *fill,
    const char *key, const char *phone, enum say_result *result, GError **error)
{
	gboolean asker = strcmp(phone, ask->task->phone) == 0;
	const struct say say = {
		.screen = screen, .fill = fill, .phone = phone,
		.line = ask->task->line, .modem = ask->task->modem, .key = key,
		/* Whoever has the number later did not ask, nor is asked. */
		.since = asker && ask->since != 0 ? ask->since :
		    ask->task->asked_at,
		.not_before = ask->now, .cause = ask->cause,
		.urgent = strcmp(screen, "callout.order") == 0 &&
		    callout_ask_urgent[ask->task->kind],
	};

	return say_text(ask->dialog, &say, result, error);
}

char *
cadre_public_number(const struct cadre *cadre)
{
	return cadre->public ? phone_national(cadre->mobile) : g_strdup("");
}

void
callout_ask_fill(GHashTable *fill, const struct cadre *cadre)
{
	g_autofree char *number = cadre->id != 0 ? cadre_public_number(cadre) :
	    g_strdup("");

	fill_set(fill, "who", cadre->id != 0 ? cadre->name : "");
	fill_set(fill, "phone", number);
}
