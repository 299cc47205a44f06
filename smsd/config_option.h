/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The configuration as a value, and the table of its options.
 */
#ifndef SMSD_CONFIG_OPTION_H
#define SMSD_CONFIG_OPTION_H

#include "menus/dialog.h"

#define CONFIG_ERROR config_error_quark()
GQuark	config_error_quark(void);

/* A number people know. */
struct line_config {
	char	*name;
	int	 takeover_s;	/* until a modem that cannot send is replaced */
};

/* A tag of households, and what contact duty it asks for (db/duty_tag.h). */
struct tag_config {
	char	*name;
	int	 per_month;
	gboolean visit, away, key, lingers;
};

/* A modem and its SIM. Limits: 0 none. */
struct modem_config {
	char	*name;
	char	*device;
	char	*connection;	/* "at", "at115200" */
	char	*line;
	char	*number;	/* of the SIM, "" not known */
	char	*pin;		/* "" none; never printed, never logged */
	char	*smsc;		/* "" ask the SIM */
	int	 per_minute, per_hour, per_day;	/* parts */
	int	 identical_per_hour;	/* texts, unasked, to strangers */
	int	 jitter_percent;
	char	*power;		/* a command that cuts its power; "" none */
	int	 power_wait_s, power_per_hour;
	int	 alarm_s;	/* unable for so long: people are told; 0 never */
	char	*balance_ask;	/* a USSD code, or a text to balance_number; ""
				 * its credit is not asked */
	char	*balance_number, *balance_words;
	int	 balance_at;	/* minutes of the day */
	int	 balance_days, balance_pause;	/* days, yuan; 0 none */
	int	 warm_up_per_day;	/* parts, while the SIM is new */
	int	 warm_up_days;
	char	*warm_up_from;	/* "2026-11-23", "" the SIM is not new */
	gboolean keep_link;
	int	 send_pause_ms;
	int	 poll_s;
	int	 answer_wait_s;
};

struct config {
	char	*path;		/* of the file itself */
	char	*database;
	char	*control;	/* path of the control socket */
	char	*control_group;	/* who else than root may use it */
	char	*menus;
	char	*timezone;
	char	*modem_program;	/* "" xiangyin-modem beside this program */
	char	**duty_phones;	/* NULL-terminated */
	char	**probe_phones;	/* NULL-terminated */
	char	*duty_line;	/* reminders leave by */
	char	*check_line;	/* households are asked by; "" they are not */
	int	 probe_every_h;	/* 0 never */
	char	*metrics;	/* a file; "" none */
	int	 metrics_every_s;
	/* Minutes of the day; equal: never quiet. */
	int	 quiet_from, quiet_to;
	int	 duty_from, duty_to;	/* LANE_DUTY */
	int	 reserve_percent;	/* of a SIM's hour and day, for alerts and
					 * replies */
	int	 unasked_per_day, unasked_per_week;	/* texts to one phone; 0
							 * no limit */
	int	 replies_per_text;	/* of a SIM in a day; 0 no limit */
	int	 parts_per_day;	/* of all modems; 0 no limit */
	int	 parts_wait_s;	/* for the missing parts of a text */
	struct dialog_options dialog;	/* ready for dialog_new() */
	GTimeZone *zone;
	GArray	*tags;		/* struct tag_config; none: duty_tags_usual */
	struct duty_tag *duty_tags;	/* made of them; NULL none */
	GArray	*lines;		/* struct line_config, at least one */
	GArray	*modems;	/* struct modem_config */
};

gboolean config_has_line(const struct config *config, const char *line);

/* --- the table ------------------------------------------------------------- */

enum option_type {
	OPTION_TEXT,		/* any words on one line; none where that is
				 * the preset */
	OPTION_PATH,		/* relative to the directory of the file */
	OPTION_NAME,		/* letters, digits, - and _, at most 32 */
	OPTION_CONNECTION,	/* "at" and a speed */
	OPTION_SECRET,		/* 4 to 8 digits, or empty; never printed */
	OPTION_NUMBER,		/* a telephone number, or empty */
	OPTION_NUMBERS,		/* a list of telephone numbers */
	OPTION_DATE,		/* "2026-11-23", or empty */
	OPTION_TIME,		/* "08:00", kept as minutes of the day */
	OPTION_INTEGER,
	OPTION_SWITCH		/* true or false */
};

struct option {
	const char *section;	/* group or list it stands in; "" the top */
	const char *name;
	enum option_type type;
	gsize	 offset;	/* in struct config, line_config, modem_config */
	const char *preset;	/* when it is left out; NULL: it may not be */
	int	 min, max;	/* of OPTION_INTEGER */
	const char *unit;	/* of OPTION_INTEGER; "" a plain count */
	const char *sentence;	/* what it is for */
};

const struct option *config_options(int *count);
const struct option *config_option_find(const char *section, const char *name);

/* "integer, parts, 0 to 600, default 6": for the manual. Caller frees. */
char	*config_option_describe(const struct option *option);

#endif
