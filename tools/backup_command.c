/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backup FILE: a consistent copy while the engine goes on, some pages at a
 * time.  The name is taken first, by an empty file of mode 0600, so that
 * nothing is ever written over; the copy replaces it when it is complete, and
 * stays only if it is sound.
 */
#include "tools/family.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "tools/catalog.h"

#define BACKUP_PAGES	256	/* a step: 1 MiB, some milliseconds */

struct backup {
	char	*file;		/* argv is gone when the steps run */
	struct db_backup *copy;	/* NULL: complete, not yet verified */
	gboolean sound;		/* may stay */
};

static enum command_status backup_refuse(struct command_call *call,
		    const char *path, int error);
static void	backup_free(gpointer backup);
static enum command_status backup_step(struct command_call *call);
static enum command_status backup_finish(struct command_call *call);
static gboolean	backup_verify(const struct backup *backup, GError **error);
static void	backup_damage(const char *fault, void *user);
static gboolean	backup_sync_directory(const char *file);

/* Who takes a copy is on record before it is taken. */
enum command_status
backup_prepare(struct command_call *call)
{
	const char *file = command_line_value(&call->line, "file");
	g_autofree char *object = g_strconcat("file:", file, NULL);
	g_autoptr(GError) error = NULL;

	if (!g_path_is_absolute(file)) {
		g_string_append_printf(call->err,
		    _("%s does not begin with /: the engine would not know where it is"),
		    file);
		return COMMAND_USAGE;
	}
	return command_record(call, "backup", object, "", &error) ?
	    COMMAND_READS : command_failed(call, error);
}

enum command_status
backup_run(struct command_call *call)
{
	const char *file = command_line_value(&call->line, "file");
	g_autoptr(GError) error = NULL;
	struct backup *backup;
	int fd;

	fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return backup_refuse(call, file, errno);
	close(fd);
	backup = g_new0(struct backup, 1);
	backup->file = g_strdup(file);
	call->state = backup;
	call->state_free = backup_free;
	call->step = backup_step;
	backup->copy = db_backup_start(call->db, backup->file, &error);
	return backup->copy == NULL ? command_failed(call, error) : COMMAND_MORE;
}

static enum command_status
backup_refuse(struct command_call *call, const char *path, int error)
{
	if (error == EEXIST)
		g_string_append_printf(call->err,
		    _("%s already exists and is not overwritten; choose another name"),
		    path);
	else
		g_string_append_printf(call->err,
		    _("the engine cannot make %s: %s; choose a directory in which its "
		    "user may write"), path, g_strerror(error));
	return COMMAND_NO;
}

/* What is not a sound copy does not stay. */
static void
backup_free(gpointer data)
{
	struct backup *backup = data;

	db_backup_free(backup->copy);
	if (!backup->sound)
		g_unlink(backup->file);
	g_free(backup->file);
	g_free(backup);
}

static enum command_status
backup_step(struct command_call *call)
{
	struct backup *backup = call->state;
	g_autoptr(GError) error = NULL;
	gboolean more;

	if (backup->copy == NULL)
		return backup_finish(call);
	if (!db_backup_step(backup->copy, BACKUP_PAGES, &more, &error))
		return command_failed(call, error);
	if (!more)
		g_clear_pointer(&backup->copy, db_backup_free);
	return COMMAND_MORE;
}

static enum command_status
backup_finish(struct command_call *call)
{
	struct backup *backup = call->state;
	g_autofree char *size = NULL, *said = NULL;
	g_autoptr(GError) error = NULL;
	GStatBuf st;

	if (!backup_verify(backup, &error))
		return command_failed(call, error);
	if (!backup_sync_directory(backup->file) || g_stat(backup->file, &st) != 0)
		return backup_refuse(call, backup->file, errno);
	backup->sound = TRUE;
	size = g_format_size(st.st_size);
	said = g_strdup_printf(_("%s: %s, verified. Keep it away from this machine, "
	    "and locked up: it holds telephone numbers."), backup->file, size);
	command_say(call, TONE_PLAIN, said);
	return COMMAND_DONE;
}

static gboolean
backup_verify(const struct backup *backup, GError **error)
{
	g_autoptr(GString) damage = g_string_new(NULL);
	struct db *copy = db_open(backup->file, error);
	gboolean ok;

	if (copy == NULL)
		return FALSE;
	ok = db_verify(copy, backup_damage, damage, error);
	db_close(copy);
	if (ok && damage->len > 0)
		g_set_error(error, DB_ERROR, DB_ERROR_SQL, "%s", damage->str);
	return ok && damage->len == 0;
}

static void
backup_damage(const char *fault, void *user)
{
	GString *damage = user;

	g_string_append_printf(damage, "%s%s", damage->len > 0 ? ", " : "", fault);
}

/* The name itself must survive a power cut. */
static gboolean
backup_sync_directory(const char *file)
{
	g_autofree char *directory = g_path_get_dirname(file);
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	gboolean ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}
