/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is done about a modem that fails repeatedly, gentlest step first:
 *
 *	reopen ─> soft reset ─> power hook ─> rest
 *
 *	reopen		restart its process: enough for most failures
 *	soft reset	radio off and on (AT+CFUN=4, AT+CFUN=1) at that start
 *	power hook	modems.power, a command of the office's own: it knows which
 *			socket or hub port the modem hangs on
 *	rest		one try every ten minutes; its messages leave by others
 *			(lines.takeover), people are told (modems.alarm)
 *
 * AT+CFUN=1,1 is never sent: some sticks come back as another device.
 */
#ifndef SMSD_RECOVERY_H
#define SMSD_RECOVERY_H

#include "smsd/child.h"

enum recovery_step { RECOVERY_REOPEN, RECOVERY_RESET, RECOVERY_POWER, RECOVERY_REST };

#define RECOVERY_REST_S	600	/* between two tries at rest */

struct recovery {
	int	 falls;		/* failures since it last ran well */
	gint64	 hour_at;	/* us elapsed: since then `powers` are counted */
	int	 powers;
	struct child hook;
};

/* It failed, or cannot be found: the next step. */
enum recovery_step recovery_next(struct recovery *recovery);
/* It ran well. */
void	recovery_done(struct recovery *recovery);

/* May the hook run, `per_hour` times at most?  Counts it. */
gboolean recovery_may_power(struct recovery *recovery, int per_hour, gint64 elapsed);

/* Runs the hook with XIANGYIN_MODEM and XIANGYIN_DEVICE in its environment; one
 * that still runs is killed first. */
void	recovery_power(struct recovery *recovery, const char *command,
	    const char *modem, const char *device);
void	recovery_clear(struct recovery *recovery);

#endif
