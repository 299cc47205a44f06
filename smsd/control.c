/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See control.h.
 */
#include <config.h>

#include "smsd/control.h"

#include <errno.h>
#include <glib-unix.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "smsd/client.h"
#include "smsd/import_resume.h"
#include "smsd/job.h"

#define CONTROL_BACKLOG		64
#define CONTROL_GROUPS_MAX	1024
#define NOBODY_LOGGED_IN	G_MAXUINT32	/* (uid_t)-1 */

struct control {
	struct engine *engine;
	int	 fd;
	guint	 source;
	gboolean bound;		/* the file is ours to take away */
	gboolean has_group;
	gid_t	 group;
};

static gboolean	control_bind(struct control *control, GError **error);
static gboolean	control_free_place(const struct sockaddr_un *address,
	    GError **error);
static void	control_own(struct control *control);
static gboolean	control_accept(int fd, GIOCondition condition, gpointer data);
static gboolean	control_allows(const struct control *control, int fd,
	    const struct ucred *who);
static gboolean	control_in_group(int fd, gid_t group);
static char	*user_name(uid_t uid);
static char	*login_name(pid_t pid);
static void	control_client_closed(struct engine *engine);

static const struct client_owner control_owner = {
	job_begin, control_client_closed
};

struct control *
control_new(struct engine *engine, GError **error)
{
	struct control *control = g_new0(struct control, 1);
	const struct group *group =
	    getgrnam(engine->config->control_group);

	control->engine = engine;
	control->has_group = group != NULL;
	if (group != NULL)
		control->group = group->gr_gid;
	else
		log_info("control: there is no group %s, so only root has "
		    "access", engine->config->control_group);
	control->fd = socket(AF_UNIX,
	    SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (!control_bind(control, error)) {
		control_free(control);
		return NULL;
	}
	control->source = g_unix_fd_add_full(G_PRIORITY_DEFAULT + 5,
	    control->fd, G_IO_IN, control_accept, control, NULL);
	return control;
}

void
control_free(struct control *control)
{
	if (control == NULL)
		return;
	g_clear_handle_id(&control->source, g_source_remove);
	if (control->bound)
		unlink(control->engine->config->control);
	if (control->fd >= 0)
		close(control->fd);
	g_free(control);
}

static gboolean
control_bind(struct control *control, GError **error)
{
	const char *path = control->engine->config->control;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	mode_t mask;
	int failed;

	g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
	if (!control_free_place(&address, error))
		return FALSE;
	mask = umask(0117);
	failed = bind(control->fd, (struct sockaddr *)&address,
	    sizeof(address)) < 0 ||
	    listen(control->fd, CONTROL_BACKLOG) < 0 ? errno : 0;
	umask(mask);
	if (failed != 0) {
		g_set_error(error, G_FILE_ERROR,
		    g_file_error_from_errno(failed), "control socket %s: %s, "
		    "expected a directory this user may write to", path,
		    g_strerror(failed));
		return FALSE;
	}
	control->bound = TRUE;
	control_own(control);
	return TRUE;
}

/* Removes a socket nobody listens on; anything else stays. */
static gboolean
control_free_place(const struct sockaddr_un *address, GError **error)
{
	struct stat st;
	gboolean busy;
	int fd;

	if (lstat(address->sun_path, &st) < 0)
		return TRUE;
	if (!S_ISSOCK(st.st_mode)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
		    "control socket %s: something else has this name, "
		    "expected a socket or nothing", address->sun_path);
		return FALSE;
	}
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	busy = connect(fd, (const struct sockaddr *)address,
	    sizeof(*address)) == 0 || errno != ECONNREFUSED;
	close(fd);
	if (busy) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
		    "control socket %s: another program listens there, "
		    "expected no other xiangyind", address->sun_path);
		return FALSE;
	}
	unlink(address->sun_path);
	return TRUE;
}

/* Without the right to chown, the group stays the engine's own. */
static void
control_own(struct control *control)
{
	const char *path = control->engine->config->control;

	if (control->has_group && chown(path, (uid_t)-1, control->group) < 0)
		log_warning("control: cannot give %s to group %s: %s", path,
		    control->engine->config->control_group,
		    g_strerror(errno));
}

static gboolean
control_accept(int fd, GIOCondition condition, gpointer data)
{
	struct control *control = data;
	struct client_peer peer;
	struct ucred who;
	socklen_t len = sizeof(who);
	int client = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (client < 0)
		return G_SOURCE_CONTINUE;
	if (getsockopt(client, SOL_SOCKET, SO_PEERCRED, &who, &len) < 0 ||
	    !control_allows(control, client, &who) ||
	    control->engine->clients->len >= CONTROL_CLIENTS_MAX) {
		close(client);
		return G_SOURCE_CONTINUE;
	}
	peer.user = user_name(who.uid);
	peer.login = login_name(who.pid);
	peer.shown = g_strdup_printf("uid %u (%s)", (unsigned)who.uid, peer.user);
	peer.is_owner = who.uid == 0 || who.uid == geteuid();
	client_new(control->engine, client, &peer, &control_owner);
	return G_SOURCE_CONTINUE;
}

/* As staff know it; the uid where it has no name. */
static char *
user_name(uid_t uid)
{
	const struct passwd *user = getpwuid(uid);

	return user != NULL ? g_strdup(user->pw_name) :
	    g_strdup_printf("%u", (unsigned)uid);
}

/* Whom a process's session logged in as, whatever it has become since by su or sudo
 * (proc_pid_loginuid(5)); "" where the kernel does not tell, or nobody logged in. */
static char *
login_name(pid_t pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/loginuid", (int)pid);
	g_autofree char *digits = NULL;
	guint64 uid;

	if (!g_file_get_contents(path, &digits, NULL, NULL) ||
	    !g_ascii_string_to_unsigned(g_strstrip(digits), 10, 0,
	    NOBODY_LOGGED_IN, &uid, NULL) || uid == NOBODY_LOGGED_IN)
		return g_strdup("");
	return user_name((uid_t)uid);
}

static gboolean
control_allows(const struct control *control, int fd,
    const struct ucred *who)
{
	if (who->uid == 0 || who->uid == geteuid())
		return TRUE;
	if (control->has_group && (who->gid == control->group ||
	    control_in_group(fd, control->group)))
		return TRUE;
	log_warning("control: uid %u is neither root nor in group %s",
	    (unsigned)who->uid, control->engine->config->control_group);
	return FALSE;
}

/* The groups the kernel saw when the client connected. */
static gboolean
control_in_group(int fd, gid_t group)
{
	g_autofree gid_t *groups = g_new(gid_t, CONTROL_GROUPS_MAX);
	socklen_t len = CONTROL_GROUPS_MAX * sizeof(*groups);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) < 0)
		return FALSE;
	for (gsize i = 0; i < len / sizeof(*groups); i++) {
		if (groups[i] == group)
			return TRUE;
	}
	return FALSE;
}

/* It may have left an import behind. */
static void
control_client_closed(struct engine *engine)
{
	import_resume_check(engine);
}
