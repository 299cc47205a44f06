/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine as its modules share it: it owns the database, the menus and the clock,
 * hears modems, sessions and clients, and says what is to be said when it is time.
 * A plain value, put together and taken apart by smsd/daemon.c.
 */
#ifndef SMSD_ENGINE_H
#define SMSD_ENGINE_H

#include "db/db.h"
#include "menus/dialog.h"
#include "smsd/config_option.h"

struct agenda_runner;
struct batch;
struct due;
struct control;

struct engine {
	struct config *config;
	struct db *db;
	struct menu *menu;
	struct dialog *dialog;
	GMainLoop *loop;
	struct batch *batch;
	struct due *due;
	struct agenda_runner *agenda;
	gboolean replan;	/* calendars or settings have changed */
	gboolean agenda_ran;	/* in the batch under way; see smsd/agenda.c */
	gint64	 seen_wall, seen_elapsed;	/* us, at the last commit */
	gint64	 expiry_held;	/* us wall: nothing expires until then; 0 it does */
	struct control *control;
	GPtrArray *modems;	/* struct modem */
	GPtrArray *sessions;	/* struct session */
	GPtrArray *clients;	/* struct client */
	guint	 first_modem;	/* whom outflow asks first, in turn */
	int	 ceiling_day;	/* when people were told of guards.parts_per_day:
				 * 20261123; 0 not yet */
	gint64	 outflow_next;	/* us wall; see outflow_next() */
	guint	 metrics_source;
	guint	 import_source;	/* see import_resume.h */
	int	 lock;		/* descriptor of the lock file */
	gboolean stopping;
	gint64	 started_at;	/* us wall */
	guint64	 texts_in, texts_out, parts_out;	/* since the start */
};

#endif
