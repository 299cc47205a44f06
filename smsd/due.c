/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See due.h.  What is due is done inside a batch like everything else; the timer
 * only asks for one.  While anything waits it runs at least every ten minutes,
 * because wall time may be set forward under it (a box without a clock that
 * hears of NTP).
 */
#include "smsd/due.h"

#include "base/clock.h"
#include "smsd/agenda.h"
#include "smsd/batch.h"
#include "smsd/modem.h"
#include "smsd/outflow.h"
#include "smsd/service.h"
#include "smsd/session.h"

#define DUE_LONGEST	(10 * CLOCK_MINUTE)

struct due {
	guint	timer;
	gint64	armed;		/* us elapsed, when it goes off; 0 not set */
	gint64	next;		/* us wall, of what the database holds; 0 none */
};

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
	return engine_agenda_run(engine, clock_now(), &engine->due->next, error);
}

void
due_arm(struct engine *engine)
{
	struct due *due = engine->due;
	gint64 now = clock_now(), elapsed = clock_elapsed();
	gint64 next;	/* us wall */

	engine_agenda_settle(engine);
	next = due->next;
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
