/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alarm(2): works while libgammu spins or blocks.  The handlers only end the
 * process or set the alarm nearer.
 */
#include "modem/watchdog.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/exit.h"

#define WATCHDOG_ORPHAN_S	1	/* after the filter's end */

static void	watchdog_bites(int sig);
static void	watchdog_child(int sig);

void
watchdog_open(void)
{
	struct sigaction bite = { .sa_handler = watchdog_bites };
	struct sigaction child = { .sa_handler = watchdog_child,
		.sa_flags = SA_RESTART | SA_NOCLDSTOP };

	sigaction(SIGALRM, &bite, NULL);
	sigaction(SIGCHLD, &child, NULL);
}

void
watchdog_start(guint seconds)
{
	alarm(seconds);
}

void
watchdog_stop(void)
{
	alarm(0);
}

static void
watchdog_bites(int sig)
{
	_exit(MODEM_EXIT_DEADLINE);
}

/* libgammu would wait out its own deadlines on the dead pipe.  When no call is
 * under way the closed side channel ends the process in good order first. */
static void
watchdog_child(int sig)
{
	int kept = errno;

	if (waitpid(-1, NULL, WNOHANG) > 0)
		alarm(WATCHDOG_ORPHAN_S);
	errno = kept;
}
