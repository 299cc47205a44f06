/*
 * The engine: owns the database, the menus and the clock; hears modems and
 * clients; says what is to be said when it is time.
 *
 * Everything happens in batches (batch.h): what came from outside waits as an
 * event, one transaction takes all that waits, and only after its commit does
 * anything leave this process.
 */
#ifndef SMSD_ENGINE_H
#define SMSD_ENGINE_H

#include "db/db.h"
#include "menus/dialog.h"
#include "smsd/config.h"

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
	struct control *control;
	GPtrArray *modems;	/* struct modem */
	GPtrArray *consoles;	/* struct console */
	guint	 first_modem;	/* whom outflow asks first, in turn */
	int	 ceiling_day;	/* when people were told of guards.parts_per_day:
				 * 20261123; 0 not yet */
	gint64	 outflow_next;	/* us wall; see outflow_next() */
	guint	 metrics_source;
	struct workday *workdays;	/* see remind.c */
	int	 workdays_on;	/* day they were read; 0 to be read */
	guint	 import_source;	/* see import_resume.h */
	int	 lock;		/* descriptor of the lock file */
	gboolean stopping;
	gint64	 started_at;	/* us wall */
	guint64	 texts_in, texts_out, parts_out;	/* since the start */
};

/* Opens everything and starts the modems; `config` becomes the engine's.  NULL
 * and `error` when it cannot run. */
struct engine *engine_new(struct config *config, GError **error);

/* Runs until engine_stop(). */
void	engine_run(struct engine *engine);

/* Finishes the batch and asks the modems to end; the loop ends when they have,
 * or after some seconds. */
void	engine_stop(struct engine *engine);

/* A modem process has ended; when it was the last one and the engine stops, so
 * does the loop. */
void	engine_modem_ended(struct engine *engine);

/* Tells systemd how many modems are ready. */
void	engine_tell(struct engine *engine);

/* New menus, if they hold; else the old ones stay. */
void	engine_reload(struct engine *engine);
void	engine_free(struct engine *engine);

#endif
