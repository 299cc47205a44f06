/*
 * See callout_ask.h.
 */
#include "services/callout_ask.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/callback.h"
#include "db/household.h"
#include "db/roster.h"
#include "menus/fill.h"

/* Cadres are asked in their hours; not for what cannot wait. */
#define CALLOUT_ASK_DAY_FROM	(7 * 60 + 30)
#define CALLOUT_ASK_DAY_TO	(21 * 60 + 30)

/* How long each may wait to be acknowledged (DOMAIN 3.2, 7.1; PEERS S9). */
static const struct {
	int	 wait_min;
	gboolean urgent;	/* at any hour */
} callout_ask_kinds[CALLOUT_KIND_COUNT] = {
	[CALLOUT_FUNERAL] = { 120, FALSE },
	[CALLOUT_WEDDING] = { 24 * 60, FALSE },
	[CALLOUT_QUARREL] = { 120, FALSE },
	[CALLOUT_DISASTER] = { 30, TRUE },
	[CALLOUT_WELFARE] = { 240, FALSE },
};

/* Who calls on the household. */
struct candidates {
	struct cadre own;	/* him of the town before him of a department */
};

static gboolean	callout_ask_level(struct callout_ask *ask, enum callout_level level,
		    struct cadre *who, gboolean *told, GError **error);
static gboolean	callout_ask_candidate(struct callout_ask *ask, enum callout_level level,
		    struct cadre *who, GError **error);
static gboolean	callout_ask_own(const struct cadre *cadre, void *user);
static gboolean	callout_ask_by_code(struct callout_ask *ask, const char *code,
		    struct cadre *who, GError **error);
static gboolean	callout_ask_away(const struct cadre_leave *leave, void *user);
static gint64	callout_ask_deadline(const struct callout_ask *ask);
static gboolean	callout_ask_order(struct callout_ask *ask, const struct cadre *who,
		    enum say_result *result, GError **error);

gboolean
callout_ask_next(struct callout_ask *ask, enum callout_level level, struct cadre *who,
    GError **error)
{
	gboolean told = FALSE, fresh;

	memset(who, 0, sizeof(*who));
	for (; level < CALLOUT_OFFICE && !told; level += !told) {
		cadre_clear(who);
		if (!callout_ask_level(ask, level, who, &told, error))
			return FALSE;
	}
	if (told)
		return TRUE;
	cadre_clear(who);
	ask->task->level = CALLOUT_OFFICE;
	ask->task->cadre_id = 0;
	return callout_assign(ask->db, ask->task->id, 0, CALLOUT_OFFICE, ask->now, 0,
	    error) &&
	    callback_ask(ask->db, ask->task->phone, ask->task->line,
	    "no cadre answers", "", ask->now, &fresh, error);
}

/* *told FALSE: nobody of that level is there, was not asked before, and can be
 * texted. */
static gboolean
callout_ask_level(struct callout_ask *ask, enum callout_level level, struct cadre *who,
    gboolean *told, GError **error)
{
	enum say_result result;
	gboolean asked = FALSE;

	if (!callout_ask_candidate(ask, level, who, error))
		return FALSE;
	if (who->id == 0)
		return TRUE;
	if (!callout_was_asked(ask->db, ask->task->id, who->id, &asked, error))
		return FALSE;
	if (asked)
		return TRUE;
	if (!callout_ask_order(ask, who, &result, error))
		return FALSE;
	*told = say_is_said(result);
	if (!*told)
		return TRUE;
	ask->task->level = level;
	ask->task->cadre_id = who->id;
	return callout_assign(ask->db, ask->task->id, who->id, level, ask->now,
	    callout_ask_deadline(ask), error);
}

/* Him of that level, when he is there and not on leave; an id of 0 none. */
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
	/* A supervisor is asked on his day off, too. */
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

static gint64
callout_ask_deadline(const struct callout_ask *ask)
{
	gint64 wait = callout_ask_kinds[ask->task->kind].wait_min * CLOCK_MINUTE;
	GTimeZone *zone = ask->options->zone;

	if (callout_ask_kinds[ask->task->kind].urgent)
		return ask->now + wait;
	return calendar_next_in_window(calendar_next_in_window(ask->now, zone,
	    CALLOUT_ASK_DAY_FROM, CALLOUT_ASK_DAY_TO) + wait, zone, CALLOUT_ASK_DAY_FROM,
	    CALLOUT_ASK_DAY_TO);
}

static gboolean
callout_ask_order(struct callout_ask *ask, const struct cadre *who,
    enum say_result *result, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *head = NULL, *place = NULL;
	g_autofree char *key = callout_ask_key(ask->task, who);

	if (!household_title(ask->db, ask->task->household_id, &head, &place,
	    error))
		return FALSE;
	fill_set(fill, "place", place != NULL ? place : "");
	fill_set(fill, "gist", head != NULL ? head : "");
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
		    callout_ask_kinds[ask->task->kind].urgent,
	};

	return say_text(ask->dialog, &say, result, error);
}

char *
cadre_public_number(const struct cadre *cadre)
{
	if (!cadre->public)
		return g_strdup("");
	return g_strdup(g_str_has_prefix(cadre->mobile, "+86") ?
	    cadre->mobile + strlen("+86") : cadre->mobile);
}
