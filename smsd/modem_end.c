/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See modem_end.h. */
#include "smsd/modem_end.h"

#include <sys/wait.h>

#include "base/exit.h"
#include "base/words.h"

/* After a wrong PIN it is not started again: each try brings the SIM nearer to its
 * lock. */
static const struct modem_end modem_ends[] = {
	{ MODEM_EXIT_OK, N_("ended by itself"), MODEM_DELAY_MAX_S },
	{ MODEM_EXIT_UNPLUGGED, N_("its device is gone"), 1 },
	{ MODEM_EXIT_DEADLINE, N_("the modem does not answer"), 4 },
	{ MODEM_EXIT_PIN, N_("the SIM's PIN is wrong or missing: set pin in the "
	  "configuration and start xiangyind again"), 0 },
	{ MODEM_EXIT_NO_SIM, N_("there is no SIM in it"), 60 },
	{ MODEM_EXIT_PUK, N_("the SIM is locked: unlock it with its PUK in a "
	  "telephone and start xiangyind again"), 0 },
	{ MODEM_EXIT_INIT, N_("its device does not speak as a modem"), 60 },
	{ MODEM_EXIT_REBOOT, N_("the modem has restarted"), 1 },
};

const struct modem_end *
modem_end_find(int status)
{
	for (gsize i = 0; i < G_N_ELEMENTS(modem_ends) && WIFEXITED(status); i++)
		if (modem_ends[i].status == WEXITSTATUS(status))
			return &modem_ends[i];
	return NULL;
}
