/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See recovery.h.
 */
#include "smsd/recovery.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/log.h"

/* By failures in a row; those between are reopened. */
static const struct {
	int	 falls;
	enum recovery_step step;
} recovery_steps[] = {
	{ 3, RECOVERY_RESET }, { 5, RECOVERY_POWER },
	{ 7, RECOVERY_RESET }, { 9, RECOVERY_POWER },
};
#define RECOVERY_TOP	10	/* from here on it rests ... */
#define RECOVERY_ROUND	6	/* ... and every so often has its power cut */

static void	recovery_ended(int status, void *user);

enum recovery_step
recovery_next(struct recovery *recovery)
{
	int falls = ++recovery->falls;

	for (gsize i = 0; i < G_N_ELEMENTS(recovery_steps); i++) {
		if (recovery_steps[i].falls == falls)
			return recovery_steps[i].step;
	}
	if (falls < RECOVERY_TOP)
		return RECOVERY_REOPEN;
	return (falls - RECOVERY_TOP) % RECOVERY_ROUND == RECOVERY_ROUND - 1 ?
	    RECOVERY_POWER : RECOVERY_REST;
}

void
recovery_done(struct recovery *recovery)
{
	recovery->falls = 0;
}

gboolean
recovery_may_power(struct recovery *recovery, int per_hour, gint64 elapsed)
{
	if (recovery->powers == 0 || elapsed - recovery->hour_at >= CLOCK_HOUR) {
		recovery->hour_at = elapsed;
		recovery->powers = 0;
	}
	if (recovery->powers >= per_hour)
		return FALSE;
	recovery->powers++;
	return TRUE;
}

void
recovery_power(struct recovery *recovery, const char *command, const char *modem,
    const char *device)
{
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	g_auto(GStrv) environment = g_environ_setenv(g_environ_setenv(
	    g_get_environ(), "XIANGYIN_MODEM", modem, TRUE),
	    "XIANGYIN_DEVICE", device, TRUE);
	g_autoptr(GError) error = NULL;

	recovery_clear(recovery);
	log_warning("modem %s: running its power hook: %s", modem, command);
	if (!child_spawn(&recovery->hook, argv, environment, NULL, recovery_ended, NULL,
	    &error))
		log_warning("modem %s: cannot start its power hook: %s",
		    modem, error->message);
}

void
recovery_clear(struct recovery *recovery)
{
	child_abandon(&recovery->hook, SIGKILL);
}

static void
recovery_ended(int status, void *user)
{
	g_autofree char *words = NULL;

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return;
	words = child_status_words(status);
	log_warning("a power hook %s", words);
}
