/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See agenda.h.
 *
 * A clock that jumps.  Wall time and elapsed time are compared from batch to batch.
 * When wall time went an hour or more ahead of what has elapsed, nothing expires for an
 * hour (DESIGN law 10): either the clock is right now, and then people get that hour,
 * or it is not, and somebody reads the log.  When it was set back, what was planned by
 * the wrong clock comes as much earlier; also when that clock was an earlier run's.
 */
#include "smsd/agenda.h"

#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "base/words.h"
#include "db/approval.h"
#include "db/inbox.h"
#include "menus/fill.h"
#include "services/office.h"
#include "services/services.h"
#include "smsd/alarm.h"
#include "smsd/balance_monitor.h"
#include "smsd/batch.h"
#include "smsd/modem_able.h"
#include "smsd/probe.h"

#define AGENDA_JUMP	CLOCK_HOUR
#define AGENDA_GRACE	CLOCK_HOUR
#define AGENDA_PARTS	"inbox.parts"
#define AGENDA_TEXTS	100	/* overdue texts planned in one go */

/* What a modem's row of a kind does: *next as in smsd/alarm.h. */
typedef gboolean (*agenda_modem_act)(struct engine *engine, struct modem *modem,
	    gint64 now, gint64 *next, GError **error);

static gboolean	agenda_modem_run(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static gboolean	agenda_parts(void *context, struct agenda_row *row, gint64 now,
		    gint64 *again, GError **error);
static gboolean	agenda_plan_parts(void *context, gint64 now, GError **error);

static const struct agenda_kind engine_kinds[] = {
	{ "modem.alarm", N_("look whether a modem can send"),
	    agenda_modem_run, NULL, FALSE },
	{ BALANCE_KIND, N_("ask for the credit of a SIM"),
	    agenda_modem_run, NULL, FALSE },
	{ "probe.send", N_("send test texts, or judge them"),
	    agenda_modem_run, NULL, FALSE },
	{ AGENDA_PARTS, N_("take long texts without their missing parts"),
	    agenda_parts, agenda_plan_parts, FALSE },
	{ .name = NULL }
};

/* A modem looks at each of these when something about it changes. */
static const struct {
	const char *kind;
	agenda_modem_act act;
} agenda_modems[] = {
	{ "modem.alarm", alarm_act },
	{ BALANCE_KIND, balance_monitor_act },
	{ "probe.send", probe_act },
};

static const char *agenda_words_in(const struct agenda_kind *kinds, const char *kind);
static void	agenda_last_seen(struct engine *engine);
static gboolean	agenda_look_at_clock(struct engine *engine, gint64 now, GError **error);
static gboolean	agenda_jump(struct engine *engine, gint64 now, gint64 by,
		    GError **error);
static gboolean	agenda_look_at_modems(struct engine *engine, gint64 now,
		    GError **error);
static guint	agenda_modem_state(const struct modem *modem);
static gboolean	agenda_plan_modem(struct engine *engine, const struct modem *modem,
		    gint64 now, GError **error);
static guint	agenda_mark(void *user);
static void	agenda_undone(guint mark, void *user);
static gboolean	agenda_each_part(struct engine *engine, gint64 now, gint64 *again,
		    GError **error);
static gboolean	agenda_part(struct engine *engine, gint64 id, GError **error);
static gboolean	agenda_tell(const struct agenda_row *row, void *user, GError **error);

struct agenda_runner *
engine_agenda_new(struct engine *engine)
{
	struct agenda_runner *runner = agenda_runner_new(engine->db);

	agenda_runner_add(runner, engine_kinds, engine);
	agenda_runner_add(runner, approval_kinds, engine->db);
	dialog_agenda(engine->dialog, runner);
	agenda_runner_tell(runner, agenda_tell, engine);
	if (engine->batch != NULL)
		agenda_runner_watch(runner, agenda_mark, agenda_undone, engine);
	engine->replan = TRUE;
	agenda_last_seen(engine);
	return runner;
}

/* What the last run planned was planned by its clock: when that was ahead of ours, it
 * has been set back meanwhile. */
static void
agenda_last_seen(struct engine *engine)
{
	g_autoptr(GError) error = NULL;
	gint64 planned;

	if (!agenda_newest(engine->db, &planned, &error))
		log_warning("agenda: %s", error->message);
	engine->seen_wall = error == NULL ? MAX(planned, clock_now()) : clock_now();
	engine->seen_elapsed = clock_elapsed();
}

const char *
engine_agenda_words(const char *kind)
{
	const struct agenda_kind *const rooms[] = {
		agenda_kinds, engine_kinds, approval_kinds, dialog_service.agenda
	};
	const char *words = NULL;

	for (gsize i = 0; words == NULL && i < G_N_ELEMENTS(rooms); i++)
		words = agenda_words_in(rooms[i], kind);
	for (int i = 0; words == NULL && services[i] != NULL; i++)
		words = agenda_words_in(services[i]->agenda, kind);
	return words;
}

static const char *
agenda_words_in(const struct agenda_kind *kinds, const char *kind)
{
	for (; kinds != NULL && kinds->name != NULL; kinds++) {
		if (strcmp(kinds->name, kind) == 0)
			return kinds->words;
	}
	return NULL;
}

gboolean
engine_agenda_run(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	engine->agenda_ran = FALSE;
	if (!agenda_look_at_clock(engine, now, error) ||
	    (engine->replan && !agenda_runner_plan(engine->agenda, now, error)) ||
	    !agenda_look_at_modems(engine, now, error))
		return FALSE;
	engine->agenda_ran = agenda_runner_run(engine->agenda, now, next, error);
	return engine->agenda_ran;
}

void
engine_agenda_settle(struct engine *engine)
{
	if (!engine->agenda_ran)
		return;
	engine->agenda_ran = FALSE;
	engine->replan = FALSE;
	engine->seen_wall = clock_now();
	engine->seen_elapsed = clock_elapsed();
	for (guint i = 0; engine->modems != NULL && i < engine->modems->len; i++) {
		struct modem *modem = g_ptr_array_index(engine->modems, i);

		modem->planned = modem->plans;
	}
}

static guint
agenda_mark(void *user)
{
	return batch_mark(user);
}

static void
agenda_undone(guint mark, void *user)
{
	batch_undone(user, mark);
}

/* --- the clock -------------------------------------------------------------------- */

static gboolean
agenda_look_at_clock(struct engine *engine, gint64 now, GError **error)
{
	gint64 by = (now - engine->seen_wall) -
	    (clock_elapsed() - engine->seen_elapsed);

	if (ABS(by) >= AGENDA_JUMP && !agenda_jump(engine, now, by, error))
		return FALSE;
	return !engine->replan ||
	    agenda_expiry_held(engine->db, &engine->expiry_held, error);
}

static gboolean
agenda_jump(struct engine *engine, gint64 now, gint64 by, GError **error)
{
	log_warning("clock: it was set %s by %d min; nothing expires for %d min",
	    by > 0 ? "forward" : "back", (int)(ABS(by) / CLOCK_MINUTE),
	    (int)(AGENDA_GRACE / CLOCK_MINUTE));
	engine->expiry_held = now + AGENDA_GRACE;
	engine->replan = TRUE;
	return (by > 0 || agenda_runner_set_back(engine->agenda, now, -by, error)) &&
	    agenda_hold_expiry(engine->db, now + AGENDA_GRACE, error);
}

/* --- modems ------------------------------------------------------------------------- */

/* When what is known of a modem has changed, its rows look at it. */
static gboolean
agenda_look_at_modems(struct engine *engine, gint64 now, GError **error)
{
	for (guint i = 0; engine->modems != NULL && i < engine->modems->len; i++) {
		struct modem *modem = g_ptr_array_index(engine->modems, i);
		modem->plans = agenda_modem_state(modem);
		if (modem->planned != modem->plans &&
		    !agenda_plan_modem(engine, modem, now, error))
			return FALSE;
	}
	return TRUE;
}

/* Never 0. */
static guint
agenda_modem_state(const struct modem *modem)
{
	guint sim = modem->imsi != NULL ? g_str_hash(modem->imsi) : 0;

	return 1u | (guint)modem_is_able(modem) << 1 |
	    (guint)(modem->held_at != 0) << 2 | (guint)modem->identity << 3 |
	    (guint)modem->spares << 5 | sim << 8;
}

static gboolean
agenda_plan_modem(struct engine *engine, const struct modem *modem, gint64 now,
    GError **error)
{
	for (gsize i = 0; i < G_N_ELEMENTS(agenda_modems); i++) {
		if (!agenda_sooner(engine->db, agenda_modems[i].kind,
		    modem->config->name, now, error))
			return FALSE;
	}
	return TRUE;
}

/* A row of a modem that is configured no more is over. */
static gboolean
agenda_modem_run(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct engine *engine = context;
	struct modem *modem = modem_named(engine, row->object);

	for (gsize k = 0; modem != NULL && k < G_N_ELEMENTS(agenda_modems); k++) {
		if (strcmp(agenda_modems[k].kind, row->kind) == 0)
			return agenda_modems[k].act(engine, modem, now, again, error);
	}
	return TRUE;
}

/* --- texts --------------------------------------------------------------------------- */

gboolean
engine_agenda_part(struct engine *engine, GError **error)
{
	return agenda_sooner(engine->db, AGENDA_PARTS, "", clock_now() +
	    engine->config->parts_wait_s * (gint64)CLOCK_SECOND, error);
}

static gboolean
agenda_plan_parts(void *context, gint64 now, GError **error)
{
	struct engine *engine = context;

	return agenda_sooner(engine->db, AGENDA_PARTS, "", now, error);
}

/* Long texts whose missing parts have been waited for long enough: the row without an
 * object plans one for each. */
static gboolean
agenda_parts(void *context, struct agenda_row *row, gint64 now, gint64 *again,
    GError **error)
{
	struct engine *engine = context;

	return *row->object == '\0' ? agenda_each_part(engine, now, again, error) :
	    agenda_part(engine, text_id_read(row->object), error);
}

static gboolean
agenda_each_part(struct engine *engine, gint64 now, gint64 *again, GError **error)
{
	gint64 wait = engine->config->parts_wait_s * (gint64)CLOCK_SECOND;
	g_autoptr(GArray) ids = inbox_overdue(engine->db, now - wait + 1, AGENDA_TEXTS,
	    error);
	gint64 oldest;

	if (ids == NULL)
		return FALSE;
	for (guint i = 0; i < ids->len; i++) {
		g_autofree char *id = text_id(g_array_index(ids, gint64, i));

		if (!agenda_sooner(engine->db, AGENDA_PARTS, id, now, error))
			return FALSE;
	}
	if (!inbox_oldest_waiting(engine->db, now - wait + 1, &oldest, error))
		return FALSE;
	*again = ids->len == AGENDA_TEXTS ? now + CLOCK_SECOND :
	    oldest != 0 ? oldest + wait : 0;
	return TRUE;
}

static gboolean
agenda_part(struct engine *engine, gint64 id, GError **error)
{
	struct inbox_msg msg;
	gboolean found, ok;

	if (!inbox_make_overdue(engine->db, id, &found, &msg, error))
		return FALSE;
	ok = !found || dialog_step(engine->dialog, &msg, error);
	inbox_msg_clear(&msg);
	return ok;
}

/* --- what is parked -------------------------------------------------------------------- */

/* Once an hour and kind: what fails for one may fail for all. */
static gboolean
agenda_tell(const struct agenda_row *row, void *user, GError **error)
{
	struct engine *engine = user;
	GTimeZone *zone = engine->config->zone;
	gint64 now = clock_now();
	g_autofree char *hour = calendar_format(now, zone, "%Y%m%d%H");
	g_autofree char *key = g_strdup_printf("agenda.parked:%s:%s", row->kind, hour);
	g_autoptr(GHashTable) fill = fill_new();
	const struct office_notice notice = {
		.screen = "agenda.parked", .key = key,
		.line = g_array_index(engine->config->lines, struct line_config, 0).name,
		.fill = fill,
	};
	int parked, phones;

	if (!agenda_parked_count(engine->db, &parked, error))
		return FALSE;
	fill_number(fill, "count", parked);
	return office_say(engine->dialog, &notice, &phones, error);
}
