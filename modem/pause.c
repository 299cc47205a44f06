/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "modem/pause.h"

#include <time.h>
#include <unistd.h>

#define PAUSE_LONG_US	100000

static guint pause_most_us = PAUSE_LONG_US;

void
pause_cap(guint ms)
{
	pause_most_us = ms * 1000;
}

int
usleep(useconds_t us)
{
	struct timespec rest;

	if (us >= PAUSE_LONG_US && us > pause_most_us)
		us = pause_most_us;
	if (us == 0)
		return 0;
	rest.tv_sec = us / 1000000;
	rest.tv_nsec = (long)(us % 1000000) * 1000;
	return nanosleep(&rest, NULL);
}
