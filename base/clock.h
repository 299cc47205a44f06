/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clock: the only place that asks what time it is, and how much of it has
 * passed.  Tests turn it; nothing else in the house calls time(2).
 *
 * Two times are told.  Wall time is microseconds since 1970-01-01 UTC and may
 * step when NTP corrects it; what is stored, and what people read, is wall
 * time.  Elapsed time is microseconds from an arbitrary start, never steps
 * back, and is what deadlines are made of.
 *
 * A process started with XIANGYIN_CLOCK="+SECONDS" runs that many seconds ahead,
 * with "+SECONDSxRATE" also RATE times as fast (end-to-end tests of long days).
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <glib.h>

#define CLOCK_SECOND	G_USEC_PER_SEC
#define CLOCK_MINUTE	(60 * (gint64)CLOCK_SECOND)
#define CLOCK_HOUR	(60 * CLOCK_MINUTE)
#define CLOCK_DAY	(24 * CLOCK_HOUR)

/* Wall time, us since 1970 UTC. */
gint64	clock_now(void);

/* Elapsed time, us; the clock's own rate and turns included. */
gint64	clock_elapsed(void);

/* Real milliseconds until the clock shows `when` (us wall), rounded up; 0 when
 * it is past.  For poll timeouts and GSource timers. */
guint	clock_wait_ms(gint64 when);

/* Makes *next the sooner one of two moments; 0 is never. */
void	clock_sooner(gint64 *next, gint64 when);

/* Real milliseconds that last `ms` on this clock, for timers that must keep step
 * with it; half a second at the least where `ms` is longer, because what is waited
 * for does not become faster. */
guint	clock_timer_ms(guint ms);

/* Tests: stop the clock at `wall` us; from then on it moves only by
 * clock_turn(). */
void	clock_stop_at(gint64 wall);

/* Tests: move a clock on (or, with a negative value, back) by `us`. Elapsed
 * time moves with it, but never back. */
void	clock_turn(gint64 us);

#endif
