/*
 * See ladder.h.
 */
#include "smsd/ladder.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/log.h"

/* By falls in a row; those between are reopened. */
static const struct {
	int	 falls;
	enum ladder_step step;
} ladder_rungs[] = {
	{ 3, LADDER_RESET }, { 5, LADDER_POWER },
	{ 7, LADDER_RESET }, { 9, LADDER_POWER },
};
#define LADDER_TOP	10	/* from here on it rests... */
#define LADDER_ROUND	6	/* ... and every so often has its power cut */

static void	ladder_ended(GPid pid, int status, gpointer user);

enum ladder_step
ladder_fall(struct ladder *ladder)
{
	int falls = ++ladder->falls;

	for (gsize i = 0; i < G_N_ELEMENTS(ladder_rungs); i++) {
		if (ladder_rungs[i].falls == falls)
			return ladder_rungs[i].step;
	}
	if (falls < LADDER_TOP)
		return LADDER_REOPEN;
	return (falls - LADDER_TOP) % LADDER_ROUND == LADDER_ROUND - 1 ?
	    LADDER_POWER : LADDER_REST;
}

void
ladder_well(struct ladder *ladder)
{
	ladder->falls = 0;
}

gboolean
ladder_may_power(struct ladder *ladder, int per_hour, gint64 elapsed)
{
	if (ladder->powers == 0 || elapsed - ladder->hour_at >= CLOCK_HOUR) {
		ladder->hour_at = elapsed;
		ladder->powers = 0;
	}
	if (ladder->powers >= per_hour)
		return FALSE;
	ladder->powers++;
	return TRUE;
}

void
ladder_power(struct ladder *ladder, const char *command, const char *modem,
    const char *device)
{
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	g_auto(GStrv) environment = g_environ_setenv(g_environ_setenv(
	    g_get_environ(), "XIANGYIN_MODEM", modem, TRUE),
	    "XIANGYIN_DEVICE", device, TRUE);
	g_autoptr(GError) error = NULL;

	ladder_clear(ladder);
	log_warning("modem %s: its power hook runs: %s", modem, command);
	if (!g_spawn_async("/", (char **)argv, environment,
	    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
	    &ladder->hook, &error)) {
		ladder->hook = 0;
		log_warning("modem %s: its power hook cannot be started: %s",
		    modem, error->message);
		return;
	}
	ladder->watch = g_child_watch_add(ladder->hook, ladder_ended, ladder);
}

void
ladder_clear(struct ladder *ladder)
{
	if (ladder->hook == 0)
		return;
	g_clear_handle_id(&ladder->watch, g_source_remove);
	kill(ladder->hook, SIGKILL);
	waitpid(ladder->hook, NULL, 0);
	g_spawn_close_pid(ladder->hook);
	ladder->hook = 0;
}

static void
ladder_ended(GPid pid, int status, gpointer user)
{
	struct ladder *ladder = user;

	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		log_warning("a power hook ended with status %d", WIFEXITED(
		    status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	g_spawn_close_pid(pid);
	ladder->hook = 0;
	ladder->watch = 0;
}
