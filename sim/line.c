/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * We keep the slave open ourselves: otherwise a pty without a user reports
 * hang-up for ever and the loop would spin.  Who else has it open is told by
 * inotify, which may merge two events of one turn of the loop: so octets from a
 * line thought closed open it again.
 */
#include "config.h"

#include "sim/line.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define LINE_CHUNK	(16 * 1024)
/* More than this unread is a reader that died with the device open. */
#define LINE_BACKLOG_MAX (8 * 1024 * 1024)

struct line {
	char	*path;
	line_input_fn input;
	void	*user;
	int	 master, slave;		/* -1 unplugged */
	int	 notify;		/* -1: take the device as always open */
	int	 openers;
	gboolean guessed;		/* `openers` was raised by octets */
	guint	 read_source, write_source, notify_source;
	GString	*out;
	gboolean deaf;
};

static gboolean	line_open_pty(struct line *line, GError **error);
static gboolean	line_link(struct line *line, GError **error);
static void	line_watch_openers(struct line *line);
static gboolean	line_opened_or_closed(int fd, GIOCondition condition,
		    gpointer user);
static gboolean	line_readable(int fd, GIOCondition condition, gpointer user);
static gboolean	line_writable(int fd, GIOCondition condition, gpointer user);

struct line *
line_new(const char *path, line_input_fn input, void *user)
{
	struct line *line = g_new0(struct line, 1);

	line->path = g_strdup(path);
	line->input = input;
	line->user = user;
	line->master = line->slave = line->notify = -1;
	line->out = g_string_new(NULL);
	return line;
}

void
line_free(struct line *line)
{
	line_unplug(line);
	g_string_free(line->out, TRUE);
	g_free(line->path);
	g_free(line);
}

gboolean
line_plug(struct line *line, GError **error)
{
	if (line_plugged(line))
		return TRUE;
	if (!line_open_pty(line, error))
		return FALSE;
	line_watch_openers(line);
	if (!line_link(line, error)) {
		line_unplug(line);
		return FALSE;
	}
	line_listen(line, TRUE);
	return TRUE;
}

void
line_unplug(struct line *line)
{
	if (!line_plugged(line))
		return;
	g_clear_handle_id(&line->read_source, g_source_remove);
	g_clear_handle_id(&line->write_source, g_source_remove);
	g_clear_handle_id(&line->notify_source, g_source_remove);
	unlink(line->path);
	close(line->slave);
	close(line->master);
	if (line->notify >= 0)
		close(line->notify);
	line->master = line->slave = line->notify = -1;
	line->openers = 0;
	line->guessed = FALSE;
	g_string_truncate(line->out, 0);
}

gboolean
line_plugged(const struct line *line)
{
	return line->master >= 0;
}

void
line_write(struct line *line, const char *octets, gssize len)
{
	if (line_plugged(line) && (line->openers > 0 || line->notify < 0) &&
	    line->out->len < LINE_BACKLOG_MAX)
		g_string_append_len(line->out, octets, len);
}

void
line_flush(struct line *line)
{
	gsize done = 0;

	if (line->out->len == 0 || line->write_source != 0)
		return;
	while (done < line->out->len) {
		ssize_t put = write(line->master, line->out->str + done,
		    line->out->len - done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EAGAIN)
			break;
		/* A pty that fails is about to be unplugged. */
		done = put < 0 ? line->out->len : done + (gsize)put;
	}
	g_string_erase(line->out, 0, (gssize)done);
	if (line->out->len > 0)
		line->write_source = g_unix_fd_add(line->master, G_IO_OUT,
		    line_writable, line);
}

void
line_listen(struct line *line, gboolean listen)
{
	line->deaf = !listen;
	if (line->deaf)
		g_clear_handle_id(&line->read_source, g_source_remove);
	else if (line_plugged(line) && line->read_source == 0)
		line->read_source = g_unix_fd_add(line->master, G_IO_IN,
		    line_readable, line);
}

static gboolean
line_open_pty(struct line *line, GError **error)
{
	struct termios raw;

	line->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (line->master < 0 || grantpt(line->master) < 0 ||
	    unlockpt(line->master) < 0 ||
	    (line->slave = open(ptsname(line->master),
	    O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0) {
		g_set_error(error, G_FILE_ERROR,
		    g_file_error_from_errno(errno), "no pty for %s: %s",
		    line->path, g_strerror(errno));
		if (line->master >= 0)
			close(line->master);
		line->master = -1;
		return FALSE;
	}
	if (tcgetattr(line->slave, &raw) == 0) {
		cfmakeraw(&raw);
		cfsetspeed(&raw, B115200);
		tcsetattr(line->slave, TCSANOW, &raw);
	}
	return g_unix_set_fd_nonblocking(line->master, TRUE, error);
}

/* Made beside and moved over, so that the name never points nowhere. */
static gboolean
line_link(struct line *line, GError **error)
{
	g_autofree char *new = g_strconcat(line->path, ".new", NULL);

	unlink(new);
	if (symlink(ptsname(line->master), new) == 0 &&
	    rename(new, line->path) == 0)
		return TRUE;
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
	    "%s: %s", line->path, g_strerror(errno));
	return FALSE;
}

static void
line_watch_openers(struct line *line)
{
	line->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (line->notify < 0)
		return;
	if (inotify_add_watch(line->notify, ptsname(line->master),
	    IN_OPEN | IN_CLOSE) < 0) {
		close(line->notify);
		line->notify = -1;
		return;
	}
	line->notify_source = g_unix_fd_add_full(G_PRIORITY_HIGH, line->notify,
	    G_IO_IN, line_opened_or_closed, line, NULL);
}

static gboolean
line_opened_or_closed(int fd, GIOCondition condition, gpointer user)
{
	struct line *line = user;
	_Alignas(struct inotify_event) char buffer[4096];
	ssize_t len = read(fd, buffer, sizeof(buffer));

	for (ssize_t at = 0; at < len; ) {
		const struct inotify_event *event =
		    (const struct inotify_event *)(buffer + at);

		if ((event->mask & IN_OPEN) && line->guessed)
			line->openers = 0;
		line->guessed = FALSE;
		line->openers += event->mask & IN_OPEN ? 1 : -1;
		at += (ssize_t)(sizeof(*event) + event->len);
	}
	if (line->openers <= 0) {
		line->openers = 0;
		g_string_truncate(line->out, 0);
		/* What the last reader left, and its exclusive use. */
		tcflush(line->slave, TCIFLUSH);
		ioctl(line->slave, TIOCNXCL);
	}
	return G_SOURCE_CONTINUE;
}

static gboolean
line_readable(int fd, GIOCondition condition, gpointer user)
{
	struct line *line = user;
	char octets[LINE_CHUNK];
	ssize_t len = read(fd, octets, sizeof(octets));

	if (len > 0) {
		if (line->openers == 0) {
			line->openers = 1;
			line->guessed = TRUE;
		}
		line->input(octets, (gsize)len, line->user);
	}
	return line->deaf || !line_plugged(line) ? G_SOURCE_REMOVE :
	    G_SOURCE_CONTINUE;
}

static gboolean
line_writable(int fd, GIOCondition condition, gpointer user)
{
	struct line *line = user;

	line->write_source = 0;
	line_flush(line);
	return G_SOURCE_REMOVE;
}
