/*
 * backup FILE: a consistent copy while the engine goes on.  The copy grows as
 * FILE.part, a few pages a turn of the loop, is verified, and only then gets its
 * name: what is called FILE is whole.
 */
#include "config.h"

#include "tools/family.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "tools/catalog.h"

#define BACKUP_PAGES	256	/* a step: 1 MiB, some milliseconds */

struct backup {
	const char *file;
	char	*part;
	struct db_backup *copy;
	gboolean whole;		/* copied, not yet verified */
};

static enum command_status backup_refuse(struct command_call *call,
		    const char *path, int error);
static void	backup_free(gpointer backup);
static enum command_status backup_step(struct command_call *call);
static enum command_status backup_finish(struct command_call *call);
static gboolean	backup_verify(const struct backup *backup, GError **error);
static void	backup_damage(const char *fault, void *user);
static gboolean	backup_name(const struct backup *backup);
static gboolean	backup_sync_directory(const char *file);

enum command_status
backup_run(struct command_call *call)
{
	const char *file = command_line_value(&call->line, "file");
	g_autofree char *part = g_strconcat(file, ".part", NULL);
	g_autoptr(GError) error = NULL;
	struct backup *backup;
	int fd;

	if (!g_path_is_absolute(file)) {
		g_string_append_printf(call->err,
		    _("%s does not begin with /: the engine would not know where it is"),
		    file);
		return COMMAND_USAGE;
	}
	if (g_file_test(file, G_FILE_TEST_EXISTS))
		return backup_refuse(call, file, EEXIST);
	fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return backup_refuse(call, part, errno);
	close(fd);

	backup = g_new0(struct backup, 1);
	backup->file = file;
	backup->part = g_steal_pointer(&part);
	call->state = backup;
	call->state_free = backup_free;
	call->step = backup_step;
	backup->copy = db_backup_start(call->db, backup->part, &error);
	return backup->copy == NULL ? command_failed(call, error) : COMMAND_MORE;
}

static enum command_status
backup_refuse(struct command_call *call, const char *path, int error)
{
	if (error == EEXIST)
		g_string_append_printf(call->err,
		    _("%s exists already and is not written over; choose another name"),
		    path);
	else
		g_string_append_printf(call->err,
		    _("the engine cannot make %s: %s; choose a directory in which its "
		    "user may write"), path, g_strerror(error));
	return COMMAND_NO;
}

/* What has not got its name yet is taken away. */
static void
backup_free(gpointer data)
{
	struct backup *backup = data;

	if (backup->copy != NULL)
		db_backup_free(backup->copy);
	if (backup->part != NULL)
		g_unlink(backup->part);
	g_free(backup->part);
	g_free(backup);
}

static enum command_status
backup_step(struct command_call *call)
{
	struct backup *backup = call->state;
	g_autoptr(GError) error = NULL;
	gboolean more;

	if (backup->whole)
		return backup_finish(call);
	if (!db_backup_step(backup->copy, BACKUP_PAGES, &more, &error))
		return command_failed(call, error);
	if (!more) {
		g_clear_pointer(&backup->copy, db_backup_free);
		backup->whole = TRUE;
	}
	return COMMAND_MORE;
}

static enum command_status
backup_finish(struct command_call *call)
{
	struct backup *backup = call->state;
	g_autofree char *object = g_strconcat("file:", backup->file, NULL);
	g_autoptr(GError) error = NULL;
	GStatBuf st;

	if (!backup_verify(backup, &error) ||
	    !command_record(call, "backup", object, "", &error))
		return command_failed(call, error);
	if (!backup_name(backup))
		return backup_refuse(call, backup->file, errno);
	g_clear_pointer(&backup->part, g_free);
	if (!backup_sync_directory(backup->file) || g_stat(backup->file, &st) != 0)
		return backup_refuse(call, backup->file, errno);
	g_string_append_printf(call->out,
	    _("%s: %d KiB, verified. Keep it away from this machine; it holds telephone "
	    "numbers.\n"), backup->file, (int)(st.st_size / 1024));
	return COMMAND_DONE;
}

static gboolean
backup_verify(const struct backup *backup, GError **error)
{
	g_autoptr(GString) damage = g_string_new(NULL);
	struct db *copy = db_open(backup->part, error);
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

/* Gives the copy its name, never another file's. Some file systems cannot do
 * that in one act; there the name is looked at first. */
static gboolean
backup_name(const struct backup *backup)
{
	if (renameat2(AT_FDCWD, backup->part, AT_FDCWD, backup->file,
	    RENAME_NOREPLACE) == 0)
		return TRUE;
	if (errno != EINVAL && errno != ENOSYS)
		return FALSE;
	if (g_file_test(backup->file, G_FILE_TEST_EXISTS)) {
		errno = EEXIST;
		return FALSE;
	}
	return g_rename(backup->part, backup->file) == 0;
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
