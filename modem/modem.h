/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One modem: what the files of xiangyin-modem share.  It knows none of them: what
 * there is to do is asked by `job`.
 *
 *	engine ── MODEM_START, SMS_OUT, STORED ──> main.c ──> send.c, receive.c
 *	engine <── SMS_IN, PART_SENT, … ────────────────────────┘   │
 *	                                                       gammu.c ── AT ──┐
 *	                       filter_link.c ── AT_COMMAND, AT_FAULT ── xiangyin-at ──┴── tty
 *
 * One job at a time, the most urgent first (main_job()); libgammu is called
 * only from jobs, never while a part waits for the network's answer.
 */
#ifndef MODEM_MODEM_H
#define MODEM_MODEM_H

#include "base/channel.h"
#include "base/exit.h"
#include "modem/gammu.h"

struct receive;
struct send;
struct filter_link;
struct baseline;

struct modem {
	GMainLoop *loop;
	int	 status;	/* enum modem_exit */
	gboolean ending;
	struct modem_settings settings;
	struct channel *engine;
	struct filter_link *filter;
	struct gammu *gammu;
	struct receive *receive;
	struct send *send;
	gboolean (*job)(struct modem *modem);	/* the most urgent one; FALSE none */
	guint	 gammu_source, work_source, poll_source, wait_source;
	gboolean poll_due, stopping;
	gboolean named;		/* the operator was told */
	gint64	 looked_from;	/* since when its device is looked for */
	struct baseline *baseline;	/* once it is set up */
	char	*ussd_code;	/* to be dialled */
	guint64	 ussd_id;
	char	*caller;	/* of the last call */
	gint64	 called_at;
	struct gammu_usage usage;
};

/* There may be something to do: a job is run from the loop. */
void	modem_wake(struct modem *modem);

/* Tells the engine of an event with a name. */
void	modem_fault(struct modem *modem, const char *name, const char *format,
	    ...) G_GNUC_PRINTF(3, 4);

/* Ends the process with `status`, once what is said is said. */
void	modem_end(struct modem *modem, enum modem_exit status);

#endif
