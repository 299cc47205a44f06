/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See watch.h.  Sequences of ECMA-48, and xterm's other screen, which every
 * terminal of Debian knows.
 */
#include "config.h"

#include "tools/watch.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>

#define WATCH_MS	2000

#define WATCH_OPEN	"\033[?1049h\033[?25l"	/* other screen, no cursor */
#define WATCH_CLEAR	"\033[H\033[J"
#define WATCH_CLOSE	"\033[?25h\033[?1049l"

static volatile sig_atomic_t watch_ended;
static gboolean watch_opened, watch_begun;

static void	watch_print(const char *sequence);
static void	watch_signal(int number);

void
watch_open(void)
{
	/* Not SA_RESTART: it is to end the wait. */
	const struct sigaction end = { .sa_handler = watch_signal };

	sigaction(SIGINT, &end, NULL);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGHUP, &end, NULL);
	watch_opened = TRUE;
	watch_print(WATCH_OPEN);
}

gboolean
watch_again(void)
{
	if (watch_begun && !watch_ended)
		poll(NULL, 0, WATCH_MS);
	watch_begun = TRUE;
	if (watch_ended)
		return FALSE;
	watch_print(WATCH_CLEAR);
	return TRUE;
}

gboolean
watch_is_open(void)
{
	return watch_opened;
}

gboolean
watch_is_over(void)
{
	return watch_ended;
}

void
watch_close(void)
{
	watch_opened = FALSE;
	watch_print(WATCH_CLOSE);
}

static void
watch_print(const char *sequence)
{
	fputs(sequence, stdout);
	fflush(stdout);
}

static void
watch_signal(int number)
{
	watch_ended = 1;
}
