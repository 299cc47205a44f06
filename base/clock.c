/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One state: how our time follows the system's.  wall = base + (real - from) *
 * rate, where a stopped clock has rate 0.
 */
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

#define CLOCK_TIMER_LEAST_MS	500

static struct {
	gboolean set;
	gint64	 real_wall, real_elapsed;	/* system time at the last change */
	gint64	 wall, elapsed;			/* our time at that moment */
	gint64	 rate;
} clock_state;

static void	clock_set_up(void);
static void	clock_rebase(gint64 wall, gint64 elapsed, gint64 rate);

gint64
clock_now(void)
{
	clock_set_up();
	return clock_state.wall +
	    (g_get_real_time() - clock_state.real_wall) * clock_state.rate;
}

gint64
clock_elapsed(void)
{
	clock_set_up();
	return clock_state.elapsed +
	    (g_get_monotonic_time() - clock_state.real_elapsed) *
	    clock_state.rate;
}

guint
clock_wait_ms(gint64 when)
{
	gint64 left = when - clock_now();

	if (left <= 0)
		return 0;
	if (clock_state.rate > 1)
		left /= clock_state.rate;
	left = left / 1000 + 1;
	return left > G_MAXINT32 ? G_MAXINT32 : (guint)left;
}

void
clock_sooner(gint64 *next, gint64 when)
{
	if (when != 0 && (*next == 0 || when < *next))
		*next = when;
}

guint
clock_timer_ms(guint ms)
{
	clock_set_up();
	if (clock_state.rate <= 1)
		return ms;
	return MAX(MIN(ms, CLOCK_TIMER_LEAST_MS),
	    (guint)(ms / clock_state.rate));
}

void
clock_stop_at(gint64 wall)
{
	gint64 elapsed = clock_elapsed();

	clock_rebase(wall, elapsed, 0);
}

void
clock_turn(gint64 us)
{
	gint64 wall = clock_now(), elapsed = clock_elapsed();

	clock_rebase(wall + us, elapsed + MAX(us, 0), clock_state.rate);
}

static void
clock_set_up(void)
{
	const char *turned;
	char *end;
	gint64 ahead = 0, rate = 1;

	if (clock_state.set)
		return;
	turned = g_getenv("XIANGYIN_CLOCK");
	if (turned != NULL && *turned == '+') {
		ahead = g_ascii_strtoll(turned + 1, &end, 10);
		if (*end == 'x')
			rate = CLAMP(g_ascii_strtoll(end + 1, NULL, 10), 1,
			    100000);
	}
	clock_state.set = TRUE;
	clock_rebase(g_get_real_time() + ahead * CLOCK_SECOND,
	    g_get_monotonic_time(), rate);
}

static void
clock_rebase(gint64 wall, gint64 elapsed, gint64 rate)
{
	clock_state.real_wall = g_get_real_time();
	clock_state.real_elapsed = g_get_monotonic_time();
	clock_state.wall = wall;
	clock_state.elapsed = elapsed;
	clock_state.rate = rate;
}
