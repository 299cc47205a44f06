/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See modem_able.h. */
#include "smsd/modem_able.h"

#include "base/clock.h"

void
modem_end_submission(struct modem *modem, guint run, guint64 id)
{
	if (run == modem->child.run && modem->submission == id)
		modem->submission_ends = TRUE;
}

void
modem_forget_submission(struct modem *modem, guint run)
{
	if (run != modem->child.run || !modem->submission_ends)
		return;
	modem->submission = 0;
	modem->submission_ends = FALSE;
}

void
modem_keep_submission(struct modem *modem)
{
	modem->submission_ends = FALSE;
}

gboolean
modem_is_able(const struct modem *modem)
{
	return modem->phase == MODEM_READY && modem->registered &&
	    modem->held_at == 0 && modem->identity == IDENTITY_RIGHT &&
	    modem->paused_until <= clock_elapsed();
}

gboolean
modem_can_send(const struct modem *modem)
{
	return (modem->submission == 0 || modem->submission_ends) &&
	    modem_is_able(modem);
}

const char *
modem_state(const struct modem *modem)
{
	static const char *const names[] = {
		[MODEM_DOWN] = "down", [MODEM_STARTING] = "starting",
		[MODEM_READY] = "ready", [MODEM_ENDING] = "ending"
	};

	if (modem->phase != MODEM_READY)
		return names[modem->phase];
	if (modem->held_at != 0)
		return "stopped";
	if (modem->identity == IDENTITY_OTHER)
		return "other SIM";
	if (modem->paused_until > clock_elapsed())
		return "paused";
	return modem->registered ? "ready" : "no network";
}
