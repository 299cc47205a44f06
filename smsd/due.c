/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See due.h.  What is due is done inside a batch like everything else; the timer
 * only asks for one.  While anything waits it runs at least every ten minutes,
 * because wall time may be set forward under it (a box without a clock that
 * hears of NTP).
 */
#include "smsd/due.h"

#include "base/clock.h"
#include "db/inbox.h"
#include "db/outbox.h"
#include "smsd/alarm.h"
#include "smsd/balance_monitor.h"
#include "smsd/batch.h"
#include "smsd/check.h"
#include "smsd/modem.h"
#include "smsd/outflow.h"
#include "smsd/probe.h"
#include "smsd/remind.h"
#include "smsd/service.h"
#include "smsd/session.h"

#define DUE_LONGEST	(10 * CLOCK_MINUTE)
#define DUE_TEXTS	100	/* overdue texts taken in one batch */

struct due {
	guint	timer;
	gint64	armed;		/* us elapsed, when it goes off; 0 not set */
	gint64	next;		/* us wall, of what the database holds; 0 none */
};

static gboolean	due_modems(struct engine *engine, gint64 now, gint64 *next,
	    GError **error);
static gboolean	due_parts(struct engine *engine, gint64 now, gint64 *next,
	    GError **error);
static gboolean	due_fire(gpointer user);

struct due *
due_new(struct engine *engine)
{
	return g_new0(struct due, 1);
}

void
due_free(struct due *due)
{
	if (due == NULL)
		return;
	g_clear_handle_id(&due->timer, g_source_remove);
	g_free(due);
}

gboolean
due_act(struct engine *engine, GError **error)
{
	gint64 now = clock_now();
	gint64 next = 0, parts = 0, modems = 0, remind = 0, check = 0;
	int expired;

	if (!dialog_due(engine->dialog, now, &next, error) ||
	    !due_parts(engine, now, &parts, error) ||
	    !due_modems(engine, now, &modems, error) ||
	    !remind_act(engine, now, &remind, error) ||
	    !backcheck_act(engine, now, &check, error) ||
	    !outbox_expire(engine->db, now, &expired, error))
		return FALSE;
	clock_sooner(&next, parts);
	clock_sooner(&next, modems);
	clock_sooner(&next, remind);
	clock_sooner(&next, check);
	engine->due->next = next;
	return TRUE;
}

void
due_arm(struct engine *engine)
{
	struct due *due = engine->due;
	gint64 now = clock_now(), elapsed = clock_elapsed();
	gint64 next = due->next;	/* us wall */

	clock_sooner(&next, outflow_next(engine));
	if (next != 0)
		next = MIN(next, now + DUE_LONGEST);
	for (guint i = 0; i < engine->modems->len; i++) {
		gint64 when =
		    modem_next(g_ptr_array_index(engine->modems, i));

		if (when != 0)
			clock_sooner(&next, MAX(now + when - elapsed, 1));
	}
	clock_sooner(&next, service_watchdog_next(now));
	if (due->timer != 0 && next != 0 &&
	    due->armed == elapsed + (next - now))
		return;
	g_clear_handle_id(&due->timer, g_source_remove);
	due->armed = next != 0 ? elapsed + (next - now) : 0;
	if (next != 0)
		due->timer = g_timeout_add(clock_wait_ms(next), due_fire,
		    engine);
}

static gboolean
due_modems(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	for (guint i = 0; i < engine->modems->len; i++) {
		struct modem *modem = g_ptr_array_index(engine->modems, i);
		gint64 alarm, balance, probe;

		if (!alarm_act(engine, modem, now, &alarm, error) ||
		    !balance_monitor_act(engine, modem, now, &balance, error) ||
		    !probe_act(engine, modem, now, &probe, error))
			return FALSE;
		clock_sooner(next, alarm);
		clock_sooner(next, balance);
		clock_sooner(next, probe);
	}
	return TRUE;
}

/* Handles long texts whose missing parts are overdue. */
static gboolean
due_parts(struct engine *engine, gint64 now, gint64 *next, GError **error)
{
	gint64 wait = engine->config->parts_wait_s * (gint64)CLOCK_SECOND;
	gint64 oldest;

	for (int i = 0; i < DUE_TEXTS; i++) {
		struct inbox_msg msg = { 0 };
		gboolean found, ok;

		if (!inbox_next_overdue(engine->db, now - wait, &found, &msg,
		    error))
			return FALSE;
		if (!found)
			break;
		ok = dialog_step(engine->dialog, &msg, error);
		inbox_msg_clear(&msg);
		if (!ok)
			return FALSE;
	}
	if (!inbox_oldest_waiting(engine->db, &oldest, error))
		return FALSE;
	*next = oldest != 0 ? oldest + wait : 0;
	return TRUE;
}

static gboolean
due_fire(gpointer user)
{
	struct engine *engine = user;
	gint64 elapsed = clock_elapsed();

	engine->due->timer = 0;
	engine->due->armed = 0;
	service_watchdog(clock_now());
	for (guint i = 0; i < engine->modems->len; i++)
		modem_due(g_ptr_array_index(engine->modems, i), elapsed);
	session_check_all(engine);
	batch_kick(engine);
	return G_SOURCE_REMOVE;
}
