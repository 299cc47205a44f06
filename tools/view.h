/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What only the running engine knows, for staff commands: a value filled by
 * smsd/ for the call.
 */
#ifndef TOOLS_VIEW_H
#define TOOLS_VIEW_H

#include "db/outbox.h"

struct modem_view {
	const char *name, *line, *number, *device;
	const char *state;	/* "starting", "ready", "down", "paused", … */
	const char *operator_name;
	const char *imei, *imsi;
	int	 signal_dbm;	/* 0 not known */
	gint64	 last_contact;	/* us wall; 0 never */
	gint64	 since;		/* us wall: of this state */
	int	 restarts;
	int	 sent_minute, sent_hour, sent_day;
	int	 per_minute, per_hour, per_day;	/* 0 no limit */
	int	 sim_used, sim_size;
	gboolean answers_much;	/* it answered more texts in a day than it heard: */
	int	 replied_day, heard_day;	/* texts */
	gint64	 balance_at;	/* us wall; 0 its credit is not known */
	int	 balance_fen;	/* 1/100 yuan */
	int	 balance_days;	/* it lasts; below 0 not known */
	gboolean low, spares;	/* little credit; so little that only what was
				 * asked for leaves */
	const char *balance_answer;	/* the operator's last one that names no
					 * amount; "" */
	gboolean balance_asked;	/* it has a recipe */
	gboolean silent;	/* its test texts do not arrive */
	const char *fault;	/* last fault in words, "" */
};

struct engine_view {
	const char *version;
	gint64	 started_at;	/* us wall */
	const char *config_path, *database_path, *menus_path;
	const struct modem_view *modems;
	int	 modem_count;
	const char *const *probe_phones;	/* NULL-terminated */
	gboolean nobody_on_duty;	/* duty_phones is empty */
	const char *const *lines;	/* NULL-terminated */
	const char *duty_line;	/* that cadres and their households are texted by */
	gint64	 leaves_at[LANE_COUNT];	/* us wall: when a lane's texts may
				 * leave, now or after the quiet hours */
	/* Since started_at: */
	guint64	 texts_in, texts_out, parts_out, commits;
	guint	 waiting;	/* events no transaction has taken yet */
	gint64	 unwritable_since;	/* us wall: nothing can be stored; 0 it can */
	const char *unwritable_why;
};

#endif
