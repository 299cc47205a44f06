/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See daemon.h.  Opening order: the lock (one engine a database), the database,
 * the menus, what an earlier engine left under way, the control socket, the
 * modems.
 */
#include "smsd/daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/workday.h"
#include "db/outbox.h"
#include "services/services.h"
#include "smsd/agenda.h"
#include "smsd/balance_monitor.h"
#include "smsd/batch.h"
#include "smsd/client.h"
#include "smsd/config.h"
#include "smsd/control.h"
#include "smsd/due.h"
#include "smsd/house.h"
#include "smsd/identity.h"
#include "smsd/import_resume.h"
#include "smsd/inflow.h"
#include "smsd/metrics.h"
#include "smsd/modem.h"
#include "smsd/outflow.h"
#include "smsd/service.h"
#include "smsd/session.h"

static gboolean	daemon_open(struct engine *engine, GError **error);
static gboolean	daemon_lock(struct engine *engine, GError **error);
static gboolean	daemon_recover(struct engine *engine, GError **error);

/* A batch is the events that came, then what the clock wants, then what may leave. */
static const struct batch_work daemon_work = {
	.takes = inflow_takes,
	.wait_ms = inflow_wait_ms,
	.store = inflow_store,
	.leave = inflow_leave,
	.undo = inflow_undo,
	.parts = { due_act, outflow_pick },
	.done = due_arm,
};

struct engine *
daemon_new(struct config *config, GError **error)
{
	struct engine *engine = g_new0(struct engine, 1);

	engine->config = config;
	engine->lock = -1;
	engine->started_at = clock_now();
	engine->loop = g_main_loop_new(NULL, FALSE);
	engine->modems =
	    g_ptr_array_new_with_free_func((GDestroyNotify)modem_free);
	engine->sessions =
	    g_ptr_array_new_with_free_func((GDestroyNotify)session_free);
	engine->clients =
	    g_ptr_array_new_with_free_func((GDestroyNotify)client_free);
	if (!daemon_open(engine, error)) {
		daemon_free(engine);
		return NULL;
	}
	return engine;
}

void
daemon_run(struct engine *engine)
{
	for (guint i = 0; i < engine->modems->len; i++)
		modem_start(g_ptr_array_index(engine->modems, i));
	batch_kick(engine);
	service_ready();
	log_info("engine: ready, %u modems, %u lines", engine->modems->len,
	    engine->config->lines->len);
	g_main_loop_run(engine->loop);
}

void
daemon_stop(struct engine *engine)
{
	if (engine->stopping)
		return;
	log_info("engine: stopping");
	service_stopping();
	engine->stopping = TRUE;
	for (guint i = 0; i < engine->modems->len; i++)
		modem_stop(g_ptr_array_index(engine->modems, i));
	modem_quit_when_ended(engine);
	due_arm(engine);
}

void
daemon_reload(struct engine *engine)
{
	g_autoptr(GError) error = NULL;
	g_autofree const struct service **all = house_services(services);
	struct menu *menu = menu_load(engine->config->menus, all, &error);

	if (menu == NULL) {
		log_warning("menus: reload failed, keeping the old ones: %s", error->message);
		return;
	}
	service_reloading(TRUE);
	dialog_set_menu(engine->dialog, menu);
	menu_free(engine->menu);
	engine->menu = menu;
	service_reloading(FALSE);
	log_info("menus: reloaded");
}

void
daemon_free(struct engine *engine)
{
	if (engine == NULL)
		return;
	metrics_stop(engine);
	import_resume_stop(engine);
	if (engine->batch != NULL && !batch_finish(engine))
		log_warning("engine: %u events could not be stored; their "
		    "messages are still on the SIMs", batch_waiting(engine));
	control_free(engine->control);
	g_ptr_array_unref(engine->clients);
	g_ptr_array_unref(engine->modems);
	due_free(engine->due);
	agenda_runner_free(engine->agenda);
	batch_free(engine->batch);
	g_ptr_array_unref(engine->sessions);
	dialog_free(engine->dialog);
	menu_free(engine->menu);
	if (engine->db != NULL)
		db_close(engine->db);
	if (engine->lock >= 0)
		close(engine->lock);
	g_main_loop_unref(engine->loop);
	config_free(engine->config);
	g_free(engine);
}

static gboolean
daemon_open(struct engine *engine, GError **error)
{
	const struct config *config = engine->config;
	g_autofree const struct service **all = NULL;

	if (!daemon_lock(engine, error))
		return FALSE;
	engine->db = db_open(config->database, error);
	if (engine->db == NULL)
		return FALSE;
	all = house_services(services);
	engine->menu = menu_load(config->menus, all, error);
	if (engine->menu == NULL)
		return FALSE;
	engine->dialog = dialog_new(engine->db, engine->menu, &config->dialog);
	engine->dialog->owner = engine;
	engine->batch = batch_new(engine, &daemon_work);
	engine->due = due_new(engine);
	engine->agenda = engine_agenda_new(engine);
	if (!daemon_recover(engine, error) ||
	    !import_resume_recover(engine, error))
		return FALSE;
	for (guint i = 0; i < config->modems->len; i++) {
		struct modem *modem = modem_new(engine,
		    &g_array_index(config->modems, struct modem_config, i));

		g_ptr_array_add(engine->modems, modem);
		balance_monitor_refresh(engine, modem);
		if (!outflow_recall(engine, modem, error))
			return FALSE;
	}
	identity_refresh(engine);
	engine->control = control_new(engine, error);
	if (engine->control == NULL)
		return FALSE;
	metrics_start(engine);
	return TRUE;
}

/* A lock beside the database; the kernel lets it go when this process ends. */
static gboolean
daemon_lock(struct engine *engine, GError **error)
{
	const char *database = engine->config->database;
	g_autofree char *path = g_strconcat(database, ".lock", NULL);

	engine->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (engine->lock < 0) {
		int failed = errno;

		g_set_error(error, G_FILE_ERROR,
		    g_file_error_from_errno(failed), "database %s: %s: %s, "
		    "expected a directory this user may write to", database,
		    path, g_strerror(failed));
		return FALSE;
	}
	if (flock(engine->lock, LOCK_EX | LOCK_NB) == 0)
		return TRUE;
	g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
	    "database %s: another xiangyind has it, expected one engine a "
	    "database", database);
	return FALSE;
}

/* What an earlier engine had handed to modems and consoles that are no more. */
static gboolean
daemon_recover(struct engine *engine, GError **error)
{
	int requeued, unknown;

	if (!db_begin(engine->db, error))
		return FALSE;
	if (!outbox_recover(engine->db, clock_now(), &requeued, &unknown,
	    error) || !db_commit(engine->db, error)) {
		db_rollback(engine->db);
		return FALSE;
	}
	if (requeued + unknown > 0)
		log_info("engine: after restart: %d messages requeued, %d with "
		    "unknown outcome", requeued, unknown);
	return TRUE;
}
