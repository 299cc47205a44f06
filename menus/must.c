/*
 * See must.h.
 */
#include "menus/must.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/callback.h"
#include "db/outbox.h"
#include "db/roster.h"
#include "menus/fill.h"

/* Cadres are asked in their hours; not for what cannot wait. */
#define MUST_DAY_FROM	(7 * 60 + 30)
#define MUST_DAY_TO	(21 * 60 + 30)

/* How long each may wait to be acknowledged (DOMAIN 3.2, 7.1; PEERS S9). */
static const struct {
	int	 wait_min;
	enum lane lane;
} must_kinds[TASK_KIND_COUNT] = {
	[TASK_FUNERAL] = { 120, LANE_DUTY },
	[TASK_WEDDING] = { 24 * 60, LANE_DUTY },
	[TASK_QUARREL] = { 120, LANE_DUTY },
	[TASK_DISASTER] = { 30, LANE_ALERT },
	[TASK_WELFARE] = { 240, LANE_DUTY },
};

/* Who calls on the household. */
struct candidates {
	struct cadre own;	/* him of the town before him of a department */
};

static gboolean	must_candidate(struct must *must, enum task_level level,
		    struct cadre *who, GError **error);
static gboolean	must_own(const struct cadre *cadre, void *user);
static gboolean	must_by_code(struct must *must, const char *code,
		    struct cadre *who, GError **error);
static gboolean	must_away(const struct cadre_leave *leave, void *user);
static gint64	must_deadline(const struct must *must);
static gboolean	must_order(struct must *must, const struct cadre *who,
		    GError **error);

gboolean
must_ask(struct must *must, enum task_level level, struct cadre *who,
    GError **error)
{
	gboolean fresh;

	memset(who, 0, sizeof(*who));
	for (; level < TASK_OFFICE && who->id == 0; level++) {
		gboolean asked = FALSE;

		if (!must_candidate(must, level, who, error) ||
		    (who->id != 0 && !task_was_asked(must->db, must->task->id,
		    who->id, &asked, error)))
			return FALSE;
		if (asked)
			cadre_clear(who);
		if (who->id != 0)
			break;
	}
	must->task->level = level;
	must->task->cadre_id = who->id;
	if (!task_hand(must->db, must->task->id, who->id, level, must->now,
	    who->id != 0 ? must_deadline(must) : 0, error))
		return FALSE;
	if (who->id != 0)
		return must_order(must, who, error);
	return callback_ask(must->db, must->task->phone, must->task->line,
	    "no cadre answers", "", must->now, &fresh, error);
}

/* Him of that level, when he is there and not on leave; an id of 0 none. */
static gboolean
must_candidate(struct must *must, enum task_level level, struct cadre *who,
    GError **error)
{
	int today = calendar_day(must->now, must->options->zone);
	struct candidates c = { 0 };
	gboolean away = FALSE, off = FALSE, found, ok;

	ok = cadre_each_of_household(must->db, must->task->household_id, today,
	    must_own, &c, error);
	if (ok && level == TASK_OWN) {
		*who = c.own;
		memset(&c.own, 0, sizeof(c.own));
	} else if (ok && level == TASK_ROSTER && c.own.id != 0)
		ok = roster_find(must->db, today, c.own.area, must->task->id,
		    &found, who, error);
	else if (ok && c.own.id != 0)
		ok = must_by_code(must, level == TASK_DEPUTY ? c.own.deputy :
		    c.own.supervisor, who, error);
	cadre_clear(&c.own);
	if (!ok || (who->id != 0 && (!cadre_each_leave(must->db, who->id, today,
	    today, must_away, &away, error) ||
	    !roster_is_off(must->db, today, who, &off, error))))
		return FALSE;
	/* A supervisor is asked on his day off, too. */
	if (away || (off && level < TASK_SUPERVISOR) || who->gone_on != 0)
		cadre_clear(who);
	return TRUE;
}

static gboolean
must_own(const struct cadre *cadre, void *user)
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
must_by_code(struct must *must, const char *code, struct cadre *who,
    GError **error)
{
	gboolean found;

	return *code == '\0' || cadre_by_code(must->db, code, &found, who, error);
}

static gboolean
must_away(const struct cadre_leave *leave, void *user)
{
	*(gboolean *)user = TRUE;
	return FALSE;
}

static gint64
must_deadline(const struct must *must)
{
	gint64 wait = must_kinds[must->task->kind].wait_min * CLOCK_MINUTE;
	GTimeZone *zone = must->options->zone;

	if (must_kinds[must->task->kind].lane == LANE_ALERT)
		return must->now + wait;
	return calendar_next_in_window(calendar_next_in_window(must->now, zone,
	    MUST_DAY_FROM, MUST_DAY_TO) + wait, zone, MUST_DAY_FROM,
	    MUST_DAY_TO);
}

static gboolean
must_order(struct must *must, const struct cadre *who, GError **error)
{
	g_autoptr(GHashTable) fill = g_hash_table_new_full(g_str_hash,
	    g_str_equal, g_free, g_free);
	g_autofree char *head = NULL, *place = NULL;
	g_autofree char *key = g_strdup_printf("task:%" G_GINT64_FORMAT
	    ":order:%" G_GINT64_FORMAT, must->task->id, who->id);

	if (!task_household(must->db, must->task->household_id, &head, &place,
	    error))
		return FALSE;
	fill_set(fill, "place", place != NULL ? place : "");
	fill_set(fill, "gist", head != NULL ? head : "");
	fill_set(fill, "kind", menu_word(must->menu,
	    task_kind_name(must->task->kind)));
	fill_set(fill, "code", must->task->code);
	return must_tell(must, "must.order", fill, key, who->mobile, error);
}

gboolean
must_tell(struct must *must, const char *name, GHashTable *fill,
    const char *key, const char *phone, GError **error)
{
	const struct screen *screen = menu_screen(must->menu, name);
	g_autofree char *text = fill_text(screen->text, fill);
	const struct outbox_msg msg = {
		.key = (char *)key,
		.bearer = BEARER_SMS,
		.line = must->task->line,
		.modem = must->task->modem,
		/* Who asked is answered. */
		.lane = strcmp(phone, must->task->phone) == 0 ? LANE_REPLY :
		    must_kinds[must->task->kind].lane,
		.phone = (char *)phone,
		.text = text,
		.not_before = must->now,
	};
	gboolean added;
	gint64 id;

	return outbox_add(must->db, &msg, &id, &added, error);
}

char *
must_number(const struct cadre *cadre)
{
	if (!cadre->public)
		return g_strdup("");
	return g_strdup(g_str_has_prefix(cadre->mobile, "+86") ?
	    cadre->mobile + strlen("+86") : cadre->mobile);
}
