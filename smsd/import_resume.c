/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See import_resume.h.
 */
#include "smsd/import_resume.h"

#include "base/calendar.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/import.h"

#define IMPORT_RESUME_ROWS	2000	/* a step: some milliseconds */
#define IMPORT_RESUME_AGAIN_S	5	/* after the database failed */

static char	*import_resume_stage(const struct engine *engine);
static gboolean	import_resume_step(gpointer user);
static gboolean	import_resume_merge(struct engine *engine, gboolean *more,
		    GError **error);

gboolean
import_resume_recover(struct engine *engine, GError **error)
{
	g_autofree char *stage = import_resume_stage(engine);
	struct import_summary summary;
	gboolean taking;

	if (!db_begin(engine->db, error))
		return FALSE;
	if (!import_recover(engine->db, &taking, error) ||
	    !db_commit(engine->db, error)) {
		db_rollback(engine->db);
		return FALSE;
	}
	if (!taking)
		return TRUE;
	log_info("import: finishing an interrupted one");
	if (!import_attach(engine->db, stage, &summary, error)) {
		g_prefix_error(error, "an import was cut short, and its rest "
		    "cannot be read; put the file back: ");
		return FALSE;
	}
	import_leave(engine->db);
	import_resume_check(engine);
	return TRUE;
}

void
import_resume_check(struct engine *engine)
{
	if (engine->import_source == 0 && import_is_left(engine->db))
		engine->import_source = g_idle_add(import_resume_step, engine);
}

void
import_resume_stop(struct engine *engine)
{
	g_clear_handle_id(&engine->import_source, g_source_remove);
}

static char *
import_resume_stage(const struct engine *engine)
{
	return g_strconcat(engine->config->database, "-import", NULL);
}

static gboolean
import_resume_step(gpointer user)
{
	struct engine *engine = user;
	g_autofree char *stage = NULL;
	g_autoptr(GError) error = NULL;
	gboolean more;

	engine->import_source = 0;
	if (!import_resume_merge(engine, &more, &error)) {
		log_warning("import: %s; retrying", error->message);
		engine->import_source = g_timeout_add_seconds(
		    IMPORT_RESUME_AGAIN_S, import_resume_step, engine);
		return G_SOURCE_REMOVE;
	}
	if (more) {
		import_resume_check(engine);
		return G_SOURCE_REMOVE;
	}
	stage = import_resume_stage(engine);
	import_detach(engine->db, stage);
	log_info("import: finished");
	return G_SOURCE_REMOVE;
}

static gboolean
import_resume_merge(struct engine *engine, gboolean *more, GError **error)
{
	int today = calendar_day(clock_now(), engine->config->zone), taken;

	if (!db_begin(engine->db, error))
		return FALSE;
	if (import_take(engine->db, IMPORT_RESUME_ROWS, today, &taken, more,
	    error) && db_commit(engine->db, error))
		return TRUE;
	db_rollback(engine->db);
	return FALSE;
}
