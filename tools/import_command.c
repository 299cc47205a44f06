/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * import KIND FILE: a register of the county from a CSV file.
 *
 * An import has two halves in two processes (ARCHITECTURE 2, db/import.h); both are here,
 * so that what one leaves the other finds.
 *
 *	the merging half, in the engine		import_prepare() begins it, import_step()
 *						goes on when the other half has ended
 *	the staging half, in the reader		import_run() reads the file, stages its
 *						rows and checks them
 */
#include "tools/family.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "db/import.h"
#include "tools/catalog.h"
#include "tools/import_column.h"
#include "tools/import_rows.h"

#define IMPORT_PIECE	(64 * 1024)	/* octets read in a step */
#define IMPORT_ROWS	2000		/* taken over in a step: some ms */

/* The merging half. */
struct import {
	struct db *db;
	char	*stage;
	enum import_kind kind;
	gint64	 id;		/* 0: it has its end */
	gboolean dry, attached, decided;
	struct import_summary summary;
};

/* The staging half. */
struct staging {
	struct command_call *call;
	enum import_kind kind;
	struct import_rows *rows;
	GError	*error;		/* what the database said */
};

static void	import_free(gpointer import);
static enum command_status import_step(struct command_call *call);
static enum command_status import_look(struct command_call *call,
		    struct import *import);
static enum command_status import_take_some(struct command_call *call,
		    struct import *import);
static void	import_give_up(struct import *import);
static void	import_say(struct command_call *call, const struct import *import);
static void	staging_free(gpointer staging);
static gboolean	staging_row(int line, const char *const *fields, int count,
		    void *user);
static enum command_status staging_step(struct command_call *call);
static enum command_status staging_end(struct command_call *call,
		    struct staging *staging);
static void	staging_fault(enum import_fault fault, int line,
		    const char *value, int other, void *user);
static enum command_status staging_refuse(struct command_call *call,
		    const struct staging *staging);

/* --- the merging half ----------------------------------------------------------- */

enum command_status
import_prepare(struct command_call *call)
{
	struct import *import = g_new0(struct import, 1);
	g_autoptr(GError) error = NULL;
	gboolean ok;

	import->db = call->db;
	import->stage = g_strdup(call->stage);
	import->dry = command_line_value(&call->line, "dry-run") != NULL;
	import_kind_named(command_line_value(&call->line, "kind"), &import->kind);
	call->state = import;
	call->state_free = import_free;
	ok = db_begin(call->db, &error) && import_begin(call->db, import->kind,
	    call->actor, clock_now(), &import->id, &error) &&
	    db_commit(call->db, &error);
	if (!ok) {
		db_rollback(call->db);
		import->id = 0;
		return command_failed(call, error);
	}
	if (import->id == 0) {
		g_string_append(call->err, _("another import is running; "
		    "try again when it has ended"));
		return COMMAND_NO;
	}
	call->step = import_step;
	return COMMAND_READS;
}

/* Its client may have gone at any moment. */
static void
import_free(gpointer data)
{
	struct import *import = data;

	if (import->id != 0 && import->decided)
		import_leave(import->db);
	else if (import->id != 0)
		import_give_up(import);
	g_free(import->stage);
	g_free(import);
}

static enum command_status
import_step(struct command_call *call)
{
	struct import *import = call->state;

	if (call->read_status != COMMAND_DONE) {
		import_give_up(import);
		return call->read_status;
	}
	return import->decided ? import_take_some(call, import) :
	    import_look(call, import);
}

/* What was staged: nothing to do, nothing to be done, or begin. */
static enum command_status
import_look(struct command_call *call, struct import *import)
{
	g_autoptr(GError) error = NULL;

	if (!import_attach(call->db, import->stage, &import->summary, &error)) {
		import_give_up(import);
		return command_failed(call, error);
	}
	import->attached = TRUE;
	if (import->dry ||
	    import->summary.added + import->summary.changed == 0) {
		import_say(call, import);
		import_give_up(import);
		return COMMAND_DONE;
	}
	if (db_begin(call->db, &error) && import_decide(call->db, import->id,
	    &import->summary, &error) && db_commit(call->db, &error)) {
		import->decided = TRUE;
		return COMMAND_MORE;
	}
	db_rollback(call->db);
	import_give_up(import);
	return command_failed(call, error);
}

static enum command_status
import_take_some(struct command_call *call, struct import *import)
{
	int today = calendar_day(clock_now(), call->zone), taken;
	g_autoptr(GError) error = NULL;
	gboolean more;

	if (!db_begin(call->db, &error) || !import_take(call->db, IMPORT_ROWS,
	    today, &taken, &more, &error) || !db_commit(call->db, &error)) {
		db_rollback(call->db);
		g_string_append(call->err, _("not all rows are imported yet; "
		    "the engine continues by itself: "));
		return command_failed(call, error);
	}
	call->progress = (guint)taken;
	call->progress_of = (guint)import->summary.rows;
	if (more)
		return COMMAND_MORE;
	import_detach(call->db, import->stage);
	import->id = 0;
	import_say(call, import);
	return COMMAND_DONE;
}

/* Not decided: nothing of it stays. */
static void
import_give_up(struct import *import)
{
	if (import->id == 0)
		return;
	if (!db_begin(import->db, NULL) ||
	    !import_drop(import->db, import->id, NULL) ||
	    !db_commit(import->db, NULL))
		db_rollback(import->db);
	if (import->attached)
		import_detach(import->db, import->stage);
	else if (import->stage != NULL)
		unlink(import->stage);
	import->id = 0;
}

static void
import_say(struct command_call *call, const struct import *import)
{
	const struct import_summary *summary = &import->summary;

	g_string_append_printf(call->out, import->dry ?
	    _("%s: %d rows, %d new, %d changed; nothing was imported (dry run)\n") :
	    _("%s: %d rows, %d new, %d changed\n"),
	    import_kind_word(import->kind), summary->rows, summary->added,
	    summary->changed);
}

/* --- the staging half ----------------------------------------------------------- */

enum command_status
import_run(struct command_call *call)
{
	struct staging *staging = g_new0(struct staging, 1);
	g_autoptr(GError) error = NULL;

	import_kind_named(command_line_value(&call->line, "kind"),
	    &staging->kind);
	staging->call = call;
	staging->rows = import_rows_new(staging->kind, staging_row, staging);
	call->state = staging;
	call->state_free = staging_free;
	call->step = staging_step;
	return stage_open(call->db, call->stage, &error) ? COMMAND_MORE :
	    command_failed(call, error);
}

static void
staging_free(gpointer data)
{
	struct staging *staging = data;

	import_rows_free(staging->rows);
	g_clear_error(&staging->error);
	g_free(staging);
}

static enum command_status
staging_step(struct command_call *call)
{
	struct staging *staging = call->state;
	char octets[IMPORT_PIECE];
	ssize_t len = read(STDIN_FILENO, octets, sizeof(octets));

	if (len < 0 && errno == EINTR)
		return COMMAND_MORE;
	if (len > 0 && import_rows_read(staging->rows, octets, (gsize)len))
		return COMMAND_MORE;
	if (staging->error != NULL)
		return command_failed(call, staging->error);
	if (len > 0 || !import_rows_end(staging->rows))
		return staging_refuse(call, staging);
	return staging_end(call, staging);
}

static gboolean
staging_row(int line, const char *const *fields, int count, void *user)
{
	struct staging *staging = user;

	return stage_add(staging->call->db, staging->kind, line, fields, count,
	    &staging->error);
}

/* All rows hold by themselves. */
static enum command_status
staging_end(struct command_call *call, struct staging *staging)
{
	struct import_summary summary;
	g_autoptr(GError) error = NULL;

	if (!stage_sort(call->db, staging->kind, &error) ||
	    !stage_check(call->db, staging->kind, IMPORT_FAULTS_MAX,
	    staging_fault, staging, &error))
		return command_failed(call, error);
	if (import_rows_faults(staging->rows) > 0)
		return staging_refuse(call, staging);
	return stage_finish(call->db, staging->kind, &summary, &error) ?
	    COMMAND_DONE : command_failed(call, error);
}

static void
staging_fault(enum import_fault fault, int line, const char *value, int other,
    void *user)
{
	struct staging *staging = user;
	const char *column;
	g_autofree char *words = import_fault_words(staging->kind, fault, value,
	    other, &column);

	import_rows_fault(staging->rows, line, column, words);
}

static enum command_status
staging_refuse(struct command_call *call, const struct staging *staging)
{
	g_string_append(call->err, import_rows_say(staging->rows));
	if (import_rows_faults(staging->rows) >= IMPORT_FAULTS_MAX)
		g_string_append(call->err, _("\nthese are the first; there may be more"));
	g_string_append(call->err, _("\nnothing was imported; fix the file and import it again"));
	return COMMAND_NO;
}
